"""What the terminal shows and asks, pure: widths with Hanzi, whole screens of any size, choices by typing."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caller.desk.desk import Seen
from caller.terminal import screen
from caller.terminal.console import Console
from caller.terminal.sheets import LEAVE, Choose, Form, Minutes, Option, Page, Reasons
from caller.terminal.width import cut, fit, width, wrapped
from caller.terminal.words import FILES, LANGUAGES, ROOT, Words
from server import profiles
from server.protocol import Json
from tests.hubprocess import SMALL
from tests.js.cast import AT

NOW = 1_795_314_000.0
TEXT = st.text(st.characters(categories=("L", "N", "P", "Zs", "Mn")), max_size=40)


def ticket(n: int, status: str = "waiting", **more: Any) -> Json:
    return {
        "id": f"t{n}", "number": f"A{n:03d}", "status": status, "service": "marriage", "services": ["marriage"],
        "classes": ["elderly"], "needs": ["wheelchair"], "cases": 2, "slot": None, "bound": None, "clock": AT,
        "called_at": AT, "started_at": AT, "held_at": AT, "recalls": 1, "last_call": False, "window": "w1", **more,
    }  # fmt: skip


def seen(state: str = "open", here: Json | None = None, *others: Json, linked: bool = True) -> Seen:
    window = {"id": "w1", "state": state, "ticket": here and here["id"], "person": "li", "undo": None}
    queues = ({"id": "all", "prefix": "A", "name": "综合受理", "waiting": len(others)},)
    return Seen(1, linked, window, here, tuple(x for x in (here, *others) if x), queues)


class Hands:
    """Remembers what a console asked for."""

    def __init__(self) -> None:
        self.did: list[tuple[str, Any]] = []

    def do(self, act: str, /, **asked: Any) -> bool:
        self.did.append((act, asked))
        return True

    def sign_in(self, **who: str) -> bool:
        return self.do("sign_in", **who)

    def leave(self) -> bool:
        return self.do("leave")

    def acknowledge(self, key: str) -> None:
        self.do("acknowledge", key=key)

    def quit(self) -> None:
        self.do("quit")

    def bell(self) -> None:
        self.do("bell")


@cache
def hall() -> Json:
    return profiles.public(profiles.load(SMALL)[1])


WORDS = {code: Words(code) for code in LANGUAGES}


def console(language: str = "zh") -> tuple[Console, Hands]:
    hands = Hands()
    at = Console(WORDS[language], hall(), "w1", hands, lambda: "li")
    at.press("escape")
    return at, hands


@pytest.mark.parametrize(
    ("text", "columns"), [("A001", 4), ("请到三号窗口", 12), ("é", 1), ("a\u0301", 1), ("，", 2), ("", 0)]
)
def test_a_hanzi_takes_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@settings(deadline=None, max_examples=100)
@given(TEXT, st.integers(1, 50))
def test_fitted_text_has_exactly_its_columns_and_wrapped_lines_never_more(text: str, columns: int) -> None:
    assert width(fit(text, columns)) == columns == width(fit(text, columns, right=True))
    assert width(cut(text, columns)) <= columns
    assert all(width(line) <= max(2, columns) for line in wrapped(text, columns))


@settings(deadline=None, max_examples=60)
@given(
    st.integers(30, 130), st.integers(5, 45), st.sampled_from(["open", "paused", "closed"]),
    st.sampled_from([None, "called", "serving"]), st.integers(0, 40), st.sampled_from(["", "t", "c", "?", "u", "h"]),
    st.sampled_from(LANGUAGES),
)  # fmt: skip
def test_a_screen_fills_its_size_exactly_whatever_there_is_to_show(
    columns: int, rows: int, state: str, status: str | None, waiting: int, key: str, language: str
) -> None:
    at, _ = console(language)
    here = ticket(99, status) if status else None
    at.changed(seen(state, here, *(ticket(n) for n in range(waiting))))
    if key:
        at.press(key)
    lines = screen.draw(at, columns, rows, NOW)
    assert len(lines) == rows
    assert {sum(width(text) for _, text in line) for line in lines} == {columns}


def test_before_the_first_word_of_the_hub_it_says_that_it_is_connecting() -> None:
    at, _ = console()
    text = "".join(piece for _, piece in screen.draw(at, 80, 24, NOW)[0])
    assert "1号窗口" in text and "正在连接系统" in text


def test_somebody_who_was_only_called_is_asked_about_before_the_visit_is_ended() -> None:
    at, hands = console()
    at.changed(seen("open", ticket(1, "called")))
    at.press(" ")
    assert hands.did == [] and at.said[1] == "A001 到了吗？1 已到，2 未到，3 已办完"
    at.press("3")
    assert hands.did == [("finish_next", {})]


def test_how_a_visit_ended_is_said_though_the_next_has_been_pressed_for() -> None:
    """The view told of the end before the end's own answer came."""
    at, hands = console()
    at.changed(seen("open", ticket(1, "serving")))
    for key in "e3":
        at.press(key)
    at.changed(seen("open"))
    at.press(" ")
    assert hands.did == [("complete", {"outcome": "incomplete"}), ("next", {})]
    at.heard("complete", {"number": "A001", "status": "completed", "outcome": "incomplete"})
    assert at.said[1] == "A001 一次性告知补正"


def test_what_would_be_refused_is_not_begun() -> None:
    at, hands = console()
    at.changed(seen("closed"))
    for key in "rxehtc2":
        at.press(key)
    assert hands.did == [] and at.said[1] == "现在不能「选呼」"


def test_a_no_show_that_is_too_early_asks_why_and_goes_on() -> None:
    at, hands = console()
    at.changed(seen("open", ticket(1, "called")))
    at.press("2")
    at.heard("refused", {"error": "too_early", "recalls": 0, "seconds": 3})
    at.press("enter")
    at.press("2")
    assert hands.did == [("absent_next", {}), ("absent_next", {"reason": "left"})]


def test_a_ring_and_a_new_alarm_are_heard_once_each_and_acknowledged_by_a_key() -> None:
    at, hands = console()
    facts = {"number": "A007", "minutes": 9}
    raised = {"key": "k", "kind": "hold_over", "at": AT, "facts": facts, "acknowledged": None}
    states = {"ring": {"ring": True, "number": "A002"}, "alarms": {"alarms": [raised]}}
    quiet = seen()
    rung = Seen(2, True, quiet.window, None, (), (), states)
    for view in (rung, rung):
        at.changed(view)
    assert hands.did == [("bell", {})]
    assert any("A007 已挂起 9 分钟" in text for line in screen.draw(at, 80, 24, NOW) for _, text in line)
    at.press("a")
    assert hands.did[-1] == ("acknowledge", {"key": "k"})


def choose() -> Choose:
    options = [
        Option("不动产登记", {"service": "a"}, "bdcdj", "7"),
        Option("7号窗口", {"window": "w7"}, "", "71"),
    ]
    return Choose("", options, str, "none")


def test_a_choice_is_found_by_code_name_and_letters() -> None:
    realty, window = {"service": "a"}, {"window": "w7"}
    for typed, found in (("7", realty), ("71", window), ("bdc", realty), ("号窗", window)):
        sheet = choose()
        for key in typed:
            assert sheet.press(key) is None
        assert sheet.press("enter") == found
    sheet = choose()
    sheet.press("down")
    assert sheet.press("enter") == {"window": "w7"}
    for key in ("x", "enter", "up", "down", "enter"):
        assert sheet.press(key) is None
    assert sheet.press("backspace") is None and sheet.press("escape") is LEAVE


def test_the_other_sheets_answer_what_was_typed() -> None:
    form = Form("", ("a", "b"), "", forced=True)
    for key in ("1", "7", "enter", "enter", "2", "4", "6", "8"):
        assert form.press(key) is None
    assert "2468" not in str(form.lines(9))
    assert form.press("escape") is None
    assert form.press("enter") == {"number": "17", "pin": "2468"}
    assert form.typed == ["17", ""], "a secret is not kept"
    assert [Minutes("", str).press(key) for key in ("0", "enter")] == [None, {}]
    reasons = Reasons("", [Option("x", {"reason": "x"})], "", must=True)
    assert [reasons.press(key) for key in ("2", "enter", "1")] == [None, None, {"reason": "x"}]
    page = Page("", ["1", "2", "3"], "")
    page.press("down")
    assert [text for _, text in page.lines(3)][:2] == ["2", "3"] and page.press("x") is LEAVE


def test_both_languages_have_the_same_words_of_the_terminal() -> None:
    folder = ROOT / FILES[-1]
    zh, en = (json.loads((folder / f"{code}.json").read_text("utf-8")) for code in LANGUAGES)
    assert set(zh) == set(en)
    for key in zh:
        assert holes(zh[key]) == holes(en[key]), key


def holes(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))
