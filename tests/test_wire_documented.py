"""docs/WIRE.md is exact: its routes and roles, its event kinds, and every list of fields, against a hub at work."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server import profiles
from server.domain.events import Command
from server.domain.happenings import HAPPENINGS
from server.hub.hub import Hub
from server.hub.setup import importing
from server.journal.store import Store
from server.protocol import API, STATUSES, VIEWS
from server.web import answers_shape
from server.web.app import ROUTES
from server.web.devices import shapes as device_shapes
from server.web.gate import STAFF
from server.web.sockets import WATCHERS

ROOT = Path(__file__).resolve().parents[1]
WIRE = (ROOT / "docs/WIRE.md").read_text("utf-8")
ROUTE = re.compile(r"`(GET|POST|PATCH|PUT|DELETE) (/[^\s`?]*)")
Keys = dict[str, set[str]]


def fields(after: str) -> set[str]:
    """The names of the first indented `{…}` after these words; those of inner braces are left out."""
    block = re.search(r"\n {4,}(?:[a-z]+ )?\{(.*?)\}\n\n", WIRE.split(after, 1)[1], re.S)
    assert block, after
    flat = block[1]
    while flat != (flat := re.sub(r"\{[^{}]*\}|\[[^\[\]]*\]", "", flat)):
        pass
    return set(re.findall(r"[a-z]\w*", flat))


def roles(who: str, before: set[str]) -> set[str]:
    """`staff but the auditor`, `the same, and kiosk`, `agent, kiosk, display` as role names."""
    found = set(before) if who.startswith("the same") else set()
    for word in re.findall(r"[a-z]+", who.partition(" but the ")[0]):
        found |= set(STAFF) if word == "staff" else {word} & {r for route in ROUTES for r in route.roles}
    return found - {who.partition(" but the ")[2]}


def test_the_routes_named_are_those_there_are() -> None:
    named = {f"{method} {path.removeprefix(API)}" for method, path in ROUTE.findall(WIRE)}
    assert named == {f"{route.method} {route.path}" for route in ROUTES}


def test_each_route_stands_beside_the_roles_that_may() -> None:
    told: dict[str, set[str]] = {}
    before: set[str] = set()
    for who, cells in re.findall(r"^\| ([a-z][^|]*) \| (`(?:GET|POST|PUT|PATCH|DELETE) .*) \|$", WIRE, re.M):
        before = roles(who, before)
        told |= {f"{method} {path}": before for method, path in ROUTE.findall(cells)}
    assert told == {f"{route.method} {route.path}": set(route.roles) for route in ROUTES}


def test_each_view_stands_beside_the_roles_that_may_watch_it() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| [^|]* \| ([^|]*) \|.*\|.*\|.*\|$", WIRE, re.M))
    assert set(rows) == set(VIEWS)
    assert {view: roles(rows[view], set()) for view in WATCHERS} == {
        v: set(who) for v, who in WATCHERS.items()
    }


def test_the_kinds_of_events_are_those_the_floor_knows() -> None:
    kinds = WIRE.split("Kinds of events:", 1)[1].split("\n\n", 1)[0]
    assert set(re.findall(r"`([a-z_]+\.[a-z_]+)`", kinds)) == set(HAPPENINGS)


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Somebody took a number at the village's kiosk and was called: what the hub then shows to each audience."""
    store = Store(tmp_path_factory.mktemp("wire"), threading.RLock())
    hub = Hub(store)
    raw, hall = profiles.load(ROOT / "config/village.toml")
    importing.bring_in(hub, raw, hall, replace=False)
    room = hub.room(hall.id)
    live = room.view("board", None)
    hub.act(hall.id, Command("open", "person:li", window="w1", lax=True))
    live.take_update()
    taken = hub.act(
        hall.id, Command("take", "kiosk", {"services": ["certificate"]}, channel="kiosk", lax=True)
    )
    called = hub.act(hall.id, Command("call_next", "person:li", window="w1", lax=True))
    yield {
        "ticket": called["ticket"], "window": called["window"], "board": room.look("board", None),
        "holder": room.look("ticket", taken["ticket"]["id"]), "update": live.take_update(),
        "jobs": {kind: json.loads(payload) for kind, payload in store.all("select kind, payload from job")},
    }  # fmt: skip
    store.close()


def test_the_fields_of_tickets_windows_and_queues_are_written_down(at_work: dict[str, Any]) -> None:
    board = at_work["board"]
    public = set(board["windows"][0])
    assert fields("A **ticket** as staff see it") == set(at_work["ticket"])
    assert fields("A **window** as anyone may see it") == public
    assert fields("For staff also:") == set(at_work["window"]) - public
    assert fields("A **queue**:") == set(board["queues"][0])
    assert fields("Tickets in public views") == set(board["tickets"][0])
    assert fields("For its holder") == set(at_work["holder"]["tickets"][0])


def test_the_fields_of_messages_and_jobs_are_written_down(at_work: dict[str, Any]) -> None:
    kind, update = at_work["update"]
    assert kind == "update"
    assert fields("The server first sends") == set(at_work["board"])
    assert fields("\nthen\n") == set(update)
    assert fields("`speech` payload:") == set(at_work["jobs"]["speech"])
    assert fields("`print` payload:") | {"services", "where"} == {*at_work["jobs"]["print"], "track_url"}
    assert fields("A job:") == names(answers_shape.Job)


def test_the_fields_of_a_device_are_written_down() -> None:
    assert fields("has the same fields:") == names(device_shapes.Device)


def names(shape: type) -> set[str]:
    return {f.encode_name for f in msgspec.structs.fields(shape)}


def test_what_i_am_told_of_myself_and_the_descriptions_of_answers_agree(at_work: dict[str, Any]) -> None:
    assert fields("ends it. `GET /api/v1/me`") == names(answers_shape.Me)
    assert names(answers_shape.Ticket) == set(at_work["ticket"]) | {"ahead", "wait", "resumes_at"}
    assert names(answers_shape.Window) == set(at_work["window"])
    assert names(answers_shape.HeldTicket) == set(at_work["holder"]["tickets"][0])
    assert set(STATUSES) == set(answers_shape.Status.__args__)  # type: ignore[attr-defined]
