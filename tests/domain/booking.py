"""The small hall with reservations: a day with a table of them beside the floor, as the hub would give its rows."""

from __future__ import annotations

from typing import Any

from server import profiles
from server.domain.booking import slots
from server.domain.events import Command
from server.domain.profile import Hall
from tests.domain.hall import DAY, MINUTE, MORNING, WORKDAY, raw
from tests.domain.play import Play

WEEK = {day: WORKDAY for day in ("mon", "tue", "wed", "thu", "fri")}
HOURS = {**WEEK, "sat": ["09:00-12:00"]}
NINE = MORNING
"""Monday 09:00, the beginning of a slot."""


def reserving(
    hours: dict[str, Any] | None = None, services: dict[str, Any] | None = None, **rules: Any
) -> Hall:
    """The small hall with reservations: two a slot unless `capacity` says otherwise."""
    given = raw(hours=HOURS if hours is None else hours)
    given["reservations"] = {"capacity": 2, **rules}
    for service in given["services"]:
        service.update((services or {}).get(service["id"], {}))
    return profiles.build(given)


class Desk(Play):
    """A day with a table of reservations beside the floor, as the hub would give its rows."""

    def __init__(self, now: int = MORNING, **rules: Any) -> None:
        super().__init__(given=reserving(**rules), now=now)
        self.rows: dict[str, dict[str, Any]] = {}

    def book(
        self, start: int = NINE, service: str = "permit", person: str | None = None, channel: str = "partner",
        lax: bool = False, identified: bool = False, **args: Any,
    ) -> str:  # fmt: skip
        """The new code: R1, R2, …"""
        code = f"R{len(self.rows) + 1}"
        command = Command("book", "p", {"service": service, "start": start, **args}, channel=channel, lax=lax)
        mine = None if person is None else self.of(person, "")
        self.do(command, code=code, booked=self.booked(service, start), mine=mine, identified=identified)
        self.rows[code] = {**self.written[-1].data, "hall": "small", "status": "booked", "person": person}
        return code

    def booked(self, service: str, start: int, without: str = "") -> int:
        return sum(
            (r["service"], r["start"]) == (service, start) and r["status"] != "cancelled" and code != without
            for code, r in self.rows.items()
        )

    def of(self, person: str, without: str, **_: Any) -> list[dict[str, Any]]:
        return [r for c, r in self.rows.items() if r["person"] == person and c != without]

    def change(self, code: str, verb: str = "rebook", channel: str = "partner", **args: Any) -> list[str]:
        row = self.rows.get(code)
        service, start = (
            args.get("service") or (row or {}).get("service"),
            args.get("start") or (row or {}).get("start"),
        )
        mine = self.of(row["person"], code) if row and row["person"] else None
        command = Command(verb, "p", {"code": code, **args}, channel=channel)
        kinds = self.do(
            command,
            reservation=row,
            booked=self.booked(str(service), int(start or 0), code),
            mine=mine,
            identified=False,
        )
        for entry in self.written[-1:] if kinds else ():
            status = "cancelled" if entry.kind == "reservation.cancelled" else "booked"
            self.rows[code] |= {**entry.data, "status": status}
        return kinds

    def check_in(self, code: str, now: int | None = None, channel: str = "kiosk", **args: Any) -> str:
        """The id of the ticket it became."""
        self.now = self.now if now is None else now
        id = f"t{len(self.floor.tickets) + 1}"
        command = Command("take", "kiosk", {"reservation": code, **args}, channel=channel)
        self.do(command, ticket=id, series="hub", booking=self.rows.get(code))
        self.rows[code] |= {"status": "used", "ticket": id, "number": self[id].number}
        return id

    def miss(self, *days: str, person: str = "li") -> None:
        for day in days:
            row = {"day": day, "status": "missed", "person": person, "service": "permit", "start": 0}
            self.rows[f"M{len(self.rows)}"] = row


def starts(hall: Hall, service: str, day: str = DAY, lax: bool = False) -> list[str]:
    """The slots of a day by their local times."""
    return [local(s.start) for s in slots.of_day(hall, hall.service[service], day, lax)]


def local(ms: int) -> str:
    minutes = ((ms - MORNING) // MINUTE + 9 * 60) % (24 * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
