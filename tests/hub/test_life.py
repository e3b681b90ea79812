"""A ticket's life, also of a day long gone: what came later belongs to it, and it is told in its day's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.domain.errors import HallError
from server.hub.past import life
from tests.domain.hall import DAY, MINUTE
from tests.journal import hubs
from tests.journal.hubs import HALL, act

EVERYONE = {
    "number": None,
    "service": None,
    "window": None,
    "person": None,
    "status": None,
    "taken": 0,
    "id": "",
    "reader": None,
    "today": DAY,
}


def test_a_past_ticket_keeps_its_figures_its_words_and_what_came_later(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = hubs.hub_in(tmp_path, time)
    act(hub, "open", window="w2", person="chen")
    id = act(hub, "take", services=["permit", "tax"], channel="kiosk", device="k1")["ticket"]["id"]
    time.pass_(5 * MINUTE)
    act(hub, "call_next", window="w2")
    act(hub, "start", window="w2")
    time.pass_(3 * MINUTE)
    act(hub, "complete", window="w2")
    act(hub, "call_next", window="w2")
    act(hub, "complete", window="w2")
    time.pass_(24 * 60 * MINUTE)
    act(hub, "take", services=["licence"])
    act(hub, "rate", ticket=id, level=4, actor=f"holder:{id}", channel="holder")
    told = life.life(hub.store.conn, HALL, id, None, None, DAY)
    assert [s["kind"] for s in told["steps"]] == [
        "ticket.taken", "ticket.called", "ticket.started", "ticket.completed", "ticket.called", "ticket.completed",
        "ticket.rated",
    ]  # fmt: skip
    assert told["steps"][-1]["by"]["kind"] == "holder"
    assert (told["ticket"]["day"], told["ticket"]["rating"], told["ticket"]["status"]) == (
        DAY,
        4,
        "completed",
    )
    first, second = told["legs"]
    assert (first["wait"], first["spent"], first["person"]) == (300, 180, "chen")
    assert (second["service"], second["began"]) == ("tax", "next")
    assert told["names"]["services"]["permit"] == ["Permit", "Permit"]
    (found,) = life.visits(hub.store.conn, HALL, EVERYONE | {"day": DAY, "limit": 5}, None)
    assert found["id"] == id
    mine = life.visits(
        hub.store.conn, HALL, EVERYONE | {"day": DAY, "limit": 5, "service": "tax"}, ["permit"]
    )
    assert [v["id"] for v in mine] == [id]
    assert life.visits(hub.store.conn, HALL, EVERYONE | {"day": DAY, "limit": 5}, ["licence"]) == []
    assert life.visits(hub.store.conn, HALL, EVERYONE | {"day": DAY, "limit": 5}, []) == [], (
        "no service, no visit"
    )
    with pytest.raises(HallError) as refusal:
        life.life(hub.store.conn, HALL, "none", None, None, DAY)
    assert refusal.value.code == "unknown_ticket"


def test_what_became_of_a_bad_rating_belongs_to_the_life(tmp_path: Path) -> None:
    hub = hubs.hub_in(tmp_path, hubs.Time())
    act(hub, "open", window="w1", person="chen")
    id = act(hub, "take", services=["permit"])["ticket"]["id"]
    act(hub, "call_next", window="w1")
    act(hub, "complete", window="w1")
    act(hub, "rate", ticket=id, level=1, actor=f"holder:{id}", channel="holder")
    kinds = [s["kind"] for s in life.life(hub.store.conn, HALL, id, None, None, DAY)["steps"]]
    assert kinds[-2:] == ["ticket.rated", "case.opened"]


def test_what_rarely_happens_is_found_by_its_index(tmp_path: Path) -> None:
    hub = hubs.hub_in(tmp_path)
    plan = hub.store.all(
        "explain query plan " + life.RARELY, hall=HALL, kind="ticket.rated", after=0, named="x"
    )
    assert "journal_rare" in str(plan)
