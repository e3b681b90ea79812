"""A lead sees one department: its figures, tickets, alarms and people; of the rest what everybody sees."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from server.commands import user
from tests.cast import Caller, Clerk, Kiosk, Wall
from tests.hubprocess import HubProcess
from tests.screen import Refused, Screen
from tests.web.test_sign_in import PASSWORD, sign_in

OWN = "civil"


@pytest.fixture
def lead(hub: HubProcess) -> Caller:
    return Caller(hub, hub.token("lead", department=OWN))


def test_a_lead_reads_the_own_department_only(hub: HubProcess, lead: Caller) -> None:
    mine, theirs = Kiosk(hub).take("marriage")["ticket"], Kiosk(hub).take("invoice")["ticket"]
    here = f"/halls/{hub.hall}"
    assert [t["id"] for t in lead.must("GET", f"{here}/tickets")["tickets"]] == [mine["id"]]
    assert [t["id"] for t in lead.must("GET", f"{here}/visits")["visits"]] == [mine["id"]]
    assert lead.must("GET", f"{here}/stats")["total"]["tickets"] == 1
    assert lead.must("GET", f"{here}/stats?by=department")["rows"][0]["key"] == {"department": OWN}
    of_theirs = (f"tickets/{theirs['id']}{more}" for more in ("", "/life", "/skipped"))
    figures = (f"stats{more}?department=tax" for more in ("", "/tickets", "/exceptions"))
    for path in (*of_theirs, *figures):
        refused = lead.ask("GET", f"{here}/{path}")
        assert (refused.status, refused.code) == (403, "wrong_department"), path
    assert lead.must("GET", f"{here}/tickets/{mine['id']}/life")["ticket"]["number"] == mine["number"]
    assert lead.ask("GET", f"{here}/journal").code == "forbidden"
    idle = Caller(hub, hub.token("lead", department="gone"))
    assert idle.must("GET", f"{here}/visits")["visits"] == [], "a department without a business has no visits"


def test_a_lead_sees_the_hours_of_windows_that_serve_nobody_else(hub: HubProcess, lead: Caller) -> None:
    """w5 is the tax office's; w1 serves what is the hall's own, too."""
    tax = Caller(hub, hub.token("lead", department="tax"))
    for service, window in (("marriage", "w1"), ("invoice", "w5")):
        Kiosk(hub).take(service)
        clerk = Clerk(hub, window)
        clerk.next()
        for verb in ("start", "complete", "close"):
            clerk.press(verb)
    here = f"/halls/{hub.hall}/stats?by=window&figures=served,open_seconds"
    for who, window, timed in ((lead, "w1", False), (tax, "w5", True)):
        (row,) = who.must("GET", here)["rows"]
        assert (row["key"]["window"], row["figures"]["served"]) == (window, 1)
        assert (row["figures"]["open_seconds"] is not None) == timed


def test_a_lead_without_a_department_is_told_so_and_sees_what_everybody_sees(hub: HubProcess) -> None:
    nobody = Caller(hub, hub.token("lead"))
    here = f"/halls/{hub.hall}"
    for path in ("stats", "tickets", "alarms", "reservations", "replay", "visits"):
        refused = nobody.ask("GET", f"{here}/{path}")
        assert (refused.status, refused.code) == (403, "no_department"), path
    assert nobody.must("GET", f"{here}/board")["tickets"] == []
    with pytest.raises(Refused) as refusal:
        Screen(hub.url, {"hall": hub.hall, "view": "manage", "token": nobody.token})
    assert refusal.value.code == "no_department"


def test_the_live_view_of_a_lead_has_nobody_of_another_department(hub: HubProcess, lead: Caller) -> None:
    screen = Screen(hub.url, {"hall": hub.hall, "view": "manage", "token": lead.token, "wire": 1})
    Kiosk(hub).take("invoice")
    mine = Kiosk(hub).take("marriage")["ticket"]
    clerks = {w: Clerk(hub, w) for w in ("w1", "w5")}
    for clerk in clerks.values():
        clerk.next()
    screen.until(lambda s: s.windows["w5"]["ticket"] and s.windows["w1"]["ticket"])
    assert list(screen.tickets) == [mine["id"]]
    assert (screen.windows["w1"]["person"] is None, screen.windows["w5"]["person"]) == (False, None)
    assert screen.windows["w5"]["undo"] is None
    whole = Wall(hub, "manage", role="manager")
    whole.until(lambda s: s.snapshots == 1)
    assert len(whole.tickets) == 2 and whole.windows["w5"]["person"]
    for one in (screen, whole):
        one.close()


def test_a_person_signs_in_with_the_department_and_is_put_out_when_it_changes(hub: HubProcess) -> None:
    name, browser = f"lead-{hub.hall}", Caller(hub)
    assert f"is a lead of {OWN} in {hub.hall}" in added(hub, name, "--department", OWN)
    assert sign_in(browser, name).body["me"]["department"] == OWN
    assert browser.must("GET", "/me")["department"] == OWN
    assert "sees no figures" in added(hub, name)
    assert browser.ask("GET", "/me").status == 401
    assert "has no department 'moon'" in added(hub, name, "--department", "moon")


def added(hub: HubProcess, name: str, *more: str) -> str:
    """What `paihao user add` says."""
    words = [
        "add",
        name,
        "--role",
        "lead",
        "--hall",
        hub.hall,
        "--password",
        PASSWORD,
        "--data",
        str(hub.data),
    ]
    return CliRunner().invoke(user.command, [*words, *more]).output
