"""A display that speaks is let at the speech of its own zone, and at nothing else of an agent's work."""

from __future__ import annotations

import pytest

from tests.cast import Caller, Clerk, Kiosk
from tests.hubprocess import HubProcess

ASK = {"kinds": ["speech"], "limit": 1, "seconds": 5}


@pytest.fixture
def wall(hub: HubProcess) -> Caller:
    return Caller(hub, hub.token("display", device="wall-1"))


def called(hub: HubProcess) -> str:
    """Somebody is called at window 1; the zone that is in."""
    Kiosk(hub).take("pension")
    clerk = Clerk(hub, "w1")
    clerk.next()
    zone: str = clerk.must("GET", f"/halls/{hub.hall}")["windows"][0]["zone"]
    return zone


def test_it_leases_a_call_and_says_that_it_was_said(hub: HubProcess, wall: Caller) -> None:
    zone = called(hub)
    [job] = wall.must("POST", f"{wall.here}/jobs/lease", {**ASK, "zone": zone})["jobs"]
    wall.must("POST", f"{wall.here}/jobs/{job['id']}/done", {"detail": job["number"]})
    [(state,)] = hub.rows("select state from job where id = :id", id=job["id"])
    assert state == "done"


def test_slips_are_not_its_business(hub: HubProcess, wall: Caller) -> None:
    for kinds in (["print"], ["speech", "print"]):
        refused = wall.ask("POST", f"{wall.here}/jobs/lease", {**ASK, "kinds": kinds})
        assert (refused.status, refused.code) == (403, "forbidden")


def test_where_staff_have_put_it_is_the_only_zone_it_speaks_for(hub: HubProcess, wall: Caller) -> None:
    zones = [z["id"] for z in wall.must("GET", f"/halls/{hub.hall}")["zones"]]
    wall.must("POST", f"{wall.here}/beat", {"device": "wall-1", "kind": "board", "state": "ok"})
    manager = Caller(hub, hub.token("manager"))
    manager.must("PATCH", f"{wall.here}/devices/wall-1", {"zone": zones[0]})
    wall.must("POST", f"{wall.here}/jobs/lease", {**ASK, "zone": zones[0]})
    for other in ({"zone": zones[1]}, {}):
        assert wall.ask("POST", f"{wall.here}/jobs/lease", {**ASK, **other}).code == "forbidden"


def test_it_ends_only_what_it_has_leased(hub: HubProcess, wall: Caller) -> None:
    zone = called(hub)
    agent = Caller(hub, hub.token("agent"))
    [job] = agent.must("POST", f"{agent.here}/jobs/lease", {**ASK, "zone": zone})["jobs"]
    for word, body in (("done", {}), ("failed", {"reason": "no"}), ("dropped", {"reason": "no"})):
        assert wall.ask("POST", f"{wall.here}/jobs/{job['id']}/{word}", body).code == "forbidden"
