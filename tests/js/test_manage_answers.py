"""What pages of the manager's room and the public make of answers that come late, not at all, or are of another day."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from server.web.room.public import snippet

SHOW = """async (keep) => {
    const { html, render, useState } = await import('/static/vendor/preact.js');
    const { useAnswer } = await import('/static/manage/parts.js');
    const Box = () => {
        const [path, go] = useState('/a');
        const { answer, question, error, loading, again } = useAnswer(path, null, keep ? { path } : null);
        const said = [answer && answer.n, question && question.path, error && error.code, loading].join(' ');
        return html`<p id="said">${said}</p>
            <button id="again" onClick=${again}></button><button id="other" onClick=${() => go('/b')}></button>`;
    };
    window.fetch = () => new Promise((done) => {
        window.asked = true;
        window.answer = (status, body) => {
            window.asked = false;
            done(new Response(JSON.stringify(body), { status }));
        };
    });
    window.asked = false;
    document.body.innerHTML = '';
    render(html`<${Box} />`, document.body);
}"""
FILM = """async () => {
    const { Film } = await import('/static/manage/replay/film.js');
    const at = (minute) => new Date(Date.UTC(2026, 10, 20, 1, minute)).toISOString();
    const marks = [1, 2, 3].map((seq) => ({ seq, at: at(seq === 3 ? 50 : seq), kind: 'x' }));
    let down = true;
    const told = [];
    const ask = async (path) => {
        if (path.includes('/at?')) {
            if (down) throw Object.assign(new Error(), { code: 'offline' });
            const seq = Number(path.split('seq=')[1]);
            return { seq, at: at(seq), board: { seq, tickets: [] }, manage: { seq, tickets: [] } };
        }
        if (path.includes('/updates')) return { updates: [], next: null };
        return { first: 1, last: 3, names: {}, marks, next: null };
    };
    const faults = [];
    const film = new Film('2026-11-20', 'h', ask, () => {}, (error, again) => faults.push(error && again));
    await film.open(0);
    film.play(true);
    film.tick(100);
    told.push(film.playing, typeof faults[faults.length - 1]);
    down = false;
    await faults[faults.length - 1]();
    told.push(film.seq, faults[faults.length - 1]);
    await film.seekTime(Date.parse(at(30)));
    told.push(film.seq, new Date(film.at).toISOString() === at(30));
    film.play(true);
    await null;
    film.tick(100);
    film.tick(100);
    told.push(film.at >= Date.parse(at(30)));
    film.close();
    return told;
}"""
STATE = """async ([told, lang]) => {
    const { loadWords } = await import('/static/js/i18n.js');
    const { stateWords } = await import('/static/public/words.js');
    return stateWords(await loadWords(lang, ['/static/public/i18n/{lang}.json']), told);
}"""


@pytest.fixture
def empty(bench: Page) -> Page:
    """A document with a body, which the picture of the bench has not."""
    address = bench.url.replace("icon.svg", "empty.html")
    bench.route(
        address,
        lambda route: route.fulfill(
            body="<!doctype html><meta charset=utf-8><body>", content_type="text/html"
        ),
    )
    bench.goto(address)
    return bench


TOLD: dict[str, Any] = {
    "open": False, "reason": "closed", "at": "2026-11-20T12:00:00Z", "resumes_at": "2026-11-23T01:00:00Z",
    "timezone": "Asia/Shanghai", "days": [{"day": "2026-11-20"}, {"day": "2026-11-21"}],
    "name": "大厅", "name_en": "Hall",
    "windows_open": 1, "waiting": 2, "wait": {"low": 60, "high": 600}, "quiet": {"today": None},
}  # fmt: skip


def test_a_failed_refresh_keeps_what_was_known_and_another_question_does_not_wear_the_old_answer(
    empty: Page,
) -> None:
    said = empty.locator("#said")
    for keep, waiting in ((False, "   true"), (True, "1 /a  true")):
        empty.evaluate(SHOW, keep)
        empty.wait_for_function("asked")
        empty.evaluate("answer(200, { n: 1 })")
        expect(said).to_have_text("1 /a  false" if keep else "1   false")
        empty.locator("#again").evaluate("(e) => e.click()")
        empty.wait_for_function("asked")
        empty.evaluate("answer(500, { code: 'internal' })")
        expect(said).to_have_text("1 /a internal false" if keep else "1  internal false")
        empty.locator("#other").evaluate("(e) => e.click()")
        empty.wait_for_function("asked")
        assert said.text_content() == waiting
        empty.evaluate("answer(500, { code: 'internal' })")
        expect(said).to_have_text("/b internal false" if keep else "internal false")


def test_a_film_stands_where_it_was_sent_and_a_fault_at_its_beginning_can_be_tried_again(bench: Page) -> None:
    assert bench.evaluate(FILM) == [False, "function", 1, None, 2, True, True]


def test_an_opening_on_another_day_says_which(empty: Page) -> None:
    assert empty.evaluate(STATE, [TOLD, "zh"]) == "现在不办理，11月23日 星期一 09:00 开始取号"
    today = TOLD | {"at": "2026-11-23T00:00:00Z"}
    assert empty.evaluate(STATE, [today, "zh"]) == "还没开门，09:00 开始取号"
    told = [TOLD, today, TOLD | {"open": True}]
    empty.route(
        "**/public/h/embed.js", lambda route: route.fulfill(body=snippet(), content_type="text/javascript")
    )
    empty.route("**/api/v1/halls/h/public", lambda route: route.fulfill(json=told.pop(0)))
    for words in ("Numbers from Monday 23 November 09:00", "Numbers from 09:00", "2 waiting · 1 window open"):
        empty.evaluate("""document.body.innerHTML = ''; const s = document.createElement('script');
            s.src = '/public/h/embed.js'; s.dataset.lang = 'en'; document.body.append(s); undefined""")
        expect(empty.locator("section p").nth(2 if "from" in words else 3)).to_have_text(words)
