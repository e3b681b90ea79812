"""Days of a hall made by any presses in any order: what replay, lives and reasons are held against."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from server.domain.errors import HallError
from server.hub.hub import Hub
from tests.domain.hall import CLASSES, MINUTE, SERVICES, WINDOWS
from tests.journal import hubs
from tests.journal.hubs import act, room

PRESSES = (*6 * ("call_next",), *2 * ("complete",), "start", "no_show", "hold", "undo", "recall", "resume", "transfer",
           "pause", "close")  # fmt: skip
RULES = ("reactivate", "after_calls", "at_once")


def lived(
    directory: Path, seed: int, presses: int = 300, watch: Any = None, **rules: Any
) -> tuple[Hub, hubs.Time]:
    """A hub after two days; `watch(hub)` is called after each press."""
    chance, time = random.Random(seed), hubs.Time()
    given = {"no_show_recalls": 0, "no_show_seconds": 0, "passed": RULES[seed % len(RULES)]} | rules
    hub = hubs.hub_in(directory, time, **given)
    for n in range(presses):
        if n == presses * 2 // 3:
            time.pass_(24 * 60 * MINUTE)
        if n % 40 == 0:
            for window in WINDOWS:
                act(hub, "open", window=window, person=chance.choice(("chen", "lin")))
        time.pass_(chance.choice((0, 7_123, MINUTE, 5 * MINUTE)))
        try:
            press(hub, chance)
        except HallError:
            continue
        if watch:
            watch(hub)
    return hub, time


def press(hub: Hub, chance: random.Random) -> None:
    floor, window = room(hub).floor, chance.choice(WINDOWS)

    def pick(*states: str) -> str:
        return chance.choice([t.id for t in floor.tickets.values() if t.status in states] or ["-"])

    what = chance.random()
    if what < 0.32:
        take(hub, chance)
    elif what < 0.38:
        act(hub, chance.choice(("requeue", "cancel")), ticket=pick("no_show"))
    elif what < 0.44:
        numbers = [t.number for t in floor.tickets.values() if t.status == "waiting"] or ["-"]
        act(hub, "call", window=window, number=chance.choice(numbers), reason="asked_for")
    elif what < 0.48:
        act(hub, "transfer_ticket", ticket=pick("waiting", "held"), zone=chance.choice(("east", "west")))
    else:
        verb = chance.choice(PRESSES)
        finish = room(hub).floor.window(window).ticket and verb == "call_next"
        more: dict[str, Any] = {"finish": chance.choice(("completed", "no_show"))} if finish else {}
        more |= {"believed": pick("held")} if verb == "resume" else {}
        more |= {"service": chance.choice(SERVICES)} if verb == "transfer" else {}
        more |= {"outcome": chance.choice(("done", "incomplete"))} if verb == "complete" else {}
        act(hub, verb, window=window, **more)


def take(hub: Hub, chance: random.Random) -> None:
    services = chance.sample(SERVICES, chance.choice((1, 1, 2)))
    classes = [chance.choice(CLASSES)] if chance.random() < 0.3 else []
    needs = ["wheelchair"] if chance.random() < 0.1 else []
    reasons = dict.fromkeys(classes, "seen")
    act(hub, "take", services=services, classes=classes, reasons=reasons, needs=needs, channel="guide")
