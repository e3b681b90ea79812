"""The kiosk's pure modules, run in Chromium: where touches lead, what fits, what is found, when it is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.realhub import RealHub

Run = Callable[[str, str], Any]

PLAY = """const play = (...actions) => actions.reduce(m.reduce, m.fresh('zh'));
  const shown = (...actions) => m.place(play(...actions)).screen;
  const asked = (...actions) => m.request(play(...actions));
  const choose = { type: 'choose', service: 's', key: 'k1' };
  const again = { ...choose, key: 'k2' };
  const other = { type: 'choose', service: 'z', key: 'k2' };
  const taken = { type: 'answered', key: 'k1', answer: { ticket: {} } };
  const lost = { type: 'refused', key: 'k1', code: 'offline', uncertain: true, facts: {} };
  const refused = { type: 'refused', key: 'k1', code: 'queue_full', uncertain: false, facts: {} };
  const [send, home, back, large] = ['send', 'home', 'back', 'large'].map((type) => ({ type }));
  const [need, card] = [{ type: 'need', need: 'sight' }, { type: 'identify', id: 'X1' }];
  const enter = { type: 'open', to: { screen: 'enter', what: 'id' } };
  const typed = { type: 'type', text: '4405' };
  const find = { type: 'ask', asked: { kind: 'find', key: 'f', body: { phone: '1' }, next: 'n' } };
  const found = (n) => ({ type: 'answered', key: 'f', answer: { reservations: Array.from({ length: n },
    (_, i) => ({ code: `R${i + 1}`, status: 'booked' })) } });
  const english = { type: 'lang', lang: 'en' };
  const leave = { type: 'leave', lang: 'zh' };"""
DAY = """const profile = { timezone: 'Asia/Shanghai', hours: { closed_on: ['2026-11-24'], open_on: ['2026-11-28'],
    mon: ['08:30-12:00', '14:30-17:30'], tue: ['08:30-12:00'], wed: ['08:30-12:00'], 
    thu: [], fri: [], sat: [], sun: [] } };
  const at = (text) => m.closed(profile, new Date(text + '+08:00'));
  const opens = (text) => at(text).opens.toISOString();"""


@pytest.fixture(scope="module")
def run(kiosk_hub: RealHub, browser: Browser) -> Iterator[Run]:
    """Evaluate an expression over one of the page's modules, `m`."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{kiosk_hub.url}/healthz")
        before = {"flow": PLAY, "hours": DAY}

        def evaluate(module: str, expression: str) -> Any:
            code = f"const m = await import('/kiosk/web/{module}.js'); {before.get(module, '')} return {expression};"
            return page.evaluate(f"async () => {{ {code} }}")

        yield evaluate


BODY = {"services": ["s"], "locale": "zh"}
FLOW = [
    ("a touch chooses a service and keeps its key", "asked(choose).key", "k1"),
    ("what is sent names the service and the language", "asked(choose).body", BODY),
    ("a second touch changes nothing", "((s) => m.reduce(s, send) === s)(play(choose, send))", True),
    ("touches wait while a request is under way", "shown(choose, send, home)", "confirm"),
    ("an answer to another key is not ours", "shown(choose, send, { ...taken, key: 'x' })", "confirm"),
    ("an answer nobody waits for changes nothing", "shown(choose, taken)", "confirm"),
    ("the ticket comes with its answer", "shown(choose, send, taken)", "result"),
    ("a refusal leaves no doubt", "play(choose, send, refused).doubts", {}),
    ("a lost answer keeps key and body", "asked(choose, send, lost, english)",
     {"kind": "take", "key": "k1", "doubt": "take s", "path": "/tickets", "body": BODY}),
    ("the doubt outlives the way home", "asked(choose, send, lost, home, again).key", "k1"),
    ("another service is another intention", "asked(choose, send, lost, home, other).key", "k2"),
    ("the doubt outlives another service's number",
     "asked(choose, send, lost, home, other, send, { ...taken, key: 'k2' }, home, again).key", "k1"),
    ("a refusal ends the doubt", "play(choose, send, lost, send, refused).doubts", {}),
    ("the doubt leaves with the person", "play(choose, send, lost, leave).doubts", {}),
    ("leaving takes back language and letters",
     "(({ lang, large }) => [lang, large])(play(english, large, leave))", ["zh", False]),
    ("back after a number is the start", "shown(choose, send, taken, back)", "start"),
    ("a second service goes on the same number, under another key",
     "(({ key, body }) => [key, body.services, body.order])(asked(choose, other))", ["k2", ["s", "z"], "any"]),
    ("the same service twice is one", "asked(choose, again).body.services", ["s"]),
    ("a service taken off the list leaves another request",
     "asked(choose, other, { type: 'drop', service: 's', key: 'k3' }).body.services", ["z"]),
    ("the last service stays", "asked(choose, { type: 'drop', service: 's', key: 'k3' }).body.services", ["s"]),
    ("cases and needs go with the request",
     "(({ cases, needs }) => [cases, needs])(asked(choose, { type: 'cases', n: 3 }, need).body)", [3, ["sight"]]),
    ("a card is sent with the number it is for", "asked(choose, card).body.id_number", "X1"),
    ("going home forgets the card", "asked(choose, card, home, choose).body.id_number", None),
    ("a number leaves nothing of the card", "play(choose, card, send, taken).id", ""),
    ("leaving forgets what was typed", "play(enter, typed, leave).typed", ""),
    ("going back from typing forgets it", "play(enter, typed, back).typed", ""),
    ("who waits already is shown that number",
     "(({ screen, ticket }) => [screen, ticket.number])(m.place(play(choose, send, { ...refused, "
     "code: 'already_waiting', facts: { number: 'P001', ticket: 't' } })))", ["found", "P001"]),
    ("a name that is needed is asked for", "shown(choose, send, { ...refused, code: 'id_required' })", "enter"),
    ("a scan begins anew", "play(choose, card, { type: 'scan', asked: { key: 'k9', kind: 'look', body: {} } }).id", ""),
    ("the only reservation is checked in at once", "play(find, found(1)).taking.path", "/reservations/R1/check-in"),
    ("several reservations are shown", "shown(find, found(2))", "several"),
    ("a card laid down by itself asks before checking in",
     "shown({ ...find, asked: { ...find.asked, next: null } }, found(1))", "several"),
    ("without a reservation it says so", "m.place(play(find, found(0))).code", "none_today"),
    ("a lost check-in is asked for again with its own key",
     "play(find, found(1), { ...lost, key: 'n' }, { type: 'ask', asked: { ...m.place(play(find, found(1), "
     "{ ...lost, key: 'n' })).asked, key: 'z' } }).taking.key", "n"),
    ("a page of a list is kept on the way back",
     "m.place(play({ type: 'page', list: 'a', page: 2 }, choose, back)).pages.a", 2),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "wanted"), [row[1:] for row in FLOW], ids=[row[0] for row in FLOW])
def test_in_the_flow(run: Run, expression: str, wanted: Any) -> None:
    assert run("flow", expression) == wanted


@pytest.mark.parametrize(
    ("screen", "wanted"),
    [((1080, 1920, 270), 1.0), ((800, 1280, 268), 0.746), ((1920, 1080, 480), 1.0), ((1920, 1080, 270), 1.0),
     ((1280, 800, 217), 1.475)],
)  # fmt: skip
def test_a_unit_is_a_quarter_of_a_millimetre_on_every_screen(run: Run, screen: Any, wanted: float) -> None:
    assert run("sizes", f"m.unit(...{list(screen)})") == pytest.approx(wanted, abs=0.01)


NUMBER = "11010519491231002X"
PROFILE = "{ queues: [{ prefix: 'A' }, { prefix: 'T' }] }"


@pytest.mark.parametrize(
    ("scanned", "wanted"),
    [("http://10.0.0.2:8080/track/K7X2MQ9R4T", {"what": "track", "text": "K7X2MQ9R4T"}),
     (NUMBER.lower(), {"what": "id", "text": NUMBER}), ("110105491231002", {"what": "id", "text": "110105491231002"}),
     ("a001", {"what": "number", "text": "A001"}), ("ABCD2345", {"what": "code", "text": "ABCD2345"}),
     ("https://book.example/r/abcd2345", {"what": "code", "text": "ABCD2345"}),
     ("https://book.example/?code=ABCD2345&x=1", {"what": "code", "text": "ABCD2345"}), ("??", None)],
)  # fmt: skip
def test_what_a_scanner_types_is_known_by_its_shape(run: Run, scanned: str, wanted: Any) -> None:
    assert run("scan", f"m.meaning({scanned!r}, {PROFILE})") == wanted


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [(NUMBER, None), (NUMBER[:-1] + "1", "checksum"), (NUMBER[:-1], "length"), ("X" * 18, "characters"),
     ("110105491231002", None), ("CHN310065082801", None)],
)  # fmt: skip
def test_a_mistyped_id_number_is_noticed_before_it_is_sent(run: Run, typed: str, wanted: Any) -> None:
    assert run("idnumber", f"m.fault({typed!r})") == wanted


def test_a_list_fits_one_page_or_makes_room_for_the_pager(run: Run) -> None:
    size = "{ width: 984, height: 740 }, { cell: 400, tall: 116, gap: 16, pager: 112 }"
    assert run("sizes", f"m.fit(10, {size})") == {"across": 2, "perPage": 10, "pages": 1}
    assert run("sizes", f"m.fit(400, {size})") == {"across": 2, "perPage": 8, "pages": 50}
    tiny = "{ width: 10, height: 10 }, { cell: 400, tall: 116, gap: 16, pager: 112 }"
    assert run("sizes", f"m.fit(3, {tiny})") == {"across": 1, "perPage": 1, "pages": 3}


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [("2026-11-23T08:29", "2026-11-23T00:30:00.000Z"), ("2026-11-23T12:00", "2026-11-23T06:30:00.000Z"),
     ("2026-11-23T17:30", "2026-11-25T00:30:00.000Z"), ("2026-11-26T09:00", "2026-11-28T00:30:00.000Z")],
)  # fmt: skip
def test_a_closed_hall_knows_its_next_opening(run: Run, moment: str, wanted: str) -> None:
    assert run("hours", f"opens('{moment}')") == wanted


def test_hours_say_open_within_a_span_and_always_in_a_rehearsal(run: Run) -> None:
    assert run("hours", "at('2026-11-23T08:30')") is None
    assert run("hours", "m.closed({ ...profile, always_open: true }, new Date(0))") is None
    assert run("hours", "m.closed({ hours: {} }, new Date(0))") is None


@pytest.mark.parametrize(
    ("signs", "wanted"),
    [(["1号窗口", "2号窗口", "3号窗口"], "1–3号窗口"), (["1号窗口", "2号窗口", "7号窗口"], "1、2、7号窗口"),
     (["咨询台", "4号窗口"], "咨询台、4号窗口"), (["Window 4", "Window 8"], "Window 4、8")],
)  # fmt: skip
def test_signs_are_written_short(run: Run, signs: list[str], wanted: str) -> None:
    assert run("signs", f"m.short({signs})") == wanted


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [("devices: [], age: 100", "printing"), ("devices: [], age: 9000", "unknown"),
     ("slip: { state: 'done' }, devices: [], age: 9000", "done"),
     ("slip: { state: 'failed', reason: 'paper_out' }, devices: [], age: 1", "paper"),
     ("slip: { state: 'dropped', reason: 'too_old' }, devices: [], age: 1", "failed"),
     ("devices: [{ kind: 'printer', state: 'fault', detail: 'cover_open' }], age: 1", "failed")],
)  # fmt: skip
def test_the_slips_fate_is_one_word(run: Run, facts: str, wanted: str) -> None:
    assert run("slip", f"m.slipStatus({{ {facts} }})") == wanted


@pytest.mark.parametrize(
    ("quiet", "limits", "wanted"),
    [(24_000, "total: 45, warn: 20", (False, None)), (25_100, "total: 45, warn: 20", (False, 20)),
     (45_000, "total: 45, warn: 20", (True, 0)), (10_000, "total: 45, warn: 0", (False, None))],
)  # fmt: skip
def test_idling_warns_then_ends(run: Run, quiet: int, limits: str, wanted: tuple[bool, Any]) -> None:
    assert run("idle", f"m.stage({quiet}, {{ {limits} }})") == {"over": wanted[0], "left": wanted[1]}
