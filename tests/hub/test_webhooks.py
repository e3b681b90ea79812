"""Webhooks: each change of a reservation is told, signed, at least once, and delays nobody."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from server.hub.webhooks import PAUSES, due_again
from server.journal import webhooks
from server.journal.webhooks import Webhook
from server.web.postman import Postman
from tests.cast import Caller, Clerk, Kiosk
from tests.domain.hall import MINUTE, MORNING
from tests.hub.listener import Listener, signed
from tests.hubprocess import HubProcess, until
from tests.journal import hubs
from tests.journal.hubs import HALL, Time, act
from tests.journal.test_reservations import book, check_in
from tests.reserving import Partner, at_noon, slot

NewHub = Callable[..., HubProcess]


@pytest.fixture
def listen() -> Iterator[Callable[..., Listener]]:
    made: list[Listener] = []

    def make(*answers: int | None) -> Listener:
        made.append(Listener(*answers))
        return made[-1]

    yield make
    for listener in made:
        listener.close()


def add(hub: HubProcess, listener: Listener) -> str:
    """The secret."""
    return hub.cli("webhook", "add", listener.url, "--hall", hub.hall).strip()


def test_a_platform_is_told_of_each_change_signed_and_without_a_name(
    new_hub: NewHub, listen: Any, tmp_path: Path
) -> None:
    hub, platform = new_hub(profile=at_noon(tmp_path)).start(), listen()
    secret = add(hub, platform)
    partner, clerk, kiosk = Partner(hub), Clerk(hub, "w1"), Kiosk(hub)
    code = partner.book(slot(60), name="Li Lei", phone="13800138000", id_number="11010519491231002X")["code"]
    partner.must("PATCH", f"{partner.here}/reservations/{code}", {"start": slot(0)})
    ticket = kiosk.must("POST", f"{kiosk.here}/reservations/{code}/check-in")["ticket"]
    clerk.press("call-next")
    clerk.press("undo")
    clerk.press("call-next")
    clerk.press("call-next", finish="completed")
    other = partner.book(slot(60))["code"]
    partner.must("DELETE", f"{partner.here}/reservations/{other}")
    heard = platform.until(9)
    assert platform.events == [
        "made", "changed", "checked_in", "called", "undone", "called", "completed", "made", "cancelled",
    ]  # fmt: skip
    assert [h["seq"] for h in heard] == sorted(h["seq"] for h in heard)
    assert all(
        signed(secret, h["headers"]["Paihao-Signature"], body)
        for h, body in zip(heard, platform.bodies, strict=True)
    )
    assert not signed("another", heard[0]["headers"]["Paihao-Signature"], platform.bodies[0])
    assert heard[2]["reservation"]["number"] == ticket["number"]
    assert heard[3]["window"] == {"id": "w1", "sign": "1号窗口", "zone": "z1"}
    assert heard[0]["path"] == "/paihao?for=test"
    for word in ("Li Lei", "13800138000", "11010519491231002X"):
        assert word not in str(platform.bodies)


def test_a_silent_platform_delays_no_ticket_and_no_other_platform(
    new_hub: NewHub, listen: Any, tmp_path: Path
) -> None:
    hub = new_hub(profile=at_noon(tmp_path)).start()
    silent, quick = listen(*[None] * 9), listen()
    add(hub, silent)
    add(hub, quick)
    partner, kiosk = Partner(hub), Kiosk(hub)
    partner.book(slot(60))
    silent.until(1)
    kiosk.take("permit")
    assert requests.get(f"{hub.url}/healthz", timeout=60).ok
    for n in range(3):
        partner.book(slot(70 + 5 * n))
    quick.until(4)
    done = "select sum(attempts) from delivery join webhook on webhook.id = delivery.webhook where url = :url"
    assert hub.rows(done, url=silent.url) == [(0,)], "all that while the hub waits for the silent one"
    assert len(silent.heard) == 1


def test_two_processes_send_each_message_once_between_them(
    new_hub: NewHub, listen: Any, tmp_path: Path
) -> None:
    first = new_hub(profile=at_noon(tmp_path)).start()
    second = new_hub(profile=None).start()
    second.hall = first.hall
    platform = listen()
    add(first, platform)
    partners = [Partner(first), Partner(second)]
    codes = {partners[n % 2].book(slot(30 + 5 * n))["code"] for n in range(20)}
    platform.until(20)
    until(lambda: first.rows("select count(*) from delivery where state = 'done'") == [(20,)])
    assert len(platform.heard) == 20
    assert {h["reservation"]["code"] for h in platform.heard} == codes
    assert len({h["id"] for h in platform.heard}) == 20


def test_managers_see_who_is_told_and_others_do_not(new_hub: NewHub, listen: Any, tmp_path: Path) -> None:
    hub, platform = new_hub(profile=at_noon(tmp_path)).start(), listen(*[302] * 9)
    secret = add(hub, platform)
    Partner(hub).book(slot(60))
    platform.until(1)
    manager = Caller(hub, hub.token("manager"))
    until(lambda: hub.rows("select attempts from delivery") >= [(1,)])
    seen = manager.must("GET", f"{manager.here}/webhooks")
    assert [(h["url"], h["ready"], h["dead"]) for h in seen["webhooks"]] == [(platform.url, 1, 0)]
    assert secret not in json.dumps(seen)
    assert hub.rows("select reason from delivery") == [("HTTP 302",)], "a redirect is not followed"
    assert Kiosk(hub).ask("GET", f"{manager.here}/webhooks").status == 403


# -- the post itself, with a clock that the test sets ---------------------------------------------------


class Office:
    """A hub without a web side and its postman, who goes when the test says."""

    def __init__(self, directory: Path) -> None:
        self.time = Time()
        self.hub = hubs.hub_in(directory, self.time)
        raw = self.hub.store.one("select raw from profile")
        assert raw
        profile = json.loads(raw[0]) | {"reservations": {"capacity": 9}}
        self.hub.store.conn.execute("update profile set raw = ?", (json.dumps(profile),))
        self.hub.room(HALL)._halls.clear()
        self.hub.room(HALL).fold()
        self.postman = Postman(self.hub, lambda work, *given: work(*given))

    def add(self, url: str) -> Webhook:
        with self.hub.store.writing() as conn:
            return webhooks.register(conn, HALL, url, MORNING)

    def go(self) -> None:
        self.postman._rests.clear()
        self.postman.look()

    def states(self) -> list[tuple[Any, ...]]:
        return self.hub.store.all("select state, attempts, reason from delivery order by seq, id")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.hub.store.close()


def test_what_was_not_taken_comes_again_after_growing_pauses_and_is_given_up_after_ten(
    office: Office, listen: Any
) -> None:
    platform = listen(*[500] * 10)
    office.add(platform.url)
    book(office.hub)
    for n, pause in enumerate((0, *PAUSES), 1):
        office.time.pass_(pause * 1000 - 1)
        office.go()
        assert len(platform.heard) == (0 if n == 1 else n - 1) if pause else True
        office.time.pass_(1)
        office.go()
        assert len(platform.heard) == n
    assert office.states() == [("dead", 10, "HTTP 500")]
    assert [h["headers"]["Paihao-Attempt"] for h in platform.heard] == [str(n) for n in range(1, 11)]
    assert len({h["id"] for h in platform.heard}) == 1, "it keeps its id"
    office.time.pass_(10 * 24 * 3600 * 1000)
    office.go()
    assert len(platform.heard) == 10
    with office.hub.store.writing() as conn:
        assert webhooks.retry(conn, HALL, office.time.wall) == 1
    office.go()
    assert office.states() == [("done", 1, None)]


def test_an_address_that_does_not_answer_is_a_failed_attempt(office: Office) -> None:
    office.add("http://127.0.0.1:9/")
    book(office.hub)
    office.go()
    ((state, attempts, reason),) = office.states()
    assert (state, attempts) == ("ready", 1)
    assert "ConnectionRefusedError" in reason


def test_a_message_leased_by_somebody_who_died_is_sent_by_another(office: Office, listen: Any) -> None:
    platform = listen()
    office.add(platform.url)
    book(office.hub)
    (id,) = office.hub.store.all("select id from delivery")[0]
    with office.hub.store.writing() as conn:
        webhooks.lease(conn, id, MORNING + 1000)
    office.go()
    assert platform.heard == []
    office.time.pass_(1000)
    office.go()
    assert len(platform.heard) == 1


def test_a_change_that_is_refused_tells_nobody(office: Office, listen: Any) -> None:
    platform = listen()
    office.add(platform.url)
    code = book(office.hub)["code"]
    act(office.hub, "cancel_booking", code=code, channel="clerk")
    with pytest.raises(Exception, match="reservation_cancelled"):
        act(office.hub, "cancel_booking", code=code, channel="clerk")
    act(office.hub, "take", services=["permit"], channel="kiosk")
    office.go()
    assert platform.events == ["made", "cancelled"]


def test_a_platform_that_was_removed_is_told_nothing_more(office: Office, listen: Any) -> None:
    platform = listen()
    hook = office.add(platform.url)
    book(office.hub)
    with office.hub.store.writing() as conn:
        assert webhooks.end(conn, hook.id, MORNING)
    book(office.hub, MORNING + 60 * MINUTE)
    office.go()
    assert platform.heard == [] and office.states() == []
    assert office.hub.store.one("select secret from webhook") == ("",)


def test_missed_reservations_are_told_at_days_end(office: Office, listen: Any) -> None:
    platform = listen()
    office.add(platform.url)
    book(office.hub)
    check_in(office.hub, book(office.hub)["code"])
    office.time.pass_(24 * 60 * MINUTE)
    office.hub.tick()
    office.go()
    assert platform.events == ["made", "made", "checked_in", "missed"]


def test_old_messages_are_let_go(office: Office, listen: Any) -> None:
    office.add(listen().url)
    book(office.hub)
    office.go()
    with office.hub.store.writing() as conn:
        webhooks.forget(conn, MORNING + 1, MORNING + 1)
    assert office.states() == []


def test_there_are_ten_attempts() -> None:
    assert [due_again(n, 0) for n in range(1, 11)] == [*(1000 * p for p in PAUSES), None]


def test_an_answer_that_never_ends_is_cut_off(office: Office) -> None:
    """One that sends a letter of its head now and then would keep a message on its way for hours."""
    platform = Listener(None)
    office.add(platform.url)
    book(office.hub)
    out: list[threading.Thread] = []

    def start(work: Any, *given: Any) -> None:
        out.append(threading.Thread(target=work, args=given, daemon=True))
        out[0].start()

    office.postman.start_task = start
    office.postman.look()
    platform.until(1)
    (underway,) = office.postman._out.values()
    underway.since -= 3600
    office.postman.look()
    out[0].join(60)
    assert not out[0].is_alive() and office.states()[0][0] == "ready"
    platform.close()
