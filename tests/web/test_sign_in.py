"""People sign in, change at a window by PIN, sign out; cookies are safe and other sites get nothing."""

from __future__ import annotations

import functools
import itertools
import sqlite3
from typing import Any

import pytest
import requests
from argon2 import PasswordHasher

from server.hub.clock import wall_ms
from server.journal import access
from server.journal.access import Person
from tests.cast import Answer, Caller, at_once
from tests.hubprocess import HubProcess

PASSWORD, PIN = "open sesame 8", "2468"
HASHES = PasswordHasher().hash(PASSWORD), PasswordHasher().hash(PIN)
COUNTER = itertools.count(1)


def person(hub: HubProcess, role: str = "clerk", hall: str | None = None) -> str:
    """A new person with this password and PIN."""
    name, store = f"person-{next(COUNTER)}", hub.store()
    with store.writing() as conn:
        access.save_person(conn, Person(name, *HASHES, role, hall or hub.hall), wall_ms())
    store.close()
    return name


def sign_in(browser: Caller, name: str, **how: str) -> Answer:
    return browser.ask("POST", "/session", {"name": name, **(how or {"password": PASSWORD})})


def test_a_clerk_signs_in_works_and_signs_out(hub: HubProcess) -> None:
    name, browser = person(hub), Caller(hub)
    answer = sign_in(browser, name)
    assert (answer.status, answer.body["me"]["person"], answer.body["me"]["role"]) == (200, name, "clerk")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("paihao_staff=") and "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert answer.headers["Cache-Control"] == "no-store"
    opened = browser.must("POST", f"{browser.here}/windows/w1/open", {})
    assert opened["window"]["person"] == name
    assert hub.last("window.opened")["actor"] == f"person:{name}"
    kept = dict(browser.http.cookies)
    assert browser.must("DELETE", "/session") == {"signed_out": True}
    assert browser.ask("GET", "/me").status == 401
    browser.http.cookies.update(kept)
    assert browser.ask("GET", "/me").status == 401, "the session itself has ended"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(hub: HubProcess) -> None:
    name = person(hub)
    wrong = sign_in(Caller(hub), name, password="open sesame 9")
    unknown = sign_in(Caller(hub), "nobody", password=PASSWORD)
    assert (wrong.status, wrong.code) == (401, "wrong_password") == (unknown.status, unknown.code)
    assert wrong.body == unknown.body
    assert "Set-Cookie" not in wrong.headers


@pytest.mark.parametrize(
    "body", [{}, {"name": "x"}, {"name": "x", "password": "y", "pin": "1234"}, {"name": "x", "pin": "12"},
             {"name": "x", "pin": "abcd"}, {"name": "", "password": "y"}, {"name": "x", "password": "y" * 300}],
)  # fmt: skip
def test_a_sign_in_without_sense_is_refused_before_anything_is_compared(hub: HubProcess, body: Any) -> None:
    answer = Caller(hub).ask("POST", "/session", body)
    assert (answer.status, answer.code) == (422, "invalid")


def test_a_burst_of_guesses_does_not_pass_the_limit_together(hub: HubProcess) -> None:
    name = person(hub)
    guess = functools.partial(sign_in, name=name, password="not this one")
    codes = [a.code for a in at_once(*(functools.partial(guess, Caller(hub)) for _ in range(16)))]
    assert sorted(codes) == ["rate_limited"] * 11 + ["wrong_password"] * 5


@pytest.mark.parametrize("role", ["display", "kiosk"])
def test_a_device_is_nobody_signed_in_so_no_pin_works_there(hub: HubProcess, role: str) -> None:
    device = Caller(hub, hub.token(role))
    answer = sign_in(device, person(hub, "admin"), pin=PIN)
    assert (answer.status, answer.code) == (401, "unauthenticated")


def test_guessing_is_slowed_down_even_for_the_right_password(hub: HubProcess) -> None:
    name, browser = person(hub), Caller(hub)
    codes = [sign_in(browser, name, password=f"guess number {n}").code for n in range(5)]
    assert codes == ["wrong_password"] * 5
    slow = sign_in(browser, name)
    assert (slow.status, slow.code) == (429, "rate_limited")
    assert int(slow.headers["Retry-After"]) > 0
    assert sign_in(Caller(hub), person(hub)).status == 200, "others are not held up"


def test_a_pin_changes_the_person_at_a_window_and_ends_the_one_before(hub: HubProcess) -> None:
    first, second, browser = person(hub), person(hub), Caller(hub)
    assert sign_in(Caller(hub), second, pin=PIN, hall=hub.hall, window="w1").code == "unauthenticated"
    sign_in(browser, first)
    before = dict(browser.http.cookies)
    browser.must("POST", f"{browser.here}/windows/w1/open", {})
    assert sign_in(browser, second, pin="1357", hall=hub.hall, window="w1").code == "wrong_password"
    answer = sign_in(browser, second, pin=PIN, hall=hub.hall, window="w1")
    assert answer.body["me"]["person"] == second
    assert browser.must("POST", f"{browser.here}/windows/w1/open", {})["window"]["person"] == second
    old = Caller(hub)
    old.http.cookies.update(before)
    assert old.ask("GET", "/me").status == 401


def test_somebody_of_another_hall_cannot_sign_in_or_act_here(hub: HubProcess, house: HubProcess) -> None:
    stranger, browser = person(hub, hall=house.hall), Caller(hub)
    assert sign_in(browser, stranger, password=PASSWORD, hall=hub.hall).code == "wrong_password"
    sign_in(browser, stranger)
    assert browser.ask("POST", f"{browser.here}/windows/w1/open", {}).code == "wrong_hall"


def test_a_session_ends_by_itself(hub: HubProcess) -> None:
    name, browser = person(hub), Caller(hub)
    sign_in(browser, name)
    with sqlite3.connect(hub.data / "paihao.db", timeout=30) as conn:
        (left,) = conn.execute("select expires_at from credential where person = ?", (name,)).fetchone()
        assert 11.9 < (left - wall_ms()) / 3_600_000 < 12.1
        conn.execute("update credential set expires_at = ? where person = ?", (wall_ms(), name))
    conn.close()
    assert browser.ask("GET", "/me").status == 401


FOREIGN = [
    {"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"}, {"Origin": "http://127.0.0.1:1"}, {"Origin": "http://["},
]  # fmt: skip


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_another_sites_page_cannot_act_with_somebodys_cookie(
    hub: HubProcess, headers: dict[str, str]
) -> None:
    name, browser = person(hub), Caller(hub)
    sign_in(browser, name)
    before = hub.seq()
    answer = browser.ask("POST", f"{browser.here}/windows/w1/open", {}, **headers)
    assert (answer.status, answer.code) == (403, "foreign_origin")
    assert browser.ask("DELETE", "/session", **headers).code == "foreign_origin"
    assert sign_in(browser, name).status == 200 and hub.done(before) == []
    own = browser.ask(
        "POST", f"{browser.here}/windows/w1/open", {}, Origin=hub.url, Sec_Fetch_Site="same-origin"
    )
    assert own.status == 200


def test_no_answer_may_be_read_by_another_site(hub: HubProcess) -> None:
    said = requests.get(
        f"{hub.url}/api/v1/halls", headers={"Origin": "https://elsewhere.example"}, timeout=30
    )
    assert not [name for name in said.headers if name.lower().startswith("access-control")]


def test_a_pairing_link_makes_one_browser_a_kiosk_once(hub: HubProcess) -> None:
    link = hub.cli("token", "link", "kiosk", "--hall", hub.hall, "--device", "k9", "--base", hub.url).strip()
    browser = Caller(hub)
    first = browser.http.get(link, allow_redirects=False, timeout=30)
    assert (first.status_code, first.headers["Location"]) == (303, f"/kiosk/{hub.hall}")
    cookie = first.headers["Set-Cookie"]
    assert cookie.startswith("paihao_kiosk=") and "HttpOnly" in cookie and "SameSite=Strict" in cookie
    me = browser.ask("GET", "/me", Paihao_As="kiosk").body
    assert (me["role"], me["hall"], me["device"]) == ("kiosk", hub.hall, "k9")
    assert (
        browser.must("POST", f"{browser.here}/tickets", {"services": ["marriage"]})["ticket"]["channel"]
        == "kiosk"
    )
    again = requests.get(link, allow_redirects=False, timeout=30)
    assert (again.status_code, again.json()["code"]) == (401, "unauthenticated")
    secret = link.rpartition("/")[2]
    assert Caller(hub, secret).ask("GET", "/me").status == 401, "a link is no token"


def test_one_browser_may_be_kiosk_wall_and_clerk_and_says_which_it_means(hub: HubProcess) -> None:
    browser = Caller(hub)
    for role in ("kiosk", "display"):
        link = hub.cli("token", "link", role, "--hall", hub.hall, "--base", hub.url).strip()
        browser.http.get(link, allow_redirects=False, timeout=30)
    sign_in(browser, person(hub, "guide"))
    roles = {surface: browser.ask("GET", "/me", Paihao_As=surface).body["role"] for surface in
             ("staff", "kiosk", "display")}  # fmt: skip
    assert roles == {"staff": "guide", "kiosk": "kiosk", "display": "display"}
