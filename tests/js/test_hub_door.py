"""hub.js, hall.js: refusals with their code, lost answers repeated with the same key, the newest profile last."""

from __future__ import annotations

import threading
from typing import Any

from playwright.sync_api import Page

from tests.js.wirehub import WireHub

TRY = """
async ([name, ...args]) => {
  const m = await import('/static/js/hub.js');
  try { return { answer: await m[name](...args) }; }
  catch (e) { return { status: e.status, code: e.code, detail: e.detail, facts: e.facts }; }
}
"""


LEARN = """
async (between) => {
  const { hallOf } = await import('/static/js/hall.js');
  const took = [];
  const take = (hall) => took.push(hall.version);
  const learn = hallOf('hall', { as: 'kiosk' }, take, (refused) => took.push(refused.code));
  const first = learn();
  if (between) {
    await fetch(between);
    await learn();
  }
  await first;
  return took;
}
"""


def ask(bench: Page, *args: Any) -> Any:
    return bench.evaluate(TRY, list(args))


def test_a_get_answers_json(bench: Page, hub: WireHub) -> None:
    hub.answers[("GET", "/halls")] = lambda _key, _body: (200, {"halls": []})
    assert ask(bench, "api", "GET", "/halls") == {"answer": {"halls": []}}


def test_a_refusal_keeps_code_detail_and_facts(bench: Page, hub: WireHub) -> None:
    problem = {
        "type": "x",
        "title": "Busy",
        "status": 409,
        "code": "window_busy",
        "detail": "A001 is here.",
        "ticket": "t",
    }
    hub.answers[("POST", "/x")] = lambda _key, _body: (409, problem)
    assert ask(bench, "verb", "/x", {}) == {
        "status": 409, "code": "window_busy", "detail": "A001 is here.", "facts": {"ticket": "t"},
    }  # fmt: skip


def test_a_lost_answer_is_asked_for_again_with_the_same_key(bench: Page, hub: WireHub) -> None:
    keys: list[str] = []

    def shaky(key: str, body: dict[str, Any]) -> tuple[int, Any]:
        keys.append(key)
        return (503, {"code": "busy"}) if len(keys) < 3 else (200, {"seq": 5, **body})

    hub.answers[("POST", "/take")] = shaky
    assert ask(bench, "verb", "/take", {"services": ["a"]}) == {"answer": {"seq": 5, "services": ["a"]}}
    assert len(keys) == 3
    assert len(set(keys)) == 1
    assert len(keys[0]) == 32


def test_each_press_has_a_key_of_its_own(bench: Page, hub: WireHub) -> None:
    keys: list[str] = []
    hub.answers[("POST", "/take")] = lambda key, _body: (keys.append(key), (200, {}))[1]
    ask(bench, "verb", "/take", {})
    ask(bench, "verb", "/take", {})
    assert len(set(keys)) == 2


def test_a_refusal_is_not_repeated(bench: Page, hub: WireHub) -> None:
    times: list[str] = []
    hub.answers[("POST", "/x")] = lambda key, _body: (times.append(key), (409, {"code": "illegal_move"}))[1]
    ask(bench, "verb", "/x", {})
    assert len(times) == 1


def test_no_answer_in_time_is_offline(bench: Page, hub: WireHub) -> None:
    over = threading.Event()
    hub.answers[("GET", "/halls")] = lambda _key, _body: (over.wait(30), (200, {}))[1]
    answer = ask(bench, "api", "GET", "/halls", None, {"timeout": 300})
    over.set()
    assert (answer["status"], answer["code"]) == (0, "offline")


def test_a_proxy_page_instead_of_json_is_still_an_error_with_a_code(bench: Page, hub: WireHub) -> None:
    hub.answers[("GET", "/x")] = lambda _key, _body: (500, "no object")
    assert ask(bench, "api", "GET", "/x")["code"] == "http_500"


def test_of_two_profiles_asked_for_the_newer_stays_also_when_it_comes_first(
    bench: Page, hub: WireHub
) -> None:
    told, asked, newer = iter([1, 2]), threading.Event(), threading.Event()

    def profile(_key: str, _body: dict[str, Any]) -> tuple[int, Any]:
        version = next(told)
        asked.set()
        newer.wait(60) if version == 1 else newer.set()
        return 200, {"version": version}

    hub.answers[("GET", "/halls/hall")] = profile
    hub.answers[("GET", "/asked")] = lambda _key, _body: (200, asked.wait(60))
    assert bench.evaluate(LEARN, "/api/v1/asked") == [2]


def test_a_profile_that_could_not_be_had_is_asked_for_until_it_comes_and_a_refusal_is_told(
    bench: Page, hub: WireHub
) -> None:
    answers = iter([(503, {"code": "busy"}), (200, {"version": 3}), (404, {"code": "unknown_hall"})])
    hub.answers[("GET", "/halls/hall")] = lambda _key, _body: next(answers)
    assert bench.evaluate(LEARN) == [3]
    assert bench.evaluate(LEARN) == ["unknown_hall"]
