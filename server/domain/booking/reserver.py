"""Who may reserve: as many a person and day as the hall allows, and nobody for a while who kept missing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from server.domain import hours
from server.domain.booking.slots import said
from server.domain.errors import HallError
from server.domain.profile import Hall

Row = Mapping[str, Any]


def must_be_free(hall: Hall, mine: Sequence[Row] | None, day: str, now: int) -> None:
    """Whether the hall's limits let this person reserve for a day. Raises HallError."""
    rules = hall.reservations
    if mine is None:
        if rules.a_person_a_day or rules.a_person_open or rules.blacklist_after:
            raise HallError("id_required", "Say who it is for: an ID number or a phone number.")
        return
    until = refused_until(hall, mine)
    if until is not None and now < until:
        raise HallError(
            "blacklisted",
            f"Too many were missed; nothing can be reserved until {said(until)}.",
            until=said(until),
        )
    that_day = sum(r["day"] == day and r["status"] != "cancelled" for r in mine)
    if rules.a_person_a_day and that_day >= rules.a_person_a_day:
        raise HallError(
            "person_limit", f"A person may have {rules.a_person_a_day} for one day.", per="day",
            limit=rules.a_person_a_day,
        )  # fmt: skip
    if rules.a_person_open and sum(r["status"] == "booked" for r in mine) >= rules.a_person_open:
        raise HallError(
            "person_limit", f"A person may have {rules.a_person_open} open at a time.", per="open",
            limit=rules.a_person_open,
        )  # fmt: skip


def refused_until(hall: Hall, mine: Sequence[Row]) -> int | None:
    """Until when (ms) somebody who missed so many cannot reserve; None for who never missed so many."""
    rules = hall.reservations
    if not rules.blacklist_after:
        return None
    missed = sorted(date.fromisoformat(r["day"]) for r in mine if r["status"] == "missed")
    last = None
    for first, later in zip(missed, missed[rules.blacklist_after - 1 :], strict=False):
        if (later - first).days < rules.blacklist_within_days:
            last = later
    if last is None:
        return None
    return hours.day_end(hall, (last + timedelta(days=rules.blacklist_days)).isoformat())
