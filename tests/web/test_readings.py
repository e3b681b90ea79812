"""Cards on readers over the wire: the page is told masked words, nothing readable is written, all of it ends."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from server import profiles
from server.hub.clock import wall_ms
from server.hub.devices import readings
from server.hub.hub import Hub
from server.hub.setup import importing
from server.journal import readings as kept
from server.journal.store import Store
from server.web.devices import readings as routes
from server.web.outbox import HOUSEKEEPING_SECONDS
from server.web.seats import Seats
from server.web.states import States
from tests.cast import Agent, Answer, Clerk, Kiosk, Wall
from tests.hubprocess import SMALL, HubProcess, Json
from tests.reserving import LI, Partner, at_noon, slot

NAME = "张秀英"
COUNTER = count(1)


@pytest.fixture
def hub(house: HubProcess, tmp_path: Path) -> HubProcess:
    """A hall of its own where marriages need a name and the elderly are known by their cards."""
    text = SMALL.read_text("utf-8")
    text = text.replace('name = "结婚登记"', 'name = "结婚登记"\nreal_name = true')
    text = text.replace('rate = 1.5\nevidence = "staff"', 'rate = 1.5\nevidence = "id"\nmin_age = 60')
    (tmp_path / "named.toml").write_text(text, "utf-8")
    return house.with_hall(f"cards{next(COUNTER)}", tmp_path / "named.toml")


def laid(hub: HubProcess, kiosk: str = "kiosk-1", **more: object) -> Json:
    """What the agent is answered when a card was read."""
    agent = Agent(hub)
    body = {"device": kiosk, "kind": "id_card", "id_number": LI, "name": NAME, **more}
    return agent.must("POST", f"{agent.here}/readings", body)


def asked(kiosk: Kiosk, path: str, body: Json, key: str | None = None) -> Answer:
    return kiosk.ask("POST", f"{kiosk.here}/{path}", body, key)


def test_the_page_of_that_kiosk_and_no_other_hears_a_masked_name_and_what_the_age_proves(
    hub: HubProcess,
) -> None:
    mine, other = (Wall(hub, role="kiosk", device=name) for name in ("kiosk-1", "kiosk-2"))
    handle = laid(hub)["reading"]
    laid(hub, "kiosk-2.reader", **{"for": "kiosk-2"})
    mine.until(lambda s: "reading:kiosk-1" in s.said)
    other.until(lambda s: "reading:kiosk-2" in s.said)
    assert mine.said["reading:kiosk-1"] == {
        "reading": handle, "kind": "id_card", "name": "张*", "classes": ["elderly"], "age_band": "60+",
        "text": None, "trouble": None,
    }  # fmt: skip
    assert "reading:kiosk-1" not in other.said and "reading:kiosk-2" not in mine.said
    late = Wall(hub, role="kiosk", device="kiosk-1")
    late.until(lambda s: s.said.get("reading:kiosk-1", {}).get("reading") == handle)


def test_neither_number_nor_name_is_written_anywhere_and_what_is_kept_goes_with_the_ticket(
    hub: HubProcess,
) -> None:
    number, name = "330106193804170026", "司马秀兰"
    handle = laid(hub, id_number=number, name=name)["reading"]
    assert written(hub, "司*") and written(hub, handle)
    ticket = Kiosk(hub).take("marriage", key="k-1", reading=handle)["ticket"]
    assert (ticket["classes"], ticket["age_band"]) == (["elderly"], "60+")
    assert here(hub) == []
    assert not any(written(hub, words) for words in (number, number[6:14], name, name[1:]))


def here(hub: HubProcess) -> list[tuple[str]]:
    """The readings of this hall."""
    rows = hub.rows("select value from private where kind = 'reading'")
    return [row for row in rows if f'"{hub.hall}"' in row[0]]


def written(hub: HubProcess, words: str) -> bool:
    """Whether these stand in any file of the hub's: database, its log of writes, its own log."""
    return words.encode() in hub.bytes()


def test_a_reading_is_for_one_ticket_and_a_lost_answer_is_told_again(hub: HubProcess) -> None:
    kiosk, body = Kiosk(hub), {"services": ["marriage"], "reading": laid(hub)["reading"]}
    first = asked(kiosk, "tickets", body, "same")
    assert asked(kiosk, "tickets", body, "same").body["ticket"]["id"] == first.body["ticket"]["id"]
    gone = asked(kiosk, "tickets", body, "another")
    assert (gone.status, gone.code) == (409, "reading_gone")
    again = asked(kiosk, "tickets", {"services": ["marriage"], "reading": laid(hub)["reading"]})
    assert (again.code, again.body["number"]) == ("already_waiting", first.body["ticket"]["number"])


def test_a_refused_taking_leaves_the_card_where_it_is(hub: HubProcess) -> None:
    kiosk, handle = Kiosk(hub), laid(hub)["reading"]
    assert asked(kiosk, "tickets", {"services": ["nothing"], "reading": handle}).code == "unknown_service"
    assert kiosk.take("marriage", reading=handle)["ticket"]["status"] == "waiting"


def test_another_kiosk_cannot_use_it_and_a_newer_card_takes_its_place(hub: HubProcess) -> None:
    handle = laid(hub)["reading"]
    other = Kiosk(hub, "kiosk-2")
    for path, body in (
        ("tickets", {"services": ["marriage"]}),
        ("tickets/find", {}),
        ("reservations/find", {}),
    ):
        answer = asked(other, path, {**body, "reading": handle})
        assert (answer.status, answer.code) == (409, "reading_gone"), path
    assert other.must("DELETE", f"{other.here}/readings/{handle}")["erased"] is False
    newer = laid(hub)["reading"]
    assert asked(Kiosk(hub), "tickets", {"services": ["marriage"], "reading": handle}).code == "reading_gone"
    assert Kiosk(hub).take("marriage", reading=newer)["ticket"]["granted"][0]["by"] == "id"


def test_the_page_lets_go_of_it_when_nobody_stands_there_any_more(hub: HubProcess) -> None:
    kiosk, handle = Kiosk(hub), laid(hub)["reading"]
    path = f"{kiosk.here}/readings/{handle}"
    assert [kiosk.must("DELETE", path)["erased"] for _ in range(2)] == [True, False]
    assert asked(kiosk, "tickets", {"services": ["marriage"], "reading": handle}).code == "reading_gone"


def test_the_ticket_of_whoever_lays_a_card_is_found(hub: HubProcess) -> None:
    kiosk, clerk = Kiosk(hub), Clerk(hub, "w1")
    assert asked(kiosk, "tickets/find", {"reading": laid(hub)["reading"]}).code == "unknown_ticket"
    kiosk.take("marriage", id_number=LI)
    clerk.next()
    clerk.press("no-show", reason="gone")
    latest = kiosk.take("pension", id_number=LI)["ticket"]
    found = asked(kiosk, "tickets/find", {"reading": laid(hub)["reading"]}).body["ticket"]
    assert found["number"] == latest["number"]


@pytest.mark.parametrize("number", [LI[:17] + "1", "110105194912"])
def test_a_number_that_is_none_is_refused_and_kept_nowhere(hub: HubProcess, number: str) -> None:
    agent = Agent(hub)
    answer = agent.ask(
        "POST", f"{agent.here}/readings", {"device": "k", "kind": "id_card", "id_number": number}
    )
    assert (answer.status, answer.code) == (422, "invalid_id")
    assert here(hub) == []
    assert number not in str(answer.body)


def test_one_thing_is_said_at_a_time(hub: HubProcess) -> None:
    agent = Agent(hub)
    for more in ({}, {"id_number": LI, "text": "x"}, {"trouble": "hungry"}):
        body = {"device": "kiosk-1", "kind": "id_card", **more}
        assert agent.ask("POST", f"{agent.here}/readings", body).code == "invalid", more
    both = asked(Kiosk(hub), "tickets", {"services": ["pension"], "id_number": LI, "reading": "x"})
    assert both.code == "invalid"


def test_a_scan_and_a_trouble_reach_the_page_but_are_no_card(hub: HubProcess) -> None:
    page = Wall(hub, role="kiosk", device="kiosk-1")
    scan = laid(hub, kind="scan", text="A7BC2DEF", id_number=None, name=None)["reading"]
    page.until(lambda s: s.said.get("reading:kiosk-1", {}).get("text") == "A7BC2DEF")
    answer = asked(Kiosk(hub), "tickets", {"services": ["pension"], "reading": scan})
    assert answer.code == "reading_gone"
    card = laid(hub)["reading"]
    laid(hub, kind="scan", text="A012", id_number=None, name=None)
    page.until(lambda s: s.said["reading:kiosk-1"]["text"] == "A012")
    assert Kiosk(hub).take("marriage", reading=card)["ticket"]["status"] == "waiting", (
        "a scan leaves the card alone"
    )
    assert laid(hub, trouble="other_card", id_number=None)["reading"] is None
    page.until(lambda s: s.said["reading:kiosk-1"]["trouble"] == "other_card")


def test_a_reservation_is_found_by_the_card_and_checked_in_with_it(hub: HubProcess, tmp_path: Path) -> None:
    hub = hub.with_hall(f"booked{next(COUNTER)}", at_noon(tmp_path))
    booked = Partner(hub).book(slot(20), id_number=LI, name=NAME)
    kiosk, handle = Kiosk(hub), laid(hub)["reading"]
    (found,) = asked(kiosk, "reservations/find", {"reading": handle}).body["reservations"]
    assert found["code"] == booked["code"]
    arrived = asked(kiosk, f"reservations/{found['code']}/check-in", {"reading": handle})
    assert (arrived.status, arrived.body["reservation"]["code"]) == (201, booked["code"])
    assert asked(kiosk, "reservations/find", {"reading": handle}).code == "reading_gone"


@pytest.fixture
def village(tmp_path: Path, root: Path) -> Iterator[Hub]:
    """A hub in this process, with a store that another may open too."""
    store = Store(tmp_path, threading.RLock())
    hub = Hub(store)
    raw, hall = profiles.load(root / "config/village.toml")
    importing.bring_in(hub, raw, hall, replace=False)
    yield hub
    store.close()


def test_a_page_at_another_process_of_the_hub_hears_of_it(village: Hub, tmp_path: Path) -> None:
    other = Hub(Store(tmp_path, threading.RLock()))
    said = {"kind": "id_card", "id_number": LI, "name": NAME}
    with village.store.writing() as conn:
        card = readings.read_in(conn, village.room("village"), "k", said, wall_ms())
    village.tell("village", "reading:k", {"trouble": None})
    other.catch_up()
    (heard,) = [news for news in other.news if news[1] == "reading:k"]
    assert NAME[0] not in str(heard) and card.handle not in str(heard)
    ((room, key, value),) = States(other, Seats()).told(*heard, wall_ms())
    assert (room, key, value["reading"], value["name"]) == (
        "village|kiosk|k",
        "reading:k",
        card.handle,
        "张*",
    )
    assert readings.known(other.store.conn, other.room("village"), card.handle, "k", wall_ms()) == card
    other.store.close()


def test_a_card_ends_by_itself_within_three_minutes(village: Hub) -> None:
    room, begin = village.room("village"), wall_ms()
    over = begin + readings.SECONDS * 1000
    with village.store.writing() as conn:
        card = readings.read_in(conn, room, "k", {"kind": "id_card", "id_number": LI}, begin)
        assert kept.expire(conn, room.id, over - 1) == []
        assert readings.known(conn, room, card.handle, "k", over - 1) == card
        assert kept.of_kiosk(conn, room.id, "k", over) is None
        assert kept.expire(conn, room.id, over) == ["k"]
        assert conn.execute("select count(*) from private where kind = 'reading'").fetchone() == (0,)
    assert readings.SECONDS + HOUSEKEEPING_SECONDS <= 180


def test_only_agents_say_what_was_read() -> None:
    assert {(r.method, r.roles) for r in routes.ROUTES} == {
        ("POST", ("agent",)),
        ("DELETE", ("agent", "kiosk")),
    }
