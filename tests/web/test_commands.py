"""`paihao` commands on the data of a hub that is running: it notices at once, and nothing is disturbed."""

from __future__ import annotations

import json
import re

from tests.cast import Caller, Clerk, Kiosk, Wall
from tests.hubprocess import HubProcess, paihao


def test_a_token_made_while_the_hub_runs_works_until_it_is_revoked(hub: HubProcess) -> None:
    printed = hub.cli("token", "new", "clerk", "--hall", hub.hall, "--window", "w1", "--label", "desk one")
    token = printed.strip()
    assert printed == f"{token}\n" and re.fullmatch(r"pht_[0-9a-f]{8}_[\w-]{20,}", token)
    caller = Caller(hub, token)
    assert caller.must("GET", "/me")["window"] == "w1"
    (row,) = (line for line in hub.cli("token", "list").splitlines() if token.split("_")[1] in line)
    assert "clerk" in row and "valid" in row and token not in row
    assert "is revoked" in hub.cli("token", "revoke", token.split("_")[1])
    assert caller.ask("GET", "/me").status == 401
    assert "revoked before" in hub.cli("token", "revoke", token)


def test_wrong_words_are_told_in_a_sentence(hub: HubProcess) -> None:
    assert "There is no hall 'nowhere'" in hub.cli("token", "new", "clerk", "--hall", "nowhere", code=1)
    said = hub.cli("token", "new", "clerk", "--hall", hub.hall, "--window", "w99", code=1)
    assert "no window 'w99'" in said and "w1" in said
    assert "no such token" in hub.cli("token", "revoke", "none", code=1)
    assert "4 to 8 digits" in hub.cli("user", "add", "x", "--role", "clerk", "--pin", "1", code=1)
    for odd in ("li/na", " li", ".."):
        assert "no slash" in hub.cli(
            "user", "add", odd, "--role", "clerk", "--password", "a long one", code=1
        )
    assert "holds no Paihao data" in paihao("journal", "--data", "/nonexistent").stderr


def test_a_person_added_while_the_hub_runs_signs_in_and_is_put_out_when_ended(hub: HubProcess) -> None:
    words = ("user", "add", f"li-{hub.hall}", "--role", "clerk", "--hall", hub.hall)
    assert "is a clerk of" in hub.cli(*words, "--password", "a long password")
    assert "is an auditor of" in hub.cli(*words, "--role", "auditor", "--password", "a long password")
    browser = Caller(hub)
    browser.must("POST", "/session", {"name": f"li-{hub.hall}", "password": "a long password"})
    assert browser.must("GET", "/me")["person"] == f"li-{hub.hall}"
    assert "A password has at least" in hub.cli(*words, "--password", "short", code=1)
    assert "cannot sign in any more" in hub.cli("user", "end", f"li-{hub.hall}")
    assert browser.ask("GET", "/me").status == 401
    again = Caller(hub).ask("POST", "/session", {"name": f"li-{hub.hall}", "password": "a long password"})
    assert again.code == "wrong_password"


def test_the_journal_is_printed_one_object_a_line_from_1_without_gaps(hub: HubProcess) -> None:
    kiosk = Kiosk(hub)
    for _ in range(3):
        kiosk.take("invoice")
    lines = [json.loads(line) for line in hub.cli("journal", "--hall", hub.hall).splitlines()]
    assert [e["seq"] for e in lines] == list(range(1, len(lines) + 1))
    assert [e["data"]["number"] for e in lines if e["kind"] == "ticket.taken"] == ["B001", "B002", "B003"]
    assert all(isinstance(e["data"], dict) and e["hall"] == hub.hall and e["at"].endswith("Z") for e in lines)
    assert {e["kind"] for e in lines[:2]} == {"day.opened", "profile.changed"}
    after = hub.cli("journal", "--hall", hub.hall, "--after", str(len(lines) - 1)).splitlines()
    assert json.loads(after[0]) == lines[-1]


def test_the_journal_over_http_is_the_same_page_by_page(hub: HubProcess) -> None:
    kiosk, auditor = Kiosk(hub), Caller(hub, hub.token("auditor"))
    for _ in range(4):
        kiosk.take("invoice")
    printed = [json.loads(line) for line in hub.cli("journal", "--hall", hub.hall).splitlines()]
    found, after = [], "0"
    while after:
        page = auditor.must("GET", f"{auditor.here}/journal?after={after}&limit=2")
        found += page["events"]
        after = page["next"]
    assert found[: len(printed)] == [{k: v for k, v in e.items() if k != "hall"} for e in printed]
    assert len(printed) >= 6


def test_rebuild_and_verify_beside_a_working_hub_change_nothing(hub: HubProcess) -> None:
    kiosk, clerk, wall = Kiosk(hub), Clerk(hub, "w1"), Wall(hub)
    ids = [kiosk.take("marriage", "invoice")["ticket"]["id"] for _ in range(3)]
    clerk.press("call-next")
    clerk.press("undo")
    clerk.press("call-next")
    clerk.press("start")
    clerk.press("call-next", finish="completed", outcome="incomplete")
    clerk.press("no-show")
    tables = {t: f"select * from {t} where hall = :h order by 1, 2" for t in ("visit", "step")}
    before = {t: hub.rows(sql, h=hub.hall) for t, sql in tables.items()}
    first = hub.seq()
    assert entries(hub, hub.cli("rebuild"), "folded") in range(first, hub.seq() + 1)
    assert {t: hub.rows(sql, h=hub.hall) for t, sql in tables.items()} == before
    assert entries(hub, hub.cli("verify"), "verify") in range(first, hub.seq() + 1)
    assert clerk.next() == "A003"
    wall.until(lambda s: "A003" in s.numbers("called"))
    assert len(ids) == 3


def entries(hub: HubProcess, said: str, done: str) -> int:
    """Of how many entries of this hall a command said that they are `done`; other halls' lines stand beside it."""
    (count,) = re.findall(rf"^{hub.hall}: (\d+) entries {done}\.", said, re.M)
    return int(count)


def test_accepting_the_clock_is_an_entry_and_the_hub_goes_on(hub: HubProcess) -> None:
    assert "is accepted" in hub.cli("clock", "accept", "--hall", hub.hall)
    assert hub.last("clock.accepted")
    assert Kiosk(hub).take("marriage")["ticket"]["number"] == "A001"
    assert "There is no hall" in hub.cli("clock", "accept", "--hall", "nowhere", code=1)
