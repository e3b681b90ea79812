"""Ratings over the wire: who may rate and who may read it; cases and their steps; cards, matters, file and messages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from server.hub.clock import wall_ms
from server.journal import access, ratings, webhooks
from server.journal.access import Person
from tests.cast import Caller, Clerk, Guide, Kiosk, Phone, Wall
from tests.hubprocess import HubProcess, Json

WORDS = "窗口人员说话很急"
NOTE = "已电话核实"
ASKED = ("service", "window", "person", "department", "reader", "today")


class Staff(Caller):
    """A person who is signed in."""

    def __init__(self, hub: HubProcess, name: str, role: str, department: str | None = None) -> None:
        self.name = f"{name}-{hub.hall}"
        store = hub.store()
        with store.writing() as conn:
            access.save_person(
                conn, Person(self.name, None, None, role, hub.hall, None, department), wall_ms()
            )
            where = {"hall": hub.hall, "person": self.name, "department": department}
            _, secret = access.grant(conn, "session", role, wall_ms(), **where)
        store.close()
        super().__init__(hub, secret)

    def read(self, path: str) -> Json:
        return self.must("GET", f"{self.here}{path}")

    def step(self, case: str, step: str, code: str, note: str | None = None) -> Any:
        return self.ask("POST", f"{self.here}/cases/{case}/steps", {"step": step, "code": code, "note": note})


class Rater(Caller):
    """The touch screen at a window."""

    def __init__(self, hub: HubProcess, window: str | None = "w1") -> None:
        super().__init__(hub, hub.token("display", window=window, device="screen-1"))

    def rate(self, window: str, level: int, **more: Any) -> Json:
        return self.must(
            "POST", f"{self.here}/windows/{window}/rate", {"level": level, "source": "screen", **more}
        )


@pytest.fixture
def day(hub: HubProcess) -> Iterator[dict[str, Any]]:
    """A hall in which w1 has served two people."""
    kiosk, clerk = Kiosk(hub), Clerk(hub, "w1")
    phones = [Phone(hub, kiosk.take("marriage")) for _ in range(2)]
    yield {"phones": phones, "clerk": clerk, "tickets": [p.see()["ticket"]["id"] for p in phones]}


def finish(clerk: Clerk, **more: Any) -> None:
    clerk.next()
    clerk.press("complete", **more)


def test_what_was_said_at_the_window_reaches_managers_at_once_and_the_clerk_by_no_way(
    hub: HubProcess, day: dict[str, Any]
) -> None:
    clerk, (phone, other), (first, second) = day["clerk"], day["phones"], day["tickets"]
    screen, watching = Wall(hub, "window", window="w1"), Wall(hub, "caller", role="clerk", window="w1")
    finish(clerk)
    screen.until(lambda s: (s.windows["w1"].get("rate") or {}).get("ticket") == first)
    rater = Rater(hub)
    answer = rater.rate("w1", 1, ticket=first, reasons=["attitude"])
    assert answer["ticket"]["rating"] is None
    screen.until(lambda s: s.windows["w1"]["rate"] is None)
    assert "rate" not in rater.must("GET", f"{rater.here}/board")["windows"][0], "walls are told nothing"
    finish(clerk)
    assert (
        other.must("POST", f"/track/{other.code}/rate", {"level": 2, "words": WORDS})["ticket"]["rating"] == 2
    )
    seen = (phone.see()["ticket"], other.watch().tickets[second])
    assert [(t["rating"], t["rated"]) for t in seen] == [(None, True), (None, True)], "slips lie about"
    guide, watched = Guide(hub), watching.until(lambda s: s.seq >= 0) or watching
    told = [clerk.look(first), guide.look(first), clerk.must("GET", f"{clerk.here}/tickets"), watched.tickets]
    told += [
        clerk.must("GET", f"{clerk.here}/alarms"),
        watched.said,
        watched.events,
        screen.events,
        screen.windows,
    ]
    for text in map(json.dumps, told):
        assert '"rating": 1' not in text and '"rating": 2' not in text
        assert '"level"' not in text and "attitude" not in text and "case_" not in text
    assert "ticket.rated" not in json.dumps(watched.events), "the desk does not even hear that there is one"
    for path in ("/ratings", "/cases", "/journal", "/stats", "/ratings/export.csv", "/cards", "/matters"):
        assert clerk.ask("GET", f"{clerk.here}{path}").code == "forbidden", path
    manager, auditor = Staff(hub, "chen", "manager"), Staff(hub, "wu", "auditor")
    listed = manager.read("/ratings")["ratings"]
    assert [(r["ticket"], r["level"], r["source"], r["words"]) for r in listed] == [
        (second, 2, "phone", WORDS), (first, 1, "screen", None),
    ]  # fmt: skip
    assert (
        listed[1]["reasons"] == ["attitude"]
        and listed[1]["person"]
        and listed[1]["case"]["state"] == "opened"
    )
    assert [r["words"] for r in auditor.read("/ratings")["ratings"]] == [None, None], "for managers only"
    assert WORDS not in json.dumps(hub.journal(), ensure_ascii=False)


def test_a_bad_rating_is_verified_corrected_fed_back_and_reviewed(
    hub: HubProcess, day: dict[str, Any]
) -> None:
    finish(day["clerk"])
    Rater(hub).rate("w1", 2)
    manager, other = Staff(hub, "chen", "manager"), Staff(hub, "tao", "lead", "tax")
    (case,) = manager.read("/cases?open=true")["cases"]
    assert (case["next"], case["overdue"], case["level"], case["department"]) == (
        ["verify"],
        False,
        2,
        "civil",
    )
    assert (
        other.read("/cases")["cases"] == []
        and other.step(case["id"], "verify", "confirmed").code == "unknown_case"
    )
    assert day["clerk"].ask("POST", f"{manager.here}/cases/{case['id']}/steps", {}).code == "forbidden"
    token = Caller(hub, hub.token("manager"))
    body = {"step": "verify", "code": "confirmed"}
    assert token.ask("POST", f"{token.here}/cases/{case['id']}/steps", body).code == "forbidden", (
        "nobody's name"
    )
    early = manager.step(case["id"], "review", "settled")
    assert (early.status, early.code, early.body["next"]) == (409, "case_step", ["verify"])
    lead = Staff(hub, "li", "lead", "civil")
    assert lead.step(case["id"], "verify", "confirmed", NOTE).status == 200
    for step, code in (("correct", "trained"), ("feed_back", "reached"), ("review", "settled")):
        answer = manager.step(case["id"], step, code)
        assert answer.status == 200, answer
    assert (answer.body["case"]["state"], answer.body["case"]["next"]) == ("reviewed", ["reopen"])
    whole = manager.read(f"/cases/{case['id']}")
    assert [(s["step"], s["person"], s["note"]) for s in whole["steps"]] == [
        ("verify", lead.name, NOTE), *((s, manager.name, None) for s in ("correct", "feed_back", "review")),
    ]  # fmt: skip
    assert NOTE not in json.dumps(hub.journal(), ensure_ascii=False)
    summary = manager.read("/ratings")["summary"]
    assert summary["visits"] == summary["rated"] == summary["bad"] == 1
    shares = ("corrected_share", "in_time_share", "called_back_share")
    assert [summary["cases"][k] for k in shares] == [1, 1, 1] and summary["satisfied_share"] == 0
    assert day["phones"][0].see()["ticket"]["rating"] is None, "the day is not over"


def test_cards_are_issued_and_revoked_by_people_and_matters_never_make_one(hub: HubProcess) -> None:
    manager, lead = Staff(hub, "chen", "manager"), Staff(hub, "li", "lead", "civil")
    here = f"{manager.here}/cards"
    said = {"colour": "yellow", "rule": "大厅管理办法第八条", "reason": "wangwei"}
    first = manager.must("POST", here, {**said, "window": "w1"}, key="once")
    assert manager.must("POST", here, {**said, "window": "w1"}, key="once") == first
    card = first["card"]
    assert (card["rule_words"], card["to"], card["reason_words"]) == (
        said["rule"],
        {"window": "w1"},
        "wangwei",
    )
    assert lead.ask("POST", here, {**said, "department": "tax"}).code == "wrong_department"
    assert lead.ask("POST", here, {**said, "department": "civil"}).status == 201
    assert manager.ask("POST", here, {**said, "window": "w1", "person": "x"}).code == "invalid"
    assert Clerk(hub, "w2").ask("POST", here, {**said, "window": "w1"}).code == "forbidden"
    path = f"{here}/{first['card']['id']}/revoke"
    assert (
        manager.must("POST", path, {"reason": "issued_by_mistake"})["card"]["revoked"]["by"] == manager.name
    )
    assert manager.ask("POST", path, {"reason": "again"}).code == "card_revoked"
    listed = manager.read("/cards")["cards"]
    assert [c["revoked"] is None for c in listed] == [True, False]
    assert [c["to"] for c in manager.read("/cards?state=standing")["cards"]] == [{"department": "civil"}]
    journal = json.dumps(hub.journal(), ensure_ascii=False)
    assert said["rule"] not in journal and "wangwei" not in journal, "a name in small letters is no code"
    file = "办件编号,事项编码,截止日期,办结日期\nM1,marriage,2020-01-02,\nM2,marriage,2999-01-02,\n"
    file += "M3,marriage,2020-01-02,2020-01-01\n"
    bad = {"text": file + "M1,none,99999999999999-1-1,\n", "check": True}
    wrong = manager.must("POST", f"{manager.here}/matters", bad)
    assert sorted((e["line"], e["column"]) for e in wrong["errors"]) == [
        (5, "due"),
        (5, "matter"),
        (5, "service"),
    ]
    assert not any(e["wrong_zh"].isascii() for e in wrong["errors"])
    lacks = manager.ask("POST", f"{manager.here}/matters", {"text": "办件编号,事项编码\n"})
    assert "截止日期" in lacks.body["errors"][0]["wrong_zh"]
    assert wrong["imported"] == 0 and manager.read("/matters")["matters"] == []
    refused = manager.ask("POST", f"{manager.here}/matters", {"text": file + "M1,none,x,\n"})
    assert refused.code == "invalid" and len(refused.body["errors"]) == 3
    assert manager.must("POST", f"{manager.here}/matters", {"text": file})["imported"] == 3
    stand = {m["matter"]: m["state"] for m in manager.read("/matters")["matters"]}
    assert stand == {"M1": "overdue", "M2": "open"}
    assert [m["matter"] for m in manager.read("/matters?state=done")["matters"]] == ["M3"]
    assert len(manager.read("/cards")["cards"]) == 2, "an overdue matter is not a card"
    assert manager.must("POST", here, {**said, "window": "w1", "matter": "M1"})["card"]["matter"] == "M1"
    assert manager.ask("POST", here, {**said, "window": "w1", "matter": "M9"}).code == "invalid"


def test_a_platform_takes_ratings_by_file_or_message_with_codes_and_nobodys_name(
    hub: HubProcess, day: dict[str, Any]
) -> None:
    store = hub.store()
    with store.writing() as conn:
        for topic in ("ratings", "reservations"):
            webhooks.register(conn, hub.hall, f"http://127.0.0.1:9/{topic}", wall_ms(), topic)
    finish(day["clerk"], matter="=2026-77")
    Rater(hub).rate("w1", 5, reasons=["speed"])
    finish(day["clerk"])
    phone = day["phones"][1]
    phone.must("POST", f"/track/{phone.code}/rate", {"level": 3, "words": WORDS})
    said = hub.rows("select event, body from delivery where hall = :hall order by seq", hall=hub.hall)
    assert [event for event, _ in said] == ["rating.given", "rating.given"]
    rating = json.loads(said[0][1])["rating"]
    assert (rating["matter"], rating["level"], rating["channel"], rating["window"]) == (
        "=2026-77",
        5,
        "screen",
        1,
    )
    manager = Staff(hub, "chen", "manager")
    raw = requests.get(
        f"{hub.url}/api/v1{manager.here}/ratings/export.csv", headers={"Authorization": f"Bearer {manager.token}"},
        timeout=60,
    )  # fmt: skip
    assert raw.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(raw.content.decode("utf-8-sig"))))
    assert rows[0] == ["事项编码", "办件编号", "评价等级", "评价时间", "评价渠道", "评价窗口"]
    assert [rows[1][n] for n in (1, 2, 4, 5)] == ["'=2026-77", "5", "窗口屏", "1"], (
        "no formula in a spreadsheet"
    )
    assert [rows[2][n] for n in (2, 4, 5)] == ["3", "手机扫码", "1"]
    asked = {"hall": hub.hall, "from": "2000-01-01", "to": "2999-01-01", **dict.fromkeys(ASKED)}
    (first,) = ratings.exported(store.conn, asked, ("", 0, ""), 1)
    (second,) = ratings.exported(store.conn, asked, (first["day"], first["at"], first["ticket"]), 1)
    assert (first["level"], second["level"]) == (5, 3), "piece by piece"
    assert rows[2][1].endswith("-A002") and manager.name not in raw.text and WORDS not in raw.text
    store.close()


def test_a_lead_who_served_reads_by_no_way_how_they_were_rated(hub: HubProcess, day: dict[str, Any]) -> None:
    lead, other = Staff(hub, "li", "lead", "civil"), Staff(hub, "bai", "lead", "civil")
    for press in ("open", "call-next", "complete"):
        lead.must("POST", f"{lead.here}/windows/w1/{press}", {})
    phone = day["phones"][0]
    phone.must("POST", f"/track/{phone.code}/rate", {"level": 1, "reasons": ["attitude"]})
    (case,), (rating,) = other.read("/cases")["cases"], other.read("/ratings")["ratings"]
    assert (rating["person"], rating["case"]["id"]) == (lead.name, case["id"])
    person, today = f"person={lead.name}", rating["day"]
    tells: dict[str, Any] = {
        f"/ratings?{person}": lambda a: a["ratings"] or a["summary"]["bad"] or a["summary"]["reasons"],
        "/ratings": lambda a: a["summary"]["levels"]["1"] or a["summary"]["cases"]["opened"],
        f"/cases?{person}": lambda a: a["cases"],
        f"/cases/{case['id']}": lambda a: a.get("case"),
        f"/visits?{person}": lambda a: a["visits"][0]["rating"],
        f"/tickets/{rating['ticket']}/life": lambda a: (
            a["ticket"]["rating"] or "case.opened" in str(a["steps"])
        ),
        f"/replay/{today}": lambda a: "ticket.rated" in str(a["marks"]) or "case.opened" in str(a["marks"]),
        "/stats?by=person": lambda a: [r for r in a["rows"] if r["figures"]["rating_mean"]],
        f"/stats?by=day&{person}": lambda a: a["total"]["rated"] or a["total"]["rating_mean"],
        f"/stats/tickets?{person}": lambda a: a["tickets"][0]["rating"],
        f"/stats/tickets?what=bad&{person}": lambda a: a["tickets"],
    }
    for path, level in tells.items():
        assert level(other.ask("GET", lead.here + path).body), f"{path}: another lead may know"
        assert not level(lead.ask("GET", lead.here + path).body), path
    assert lead.read("/room")["room"]["today"]["figures"]["bad"] == 0
    files = [len(table(who, "/ratings/export.csv")) for who in (other, lead)]
    assert files == [1, 0] and {row["评价"] for row in table(lead, "/reports/tickets.csv")} == {""}
    nobodys = Phone(hub, Kiosk(hub).take("residence"))
    finish(day["clerk"])
    finish(day["clerk"])
    nobodys.must("POST", f"/track/{nobodys.code}/rate", {"level": 2})
    assert len(Staff(hub, "chen", "manager").read("/cases")["cases"]) == 2
    marks = [m["kind"] for m in other.read(f"/replay/{today}")["marks"]]
    assert (marks.count("ticket.rated"), marks.count("case.opened")) == (1, 1), "no other department's"


def table(who: Caller, path: str) -> list[dict[str, str]]:
    head = {"Authorization": f"Bearer {who.token}"}
    text = requests.get(f"{who.hub.url}/api/v1{who.here}{path}", headers=head, timeout=60).content.decode(
        "utf-8-sig"
    )
    return list(csv.DictReader(io.StringIO(text)))
