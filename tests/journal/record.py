"""Writes a release's sample journal: `python -m tests.journal.record 0.1.0`, once, before the release.

Every kind of event occurs in it. A sample is never changed afterwards: later releases must still read it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from server.domain.events import Event
from server.domain.floor import Floor
from server.journal import chain
from tests.domain.hall import WINDOWS
from tests.domain.play import Play

SAMPLES = Path(__file__).parent / "samples"
HALL = "small"


def day() -> Play:
    """A morning in which everything happens once, the end of its day, and the next one's beginning."""
    play = Play(*WINDOWS)
    play.append([Event("profile.changed", {"version": 1, "digest": "d" * 64})], "system", "c_profile")
    play.take("permit", "tax", classes=["elderly"])
    play.take("licence", channel="kiosk")
    play.take("tax", needs=["wheelchair"], locale="en")
    play.take("passport", "permit", order="any")
    for _ in range(4):
        play.take("permit")
    at_the_windows(play)
    play.at("w2", "pause", why="lunch")
    play.at("w3", "close")
    play.append([Event("clock.accepted", {})], "system", "c_clock")
    return play


def at_the_windows(play: Play) -> None:
    play.serve("w1")
    play.wait(6)
    play.at("w1", "call_next", finish="completed", outcome="accepted")
    play.at("w1", "undo")
    play.wait(1)
    play.at("w1", "complete", outcome="accepted", items=2)
    play.at("w2", "call_next")
    play.at("w2", "complete")
    play.of("t1", "rate", level=5)
    play.of("t2", "reprint")
    play.at("w3", "call_next")
    play.at("w3", "recall")
    play.at("w3", "no_show", why="gone")
    play.of("t2", "requeue")
    play.of("t2", "transfer_ticket", zone="west")
    play.of("t3", "classes", classes=["disabled"])
    play.serve("w4")
    play.at("w4", "hold", why="copy")
    play.wait(3)
    play.at("w4", "resume", ticket=held(play))
    play.of("t6", "cancel")
    play.at("w1", "call", number="A005", why="baby")


def held(play: Play) -> str:
    return next(t.id for t in play.floor.tickets.values() if t.status == "held")


def write(release: str) -> None:
    play = day()
    standing = floor_of(play.floor)
    play.close_day()
    play.append([Event("day.opened", {"day": "2026-11-24", "profile": 1, "numbers": []})], "system", "c_day")
    previous, lines = "", []
    for e in play.written:
        previous = chain.link(previous, HALL, e, chain.text(e.data))
        row = {
            "seq": e.seq,
            "at": e.at,
            "day": e.day,
            "v": e.v,
            "kind": e.kind,
            "actor": e.actor,
            "cause": e.cause,
        }
        lines.append(json.dumps({**row, "data": e.data, "hash": previous}, ensure_ascii=False))
    (SAMPLES / f"{release}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    expected = {"before_closing": standing, "at_the_end": floor_of(play.floor)}
    (SAMPLES / f"{release}.floor.json").write_text(
        json.dumps(expected, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )


def floor_of(floor: Floor) -> dict[str, Any]:
    """What a later release must still make of it: no field that only this one has."""
    tickets = sorted(floor.tickets.values(), key=lambda t: t.turn)
    return {
        "seq": floor.seq, "at": floor.at, "day": floor.day,
        "tickets": {
            t.number: {
                "status": t.status, "service": t.service, "line": t.line, "window": t.window,
                "classes": list(t.classes), "clock": t.since, "done": list(t.done), "requeues": t.requeues,
                "outcome": t.outcome, "items": t.items,
                "held_ms": t.held_ms, "rating": t.rating, "uncertain": t.uncertain, "called_seq": t.called_seq,
            }
            for t in tickets
        },
        "windows": {w.id: {"state": w.state, "ticket": w.ticket, "person": w.person} for w in floor.windows.values()},
        "waiting": {line: n for line, n in floor.waiting.items() if n},
    }  # fmt: skip


if __name__ == "__main__":
    write(sys.argv[1])
