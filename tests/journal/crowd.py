"""The machine that any order of verbs runs on: two hubs, who watches them, and what must be true after each step.

Which verbs there are is told in `test_any_order`.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from server.domain.errors import HallError
from server.domain.floor import Floor
from server.domain.ticket import MOVES
from server.hub.hub import Hub
from server.view import ViewCopy
from tests.domain.hall import SERVICES, WINDOWS
from tests.domain.play import floor_facts
from tests.journal import hubs, truths
from tests.journal.undoing import Undoing

VIEWS: list[tuple[str, str | None]] = [
    ("board", None), ("board", "east"), ("board", "west"), ("manage", None),
    *(("window", w) for w in WINDOWS), *(("caller", w) for w in WINDOWS),
]  # fmt: skip
REFUSALS = {
    "illegal_move", "ticket_changed", "window_busy", "window_closed", "window_paused", "not_served_here",
    "queue_full", "too_early", "undo_too_late", "already_rated", "unknown_ticket",
}  # fmt: skip


class Crowd(RuleBasedStateMachine):
    """Hub 0 sends its updates after each step; hub 1 lets them pile up and merge."""

    def __init__(self) -> None:
        super().__init__()
        self.directory = Path(mkdtemp(prefix="paihao-"))
        (self.directory / "paihao.db").write_bytes(hubs.fresh_database())
        self.time = hubs.Time()
        self.hubs = [Hub(hubs.store_in(self.directory), self.time.clock) for _ in range(2)]
        self.copies: list[dict[tuple[str, str | None], list[ViewCopy]]] = [{}, {}]
        self.undoing = Undoing()
        self.refusals = REFUSALS
        self.cap = 40

    @initialize(crowd=st.lists(st.sampled_from(SERVICES), min_size=3, max_size=6))
    def open_the_hall(self, crowd: list[str]) -> None:
        for hub, copies in zip(self.hubs, self.copies, strict=True):
            hub.catch_up()
            for kind, argument in VIEWS:
                self.join(hub, copies, kind, argument)
        for window in WINDOWS:
            self.act(0, "open", window=window, person="chen")
        for service in crowd:
            self.act(0, "take", services=[service, "tax"])

    def join(self, hub: Hub, copies: Any, kind: str, argument: str | None) -> None:
        copy = ViewCopy()
        copy.snapshot(hubs.room(hub).view(kind, argument).snapshot())
        copies.setdefault((kind, argument), []).append(copy)

    def teardown(self) -> None:
        for n in (0, 1):
            self.send(n)
        self.every_view_follows()
        for hub in self.hubs:
            hub.store.close()
        shutil.rmtree(self.directory)

    # -- acting, and what a refusal must not do -----------------------------------------------------

    def act(self, by: int, verb: str, **given: Any) -> dict[str, Any] | None:
        hub = self.hubs[by]
        for other in self.hubs:
            other.catch_up()
        before = self.traces(hub)
        tickets = dict(hubs.room(hub).floor.tickets)
        try:
            answer = hubs.act(hub, verb, **given)
        except HallError as refusal:
            assert refusal.code in self.refusals, refusal
            event(f"{verb} refused: {refusal.code}")
            self.left_no_trace(hub, before)
            return None
        event(f"{verb} done")
        written = hubs.entries(hub, before["seq"])
        self.undoing.follow(written, tickets, hubs.room(hub).floor)
        # What a ready window calls by itself comes after the answer.
        assert {e.actor for e in written if e.seq > answer["seq"]} <= {"system"}
        return answer

    def traces(self, hub: Hub) -> dict[str, Any]:
        room = hubs.room(hub)
        looks = {key: truths.shown(view.snapshot()) for key, view in room.views.items()}
        rest = [hub.store.all(f"select count(*) from {t}") for t in ("job", "private", "command", "identity")]
        return {
            "seq": room.floor.seq, "journal": len(hubs.journal(hub)), "floor": floor_facts(room.floor),
            "tables": hubs.projections(hub), "looks": looks, "rest": rest,
        }  # fmt: skip

    def left_no_trace(self, hub: Hub, before: dict[str, Any]) -> None:
        """A day that was over is turned before the command is decided, so then there is something."""
        after = hubs.entries(hub, before["seq"])
        if after:
            assert {e.actor for e in after} == {"system"}
            assert after[-1].kind == "day.opened"
            self.undoing.follow(after, {}, hubs.room(hub).floor)
        else:
            assert self.traces(hub) == before

    def floor(self, by: int) -> Floor:
        self.hubs[by].catch_up()
        return hubs.room(self.hubs[by]).floor

    def pick(self, by: int, verb: str, pick: int) -> str:
        """Mostly a ticket that the verb may move; one in seven any ticket, or none of today's."""
        tickets = sorted(self.floor(by).tickets.values(), key=lambda t: t.turn)
        fit = [t for t in tickets if t.status in MOVES.get(verb, ())]
        found = tickets if pick % 7 == 0 or not fit else fit
        return found[pick % len(found)].id if found else "none"

    def fit(self, by: int, verb: str, pick: int) -> str:
        """Mostly a window where the verb may be pressed now; one in seven any window."""
        floor = self.floor(by)
        open = [w for w in WINDOWS if floor.window(w).state == "open"]
        if verb == "undo":
            able = [w for w in WINDOWS if floor.window(w).presses]
        elif verb == "resume":
            able = [w for w in open if not floor.window(w).ticket]
        elif verb == "call_next":
            able = open
        else:
            here = {w: floor.tickets[t].status for w in open if (t := floor.window(w).ticket)}
            able = [w for w, status in here.items() if status in MOVES[verb]]
        found = able or open or WINDOWS
        return WINDOWS[pick % 4] if pick % 7 == 0 else found[pick % len(found)]

    def believed(self, by: int, window: str, belief: str) -> dict[str, Any]:
        if belief == "unchecked":
            return {}
        here = self.floor(by).window(window).ticket
        return {"believed": {"right": here, "none": None, "wrong": "somebody"}[belief]}

    def send(self, n: int) -> None:
        self.hubs[n].catch_up()
        for key, what, payload in hubs.room(self.hubs[n]).updates():
            for copy in self.copies[n].get(key, ()):
                copy.snapshot(payload) if what == "snapshot" else copy.update(payload)

    # -- what must be true -------------------------------------------------------------------------

    @invariant()
    def the_hall_is_true(self) -> None:
        for hub in self.hubs:
            hub.catch_up()
            floor = hubs.room(hub).floor
            truths.windows_and_tickets_agree(floor)
            truths.counts_equal_a_recount(floor)
        assert floor_facts(hubs.room(self.hubs[0]).floor) == floor_facts(hubs.room(self.hubs[1]).floor)

    @invariant()
    def the_disk_is_true(self) -> None:
        hub = self.hubs[0]
        room = hubs.room(hub)
        truths.a_fold_equals_the_floor(hub, room)
        truths.projections_equal_the_journal(hub)
        truths.numbers_have_no_gap(hub)
        truths.tables_equal_the_floor(hub, room.floor)
        truths.served_equals_the_steps(hub, room.floor)

    @invariant()
    def every_view_follows(self) -> None:
        self.send(0)
        room = hubs.room(self.hubs[0])
        for (kind, argument), copies in self.copies[0].items():
            for copy in copies:
                truths.copy_equals_the_view(room, kind, argument, copy)
