"""What changed between two profiles, one row a key: for pages as facts, for a terminal as lines an admin would say.

Rows are matched by id, and runs of windows written out first, so that splitting a run changes no window.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from server.profiles.faults import row_name
from server.profiles.keys import TABLES
from server.profiles.plates import filled, numbers_of

Content = dict[str, Any]
Name = tuple[str, str | None]
"""Part and row: `("windows", "w12")`, `("rules", None)`."""
STATED = object()
"""Stands for «not stated» where None could be a value."""
PLATES: dict[str, str] = {key: TABLES["windows"].keys[key].default for key in ("sign", "sign_en")}


@dataclass(frozen=True, slots=True)
class Difference:
    """`what`: `added`, `removed` and `order` are of rows, `changed` of a key, `rewritten` changes no meaning.

    `title` and `title_en`: what people call the row, in English "" where it has no English name. `old` and `new` are
    absent (STATED) where the key is not stated.
    """

    what: str
    part: str = ""
    row: str | None = None
    title: str = ""
    title_en: str = ""
    key: str = ""
    old: Any = STATED
    new: Any = STATED

    def says(self) -> str:
        name = f"{self.part}.{self.row}" if self.row else self.part
        if self.what == "rewritten":
            return "written differently, meaning the same"
        if self.what == "order":
            return f"{name}: the order of the rows changed"
        if self.what != "changed":
            return f"{name}: {self.what}" + (f" ({self.title})" if self.title else "")
        return f"{name}.{self.key}: {_said(self.old)} → {_said(self.new)}"


def difference(old_raw: Content, new_raw: Content) -> list[str]:
    """Lines such as `windows.w12.sign: "12号" → "12号窗口"`; empty when both documents are the same."""
    return [one.says() for one in differences(old_raw, new_raw)]


def differences(old_raw: Content, new_raw: Content) -> list[Difference]:
    """In the order of the old profile, what is new at its end; empty when both documents are the same."""
    old, new = _named(old_raw), _named(new_raw)
    found: list[Difference] = []
    for part, row in dict.fromkeys([*old, *new]):
        before, after = old.get((part, row)), new.get((part, row))
        if row is not None and (before is None or after is None):
            one = (before if after is None else after) or {}
            what = "added" if before is None else "removed"
            found.append(Difference(what, part, row, *_titles(one)))
        else:
            found += _keys(part, row, before or {}, after or {})
    found += _moved([*old], [*new])
    return found or ([Difference("rewritten")] if old_raw != new_raw else [])


def _named(raw: Content) -> dict[Name, Content]:
    """Every table and row under its name."""
    found: dict[Name, Content] = {}
    for table, content in raw.items():
        if isinstance(content, dict):
            found[(table, None)] = content
        elif isinstance(content, list):
            rows = [one for row in content if isinstance(row, dict) for one in _unrolled(table, row)]
            found |= {(table, row_name(row) or str(n)): row for n, row in enumerate(rows, 1)}
    return found


def _unrolled(table: str, row: Content) -> list[Content]:
    """A run of windows as one row a window."""
    return [filled(row, n) for n in numbers_of(row)] or [row] if table == "windows" else [row]


def _keys(part: str, row: str | None, old: Content, new: Content) -> list[Difference]:
    titles = _titles(new) if row else ("", "")
    return [
        Difference("changed", part, row, *titles, key, old.get(key, STATED), new.get(key, STATED))
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    ]


def _said(value: Any) -> str:
    return "not stated" if value is STATED else json.dumps(value, ensure_ascii=False)


def _titles(row: Content) -> tuple[str, str]:
    """What people call it, and in English; a window by its plate, the usual one where none is stated."""
    plates = [row.get(key, usual) if "number" in row else "" for key, usual in PLATES.items()]
    zh, en = (str(row.get(name) or plate) for name, plate in zip(("name", "name_en"), plates, strict=True))
    number = str(row.get("number"))
    return zh.replace("{number}", number), en.replace("{number}", number)


def _moved(old: list[Name], new: list[Name]) -> list[Difference]:
    """Tables whose rows are the same ones in another order: pages show them in the order of the profile."""
    rows: tuple[dict[str, list[str]], ...] = ({}, {})
    for names, found in zip((old, new), rows, strict=True):
        for part, row in names:
            if row:
                found.setdefault(part, []).append(row)
    before, after = rows
    return [
        Difference("order", part)
        for part, now in after.items()
        if before.get(part) != now and sorted(before.get(part, ())) == sorted(now)
    ]
