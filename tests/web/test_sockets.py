"""The live door: who is refused and how, what a flood meets, and that the hub goes on."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import pytest
import websocket

from server.hub.clock import wall_ms
from server.journal import access
from server.web.seats import SYNC_SECONDS
from tests.cast import Kiosk, Wall
from tests.hubprocess import HubProcess
from tests.screen import Refused, Screen

STRANGE: list[Any] = [
    None, "token", 7, [], ["hall"], {}, {"hall": 1, "view": "board"}, {"hall": "h"}, {"hall": "h", "view": "all"},
    {"hall": "h", "view": ["board"]}, {"hall": "h" * 100, "view": "board"}, {"hall": "h", "view": "board", "token": 3},
]  # fmt: skip


def refused(hub: HubProcess, auth: Any) -> str | None:
    with pytest.raises(Refused) as no:
        Screen(hub.url, auth)
    return no.value.code


@pytest.mark.parametrize("auth", STRANGE, ids=repr)
def test_an_auth_of_a_strange_shape_is_refused_with_a_code(hub: HubProcess, auth: Any) -> None:
    assert refused(hub, auth) == "invalid"


def test_what_does_not_exist_is_refused_with_its_own_code(hub: HubProcess) -> None:
    token = hub.token("manager")
    good = {"hall": hub.hall, "view": "board", "token": token}
    wrong = {
        "unknown_hall": {"hall": "nowhere"}, "unknown_zone": {"zone": "z9"},
        "unknown_window": {"view": "window", "window": "w99"}, "unknown_ticket": {"view": "ticket", "code": "none"},
        "wire_version": {"wire": 2}, "unauthenticated": {"token": "pht_none"},
    }  # fmt: skip
    assert {code: refused(hub, good | part) for code, part in wrong.items()} == {code: code for code in wrong}
    assert refused(hub, {"hall": hub.hall, "view": "board"}) == "unauthenticated"
    assert refused(hub, {**good, "view": "caller"}) == "unknown_window"
    assert refused(hub, {**good, "view": "ticket"}) == "unknown_ticket"


def test_a_ticket_of_one_hall_is_not_shown_in_another(hub: HubProcess, house: HubProcess) -> None:
    code = Kiosk(hub).take("marriage")["track_url"].rpartition("/")[2]
    assert refused(hub, {"hall": house.hall, "view": "ticket", "code": code}) == "unknown_ticket"


def test_a_token_of_one_window_opens_no_other_windows_view(hub: HubProcess) -> None:
    token = hub.token("clerk", window="w1")
    auth = {"hall": hub.hall, "view": "caller", "token": token}
    assert refused(hub, {**auth, "window": "w2"}) == "wrong_window"
    Screen(hub.url, {**auth, "window": "w1"}).until(lambda s: s.snapshots == 1)


def test_a_page_of_another_site_gets_no_socket(hub: HubProcess) -> None:
    auth = {"hall": hub.hall, "view": "board", "token": hub.token("display")}
    with pytest.raises(websocket.WebSocketBadStatusException):
        Screen(hub.url, auth, {"Origin": "https://elsewhere.example"})
    Screen(hub.url, auth, {"Origin": hub.url}).until(lambda s: s.snapshots == 1)


def test_a_socket_that_floods_is_put_out_and_the_others_go_on(hub: HubProcess) -> None:
    quiet, loud = Wall(hub), Wall(hub)
    try:
        for _ in range(300):
            loud.emit("sync")
    except (websocket.WebSocketException, OSError):
        pass
    loud.until(lambda s: s.over)
    Kiosk(hub).take("marriage")
    quiet.until(lambda s: s.queues["all"]["waiting"] == 1)
    assert not quiet.over


def test_messages_that_cannot_be_read_are_counted_and_not_written_to_the_log(hub: HubProcess) -> None:
    loud, before = Wall(hub), len(hub.log)
    with contextlib.suppress(websocket.WebSocketException, OSError):
        for _ in range(300):
            loud.ws.send('42/hall,["sync"')
    loud.until(lambda s: s.over)
    assert "Traceback" not in hub.log[before:]


def test_a_message_that_is_too_large_ends_its_socket_only(hub: HubProcess) -> None:
    quiet, loud = Wall(hub), Wall(hub)
    with contextlib.suppress(websocket.WebSocketException, OSError):
        loud.emit("sync", "x" * 200_000)
    loud.until(lambda s: s.over)
    Kiosk(hub).take("marriage")
    quiet.until(lambda s: s.queues["all"]["waiting"] == 1)


@pytest.mark.parametrize(
    "text", ["42/hall,{", "42/hall,[]", "42/hall,[1]", "42/other,[\"sync\"]", "4", "9", "", "451-/hall,[]", "\x00"]
)  # fmt: skip
def test_rubbish_on_a_socket_hurts_nobody_else(hub: HubProcess, text: str) -> None:
    quiet, loud = Wall(hub), Wall(hub)
    loud.ws.send(text)
    loud.ws.send('42/hall,["unknown",{}]')
    Kiosk(hub).take("marriage")
    quiet.until(lambda s: s.queues["all"]["waiting"] == 1)
    loud.close()


def test_sync_brings_a_snapshot_but_not_as_often_as_one_likes(hub: HubProcess) -> None:
    kiosk = Kiosk(hub)
    kiosk.take("marriage")  # the day is open: its opening is a snapshot too
    wall = Wall(hub)
    wall.until(lambda s: s.snapshots == 1)
    begun = time.monotonic()
    for _ in range(20):
        wall.emit("sync")
    wall.until(lambda s: s.snapshots >= 2)
    wall.reaches(kiosk.take("marriage")["seq"])
    assert wall.snapshots <= 2 + (time.monotonic() - begun) / SYNC_SECONDS


def test_a_socket_whose_token_is_revoked_is_put_out(hub: HubProcess) -> None:
    token = hub.token("display")
    wall = Screen(hub.url, {"hall": hub.hall, "view": "board", "token": token})
    other = Wall(hub)
    store = hub.store()
    found = access.by_secret(store.conn, token)
    with store.writing() as conn:
        assert found and access.revoke(conn, found.id, wall_ms())
    store.close()
    wall.until(lambda s: s.over)
    assert not other.over


def test_the_pulse_tells_that_the_hub_is_there(hub: HubProcess) -> None:
    wall, seq = Wall(hub), hub.seq()
    wall.until(lambda s: seq in s.pulses)
