"""Rows of windows: a row may stand for a run of like windows, told apart by their numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from server.domain.profile import PRIVATE_KINDS
from server.profiles.faults import Fault, Finder, Overlong, Wrong, printable
from server.profiles.marks import Numbers
from server.profiles.numerals import in_hanzi, with_hanzi
from server.profiles.shape import Row
from server.profiles.values import Whole

MOST_ROWS, MOST_WINDOWS = 2000, 1000
"""Rows of one part, and windows that rows stand for; the largest halls have a quarter of it."""


def check_size(raw: Any) -> None:
    """Before anything is judged or compared. Raises Overlong."""
    found = []
    for name, rows in raw.items() if isinstance(raw, dict) else ():
        if isinstance(rows, list) and len(rows) > MOST_ROWS:
            found.append(
                _too_many(str(name), f"{len(rows)} rows are too many", f"give at most {MOST_ROWS} rows")
            )
    rows = raw.get("windows") if isinstance(raw, dict) and not found else None
    many = sum(len(numbers_of(row)) for row in rows if isinstance(row, dict)) if isinstance(rows, list) else 0
    if many > MOST_WINDOWS:
        found.append(
            _too_many("windows", f"{many} windows are too many", f"give at most {MOST_WINDOWS} windows")
        )
    if found:
        raise Overlong(found)


def _too_many(part: str, wrong: str, right: str) -> Fault:
    return Fault(printable(part), None, wrong, right, (part,))


def numbers_of(row: dict[str, Any]) -> tuple[int, ...]:
    """The windows a good row of a document stands for; none for a bad one."""
    try:
        return Numbers().reads(row["numbers"]) if "numbers" in row else (Whole(1, 9999).reads(row["number"]),)
    except (Wrong, KeyError):
        return ()


def filled(row: dict[str, Any], number: int) -> dict[str, Any]:
    """The row as that of one window: `{number}` written out (in Hanzi where it is spoken), its id stated."""
    one = {key: value for key, value in row.items() if key != "numbers"}
    one["number"] = number
    one["id"] = row.get("id") or f"w{number}"
    plain = ("sign", "sign_en", "call_sign", "call_sign_en")
    for key, text in (*((k, str(number)) for k in plain), ("spoken", in_hanzi(str(number)))):
        if isinstance(one.get(key), str):
            one[key] = one[key].replace("{number}", text)
    return one


def each_window(row: Row, finder: Finder) -> list[Row]:
    """The windows a row stands for; none when its numbers are at fault."""
    if {"number", "numbers"} <= row.stated:
        finder.at((*row.path, "numbers"), "number and numbers are both stated", "state one of them")
        return []
    if not {"number", "numbers"} & row.stated:
        finder.at(
            (*row.path, "number"), "this key is missing", 'add number = 3, or numbers = "4-12" for a run'
        )
        return []
    numbers = row.get("numbers") or ([row.get("number")] if row.get("number") else [])
    if row.get("id") and len(numbers) > 1:
        finder.at(
            (*row.path, "id"), "a run of windows cannot share one id", "leave it out: they become w4, w5, …"
        )
        return []
    return [replace(row, values=_spoken(filled(_named(row.values), n))) for n in numbers]


def _named(values: dict[str, Any]) -> dict[str, Any]:
    """What calls show: the plate, but a plain number where the plate tells what somebody complains about."""
    private = values.get("kind") in PRIVATE_KINDS
    for key, neutral in (("call_sign", "{number}号窗口"), ("call_sign_en", "Window {number}")):
        if values.get(key) is None:
            values = {**values, key: neutral if private else values.get(key.removeprefix("call_"))}
    return values


def _spoken(values: dict[str, Any]) -> dict[str, Any]:
    if values.get("spoken") is None and isinstance(values.get("call_sign"), str):
        values["spoken"] = with_hanzi(values["call_sign"])
    return values
