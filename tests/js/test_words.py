"""Words and times: every dictionary complete in both languages, every code has a sentence."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from server import protocol
from server.web.problems import STATUS

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(
    str(words.parent.relative_to(ROOT))
    for package in ("static", "kiosk", "display", "caller")
    for words in (ROOT / package).glob("**/i18n/zh.json")
)


def dictionary(root: Path, folder: str, lang: str) -> dict[str, str]:
    return dict(json.loads((root / folder / f"{lang}.json").read_text()))


@pytest.mark.parametrize("folder", FOLDERS)
def test_both_languages_have_the_same_words_and_places(root: Path, folder: str) -> None:
    zh, en = dictionary(root, folder, "zh"), dictionary(root, folder, "en")
    assert {k for k in en if not k.endswith(".one")} == set(zh)
    for key, sentence in zh.items():
        assert set(re.findall(r"\{\w+\}", sentence)) == set(re.findall(r"\{\w+\}", en[key])), key


@pytest.mark.parametrize("folder", FOLDERS)
def test_chinese_sentences_have_chinese_punctuation(root: Path, folder: str) -> None:
    wrong = [s for s in dictionary(root, folder, "zh").values() if re.search(r"[\u4e00-\u9fff}][,:;?!]", s)]
    assert wrong == []


def test_every_error_code_has_a_sentence(root: Path) -> None:
    words = dictionary(root, "static/i18n", "zh")
    assert {f"error.{code}" for code in STATUS} <= set(words)
    extra = {k.removeprefix("error.") for k in words if k.startswith("error.")} - set(STATUS)
    assert extra == {"offline", "refused", "unknown"}


def test_every_status_outcome_state_and_role_has_a_word(root: Path) -> None:
    words = dictionary(root, "static/i18n", "zh")
    wanted = {"status": protocol.STATUSES, "outcome": protocol.OUTCOMES, "window": protocol.WINDOW_STATES,
              "role": protocol.ROLES}  # fmt: skip
    assert [f"{k}.{w}" for k, ws in wanted.items() for w in ws if f"{k}.{w}" not in words] == []


def test_the_journal_has_a_word_for_every_warning_of_the_pages(root: Path) -> None:
    known = {
        key.split(".")[1] for key in dictionary(root, "caller/web/i18n", "zh") if key.startswith("alarm.")
    }
    told = dictionary(root, "static/manage/life/i18n", "zh")
    assert {kind for kind in known if f"entry.alarm.{kind}" not in told} == set()


def test_a_word_falls_back_to_chinese_then_to_its_key(bench: Page) -> None:
    found = bench.evaluate("""async () => {
      const { words } = await import('/static/js/i18n.js');
      const t = words('en', { a: '甲', people: '{n} 人' }, { people: '{n} people', 'people.one': '1 person' });
      return [t('a'), t('b'), t('people', { n: 1 }), t('people', { n: 2 }), t('people')];
    }""")
    assert found == ["甲", "b", "1 person", "2 people", "{n} people"]


def test_a_page_loads_its_words_over_the_shared_ones(bench: Page) -> None:
    found = bench.evaluate("""async () => {
      const { loadWords } = await import('/static/js/i18n.js');
      const t = await loadWords('en', ['/display/web/i18n/{lang}.json']);
      return [t('window.paused'), t('screen.serving'), t.of({ name: '厅', name_en: 'Hall' }), t.of({ name: '厅' })];
    }""")
    assert found == ["Paused", "Being served", "Hall", "厅"]


def times(bench: Page, expression: str) -> Any:
    return bench.evaluate(f"""async () => {{
      const m = await import('/static/js/time.js');
      const t = (key, vars) => [key, vars];
      return {expression};
    }}""")


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("m.clock(new Date('2026-11-22T16:05:00Z'), 'Asia/Shanghai')", "00:05"),
        ("m.dateLine(new Date('2026-11-21T16:05:00Z'), 'zh', 'Asia/Shanghai')", "11月22日 星期日"),
        ("m.dateLine(new Date('2026-11-21T16:05:00Z'), 'en', 'Asia/Shanghai')", "Sunday 22 November"),
        ("m.dayOf('2026-11-21T16:05:00Z', 'Asia/Shanghai')", "2026-11-22"),
        ("[m.dayLine('2026-11-02', 'zh'), m.dayLine('2026-11-02', 'en')]", ["11月2日", "2 November"]),
        ("m.since('2026-11-22T02:00:00Z', Date.parse('2026-11-22T02:12:30Z'))", "12:30"),
        ("m.since('2026-11-22T02:00:00Z', Date.parse('2026-11-22T01:59:00Z'))", "0:00"),
        ("m.stopwatch(3723)", "1:02:03"),
        ("m.minutesRange({ low: 840, high: 1490 }, t)", ["wait.range", {"low": 14, "high": 25}]),
        ("m.minutesRange({ low: 0, high: 290 }, t)", ["wait.under", {"n": 5}]),
        ("m.minutesRange({ low: 0, high: 60 }, t)[0]", "wait.soon"),
        ("m.minutesRange({ low: 6000, high: 8000 }, t)", ["wait.hours", {"low": 1.5, "high": 2.5}]),
        ("m.minutesRange(null, t)[0]", "wait.unknown"),
        ("m.ageWords(200, t)", ["age.minutes", {"n": 3}]),
    ],
)
def test_times_and_durations_read_as_people_say_them(bench: Page, expression: str, wanted: Any) -> None:
    assert times(bench, expression) == wanted


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [
        (840, 1490, "14–25分"), (0, 290, "5分内"), (0, 60, "很快"), (600, 600, "约10分"),
        (2100, 6000, "2小时内"), (4000, 8000, "1–3小时"), (3600, 5200, "60–87分"),
    ],
)  # fmt: skip
def test_a_wall_says_a_wait_in_few_words(bench: Page, low: int, high: int, wanted: str) -> None:
    script = """async ([low, high]) => {
      const { loadWords } = await import('/static/js/i18n.js');
      const { waitWords } = await import('/display/web/js/queues.js');
      return waitWords({ low, high }, await loadWords('zh', ['/display/web/i18n/{lang}.json']));
    }"""
    assert bench.evaluate(script, [low, high]) == wanted


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("请按号办理，听到叫号后到窗口。", ["请按号办理，", "听到叫号后到窗口。"]),
        ("一二三四五六七八九十一二", ["一二三四五六七八九十", "一二"]),
        ("Please wait for your number", ["Please", "wait for", "your", "number"]),
        ("短", ["短"]),
    ],
)
def test_a_long_line_is_cut_where_people_pause(bench: Page, sentence: str, wanted: list[str]) -> None:
    script = """async (text) => {
      const { cutLine } = await import('/display/web/js/sizes.js');
      return cutLine(text, (piece) => piece.length <= 10);
    }"""
    assert bench.evaluate(script, sentence) == wanted
