"""Priority classes: those a hall states, and those that every hall has.

Numbers from `ordinary people are never starved`: head start in minutes, rate relative to ordinary.
A hall that states no classes gets these; one that states some gets them and the four the rules need.
"""

from __future__ import annotations

from typing import Any

from server.domain.profile import PriorityClass
from server.profiles.faults import Finder
from server.profiles.shape import Row

ALWAYS = (
    PriorityClass("ordinary", "普通", "Ordinary", 0, 1, "system"),
    PriorityClass("returning", "补件返回", "Returning", 10, 1.5, "system"),
    PriorityClass("requeued", "过号恢复", "Back in line", 5, 1, "system"),
)
RESERVED = PriorityClass("reservation", "预约", "Reservation", 0, 1.5, "reservation", clock="slot", credit=20)
USUAL = (
    PriorityClass("elderly", "老年人", "Older person", 10, 1.5, "id", min_age=60),
    PriorityClass("disabled", "残疾人", "Disabled person", 20, 2, "staff"),
    PriorityClass("pregnant", "孕产妇", "Pregnant", 20, 2, "staff"),
    PriorityClass("military", "军人优先", "Military", 30, 2, "staff"),
)
FIXED_EVIDENCE = {c.id: c.evidence for c in ALWAYS} | {"reservation": "reservation"}
"""Classes that only the system or a reservation can give."""


def classing(rows: list[Row], finder: Finder) -> tuple[PriorityClass, ...]:
    """The hall's classes, ordinary first. Incomplete when the finder holds faults."""
    stated = [_class(row, finder) for row in rows]
    have = {c.id for c in stated}
    ordinary = [c for c in stated if c.id == "ordinary"] or [ALWAYS[0]]
    others = [c for c in stated if c.id != "ordinary"] or list(USUAL)
    return (*ordinary, *others, *(c for c in (RESERVED, *ALWAYS[1:]) if c.id not in have))


def _class(row: Row, finder: Finder) -> PriorityClass:
    values: dict[str, Any] = {"id": "", "name": "", **row.values}
    if values["id"] == "reservation":
        # What a reservation's row leaves out is not what other rows leave out: its clock is the slot's.
        usual = {"rate": RESERVED.rate, "clock": RESERVED.clock, "credit": RESERVED.credit}
        values |= {k: v for k, v in usual.items() if k not in row.stated}
    fixed = FIXED_EVIDENCE.get(values["id"])
    if fixed and "evidence" in row.stated and values.get("evidence") not in (fixed, None):
        finder.at(
            (*row.path, "evidence"),
            f"nobody can claim the class {values['id']}",
            f'leave it out or "{fixed}"',
        )
    if values["id"] == "ordinary":
        _is_measure(row, finder)
    if values.get("clock") == "slot" and values["id"] != "reservation":
        finder.at((*row.path, "clock"), "only a reservation has a slot", 'leave it out or "taken"')
    if values.get("evidence") == "id" and not values.get("min_age"):
        finder.at(
            (*row.path, "min_age"), "an ID number proves an age, and none is stated", "add min_age = 60"
        )
    return PriorityClass(**(values | ({"evidence": fixed} if fixed else {})))


def _is_measure(row: Row, finder: Finder) -> None:
    for key, only in (("head_start", 0.0), ("rate", 1.0)):
        if row.get(key) not in (only, None):
            finder.at(
                (*row.path, key), "ordinary is the measure of all other classes", f"leave it at {only:g}"
            )
