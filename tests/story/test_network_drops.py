"""The network drops: screens come back by a snapshot, answers that were lost are asked for again."""

from __future__ import annotations

import json
import socket
from urllib.parse import urlsplit

from tests.cast import Agent, Clerk, Kiosk, Wall
from tests.hubprocess import HubProcess, until


def test_a_wall_that_was_cut_off_learns_of_the_call_it_missed_from_its_first_snapshot(
    hub: HubProcess,
) -> None:
    kiosk, clerk, wall = Kiosk(hub), Clerk(hub, "w1"), Wall(hub)
    kiosk.take("marriage")
    wall.reaches(hub.seq())
    wall.cut()
    wall.until(lambda s: s.over)
    called = clerk.press("call-next")["ticket"]
    assert wall.numbers("called") == []
    back = Wall(hub)
    back.until(lambda s: s.snapshots)
    assert back.numbers("called") == ["A001"]
    assert back.windows["w1"]["called_seq"] == called["called_seq"] > wall.seq


def test_a_call_during_the_announcers_cut_is_announced_once(hub: HubProcess) -> None:
    kiosk, clerk, voice = Kiosk(hub), Clerk(hub, "w1"), Agent(hub)
    kiosk.take("marriage")
    assert voice.lease(zone="z1") == []
    voice.http.close()
    clerk.press("call-next")
    again = Agent(hub)
    (job,) = again.lease(zone="z1")
    assert (job["number"], job["repeat"]) == ("A001", False)
    again.end(job)
    assert again.lease(zone="z1") == [] == voice.lease(zone="z1")


def test_a_wall_keeps_its_place_when_the_hub_restarts(hub: HubProcess) -> None:
    kiosk, clerk, wall = Kiosk(hub), Clerk(hub, "w1"), Wall(hub)
    kiosk.take("marriage")
    clerk.press("call-next")
    wall.reaches(hub.seq())
    hub.restart()
    wall.until(lambda s: s.over)
    back = Wall(hub)
    back.until(lambda s: s.snapshots)
    assert (back.tickets, back.windows, back.queues) == (wall.tickets, wall.windows, wall.queues)
    assert back.seq == wall.seq


def test_whose_answer_was_lost_asks_with_the_same_key_and_gets_the_same_ticket(hub: HubProcess) -> None:
    kiosk, body = Kiosk(hub), {"services": ["invoice"]}
    before = hub.seq()
    hang_up_before_the_answer(hub, f"/api/v1/halls/{hub.hall}/tickets", kiosk.token, "lost-1", body)
    # The day opens first, in a transaction of its own.
    until(lambda: any(e["kind"] == "ticket.taken" for e in hub.journal(before)))
    (entry,) = (e for e in hub.journal(before) if e["kind"] == "ticket.taken")
    first, second = (kiosk.take("invoice", key="lost-1") for _ in range(2))
    assert first == second
    assert (first["ticket"]["id"], first["ticket"]["number"]) == (entry["data"]["ticket"], "B001")
    assert first["track_url"].count("/track/") == 1
    assert [e["kind"] for e in hub.journal()].count("ticket.taken") == 1


def hang_up_before_the_answer(hub: HubProcess, path: str, token: str | None, key: str, body: object) -> None:
    """A client whose connection breaks right after it has sent its request."""
    data = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", urlsplit(hub.url).port or 0)) as line:
        line.sendall(head.encode() + data)


def test_the_same_key_for_something_else_is_refused(hub: HubProcess) -> None:
    kiosk = Kiosk(hub)
    kiosk.take("invoice", key="one-key")
    reused = kiosk.ask("POST", f"{kiosk.here}/tickets", {"services": ["deed"]}, "one-key")
    assert (reused.status, reused.code) == (409, "key_reused")
    assert Kiosk(hub).take("deed", key="one-key")["ticket"]["number"] == "B002", "keys are each actor's own"


def test_a_press_that_found_nobody_says_so_again_when_its_answer_was_lost(hub: HubProcess) -> None:
    kiosk, clerk = Kiosk(hub), Clerk(hub, "w1")
    first = clerk.press("call-next", key="early")
    kiosk.take("marriage")
    assert clerk.press("call-next", key="early") == first
    assert (first["ticket"], first["reason"]) == (None, "nobody_waits")
    assert clerk.next() == "A001"
