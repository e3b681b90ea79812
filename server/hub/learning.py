"""What the last weeks teach: how long each service takes, from a summary written as each day closes."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

from server.domain.waits.estimate import History

DAYS = 42


def history(conn: sqlite3.Connection, hall: str, day: str | None) -> History:
    """The service times of the six weeks before a day: the same in every process, whenever it is read."""
    if day is None:
        return History()
    rows = conn.execute(
        """select service, sum(tickets), sum(ms) from spent where hall = :hall and day >= :first and day < :day
            group by service having sum(tickets) > 0""",
        {"hall": hall, "first": (date.fromisoformat(day) - timedelta(days=DAYS)).isoformat(), "day": day},
    )
    return History({service: (tickets, ms) for service, tickets, ms in rows})
