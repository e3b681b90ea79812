"""What stands on the terminal, pure: lines of styled pieces for a width and a height, from 60 × 14 up.

From the top: the window and who sits there; the ticket here; what is asked, or who waits; what needs an eye; keys.
"""

from __future__ import annotations

from caller.terminal import say
from caller.terminal.console import Console
from caller.terminal.keys import KEYS
from caller.terminal.width import cut, fit, width, wrapped
from server.protocol import Json

Piece = tuple[str, str]
Line = list[Piece]
LEAST = (60, 14)
KEYED = (
    "recall", "start", "complete", "no_show", "hold", "resume", "transfer", "call", "undo", "pause", "close", "person",
    "help", "quit",
)  # fmt: skip
HINTS = {"open": "empty.press", "paused": "empty.paused", "closed": "empty.closed"}


def draw(at: Console, columns: int, rows: int, now: float) -> list[Line]:
    """Exactly `rows` lines of exactly `columns`; `now` is the hub's time in seconds."""
    if columns < LEAST[0] or rows < LEAST[1]:
        small = [[("warning", fit(line, columns))] for line in wrapped(at.words("terminal.small"), columns)]
        return _filled(small, columns, rows)
    head = [
        _head(at, columns),
        [("rule", "─" * columns)],
        *_current(at, columns, now),
        [("rule", "─" * columns)],
    ]
    foot = [_counts(at, columns), _alarm(at, columns), _said(at, columns), *_keys(at, columns)]
    room = rows - len(head) - len(foot)
    middle = _sheet(at, columns, room) if at.sheet else _waiting(at, columns, room, now)
    return [*head, *_filled(middle, columns, room), *foot]


def _filled(lines: list[Line], columns: int, rows: int) -> list[Line]:
    blank: Line = [("", " " * columns)]
    return [*lines[:rows], *([blank] * (rows - len(lines)))]


def _across(columns: int, left: Piece, right: Piece) -> Line:
    """One piece at each end; the left one is cut first."""
    room = max(0, columns - width(right[1]) - 1)
    return [(left[0], fit(left[1], room)), ("", " "), (right[0], cut(right[1], columns - room - 1))]


def _head(at: Console, columns: int) -> Line:
    t, window = at.words, at.seen.window
    sign = say.sign(t, at.hall, at.window)
    if window is None:
        return _across(columns, ("title", sign), ("warning", t("terminal.joining")))
    who = at.person() or t("person.none")
    left = f"{sign} · {t('state.' + window['state'])} · {who}"
    if not at.seen.linked:
        return _across(columns, ("title", left), ("warning", t("cut")))
    return _across(columns, ("title", left), ("title", t("people.waiting", n=at.seen.waiting)))


def _current(at: Console, columns: int, now: float) -> list[Line]:
    """Three lines: the number with what it does, what it came for, what may be answered."""
    t, here = at.words, at.seen.ticket
    if here is None:
        state = (at.seen.window or {}).get("state", "")
        hint = (
            t("empty") if state == "open" and not at.seen.waiting else t(HINTS.get(state, "terminal.joining"))
        )
        return [[("quiet", fit(f"  {text}", columns))] for text in (t("terminal.nobody"), hint, "")]
    since, word = ("started_at", "serving") if here["status"] == "serving" else ("called_at", "called")
    spent = t(f"terminal.{word}", n=say.minutes(here[since], now))
    status = f"  {t('status.' + here['status'])}  {spent}"
    if here["recalls"]:
        status += f"  {t('recalls.last' if here['last_call'] else 'recalls', n=here['recalls'])}"
    number = f"  {here['number']}"
    came = f"  {say.service(t, at.hall, here['service'])} {say.marks(t, at.hall, here)}"
    asked = (
        f"  1 {t('ask.came')}   2 {t('ask.absent')}   3 {t('ask.done')}" if here["status"] == "called" else ""
    )
    return [
        [("number", number), ("", fit(status, columns - width(number)))],
        [("", fit(came, columns))],
        [("key", fit(asked, columns))],
    ]


def _waiting(at: Console, columns: int, room: int, now: float) -> list[Line]:
    t = at.words
    rows = sorted((x for x in at.seen.tickets if x["status"] == "waiting"), key=lambda x: str(x["clock"]))
    shown = rows if len(rows) <= room else rows[: room - 1]
    lines = [_row(at, row, columns, now) for row in shown]
    if len(rows) > len(shown):
        lines.append([("quiet", fit(f"  {t('terminal.more', n=len(rows) - len(shown))}", columns))])
    return lines


def _row(at: Console, ticket: Json, columns: int, now: float) -> Line:
    t = at.words
    waited = t("terminal.waited", n=say.minutes(ticket["clock"], now))
    number, room = f"  {fit(ticket['number'], 8)}", columns - 10 - width(waited) - 1
    what = f"{say.service(t, at.hall, ticket['service'])} {say.marks(t, at.hall, ticket)}"
    return [("strong", number), ("", fit(what, room)), ("quiet", f" {waited}")]


def _sheet(at: Console, columns: int, room: int) -> list[Line]:
    assert at.sheet
    sheet = at.sheet[1]
    title: Line = [("strong", fit(f"  {sheet.title}", columns))]
    return [title, *([(style, fit(f"  {text}", columns))] for style, text in sheet.lines(room - 1))]


def _counts(at: Console, columns: int) -> Line:
    """Who stands aside, and the queues of this window."""
    t = at.words
    counts = {status: sum(x["status"] == status for x in at.seen.tickets) for status in ("held", "no_show")}
    words = [t("terminal.held", n=counts["held"])] if counts["held"] else []
    words += [t("terminal.passed", n=counts["no_show"])] if counts["no_show"] else []
    words += [f"{q['prefix']} {t.of(q)} {q['waiting']}" for q in at.seen.queues]
    return [("quiet", fit("  " + "  ".join(words), columns))]


def _alarm(at: Console, columns: int) -> Line:
    t, ring = at.words, at.seen.states.get("ring") or {}
    text = ""
    if at.alarms:
        text = say.alarm(t, at.hall, at.alarms[0])
        text = t("terminal.alarms", alarm=text, n=len(at.alarms) - 1) if len(at.alarms) > 1 else text
    elif ring.get("ring"):
        text = f"{t('ring')} {ring.get('number', '')}"
    return [("warning" if text else "", fit(f"  {text}", columns))]


def _said(at: Console, columns: int) -> Line:
    return [(at.said[0], fit(f"  {at.said[1]}", columns))]


def _keys(at: Console, columns: int) -> list[Line]:
    """Two lines of the keys that mean something now."""
    t, can, lines = at.words, at.possible(), [f"  {at.words('terminal.space')} {_primary(at)}"]
    by_name = {name: key for key, name in KEYS.items()}
    for name in KEYED if not at.sheet else ():
        if name not in can:
            continue
        verb = "back" if name == "pause" and (at.seen.window or {}).get("state") == "paused" else name
        word = t(
            {"person": "person.title", "help": "help", "quit": "terminal.quit"}.get(name, f"verb.{verb}")
        )
        piece = f"  {by_name[name]} {word}"
        if width(lines[-1] + piece) > columns and len(lines) < 2:
            lines.append("")
        lines[-1] += piece
    if at.sheet:
        lines = [""]
    return [[("key", fit(line, columns))] for line in (*lines, "")[:2]]


def _primary(at: Console) -> str:
    window = at.seen.window
    if window is None:
        return ""
    if window["ticket"]:
        called = at.seen.ticket and at.seen.ticket["status"] == "called"
        return at.words("ask", number=(at.seen.ticket or {}).get("number", "")) if called else at.words(
            "primary.finish_next" if window["state"] == "open" else "primary.complete"
        )  # fmt: skip
    return at.words({"open": "primary.next", "paused": "primary.back"}.get(window["state"], "primary.open"))
