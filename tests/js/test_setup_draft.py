"""A draft of the hall over what somebody else did meanwhile, and what is sent of an account; no hub is asked."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.js.test_reports_question import ask

Rows = list[dict[str, Any]]


def rebased(page: Page, base: Rows, mine: Rows, theirs: Rows) -> Any:
    told = ask(
        page, "setup/draft", "m.rebased(...given.map((rows) => ({ zones: rows })))", [base, mine, theirs]
    )
    return told["document"]["zones"], told["whole"]


def zones(names: str, **more: str) -> Rows:
    return [{"id": name, **({"name": more[name]} if name in more else {})} for name in names]


def test_rows_that_have_a_name_keep_what_both_did_and_the_order_one_of_them_gave(bench: Page) -> None:
    base = zones("abc")
    for mine, theirs, kept in [
        (zones("bac"), zones("abc", c="C"), zones("bac", c="C")),
        (zones("bac"), zones("abcd"), zones("bacd")),
        (zones("abc", a="A"), zones("cab"), zones("cab", a="A")),
        (zones("axbc"), zones("bc"), zones("xbc")),
        (zones("abcx"), zones("abcy"), zones("abcyx")),
        (zones("ac"), zones("abc", c="C"), zones("ac", c="C")),
    ]:
        assert rebased(bench, base, mine, theirs) == (kept, [])


def test_rows_without_a_name_are_not_merged_by_their_place_but_kept_whole_and_named(bench: Page) -> None:
    one, two, three = ({"kind": kind} for kind in ("day", "week", "month"))
    assert rebased(bench, [one, two], [two], [one, two, three]) == ([two], ["zones"])
    assert rebased(bench, [one], [one, two], [one]) == ([one, two], [])
    twice = zones("aa")
    assert rebased(bench, zones("a"), twice, zones("ab")) == (twice, ["zones"])


NAMES = """import('/static/js/i18n.js').then(({ loadWords }) =>
    Promise.all(['zh', 'en'].map((lang) => loadWords(lang, ['/static/manage/setup/i18n/{lang}.json']))))
    .then((words) => words.map((t) => given.map((one) =>
        m.difference(t, [{ name: 'x', title: '表', title_en: 'Table', keys: [] }], {}, { what: 'added', ...one }))))"""


def test_a_row_is_called_by_its_name_in_the_reader_s_language(bench: Page) -> None:
    names = [("税务", "Tax"), ("民政", "")]
    rows = [{"part": "x", "row": zh, "title": zh, "title_en": en} for zh, en in names]
    zh, en = ask(bench, "setup/words", NAMES, rows)
    assert zh == ["表：新增「税务」。", "表：新增「民政」。"]
    assert en == ["Table: Tax is new.", "Table: 民政 is new."]


def test_what_was_cleared_of_an_account_is_sent_and_what_stayed_is_not(bench: Page) -> None:
    before = {
        "name": "王芳",
        "role": "clerk",
        "department": "civil",
        "number": "7",
        "skills": None,
        "stands_in": [],
    }
    sent = "m.wanted({ ...given, department: undefined, number: undefined, skills: [] }, given)"
    assert ask(bench, "setup/people", sent, before) == {"department": None, "number": None}
    assert ask(bench, "setup/people", "m.wanted({ ...given, skills: [] }, given)", before) == {}
