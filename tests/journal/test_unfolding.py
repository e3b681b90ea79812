"""A database of an older release: its hall opens at once, and the figures of its days follow one by one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from server.domain.errors import HallError
from server.hub import unfolding
from server.hub.hub import Hub
from server.journal import legs
from tests.domain.hall import MINUTE
from tests.journal import hubs
from tests.journal.hubs import act, room
from tests.journal.test_figures import served

DAY_MS = 24 * 60 * MINUTE
FIGURED = ("leg", "shift", "rating", "summed", "summary")


def from_before(hub: Hub) -> dict[str, Any]:
    """What the tables of figures hold; the database is as an older release leaves it."""
    conn = hub.store.conn
    kept = {
        name: sorted(conn.execute("select * from " + name).fetchall()) for name in ("leg", "shift", "rating")
    }
    for name in FIGURED:
        conn.execute("delete from " + name)
    conn.execute("insert into unfolded values (:hall)", {"hall": hubs.HALL})
    return kept


def tables(hub: Hub, *names: str) -> dict[str, Any]:
    return {name: sorted(hub.store.all("select * from " + name)) for name in names or FIGURED[:3]}


def beside(work: Any, *arguments: Any) -> Any:
    return work(*arguments)


def three_days(directory: Path, time: hubs.Time) -> Hub:
    """Served, rated the same day and a day later; the third day goes on."""
    hub, late = hubs.hub_in(directory, time), ""
    for _ in range(3):
        act(hub, "open", window="w4", person="chen")
        ids = [act(hub, "take", services=["permit"])["ticket"]["id"] for _ in range(3)]
        if late:
            act(hub, "rate", ticket=late, level=2)
        for _ in range(2):
            served(hub, time, "w4", 3, 1, 5)
        act(hub, "rate", ticket=ids[0], level=5)
        late = ids[1]
        time.pass_(DAY_MS) if len(days_of(hub)) < 3 else None
    return hub


def days_of(hub: Hub) -> list[str]:
    return [e.data["day"] for e in hubs.entries(hub) if e.kind == "day.opened"]


def test_a_journal_from_before_opens_at_once_and_is_folded_day_by_day_beside_what_goes_on(
    tmp_path: Path,
) -> None:
    time = hubs.Time()
    hub = three_days(tmp_path, time)
    kept = from_before(hub)
    hub.store.close()
    again = Hub(hubs.store_in(tmp_path), time.clock)
    assert {day for _, day, *_ in again.store.all("select * from leg")} == {20261125}, (
        "today is there at once"
    )
    with pytest.raises(HallError, match="figures_preparing"):
        unfolding.check(again.store.conn, hubs.HALL, date(2026, 11, 23), date(2026, 11, 25))
    unfolding.check(again.store.conn, hubs.HALL, date(2026, 11, 25), date(2026, 11, 25))
    before = tables(again)
    served(again, time, "w4", 1, 1, 1)
    assert unfolding.one_day(again, beside) and unfolding.one_day(again, beside)
    assert legs.unfolded(again.store.conn, hubs.HALL)
    assert unfolding.one_day(again, beside) and not unfolding.one_day(again, beside)
    unfolding.check(again.store.conn, hubs.HALL, date(2026, 11, 23), date(2026, 11, 25))
    found = tables(again)
    assert before != found != kept
    hubs.rebuilt(again)
    assert tables(again) == found
    for name in ("leg", "rating"):
        old = [row for row in kept[name] if "2026-11-25" not in row and 20261125 not in row]
        assert len(old) > 3 and set(old) <= set(found[name])


def test_an_old_day_that_cannot_be_read_has_no_figures_and_keeps_nothing_else_from_working(
    tmp_path: Path,
) -> None:
    time = hubs.Time()
    hub = three_days(tmp_path, time)
    kept = from_before(hub)
    hub.store.conn.execute(
        "update journal set actor = 'thief' where seq = (select max(seq) from journal where kind = 'ticket.taken'"
        " and day = '2026-11-24')"
    )
    hub.store.close()
    again = Hub(hubs.store_in(tmp_path), time.clock)
    act(again, "take", services=["permit"])
    while unfolding.one_day(again, beside):
        pass
    assert not legs.unfolded(again.store.conn, hubs.HALL) and room(again).left_out == {"2026-11-24"}
    assert {row[1] for row in tables(again)["leg"]} == {20261123, 20261125}
    assert [row for row in kept["leg"] if 20261123 in row] == [
        r for r in tables(again)["leg"] if 20261123 in r
    ]
