"""A hall as its tables have it, through a connection that only reads: its profiles by version, and what things
are called in them."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from typing import Any

from server.domain import hours
from server.domain.profile import Hall
from server.hub.past import past
from server.reports.words import known, word

NEWEST = "select max(version) from profile where hall = :hall"
FIRST_DAY = """select day from journal where hall = :hall and kind = 'day.opened' order by seq limit 1"""
LISTED = {"zone": "zone", "department": "department", "service": "service", "class": "klass"}


class NoHall(Exception):
    """The data directory holds no such hall; the message is its id."""


class Source:
    """Names are those of the profile that a row went by; what a profile no longer has keeps its id."""

    def __init__(self, conn: sqlite3.Connection, hall: str) -> None:
        self.conn, self.id = conn, hall
        self._halls: dict[int, Hall] = {}
        (newest,) = conn.execute(NEWEST, {"hall": hall}).fetchone()
        if newest is None:
            raise NoHall(hall)
        self.newest = int(newest)

    @property
    def hall(self) -> Hall:
        return self.version(self.newest)

    def version(self, version: int) -> Hall:
        """The hall of a version; of none (0) the newest."""
        version = version or self.newest
        if version not in self._halls:
            self._halls[version] = past.profile(self.conn, self.id, version)
        return self._halls[version]

    def title(self, lang: str) -> str:
        return self.hall.name_en or self.hall.name if lang == "en" else self.hall.name

    def local(self, ms: int | None) -> datetime | None:
        """An instant on the hall's clock, without its zone, as tables write it."""
        return None if ms is None else hours.local(self.hall, ms).replace(tzinfo=None, microsecond=0)

    def first_day(self) -> date | None:
        """The first business day there was."""
        row = self.conn.execute(FIRST_DAY, {"hall": self.id}).fetchone()
        return date.fromisoformat(row[0]) if row else None

    def name(self, cut: str, value: Any, version: int, lang: str) -> str:
        """What a value of a cut is called."""
        if value in (None, ""):
            return word("none", lang)
        if cut == "hall":
            return self.title(lang)
        if cut == "window":
            plate = self.version(version).window.get(value)
            return _of(plate.sign, plate.sign_en, lang) if plate else str(value)
        if cut in LISTED:
            thing = getattr(self.version(version), LISTED[cut]).get(value)
            if thing is None and (cut, value) == ("class", "ordinary"):
                return word("ordinary", lang)
            return _of(thing.name, thing.name_en, lang) if thing else str(value)
        return _said(cut, value, lang)


def _of(zh: str, en: str, lang: str) -> str:
    return en if lang == "en" and en else zh


def _said(cut: str, value: Any, lang: str) -> str:
    if cut == "day":
        return f"{value // 10000:04d}-{value // 100 % 100:02d}-{value % 100:02d}"
    if cut == "month":
        return f"{value // 100:04d}-{value % 100:02d}"
    if cut == "hour":
        return f"{value:02d}:00–{value + 1:02d}:00"
    if cut in ("weekday", "channel"):
        return known(f"{cut}.{value}", lang, str(value))
    return str(value)
