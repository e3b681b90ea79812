"""A new device is let in: it shows six digits, a manager who sees them confirms, and no token is typed by hand."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from tests.cast import Agent, Answer, Caller, Wall, at_once
from tests.hubprocess import HubProcess, Json

PLACES = itertools.count(2)


class Newcomer(Caller):
    """A device that nobody knows yet, at an address of its own; `page`: a browser, with its cookies."""

    def __init__(
        self, hub: HubProcess, kind: str = "printer", device: str | None = None, page: bool = False
    ) -> None:
        super().__init__(hub)
        self.http = requests.Session()
        self.http.trust_env = False
        self.address = f"127.0.7.{next(PLACES)}"
        self.http.mount("http://", From(self.address))
        self.page, self.kind, self.device = page, kind, device
        self.asked: Json = {}

    def ask(self, method: str, path: str, body: Any = None, key: str | None = None, **headers: str) -> Answer:
        if self.page and method != "GET":
            headers.setdefault("Origin", self.hub.url)
        return super().ask(method, path, body, key, **headers)

    def show(self) -> str:
        """The six digits."""
        body = {"hall": self.hub.hall, "kind": self.kind, **({"device": self.device} if self.device else {})}
        self.asked = self.must("POST", "/pairings", body)
        return str(self.asked["code"])

    def claim(self) -> Answer:
        return self.ask("POST", "/pairings/claim", {"secret": self.asked["secret"]})


class From(HTTPAdapter):
    """Sends from one of this computer's own addresses."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def init_poolmanager(self, *given: Any, **more: Any) -> None:
        super().init_poolmanager(*given, source_address=(self.address, 0), **more)


@pytest.fixture
def manager(hub: HubProcess) -> Caller:
    return Caller(hub, hub.token("manager"))


def confirm(who: Caller, code: str, role: str = "agent", device: str = "k1", **more: Any) -> Answer:
    return who.ask("POST", f"{who.here}/pairings/{code}/confirm", {"role": role, "device": device, **more})


def test_a_program_shows_six_digits_and_gets_its_token_once_they_are_confirmed(
    hub: HubProcess, manager: Caller
) -> None:
    box = Newcomer(hub, "printer", "kiosk-7")
    code = box.show()
    assert code.isdigit() and len(code) == 6
    assert box.claim().body["state"] == "waiting"
    assert confirm(manager, code, device="kiosk-7", window="w1").body["device"] == "kiosk-7"
    claimed = box.claim().body
    assert (claimed["state"], claimed["role"], claimed["window"]) == ("confirmed", "agent", "w1")
    box.token = claimed["token"]
    me = box.must("GET", "/me")
    assert (me["role"], me["hall"], me["device"], me["window"]) == ("agent", hub.hall, "kiosk-7", "w1")
    box.must("POST", f"{box.here}/beat", {"device": "kiosk-7", "kind": "printer", "state": "ok"})
    (kept,) = hub.rows(
        "select by, state, name from pairing where hall = :h and code = :c", h=hub.hall, c=code
    )
    assert kept == (manager.must("GET", "/me")["actor"], "confirmed", "kiosk-7")


def test_staff_are_told_who_asks_but_not_the_digits(hub: HubProcess, manager: Caller) -> None:
    office, box = Wall(hub, "manage", "manager"), Newcomer(hub, "strip", "strip-1")
    code = box.show()
    office.until(lambda s: len(s.said["pairings"]["pairings"]) == 1)
    (asking,) = office.said["pairings"]["pairings"]
    assert (asking["kind"], asking["device"], asking["page"], asking["address"]) == (
        "strip", "strip-1", False, box.address,
    )  # fmt: skip
    told = manager.must("GET", f"{manager.here}/pairings")["pairings"]
    assert told == [asking]
    assert code not in str(told) and box.asked["secret"] not in str(told)
    confirm(manager, code, device="strip-1")
    office.until(lambda s: s.said["pairings"]["pairings"] == [])


def test_a_page_gets_a_cookie_that_no_script_can_read_and_comes_back_to_its_zone(
    hub: HubProcess, manager: Caller
) -> None:
    page = Newcomer(hub, "board", page=True)
    confirm(manager, page.show(), "display", "wall-1", zone="z2")
    claimed = page.claim()
    assert (claimed.body["token"], claimed.body["zone"]) == (None, "z2")
    assert claimed.headers["Set-Cookie"].startswith("paihao_display=phd_")
    assert "HttpOnly; SameSite=Strict" in claimed.headers["Set-Cookie"]
    me = page.must("GET", "/me")
    assert (me["role"], me["device"], me["assigned"]) == ("display", "wall-1", {"zone": "z2"})
    (wall,) = manager.must("GET", f"{manager.here}/devices")["devices"]
    assert (wall["id"], wall["kind"], wall["needed"]) == ("wall-1", "board", True), (
        "missed before it first beats"
    )


def test_a_kiosks_page_and_the_agent_of_its_printer_bear_the_same_name(
    hub: HubProcess, manager: Caller
) -> None:
    page, agent = Newcomer(hub, "kiosk", page=True), Newcomer(hub, "printer", "k1")
    assert confirm(manager, page.show(), "kiosk", "k1").status == 200
    assert page.claim().status == 200
    assert confirm(manager, agent.show(), "agent", "k1").status == 200
    assert agent.claim().body["token"]
    assert page.must("GET", "/me")["device"] == "k1"
    assert [d["id"] for d in manager.must("GET", f"{manager.here}/devices")["devices"]] == ["k1-page"]


@pytest.mark.parametrize(("page", "role"), [(True, "agent"), (False, "display"), (False, "kiosk")])
def test_a_page_is_no_agent_and_a_program_no_page(
    hub: HubProcess, manager: Caller, page: bool, role: str
) -> None:
    box = Newcomer(hub, page=page)
    answer = confirm(manager, box.show(), role)
    assert (answer.code, answer.body["errors"][0]["at"]) == ("invalid", "$.role")
    assert box.claim().body["state"] == "waiting"


def test_digits_of_another_hall_or_of_nobody_are_unknown(hub: HubProcess, manager: Caller) -> None:
    code = Newcomer(hub.with_hall(f"{hub.hall}-next")).show()
    assert confirm(manager, code).code == "unknown_pairing"
    assert confirm(manager, "000000").code == "unknown_pairing"
    box = Newcomer(hub)
    code = box.show()
    assert confirm(manager, code, window="w99").code == "unknown_window"
    assert confirm(manager, code, zone="moon").code == "unknown_zone"
    box.asked["secret"] = "guessed"
    assert box.claim().code == "unknown_pairing"


def test_a_stranger_is_refused_without_anybody_knowing_its_digits(hub: HubProcess, manager: Caller) -> None:
    stranger = Newcomer(hub, "kiosk", page=True)
    code = stranger.show()
    (asking,) = manager.must("GET", f"{manager.here}/pairings")["pairings"]
    assert manager.must("POST", f"{manager.here}/pairings/{asking['id']}/refuse")["id"] == asking["id"]
    assert stranger.claim().code == "pairing_refused"
    assert confirm(manager, code, "kiosk").code == "unknown_pairing"


def test_of_two_who_confirm_at_once_one_decides(hub: HubProcess, manager: Caller) -> None:
    box = Newcomer(hub)
    code = box.show()
    other = Caller(hub, hub.token("admin"))
    first, second = at_once(
        lambda: confirm(manager, code, device="k1"), lambda: confirm(other, code, device="k2")
    )
    assert sorted((first.status, second.status)) == [200, 404]
    won = first if first.status == 200 else second
    assert box.claim().body["device"] == won.body["device"]


def test_two_claims_at_once_and_one_more_whose_answer_was_lost_get_the_same_token(
    hub: HubProcess, manager: Caller
) -> None:
    box = Newcomer(hub)
    code = box.show()
    twin = Newcomer(hub)
    twin.asked = box.asked
    confirm(manager, code)
    answers = [a.body["token"] for a in (*at_once(box.claim, twin.claim), box.claim())]
    assert len(set(answers)) == 1
    assert hub.rows("select count(*) from credential where hall = :h and device = 'k1'", h=hub.hall) == [(1,)]
    assert Caller(hub, answers[0]).must("GET", "/me")["device"] == "k1"


def test_a_name_at_work_is_not_given_twice_and_a_retired_one_is(hub: HubProcess, manager: Caller) -> None:
    old = Agent(hub, "k1")
    old.must("POST", f"{old.here}/beat", {"device": "k1", "kind": "printer", "state": "ok"})
    box = Newcomer(hub)
    code = box.show()
    assert confirm(manager, code).code == "device_taken"
    manager.must("DELETE", f"{manager.here}/devices/k1")
    assert confirm(manager, code).status == 200


def test_who_asks_without_end_has_to_wait_and_a_page_of_another_site_may_not_ask(hub: HubProcess) -> None:
    box, hall = Newcomer(hub), {"hall": hub.hall, "kind": "printer"}
    for _ in range(20):
        box.must("POST", "/pairings", hall)
    refused = box.ask("POST", "/pairings", hall)
    assert (refused.status, refused.code) == (429, "rate_limited") and int(refused.headers["Retry-After"]) > 0
    crowd = Newcomer(hub).ask("POST", "/pairings", hall)
    assert crowd.code == "rate_limited", "twenty wait at once in a hall"
    elsewhere = Newcomer(hub.with_hall(f"{hub.hall}-beside"))
    assert elsewhere.show()
    foreign = elsewhere.ask("POST", "/pairings/claim", elsewhere.asked, Origin="http://evil.example")
    assert foreign.code == "foreign_origin"
