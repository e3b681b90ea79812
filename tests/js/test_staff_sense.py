"""What the staff's pages make of facts by themselves: why this one, what a text means, which days are worked."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

HALL = {
    "id": "hall", "timezone": "Asia/Shanghai", "windows": [], "departments": [], "screens": {},
    "classes": [{"id": "elderly", "name": "老年人"}],
    "services": [{"id": "a", "name": "发票代开", "search": "fpdk"}, {"id": "b", "name": "Code review", "search": ""}],
    "reservations": {"taken": True},
    "hours": {"mon": ["08:30-12:00"], "tue": ["08:30-12:00"], "sat": [], "sun": []},
}  # fmt: skip


def sense(bench: Page, script: str, *given: Any) -> Any:
    return bench.evaluate(f"""async ([hall, ...given]) => {{
      const {{ loadWords }} = await import('/static/js/i18n.js');
      const t = await loadWords('zh', ['/caller/web/i18n/{{lang}}.json']);
      {script}
    }}""", [HALL, *given])  # fmt: skip


@pytest.mark.parametrize(
    ("why", "line"),
    [
        ({"class": "ordinary", "score": 35, "runner_up": None}, "来得最早，没有别人在等"),
        (
            {"class": "elderly", "score": 35.4, "runner_up": {"number": "A012", "class": "ordinary", "score": 31}},
            "老年人 · 相当于等了 35 分钟，A012 等了 31 分钟",
        ),
        (
            {"class": "ordinary", "score": 3.2, "runner_up": {"number": "A012", "class": "ordinary", "score": 3}},
            "来得最早，比 A012 先",
        ),
        ({"class": "ordinary", "score": 2, "runner_up": None, "help": True}, "支援其他窗口的业务，没有别人在等"),
        ({"class": "ordinary", "score": 2, "runner_up": None, "chosen": "unwell"}, "选呼，原因是身体不适"),
    ],
)  # fmt: skip
def test_why_this_one_is_one_plain_sentence(bench: Page, why: dict[str, Any], line: str) -> None:
    script = "const { whyLine } = await import('/caller/web/why.js'); return whyLine(t, hall, given[0]);"
    assert sense(bench, script, {"why": why, "slot": None}) == line


@pytest.mark.parametrize(
    ("text", "booking", "services"),
    [
        ("13800138000", {"phone": "13800138000"}, []),
        ("11010519491231002x", {"id_number": "11010519491231002X"}, []),
        ("ab2c3def", {"code": "AB2C3DEF"}, []),
        ("fpdk", None, ["a"]),
        ("review", None, ["b"]),
    ],
)
def test_a_text_is_a_business_before_it_is_a_code(
    bench: Page, text: str, booking: dict[str, str] | None, services: list[str]
) -> None:
    script = """const { meanings } = await import('/caller/web/guide/search.js');
      const found = meanings(t, hall, null, given[0]);
      return [found.booking, found.services.map((s) => s.id)];"""
    assert sense(bench, script, text) == [booking, services]


@pytest.mark.parametrize(
    ("errors", "line"),
    [
        (
            [{"at": "$.from", "wrong": "…", "form": "day"}],
            "有一项填得不对：日期要写成 2026-11-23，而且日历上有这一天",
        ),
        ([{"at": "$.zone", "wrong": "…", "form": "no_zone"}], "有一项填得不对：本大厅没有这个区域"),
        ([{"at": "$.hour", "wrong": "…", "form": "at_most", "n": 23}], "有一项填得不对：不能大于 23"),
        (
            [{"at": "$.by", "wrong": "…", "form": "cuts", "allowed": ["zone", "window"]}],
            "有一项填得不对：只能按其中一种或两种分组：zone、window",
        ),
        (
            [{"at": "windows.w1.sign", "wrong": "…", "wrong_zh": "“A”没有写完"}],
            "有一项填得不对：“A”没有写完",
        ),
        ([{"at": "$", "wrong": "…", "form": "not known to this page"}], "内容有误，请检查后再试"),
    ],
)
def test_what_was_written_wrongly_is_said_with_how_it_is_written(
    bench: Page, errors: list[dict[str, str]], line: str
) -> None:
    script = "const { problem } = await import('/caller/web/say.js'); return problem(t, given[0]);"
    assert sense(bench, script, {"code": "invalid", "facts": {"errors": errors}}) == line


def test_what_does_not_fit_is_said_in_english_too_one_of_a_thing_as_one(bench: Page) -> None:
    script = """const english = await loadWords('en', ['/caller/web/i18n/{lang}.json']);
      const { misfit } = await import('/static/js/misfit.js');
      return given[0].map((one) => misfit(english, one));"""
    told = [
        {"form": "entries_at_most", "n": 1},
        {"form": "entries_at_most", "n": 9},
        {"form": "one_of", "allowed": ["a", "b"]},
        {"wrong": "it is wrong", "wrong_zh": "不对"},
        {},
    ]
    said = ["at most 1 entry", "at most 9 entries", "it can be: a, b", "it is wrong", ""]
    assert sense(bench, script, told) == said


def test_the_kiosk_says_what_does_not_fit(bench: Page) -> None:
    script = """const { refused } = await import('/kiosk/web/refused.js');
      return refused(given[0], hall, t);"""
    told = {"code": "invalid", "facts": {"errors": [{"at": "$.phone", "wrong": "…", "form": "phone"}]}}
    assert sense(bench, script, told) == "有一项填得不对：电话号码是 5 到 21 位数字"


def test_a_day_turned_twice_leaves_nothing_behind(bench: Page) -> None:
    script = """const { turned, works } = await import('/caller/web/guide/calendar.js');
      const empty = { closed_on: [], open_on: [] };
      const off = turned(hall, empty, '2026-11-23');
      const extra = turned(hall, off, '2026-11-28');
      const back = turned(hall, turned(hall, extra, '2026-11-28'), '2026-11-23');
      return [works(hall, empty, '2026-11-23'), off, extra, back];"""
    monday_off = {"closed_on": ["2026-11-23"], "open_on": []}
    both = {"closed_on": ["2026-11-23"], "open_on": ["2026-11-28"]}
    assert sense(bench, script) == [True, monday_off, both, {"closed_on": [], "open_on": []}]


def test_only_what_a_manager_changed_is_sent(bench: Page) -> None:
    script = """const { difference } = await import('/caller/web/guide/plates.js');
      const window = { services: ['a'], backup: [], kind: 'dedicated', features: [], help_after: null };
      const changed = { ...window, services: ['a', 'b'], help_after: 600 };
      return [difference(window, { ...window }), difference(window, changed)];"""
    assert sense(bench, script) == [{}, {"services": ["a", "b"], "departments": [], "help_after": 600}]
