"""From a plain dict to a Hall: shape, then what rows mean to each other, then the facts.

All three steps tell their faults to one finder, so that an admin sees everything at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from server.domain.counting.reporting import FORMATS
from server.domain.profile import (
    Advice,
    Assignment,
    Department,
    Exceptions,
    Hall,
    Overload,
    Public,
    Queue,
    Ratings,
    Reason,
    Reservations,
    Rules,
    Scheduled,
    Screens,
    Service,
    Voice,
    Warnings,
    Window,
    Zone,
)  # fmt: skip
from server.profiles.classing import classing
from server.profiles.faults import Finder
from server.profiles.links import judge
from server.profiles.opening import opening
from server.profiles.plates import check_size, each_window
from server.profiles.rating import reasons
from server.profiles.shape import Row, Rows, shape

_WINDOW_KEYS = (
    "id", "number", "sign", "spoken", "kind", "zone", "floor", "sign_en", "features", "call_sign", "call_sign_en",
    "help_after", "works_lunch", "valid_from", "valid_to",
)  # fmt: skip


def build(raw: dict[str, Any]) -> Hall:
    """The hall a profile describes. Raises ProfileFaults with all its faults."""
    check_size(raw)
    finder = Finder(raw, getattr(raw, "lines", {}))
    rows = _completed(shape(raw, finder), finder)
    judge(rows, finder)
    classes = classing(rows["classes"], finder)
    hours = opening(rows["hours"][0], finder)
    finder.settle()
    return Hall(
        **rows["hall"][0].values,
        zones=tuple(Zone(**row.values) for row in rows["zones"]),
        departments=tuple(Department(**row.values) for row in rows["departments"]),
        queues=tuple(Queue(**row.values) for row in rows["queues"]),
        services=tuple(Service(**row.values) for row in rows["services"]),
        windows=tuple(_window(row.values, rows) for row in rows["windows"]),
        classes=classes,
        hours=hours,
        rules=Rules(**rows["rules"][0].values),
        voice=Voice(**rows["voice"][0].values),
        screens=Screens(**rows["screens"][0].values),
        reservations=Reservations(**rows["reservations"][0].values),
        advice=Advice(**rows["advice"][0].values),
        reports=tuple(Scheduled(**row.values) for row in rows["reports"]),
        public=Public(**rows["public"][0].values),
        warnings=Warnings(**rows["warnings"][0].values),
        exceptions=Exceptions(**rows["exceptions"][0].values),
        overload=tuple(Overload(**row.values) for row in rows["overload"]),
        assignments=tuple(_assignment(row.values, rows) for row in rows["assignments"]),
        ratings=Ratings(**rows["ratings"][0].values),
        rating_reasons=reasons(row.values for row in rows["rating_reasons"]),
        card_rules=tuple(Reason(**row.values) for row in rows["card_rules"]),
    )


def _completed(rows: Rows, finder: Finder) -> Rows:
    """The rows with what a small hall may leave out: the only zone, the only queue, ids, one row a window."""
    queues = [_with(row, id=row.get("prefix")) for row in rows["queues"]]
    windows = [one for row in rows["windows"] for one in each_window(row, finder)]
    floors = {row.get("id"): row.get("floor") for row in rows["zones"]}
    windows = [_with(row, zone=_only(rows["zones"])) for row in windows]
    return rows | {
        "queues": queues,
        "services": [_with(row, queue=_only(queues)) for row in rows["services"]],
        "windows": [_with(row, floor=floors.get(row.get("zone"), "")) for row in windows],
        "reports": [_with(row, format=FORMATS.get(row.get("kind"), ("",))[0]) for row in rows["reports"]],
    }


def _with(row: Row, **open_values: Any) -> Row:
    """The row with values for keys that it left open; what it states, also wrongly, stays as it is."""
    left_open = {k: v for k, v in open_values.items() if row.values.get(k) is None and k not in row.stated}
    return replace(row, values=row.values | left_open)


def _only(rows: list[Row]) -> Any:
    return rows[0].get("id") if len(rows) == 1 else None


def _window(values: dict[str, Any], rows: Rows) -> Window:
    """`services` and `backup` written out; a service of the first line is not also backup."""
    first = _written_out(values["services"], values["departments"], rows["services"])
    backup = _written_out(values["backup"], values["backup_departments"], rows["services"])
    return Window(
        **{key: values[key] for key in _WINDOW_KEYS},
        services=first,
        backup=tuple(s for s in backup if s not in first),
    )


def _assignment(values: dict[str, Any], rows: Rows) -> Assignment:
    services = _written_out(values["services"], values["departments"], rows["services"])
    return Assignment(
        tuple(values["windows"]), services, values["backup"], values["valid_from"], values["valid_to"]
    )


def _written_out(services: Iterable[str], departments: Iterable[str], rows: list[Row]) -> tuple[str, ...]:
    theirs = [row.get("id") for d in departments for row in rows if row.get("department") == d]
    return tuple(dict.fromkeys([*services, *theirs]))
