"""The last window for something closes on people: staff are told who is left, and decide for all of them at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from server.domain.events import Command
from server.hub import notices
from server.hub.hub import Hub
from tests.domain.hall import MINUTE
from tests.hub.test_changes import refusal, spoken, take
from tests.journal.hubs import HALL, Time, act, entries, hub_in, room


def settle(hub: Hub, **args: Any) -> dict[str, Any]:
    return hub.act(HALL, Command("settle", "guide", args))


def test_closing_the_last_window_says_who_is_left(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    for window in ("w1", "w3"):
        act(hub, "open", window=window)
    take(hub, "licence")
    take(hub, "permit")
    take(hub, "permit")
    act(hub, "pause", window="w3")
    assert act(hub, "close", window="w1")["left"] == [{"service": "permit", "waiting": 2}], "w3 has licences"
    assert act(hub, "close", window="w3")["left"] == [{"service": "licence", "waiting": 1}]


def test_staff_move_all_who_wait_in_one_command_and_they_are_told(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    first, several, served = take(hub, "tax"), take(hub, "tax", "permit"), take(hub, "licence")
    seen = room(hub).view("ticket", first)
    answer = settle(hub, service="tax", do="transfer", to="passport")
    assert (answer["ticket"], answer["settled"]) == (None, 2)
    tickets = room(hub).floor.tickets
    assert (tickets[first].service, tickets[first].line) == ("passport", "C")
    assert tickets[several].services == ("passport", "permit")
    assert tickets[served].service == "licence"
    update = seen.take_update()
    assert update is not None and update[1]["tickets"][0]["reason"] == "no_window"
    assert [zone for zone, p in spoken(hub) if p["notice"] == "transfer"] == ["east", "west"]
    assert spoken(hub)[0][1]["to_name"] == "Passport"
    assert len({e.cause for e in entries(hub)[-3:]}) == 1


def test_staff_let_them_go_but_not_what_else_they_came_for(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    only, several = take(hub, "tax"), take(hub, "tax", "permit")
    settle(hub, service="tax", do="cancel", reason="power_cut")
    tickets = room(hub).floor.tickets
    assert (tickets[only].status, tickets[only].reason) == ("cancelled", "power_cut")
    assert (tickets[several].status, tickets[several].service) == ("waiting", "permit")
    assert tickets[several].services == ("permit",)


def test_keeping_them_changes_no_ticket_and_is_written_down(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    take(hub, "tax")
    assert settle(hub, service="tax", do="keep")["settled"] == 1
    assert entries(hub)[-1].data == {
        "service": "tax", "do": "keep", "to": None, "tickets": 1, "reason": "no_window",
    }  # fmt: skip
    told = notices.shown(room(hub), time.wall)["notices"]
    assert [(n["do"], n["service_name"]) for n in told] == [("keep", "Tax")]
    assert notices.shown(room(hub), time.wall + 10 * MINUTE)["notices"] == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"service": "none", "do": "keep"}, "unknown_service"),
        ({"service": "tax", "do": "transfer", "to": "none"}, "unknown_service"),
        ({"service": "tax", "do": "transfer"}, "invalid"),
        ({"service": "tax", "do": "cancel", "to": "permit"}, "invalid"),
    ],
)
def test_a_settlement_names_what_there_is(tmp_path: Path, asked: dict[str, Any], code: str) -> None:
    hub = hub_in(tmp_path)
    assert refusal(lambda: settle(hub, **asked)).code == code
