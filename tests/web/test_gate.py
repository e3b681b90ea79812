"""Who may do what: every route of the table and every live view, for every role and every wrong credential."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.hub.clock import wall_ms
from server.journal import access
from server.protocol import ROLES
from server.web.app import ROUTES
from server.web.gate import Gate
from server.web.route import Route
from server.web.sockets import WATCHERS
from tests.cast import Caller, Clerk, Kiosk
from tests.hubprocess import HubProcess
from tests.journal.hubs import HALL, hub_in
from tests.screen import Refused, Screen

GUARDED = [r for r in ROUTES if r.roles]
OPEN = [r for r in ROUTES if not r.roles]
VIEWS = [(view, role) for view in WATCHERS for role in ROLES]


class Doors:
    """A hall with one token a role, and what is needed to fill in a path."""

    def __init__(self, hub: HubProcess) -> None:
        self.hub = hub
        # An agent acts at the windows its token names, and nowhere without.
        self.by_role = {
            role: Caller(
                hub,
                hub.token(
                    role,
                    window="w1" if role == "agent" else None,
                    department="civil" if role == "lead" else None,
                ),
            )
            for role in ROLES
        }
        self.nobody = Caller(hub)
        self.taken = Kiosk(hub).take("marriage")

    def path(self, route: Route, hall: str | None = None, window: str = "w1") -> str:
        return route.path.format(
            hall=hall or self.hub.hall, window=window, ticket=self.taken["ticket"]["id"], job="none",
            service="marriage", key="none", language="zh", piece="none", device="none", reading="none",
            seq="1", day="2026-01-01", case="none", card="none", version="1", name="none",
            code=self.taken["track_url"].rpartition("/")[2],
        )  # fmt: skip


@pytest.fixture(scope="module")
def doors(house: HubProcess) -> Iterator[Doors]:
    yield Doors(house.with_hall("gate"))


def body(route: Route) -> dict[str, object] | None:
    return {} if route.method == "POST" else None


@pytest.mark.parametrize("route", GUARDED, ids=lambda r: f"{r.method} {r.path}")
def test_a_route_lets_in_whom_its_row_names_and_nobody_else(doors: Doors, route: Route) -> None:
    before = doors.hub.seq()
    path = doors.path(route)
    answer = doors.nobody.ask(route.method, path, body(route))
    assert (answer.status, answer.code) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    for role in set(ROLES) - set(route.roles):
        answer = doors.by_role[role].ask(route.method, path, body(route))
        assert (role, answer.status, answer.code) == (role, 403, "forbidden")
    assert doors.hub.done(before) == []
    for role in route.roles:
        answer = doors.by_role[role].ask(route.method, path, body(route))
        assert answer.status not in (401, 403), (role, answer)


@pytest.mark.parametrize("route", GUARDED, ids=lambda r: f"{r.method} {r.path}")
def test_a_wrong_credential_is_refused_at_every_route(doors: Doors, route: Route) -> None:
    before, hub = doors.hub.seq(), doors.hub
    elsewhere = hub.with_hall("gate-elsewhere")
    role = route.roles[0]
    foreign = Caller(hub, elsewhere.token(role)).ask(route.method, doors.path(route), body(route))
    assert (foreign.status, foreign.code) == (403, "wrong_hall")
    if "{window}" in route.path:
        neighbour = Caller(hub, hub.token(role, window="w2"))
        answer = neighbour.ask(route.method, doors.path(route), body(route))
        assert (answer.status, answer.code) == (403, "wrong_window")
    for wrong in ("Bearer pht_00000000_nobody", "Bearer", "Basic Zm9vOmJhcg==", "Bearer a b", "\u00fc"):
        answer = doors.nobody.ask(route.method, doors.path(route), body(route), Authorization=wrong)
        assert (answer.status, answer.code) == (401, "unauthenticated"), wrong
    assert hub.done(before) == []


@pytest.mark.parametrize("route", OPEN, ids=lambda r: f"{r.method} {r.path}")
def test_a_bad_token_is_refused_even_where_none_is_needed(doors: Doors, route: Route) -> None:
    answer = doors.nobody.ask(route.method, doors.path(route), body(route), Authorization="Bearer pht_gone")
    assert (answer.status, answer.code) == (401, "unauthenticated")


def test_a_token_revoked_while_the_hub_runs_is_refused_at_the_next_request(doors: Doors) -> None:
    hub, token = doors.hub, doors.hub.token("manager")
    caller = Caller(hub, token)
    assert caller.must("GET", "/me")["role"] == "manager"
    store = hub.store()
    found = access.by_secret(store.conn, token)
    with store.writing() as conn:
        assert found and access.revoke(conn, found.id, wall_ms())
    store.close()
    assert caller.ask("GET", "/me").status == 401
    with pytest.raises(Refused) as refused:
        Screen(hub.url, {"hall": hub.hall, "view": "manage", "token": token})
    assert refused.value.code == "unauthenticated"


def test_a_session_that_ends_while_somebody_looks_it_up_is_not_remembered(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    gate = Gate(hub, ())
    with hub.store.writing() as conn:
        id, secret = access.grant(conn, "session", "clerk", wall_ms(), hall=HALL)
    assert gate.credential(secret)
    with hub.store.writing() as conn:
        access.revoke(conn, id, wall_ms())

    def meanwhile() -> int:
        """Another thread, whose sign-out this is, gets its turn in the midst of a look-up."""
        gate.forget()
        return wall_ms()

    hub.wall = meanwhile
    gate.credential(secret)
    hub.wall = wall_ms
    assert gate.credential(secret) is None
    hub.store.close()


@pytest.mark.parametrize(("view", "role"), VIEWS)
def test_a_live_view_is_shown_to_its_roles_only(doors: Doors, view: str, role: str) -> None:
    auth = {"hall": doors.hub.hall, "view": view, "token": doors.by_role[role].token, "window": "w1"}
    if role in WATCHERS[view]:
        screen = Screen(doors.hub.url, auth)
        screen.until(lambda s: s.snapshots == 1)
        screen.close()
    else:
        with pytest.raises(Refused) as refused:
            Screen(doors.hub.url, auth)
        assert refused.value.code == "forbidden"


def test_a_clerk_of_one_window_leaves_a_ticket_at_another_alone(doors: Doors) -> None:
    hub = doors.hub.with_hall("gate-windows")
    ticket = Kiosk(hub).take("marriage")["ticket"]["id"]
    here, there = Clerk(hub, "w1"), Clerk(hub, "w2")
    there.press("call-next")
    path, body = f"{here.here}/tickets/{ticket}/transfer", {"window": "w1"}
    assert here.ask("POST", path, body).code == "wrong_window"
    assert there.ask("POST", path, body).status == 200
    assert here.ask("POST", path, body).status == 200, "one that waits is anybody's"


def test_public_views_hold_nothing_personal(doors: Doors) -> None:
    kiosk = Kiosk(doors.hub)
    kiosk.take("marriage", phone="13800138000", needs=["wheelchair"])
    clerk = doors.by_role["clerk"]
    clerk.must("POST", f"{clerk.here}/windows/w1/open", {})
    clerk.must("POST", f"{clerk.here}/windows/w1/call-next", {"finish": "completed"})
    for view in ("board", "window"):
        auth = {"hall": doors.hub.hall, "view": view, "token": doors.by_role["display"].token, "window": "w1"}
        screen = Screen(doors.hub.url, auth)
        screen.until(lambda s: s.numbers("called"))
        shown = [*screen.tickets.values(), *screen.windows.values()]
        assert all(entry.keys().isdisjoint({"person", "why", "needs", "channel", "undo"}) for entry in shown)
        assert "13800138000" not in str(shown)
        screen.close()
