"""What rows mean to each other: ids used once, names that lead somewhere, every service served."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from server.domain.counting.reporting import FORMATS
from server.domain.voice import SPOKEN
from server.profiles.faults import Finder
from server.profiles.shape import Row, Rows
from server.profiles.values import meant, shown

LEADS = (
    ("services", "department", "departments"),
    ("services", "queue", "queues"),
    ("windows", "zone", "zones"),
    ("windows", "services", "services"),
    ("windows", "departments", "departments"),
    ("windows", "backup", "services"),
    ("windows", "backup_departments", "departments"),
    ("assignments", "windows", "windows"),
    ("assignments", "services", "services"),
    ("assignments", "departments", "departments"),
    ("overload", "queue", "queues"),
    ("overload", "windows", "windows"),
    ("hours", "weekend_services", "services"),
    ("rules", "agent_queue", "queues"),
    ("screens", "kiosk_frequent", "services"),
)
"""Which key of which table names ids of which other table."""
UNSERVED = "no window serves this service"


def judge(rows: Rows, finder: Finder) -> None:
    """Tells the finder every fault between rows. `windows` is one row a window by now."""
    for table in (
        "zones",
        "departments",
        "queues",
        "services",
        "windows",
        "classes",
        "rating_reasons",
        "card_rules",
    ):
        _once(rows[table], "id", finder)
    _once(rows["queues"], "prefix", finder)
    for table, key, target in LEADS:
        known = {str(row.get("id")): None for row in rows[target] if row.get("id")}
        for row in rows[table]:
            _leads(row, key, target, known, finder)
    _must_choose(rows, finder)
    _served(rows, finder)
    _dated(rows, finder)
    _reported(rows, finder)
    _typed(rows, finder)
    _worded(rows, finder)
    screens = rows["screens"][0]
    if (screens.get("kiosk_warn_seconds") or 0) > (screens.get("kiosk_idle_seconds") or 1e9):
        path = (*screens.path, "kiosk_warn_seconds")
        finder.at(path, "the warning is longer than the idle time", "make it at most kiosk_idle_seconds")


def _reported(rows: Rows, finder: Finder) -> None:
    """A report in a format it has, and each once: two would be one and the same file."""
    told: set[tuple[Any, ...]] = set()
    for row in rows["reports"]:
        formats = FORMATS.get(row.get("kind"), ())
        if formats and row.get("format") not in formats:
            wrong = f"a {row.get('kind')} is no {row.get('format')}"
            finder.at((*row.path, "format"), wrong, f"give {' or '.join(formats)}")
        mine = tuple((k, v) for k, v in row.values.items() if k != "at")
        if mine in told:
            finder.at(row.path, "stands twice", "leave one out, or change its folder")
        told.add(mine)


def _dated(rows: Rows, finder: Finder) -> None:
    for row in (*rows["windows"], *rows["assignments"]):
        first, last = row.get("valid_from"), row.get("valid_to")
        if first and last and last < first:
            finder.at((*row.path, "valid_to"), "ends before valid_from", "give a date on or after valid_from")


def _worded(rows: Rows, finder: Finder) -> None:
    """Every language that is spoken somewhere has words."""
    hall = rows["voice"][0]
    known = [*SPOKEN, *(hall.get("templates") or ())]
    named = [(hall.path, hall.get("languages"))]
    named += [
        ((*row.path, "voice"), row.values["voice"].languages)
        for row in rows["zones"]
        if "voice" in row.values
    ]
    for path, languages in named:
        if lost := [language for language in languages or () if language not in known]:
            right = f'add [voice.templates] with {lost[0]} = "…{{number}}…{{window}}…"'
            finder.at((*path, "languages"), f"there are no words for {', '.join(map(shown, lost))}", right)


def _typed(rows: Rows, finder: Finder) -> None:
    """A short code leads to one place only: codes are not used twice, nor the numbers of windows."""
    seen: dict[str, str] = {str(row.get("number")): "the number of a window" for row in rows["windows"]}
    for row in rows["services"]:
        code = row.get("short")
        if code and code in seen:
            finder.at((*row.path, "short"), f"{shown(code)} is {seen[code]}", "give each its own digits")
        elif code:
            seen[code] = f"the short code of {row.get('id')}"


def _once(rows: list[Row], key: str, finder: Finder) -> None:
    seen: dict[Any, Row] = {}
    for row in rows:
        value = row.get(key)
        if value is None:
            continue
        first = seen.setdefault(value, row)
        if first is not row:
            at = finder.line((*first.path, key))
            also = f", first on line {at}" if at else ""
            finder.at(
                (*row.path, key), f"the {key} {shown(value)} is used twice{also}", "give each row its own"
            )


def _leads(row: Row, key: str, target: str, known: Collection[str], finder: Finder) -> None:
    named = row.get(key)
    if not named or key not in row.stated:
        return
    lost = [name for name in ([named] if isinstance(named, str) else named) if name not in known]
    if lost:
        wrong = ", ".join(shown(name) for name in lost)
        hint = "".join(meant(name, list(known)) for name in lost[:3])
        finder.at(
            (*row.path, key), f"there is no {wrong} among the {target}", f"{hint}name ids of [[{target}]]"
        )


def _must_choose(rows: Rows, finder: Finder) -> None:
    """A row may leave out its zone or queue only when there is exactly one."""
    for table, key, target in (("services", "queue", "queues"), ("windows", "zone", "zones")):
        for row in rows[table]:
            if row.get(key) is None and key not in row.stated and len(rows[target]) > 1:
                finder.at((*row.path, key), "this key is missing", f"there are several {target}: name one")


def _served(rows: Rows, finder: Finder) -> None:
    served: set[str] = set()
    theirs: dict[str, set[str]] = {}
    for row in rows["services"]:
        if row.get("id") and row.get("department"):
            theirs.setdefault(row.get("department"), set()).add(row.get("id"))
    for row in rows["windows"]:
        named = {*(row.get("services") or ())}.union(
            *(theirs.get(d, ()) for d in row.get("departments") or ())
        )
        if not named and not _told_wrongly(row):
            finder.at(
                (*row.path, "services"),
                "this window has no services",
                "name services = […] or departments = […]",
            )
        served |= named
    if finder.within("windows"):
        return  # a window that is itself wrong would make its services look forgotten
    for row in rows["services"]:
        if row.get("id") and row.get("id") not in served:
            finder.at(row.path, UNSERVED, "name it, or its department, at a window")


def _told_wrongly(row: Row) -> bool:
    return any(key in row.stated and key not in row.values for key in ("services", "departments"))
