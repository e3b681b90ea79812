"""A hall as it is on one day: windows that are there, with the services they have then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from server.domain.profile import Hall, Window


def on(hall: Hall, day: date, extended: int | None = None) -> Hall:
    """The hall with windows and assignments that are valid on the day; itself where nothing is dated.

    `extended`: the minute until which numbers are given that day, where a manager has said so.
    """
    windows = tuple(_with(hall, w, day) for w in hall.windows if _valid(w.valid_from, w.valid_to, day))
    hours = hall.hours if extended is None else replace(hall.hours, extended=(day, extended))
    same = windows == hall.windows and hours is hall.hours
    return hall if same else replace(hall, windows=windows, hours=hours)


def _with(hall: Hall, window: Window, day: date) -> Window:
    """The window with what the day's assignments add to its first line and to its backup."""
    own, backup = list(window.services), list(window.backup)
    for a in hall.assignments:
        if window.id in a.windows and _valid(a.valid_from, a.valid_to, day):
            (backup if a.backup else own).extend(a.services)
    first = tuple(dict.fromkeys(own))
    helps = tuple(s for s in dict.fromkeys(backup) if s not in first)
    return replace(window, services=first, backup=helps)


def _valid(first: date | None, last: date | None, day: date) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)
