"""A hall with a month behind it, made once, and reports of it without a process of their own."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import openpyxl

from server.hub.hub import Hub
from server.reports import making
from server.reports.asked import asked
from server.reports.source import Source
from tests.journal.hubs import HALL, hub_in, room
from tests.reports.filled import fill

NOW = datetime(2026, 11, 23, 9, 30)
"""Monday morning, the hour at which `tests.domain.hall` begins."""
FIRST, LAST = "2026-10-01", "2026-10-31"
HOURS = {"workdays": ["08:30-12:00", "14:00-17:30"]}


@lru_cache(maxsize=1)
def month() -> Hub:
    """September and October 2026 of the small hall; it is only read."""
    hub = hub_in(Path(mkdtemp(prefix="paihao-reports-")), hours=HOURS)
    fill(hub.store, room(hub).hall, date(2026, 9, 1), 61, 60)
    return hub


def made(hub: Hub, kind: str, format: str, first: str = FIRST, last: str = LAST, **how: Any) -> bytes:
    now, file = how.pop("now", NOW), io.BytesIO()
    making.make(Source(hub.store.conn, HALL), kind, format, asked(HALL, first, last, **how), now, file)
    return file.getvalue()


def sheets(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
