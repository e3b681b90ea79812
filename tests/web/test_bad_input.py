"""Bad input: each gets its status and code, the same wherever it comes, and changes nothing."""

from __future__ import annotations

import ast
import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests

from server import typed
from server.hub.past.named import PARTS
from server.web import forms
from server.web.app import ROUTES
from server.web.shapes import SocketAuth
from tests.cast import Caller, Clerk, Guide, Kiosk, as_pages_say, sentences
from tests.hubprocess import HubProcess, Json

TAKE = {"services": ["marriage"]}
WINDOW = "/windows/w1/call-next"


class Desk:
    """A hall with an open window where A001 is being served, A002 was passed, A003 is parked and A004 waits."""

    def __init__(self, hub: HubProcess) -> None:
        self.hub, self.kiosk, self.guide = hub, Kiosk(hub), Guide(hub)
        self.ids = [self.kiosk.take("marriage")["ticket"]["id"] for _ in range(5)]
        self.clerk, self.serving = Clerk(hub, "w1", bound=False), Clerk(hub, "w2")
        self.serving.press("call-next")
        self.serving.press("start")
        for verb in ("no-show", "hold", "complete"):
            self.clerk.press("call-next")
            self.clerk.press(verb)
        self.agent = Caller(hub, hub.token("agent"))
        self.admin = Caller(hub, hub.token("admin"))
        self.free = Clerk(hub, "w3")
        self.closed = Clerk(hub, "w4", opened=False)

    def tickets(self, path: str) -> str:
        return f"/halls/{self.hub.hall}{path}"

    def unchanged(self) -> tuple[list[str], list[tuple[Any, ...]]]:
        rows = (
            "select count(*) from command where hall = :h union all select count(*) from job where hall = :h"
        )
        return self.hub.done(0), self.hub.rows(rows, h=self.hub.hall)


@pytest.fixture(scope="module")
def desk(house: HubProcess) -> Iterator[Desk]:
    yield Desk(house.with_hall("desk"))


def raw(
    desk: Desk, path: str, data: bytes, kind: str | None = "application/json", **headers: str
) -> tuple[int, Json]:
    """A body as it is; the answer's status and problem."""
    named = (
        {"Authorization": f"Bearer {desk.clerk.token}"} | ({"Content-Type": kind} if kind else {}) | headers
    )
    said = requests.post(f"{desk.hub.url}/api/v1{desk.tickets(path)}", data=data, headers=named, timeout=30)
    assert said.headers["Content-Type"] == "application/problem+json"
    problem = said.json()
    if problem["code"] == "invalid":
        as_pages_say(problem)
    return said.status_code, problem


BODIES: list[tuple[bytes, str | None, int, str]] = [
    (b"{", "application/json", 400, "malformed_json"),
    (b'{"services": ["marriage"]', "application/json", 400, "malformed_json"),
    (b"\xff\xfe{}", "application/json", 400, "malformed_json"),
    (b'{"services": ["\xff"]}', "application/json", 400, "malformed_json"),
    (b'{"services": ["\x00"]}', "application/json", 400, "malformed_json"),
    (b"[" * 20_000, "application/json", 422, "invalid"),
    (b'{"services":' + b"[" * 3_000 + b"]" * 3_000 + b"}", "application/json", 422, "invalid"),
    (b'{"x":' * 5_000 + b"1" + b"}" * 5_000, "application/json", 422, "invalid"),
    (b"NaN", "application/json", 400, "malformed_json"),
    (b"null", "application/json", 422, "invalid"),
    (b"[]", "application/json", 422, "invalid"),
    (b'"services"', "application/json", 422, "invalid"),
    (b"{}", "application/json", 422, "invalid"),
    (b'{"services": "marriage"}', "application/json", 422, "invalid"),
    (b'{"services": []}', "application/json", 422, "invalid"),
    (b'{"services": [1e400]}', "application/json", 422, "invalid"),
    (b'{"services": [' + b"9" * 5_000 + b"]}", "application/json", 422, "invalid"),
    (b'{"services": ["marriage"], "surprise": 1}', "application/json", 422, "invalid"),
    (b'{"services": ["marriage"], "order": "none"}', "application/json", 422, "invalid"),
    (b'{"services": ["marriage"], "phone": "call me"}', "application/json", 422, "invalid"),
    (b'{"services": ["marriage"], "locale": "x"}', "application/json", 422, "invalid"),
    (json.dumps({"services": ["marriage"] * 21}).encode(), "application/json", 422, "invalid"),
    (json.dumps(TAKE).encode(), "text/plain", 415, "not_json"),
    (json.dumps(TAKE).encode(), "application/x-www-form-urlencoded", 415, "not_json"),
    (json.dumps(TAKE).encode(), None, 415, "not_json"),
    (b" " * 70_000, "application/json", 413, "too_large"),
    (json.dumps({"services": ["x" * 70_000]}).encode(), "application/json", 413, "too_large"),
]


@pytest.mark.parametrize(("data", "kind", "status", "code"), BODIES, ids=lambda v: str(v)[:40])
def test_a_body_that_is_not_what_was_asked_for_is_refused(
    desk: Desk, data: bytes, kind: str | None, status: int, code: str
) -> None:
    before = desk.unchanged()
    said, problem = raw(desk, "/tickets", data, kind)
    assert (said, problem["code"], problem["status"]) == (status, code, status)
    assert problem["detail"] and problem["type"] == f"/api/problems#{code}"
    if code == "invalid":
        assert problem["errors"][0]["wrong"]
    assert desk.unchanged() == before


def test_a_body_sent_in_chunks_is_read_and_held_to_the_same_size(desk: Desk) -> None:
    before = desk.unchanged()
    url = f"{desk.hub.url}/api/v1{desk.tickets('/tickets')}"
    headers = {"Authorization": f"Bearer {desk.clerk.token}", "Content-Type": "application/json"}
    said = requests.post(url, data=iter([b'{"services": ', b'["flying"]}']), headers=headers, timeout=30)
    assert said.json()["code"] == "unknown_service"
    with contextlib.suppress(requests.ConnectionError):
        said = requests.post(url, data=(b" " * 8192 for _ in range(20)), headers=headers, timeout=30)
        assert said.json()["code"] in ("too_large", "malformed_json"), "it is read so far and no further"
    assert desk.unchanged() == before


@pytest.mark.parametrize("field", ["ticket", "finish", "outcome", "items", "reason", "extra"])
@pytest.mark.parametrize("value", [{}, [], 1.5, -1, True, "x" * 400, 10**30])
def test_a_field_of_the_wrong_kind_is_named(desk: Desk, field: str, value: object) -> None:
    before = desk.unchanged()
    said, problem = raw(desk, WINDOW, json.dumps({field: value}).encode())
    assert (said, problem["code"]) == (422, "invalid")
    assert field in json.dumps(problem["errors"])
    assert desk.unchanged() == before


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb", "ключ"])
def test_a_key_that_is_none_is_refused(desk: Desk, key: str) -> None:
    before = desk.unchanged()
    headers = {"Idempotency-Key": key.encode()}
    said, problem = raw(desk, "/tickets", json.dumps(TAKE).encode(), **headers)  # type: ignore[arg-type]
    assert (said, problem["code"]) == (422, "invalid")
    assert desk.unchanged() == before


UNKNOWN = [
    ("clerk", "POST", "/halls/nowhere/tickets", TAKE, 404, "unknown_hall"),
    ("clerk", "GET", "/halls/nowhere/tickets", None, 404, "unknown_hall"),
    ("clerk", "GET", "/halls/nowhere", None, 404, "unknown_hall"),
    ("clerk", "POST", "{hall}/tickets", {"services": ["flying"]}, 404, "unknown_service"),
    ("guide", "POST", "{hall}/tickets", {**TAKE, "needs": ["gold"]}, 404, "unknown_need"),
    ("guide", "POST", "{hall}/tickets", {**TAKE, "classes": [{"class": "king"}]}, 404, "unknown_class"),
    ("guide", "POST", "{hall}/tickets", {**TAKE, "classes": [{"class": "requeued"}]}, 404, "unknown_class"),
    ("kiosk", "POST", "{hall}/tickets", {**TAKE, "classes": [{"class": "elderly"}]}, 403, "class_needs_evidence"),
    ("clerk", "POST", "{hall}/windows/w99/call-next", {}, 404, "unknown_window"),
    ("clerk", "POST", "{hall}/windows/%00/call-next", {}, 404, "unknown_window"),
    ("clerk", "POST", "{hall}/windows/w1/dance", {}, 404, "not_found"),
    ("clerk", "GET", "{hall}/tickets/none", None, 404, "unknown_ticket"),
    ("clerk", "POST", "{hall}/tickets/none/cancel", {}, 404, "unknown_ticket"),
    ("clerk", "POST", "{hall}/tickets/none/requeue", {}, 404, "unknown_ticket"),
    ("clerk", "POST", "{hall}/tickets/none/transfer", {"window": "w2"}, 404, "unknown_ticket"),
    ("clerk", "POST", "{hall}/tickets/none/reprint", {}, 404, "unknown_ticket"),
    ("clerk", "POST", "{hall}/windows/w1/call", {"number": "Z001", "reason": "x"}, 404, "unknown_ticket"),
    ("clerk", "POST", "{hall}/windows/w1/resume", {"ticket": "none"}, 404, "unknown_ticket"),
    ("clerk", "GET", "{hall}/board?zone=z9", None, 404, "unknown_zone"),
    ("agent", "POST", "{hall}/jobs/lease", {"kinds": ["speech"], "zone": "z9"}, 404, "unknown_zone"),
    ("agent", "POST", "{hall}/jobs/none/done", {}, 404, "unknown_job"),
    ("clerk", "GET", "{hall}/board?zone=z1&zone=z2", None, 422, "invalid"),
    ("clerk", "GET", "{hall}/board?zome=z1", None, 422, "invalid"),
    ("clerk", "GET", "{hall}/tickets?limit=0", None, 422, "invalid"),
    ("clerk", "GET", "{hall}/tickets?limit=501", None, 422, "invalid"),
    ("clerk", "GET", "{hall}/tickets?limit=1&limit=2", None, 422, "invalid"),
    ("clerk", "GET", "{hall}/tickets?status=dead", None, 422, "invalid"),
    ("clerk", "GET", "/halls?next=" + "x" * 60, None, 422, "invalid"),
    ("clerk", "GET", "/halls?limit=99999999999999999999999", None, 422, "invalid"),
    ("clerk", "GET", "/track/none", None, 404, "unknown_ticket"),
    ("clerk", "POST", "/track/none/cancel", {}, 404, "unknown_ticket"),
    ("clerk", "POST", "/track/none/rate", {"level": 5}, 404, "unknown_ticket"),
    ("clerk", "POST", "/track/none/rate", {"level": 6}, 422, "invalid"),
    ("clerk", "GET", "/nothing", None, 404, "not_found"),
    ("clerk", "PUT", "{hall}/tickets", None, 405, "method_not_allowed"),
    ("clerk", "PATCH", "/session", None, 405, "method_not_allowed"),
    ("agent", "POST", "{hall}/jobs/lease", {"kinds": []}, 422, "invalid"),
    ("agent", "POST", "{hall}/jobs/lease", {"kinds": ["speech"], "wait": 26}, 422, "invalid"),
    ("agent", "POST", "{hall}/jobs/lease", {"kinds": ["speech"], "seconds": 121}, 422, "invalid"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "method", "path", "body", "status", "code"), UNKNOWN)
def test_what_is_not_there_is_said_with_its_own_code(
    desk: Desk, who: str, method: str, path: str, body: Any, status: int, code: str
) -> None:
    before = desk.unchanged()
    caller: Caller = getattr(desk, who)
    answer = caller.ask(
        method, path.format(hall=desk.tickets("")), body, "some-key" if method == "POST" else None
    )
    assert (answer.status, answer.code) == (status, code)
    assert desk.unchanged() == before


def test_a_turn_that_is_no_number_begins_at_the_first(desk: Desk) -> None:
    every = desk.clerk.must("GET", desk.tickets("/tickets"))
    assert desk.clerk.must("GET", desk.tickets("/tickets?next=%C2%B2")) == every


AT_WINDOWS = [
    ("free", verb, {}, 409, "illegal_move")
    for verb in ("recall", "start", "complete", "no-show", "hold", "undo")
] + [
    ("free", "transfer", {"zone": "z1"}, 409, "illegal_move"),
    ("serving", "call-next", {}, 409, "window_busy"),
    ("serving", "call", {"number": "A005", "reason": "x"}, 409, "window_busy"),
    ("serving", "resume", {"ticket": "{held}"}, 409, "window_busy"),
    ("serving", "recall", {}, 409, "illegal_move"),
    ("serving", "start", {}, 409, "illegal_move"),
    ("serving", "no-show", {}, 409, "illegal_move"),
    ("serving", "call-next", {"finish": "no_show"}, 409, "illegal_move"),
    ("serving", "close", {}, 409, "window_busy"),
    ("serving", "complete", {"ticket": "another"}, 409, "ticket_changed"),
    ("serving", "complete", {"ticket": None}, 409, "ticket_changed"),
    ("serving", "transfer", {"zone": "z3"}, 409, "not_served_here"),
    ("serving", "transfer", {"service": "flying"}, 404, "unknown_service"),
    ("serving", "transfer", {"window": "w99"}, 404, "unknown_window"),
    ("serving", "transfer", {"zone": "z99"}, 404, "unknown_zone"),
    ("serving", "transfer", {}, 422, "invalid"),
    ("free", "call", {"number": "A001", "reason": "x"}, 409, "illegal_move"),
    ("free", "resume", {"ticket": "{waiting}"}, 409, "illegal_move"),
    ("free", "recall", {"ticket": "{waiting}"}, 409, "ticket_changed"),
    ("closed", "call-next", {}, 409, "window_closed"),
    ("closed", "call", {"number": "A005", "reason": "x"}, 409, "window_closed"),
    ("closed", "resume", {"ticket": "{held}"}, 409, "window_closed"),
    ("closed", "pause", {}, 409, "window_closed"),
]


@pytest.mark.parametrize(("who", "verb", "body", "status", "code"), AT_WINDOWS)
def test_a_verb_in_the_wrong_state_is_refused_and_leaves_no_trace(
    desk: Desk, who: str, verb: str, body: Json, status: int, code: str
) -> None:
    names = {"{held}": desk.ids[2], "{waiting}": desk.ids[4]}
    before = desk.unchanged()
    clerk: Clerk = getattr(desk, who)
    answer = clerk.try_(verb, **{k: names.get(v, v) if isinstance(v, str) else v for k, v in body.items()})
    assert (answer.status, answer.code) == (status, code)
    assert desk.unchanged() == before


@pytest.mark.parametrize(
    ("n", "verb"),
    [
        (0, "cancel"),
        (3, "cancel"),
        (4, "requeue"),
        (2, "requeue"),
        (3, "transfer"),
        (1, "transfer"),
        (0, "classes"),
    ],
)
def test_a_ticket_verb_in_the_wrong_state_is_refused(desk: Desk, n: int, verb: str) -> None:
    body: Json = {"transfer": {"window": "w3"}, "classes": {"classes": [{"class": "elderly"}]}}.get(verb, {})
    before = desk.unchanged()
    answer = desk.guide.ask("POST", desk.tickets(f"/tickets/{desk.ids[n]}/{verb}"), body)
    assert (answer.status, answer.code) == (409, "illegal_move")
    assert desk.unchanged() == before


def test_a_window_calls_nothing_it_does_not_serve(desk: Desk) -> None:
    other = Clerk(desk.hub, "w5")
    before = desk.unchanged()
    answer = other.try_("call", number="A005", reason="x")
    assert (answer.status, answer.code) == (409, "not_served_here")
    assert desk.unchanged() == before


WORDS: list[tuple[str, str, Any, str, str]] = [
    ("GET", "/visits?day=2026-13-45", None, "$.day", "a day of the calendar is written like 2026-11-23"),
    ("GET", "/visits?day=monday", None, "$.day", "a day of the calendar is written like 2026-11-23"),
    ("GET", "/stats?from=2026-02-30", None, "$.from", "a day of the calendar"),
    ("GET", "/stats?hour=24", None, "$.hour", "a number of at most 23 is expected"),
    ("GET", "/stats?hour=noon", None, "$.hour", "a whole number is expected, not text"),
    ("GET", "/stats?zome=z1", None, "$.zome", "did you mean zone?"),
    ("GET", "/stats?compare=moon", None, "$.compare", "'moon' is not one of period, year"),
    ("GET", "/slots", None, "$.service", "this is needed and is missing"),
    ("GET", "/journal?kind=ticket.caled", None, "$.kind", "did you mean ticket.called?"),
    ("GET", "/visits?status=done", None, "$.status", "'done' is not one of called, cancelled"),
    ("GET", "/ratings?source=scren", None, "$.source", "did you mean screen?"),
    ("GET", "/stats?channel=kiosc", None, "$.channel", "did you mean kiosk?"),
    ("GET", "/cards?kind=window&whose=w99", None, "$.whose", "no window 'w99'"),
    ("GET", "/cards?kind=person&whose=nobody", None, "$.whose", "nobody called 'nobody'"),
    ("POST", "/tickets", {**TAKE, "phone": "call me"}, "$.phone", "such as 13800138000"),
    ("POST", "/tickets", {**TAKE, "services": [7]}, "$.services[0]", "text is expected, not a whole number"),
    ("POST", "/reservations", {"service": "marriage", "start": "monday"}, "$.start", "like 2026-11-23T01:00:00Z"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "at", "says"), WORDS)
def test_what_is_written_wrongly_is_told_with_its_key_and_what_is_expected(
    desk: Desk, method: str, path: str, body: Any, at: str, says: str
) -> None:
    answer = desk.admin.ask(method, desk.tickets(path), body)
    assert (answer.status, answer.code) == (422, "invalid")
    (wrong,) = answer.body["errors"]
    assert (wrong["at"], says in wrong["wrong"]) == (at, True), wrong
    assert at in answer.body["detail"] and says in answer.body["detail"]


FORMED: list[tuple[str, str, Any, Json]] = [
    ("GET", "/stats?hour=24", None, {"form": "at_most", "n": 23}),
    ("GET", "/visits?limit=0", None, {"form": "at_least", "n": 1}),
    ("GET", "/visits?limit=many", None, {"form": "whole_number"}),
    ("GET", "/stats?zome=z1", None, {"form": "no_key", "key": "zome"}),
    ("GET", "/stats?compare=moon", None, {"form": "one_of", "allowed": ["period", "year"]}),
    ("GET", "/slots", None, {"form": "missing"}),
    ("GET", "/visits?limit=1&limit=2", None, {"form": "once", "key": "limit"}),
    ("GET", "/stats?from=2026-03-02&to=2026-03-01", None, {"form": "period", "n": 3700}),
    ("GET", "/journal?from=2026-03-02&to=2026-03-01", None, {"form": "order"}),
    ("GET", "/stats?from=2026-02-30", None, {"form": "day"}),
    ("GET", "/stats?channel=kiosc", None, {"form": "no_channel"}),
    ("GET", "/visits?person=nobody", None, {"form": "no_person"}),
    ("POST", "/tickets", {"services": [7]}, {"form": "text"}),
    ("POST", "/tickets", {"services": {}}, {"form": "list"}),
    ("POST", "/tickets", {"services": [""]}, {"form": "characters_at_least", "n": 1}),
    ("POST", "/tickets", {}, {"form": "services_or_reservation"}),
    ("POST", "/cards", {"colour": "red", "rule": "x", "reason": "x"}, {"form": "one_target"}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "facts"), FORMED)
def test_what_is_wrong_is_named_with_its_facts_for_pages_to_say(
    desk: Desk, method: str, path: str, body: Any, facts: Json
) -> None:
    (wrong,) = desk.admin.ask(method, desk.tickets(path), body).body["errors"]
    assert {key: value for key, value in wrong.items() if key not in ("at", "wrong")} == facts


def test_whoever_worked_here_or_has_an_account_can_be_asked_for(desk: Desk) -> None:
    gone = {"name": "gone with the wind", "role": "guide", "password": "hello1"}
    desk.admin.must("POST", desk.tickets("/setup/people"), gone)
    desk.admin.must("DELETE", desk.tickets(f"/setup/people/{gone['name']}"))
    opened = desk.admin.must("GET", desk.tickets("/journal?kind=window.opened"))["events"]
    holder = opened[0]["data"]["person"]
    for name in (gone["name"], holder, f"person:{holder}", "system", f"token:{desk.ids[0]}"):
        for path in ("/visits", "/stats", "/stats/tickets", "/journal", "/ratings", "/cases"):
            assert desk.admin.ask("GET", desk.tickets(f"{path}?person={name}")).status == 200, (path, name)


def test_every_pattern_of_a_request_has_words_in_which_pages_say_it_too(root: Path) -> None:
    shapes = [shape for route in ROUTES for shape in (route.body, route.query)]
    written = json.dumps([msgspec.json.schema(shape) for shape in {*shapes, SocketAuth}])
    found = {json.loads(p) for p in re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', written)}
    assert len(found) > 15 and found == set(forms.FORMS)


def test_whatever_can_be_wrong_has_words_of_the_pages_in_both_languages(root: Path) -> None:
    given = forms.KINDS | {f"no_{part}" for part in (*PARTS, "channel", "source")} | {"wrong"}
    for path in (root / "server").rglob("*.py"):
        if re.search('invalid|unfit|Unaskable|"wrong"', text := path.read_text()):
            given |= set(_forms(ast.parse(text), path))
    for words in sentences():
        said = {key.removeprefix("form.") for key in words if key.startswith("form.")}
        assert {form.removesuffix(".one") for form in said} == given


def _forms(tree: ast.AST, path: Path) -> Iterator[str]:
    """The forms that are written out where something is refused; an entry without one says itself in Chinese."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name("unfit"), args=[_, _, ast.Constant(str(form)), *_]):
                yield form
            case ast.Call(func=ast.Name("Unaskable"), args=[_, ast.Constant(str(form)), *_]):
                yield form
            case ast.Call(func=ast.Name("HallError"), args=[ast.Constant("invalid"), *_], keywords=facts):
                assert "errors" in {fact.arg for fact in facts}, f"{path}:{node.lineno}"
            case ast.Dict(keys=keys, values=values):
                said = {k.value: v for k, v in zip(keys, values, strict=True) if isinstance(k, ast.Constant)}
                if {"at", "wrong"} <= set(said):
                    assert {"form", "wrong_zh"} & set(said), f"{path}:{node.lineno}"
                if isinstance(form := said.get("form"), ast.Constant):
                    yield form.value


def test_a_filter_by_what_the_hall_never_had_is_refused_on_every_list(desk: Desk) -> None:
    asked = 0
    for route in ROUTES:
        known = {f.encode_name for f in typed.fields(route.query)} & {*PARTS, "channel"}
        for key in known if route.path.startswith("/halls/{hall}/") else ():
            path = route.path.replace("{hall}", desk.hub.hall)
            answer = desk.admin.ask(route.method, f"{path}?{key}=nowhere")
            assert answer.code in ("invalid", f"unknown_{key}"), (path, key, answer)
            assert "nowhere" in answer.body["detail"] and answer.status in (404, 422)
            asked += 1
    assert asked > 40
