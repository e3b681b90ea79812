"""Any order of any verbs, at two hubs on one data directory: what must be true stays true.

After each step the journal, the floors, the tables and every view are counted anew and compared.
"""

from __future__ import annotations

from itertools import takewhile
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
    run_state_machine_as_test,
)

from server import profiles
from server.domain.floor import Floor
from server.domain.forking import fork
from server.domain.moved import let_in
from server.domain.ticket import Ticket
from server.hub.setup.importing import bring_in
from server.protocol import OUTCOMES
from tests.domain.hall import CLASSES, MINUTE, SERVICES, WINDOWS, ZONES, raw
from tests.journal import hubs, truths
from tests.journal.crowd import VIEWS, Crowd

PRESSES = (
    "call_next", "call_next", "start", "start", "complete", "complete", "no_show", "hold", "resume", "undo", "undo",
    "recall", "transfer", "requeue",
)  # fmt: skip

windows = st.sampled_from(WINDOWS)
picks = st.integers(1, 31)
hub_number = st.integers(0, 1)
reasons = st.sampled_from([None, "lunch", "went to fetch a paper"])
beliefs = st.sampled_from(["unchecked", "unchecked", "unchecked", "right", "none", "wrong"])


class AnyOrder(Crowd):
    """Every verb there is, each mostly where it may be pressed."""

    # -- taking ------------------------------------------------------------------------------------

    @rule(
        by=hub_number, services=st.lists(st.sampled_from(SERVICES), min_size=1, max_size=3),
        order=st.sampled_from([None, "fixed", "any"]), classes=st.lists(st.sampled_from(CLASSES), max_size=2),
        kiosk=st.booleans(), watched=st.booleans(),
    )  # fmt: skip
    def take(
        self, by: int, services: list[str], order: str | None, classes: list[str], kiosk: bool, watched: bool,
    ) -> None:  # fmt: skip
        granted = {"classes": classes, "reasons": dict.fromkeys(classes, "seen")}
        who = {"channel": "kiosk", "device": "k1", "phone": "13800000000"} if kiosk else granted
        answer = self.act(by, "take", services=services, order=order, **who)
        if answer and watched:
            for hub, copies in zip(self.hubs, self.copies, strict=True):
                hub.catch_up()
                self.join(hub, copies, "ticket", answer["ticket"]["id"])

    # -- at a window -------------------------------------------------------------------------------

    @rule(by=hub_number, window=windows, person=st.sampled_from(["chen", "lin"]))
    def open(self, by: int, window: str, person: str) -> None:
        self.act(by, "open", window=window, person=person)

    @rule(by=hub_number, window=windows, verb=st.sampled_from(["pause", "close"]), reason=reasons)
    def pause_or_close(self, by: int, window: str, verb: str, reason: str | None) -> None:
        self.act(by, verb, window=window, reason=reason)
        if reason is None:
            self.act(by, "open", window=window, person="lin")

    @rule(
        by=hub_number, pick=picks, finish=st.sampled_from([None, "completed", "completed", "no_show"]),
        outcome=st.sampled_from([None, *OUTCOMES]), reason=reasons, belief=beliefs,
    )  # fmt: skip
    def call_next(
        self, by: int, pick: int, finish: str | None, outcome: str | None, reason: str | None, belief: str,
    ) -> None:  # fmt: skip
        before, window = fork(self.floor(by)), self.fit(by, "call_next", pick)
        now = hubs.room(self.hubs[by]).clock.now(before.at)
        given = {"finish": finish, "outcome": outcome, "reason": reason, **self.believed(by, window, belief)}
        answer = self.act(by, "call_next", window=window, **given)
        if answer is None or hubs.room(self.hubs[by]).floor.day != before.day:
            return
        if any(s.clock > now for t in before.tickets.values() for s in t.standings):
            return  # The clock was set back by hand: people cannot have waited since tomorrow.
        back = self.let_back(before, answer["seq"])
        self.judge_choice(answer, truths.best_for(before, window, now, finish, back))

    def let_back(self, before: Floor, seq: int) -> list[Ticket]:
        """Who the press let in again by itself before it called: nobody else waited in the queue where they had been
        passed. Whom it passed itself it does not call again."""
        written = [e for e in hubs.entries(self.hubs[0], before.seq) if e.seq <= seq]
        passed = {e.data["ticket"] for e in written if e.kind == "ticket.no_show"}
        first = takewhile(lambda e: e.kind != "ticket.called", written)
        return [
            let_in(before.tickets[id], e.data, e.at)
            for e in first
            if e.kind == "ticket.requeued" and (id := e.data["ticket"]) not in passed
        ]

    def judge_choice(self, answer: dict[str, Any], must: tuple[Ticket, float] | None) -> None:
        if must is None:
            assert answer["ticket"] is None
            assert answer["reason"] == "nobody_waits"
        else:
            assert answer["ticket"]["number"] == must[0].number
            assert answer["ticket"]["why"]["score"] == pytest.approx(must[1], abs=0.006)

    @rule(by=hub_number, window=windows, pick=picks, belief=beliefs)
    def call_chosen(self, by: int, window: str, pick: int, belief: str) -> None:
        ticket = self.floor(by).tickets.get(self.pick(by, "call", pick))
        number = ticket.number.lower() if ticket else "A999"
        given = self.believed(by, window, belief)
        self.act(by, "call", window=window, number=number, reason="a baby", **given)

    @rule(
        by=hub_number, pick=picks, belief=beliefs, reason=reasons,
        verb=st.sampled_from(["recall", "start", "start", "complete", "complete", "no_show", "hold", "no_show"]),
    )  # fmt: skip
    def press(self, by: int, pick: int, verb: str, belief: str, reason: str | None) -> None:
        window = self.fit(by, verb, pick)
        given: dict[str, Any] = {"reason": reason} if verb in ("no_show", "hold") else {}
        self.act(by, verb, window=window, **given, **self.believed(by, window, belief))

    @rule(by=hub_number, pick=picks, belief=beliefs, times=st.integers(1, 3))
    def undo(self, by: int, pick: int, belief: str, times: int) -> None:
        window = self.fit(by, "undo", pick)
        presses = self.floor(by).window(window).presses
        if presses and belief != "unchecked":
            moved = presses[-1].moved[0][0].id
            self.act(by, "undo", window=window, believed={"right": moved, "none": None}.get(belief, "nobody"))
        for _ in range(times if belief == "unchecked" else 0):
            self.act(by, "undo", window=window)

    @rule(by=hub_number, pick=picks)
    def resume(self, by: int, pick: int) -> None:
        self.act(by, "resume", window=self.fit(by, "resume", pick), believed=self.pick(by, "resume", pick))

    @rule(
        by=hub_number, pick=picks, seconds=st.integers(1, 300),
        verbs=st.lists(st.sampled_from(PRESSES), min_size=2, max_size=7),
    )  # fmt: skip
    def a_clerk_works(self, by: int, pick: int, seconds: int, verbs: list[str]) -> None:
        """Several presses at one window, so that there is something to undo, rate, requeue and resume."""
        window = self.fit(by, "call_next", pick)
        for n, verb in enumerate(verbs):
            given: dict[str, Any] = {"window": window}
            if verb == "call_next":
                given |= {
                    "finish": ("completed", "no_show", "completed")[pick % 3],
                    "reason": "lunch",
                    "outcome": "advice",
                }
            elif verb == "resume":
                given["believed"] = self.pick(by, "resume", pick)
            elif verb == "transfer":
                given["service"] = SERVICES[pick % 4]
            elif verb == "requeue":
                given = {"ticket": self.pick(by, "requeue", pick)}
            elif verb == "no_show":
                given["reason"] = "gone"
            self.act((by + n) % 2, verb, **given)
            self.time.pass_(seconds * 1000)

    @rule(
        by=hub_number, pick=picks,
        round=st.lists(st.tuples(windows, st.sampled_from(["complete", "no_show", "undo"])), min_size=2, max_size=4),
    )  # fmt: skip
    def one_ticket_goes_round(self, by: int, pick: int, round: list[tuple[str, str]]) -> None:
        """From window to window, and then the first one wants its press back."""
        id = self.pick(by, "call", pick)
        ticket = self.floor(by).tickets.get(id)
        for window, ending in round if ticket else ():
            self.act(by, "complete", window=window)
            self.act(by, "call", window=window, number=ticket.number if ticket else "", reason="round")
            self.act(1 - by, ending, window=window, reason="gone")
            if ending == "no_show":
                self.act(by, "requeue", ticket=id)
        self.act(by, "undo", window=round[0][0])

    # -- on a ticket -------------------------------------------------------------------------------

    @rule(
        by=hub_number, pick=picks, at_window=st.booleans(), reason=reasons,
        service=st.sampled_from([None, None, *SERVICES]), to=st.sampled_from([None, None, *WINDOWS]),
        zone=st.sampled_from([None, None, *ZONES]),
    )  # fmt: skip
    def transfer(
        self, by: int, pick: int, at_window: bool, reason: Any, service: Any, to: Any, zone: Any,
    ) -> None:  # fmt: skip
        if not (service or zone or to):
            service = "permit"
        there = {"service": service, "zone": zone, "to": to, "reason": reason}
        if at_window:
            self.act(by, "transfer", window=self.fit(by, "transfer", pick), **there)
        else:
            self.act(by, "transfer_ticket", ticket=self.pick(by, "transfer", pick), **there)

    @rule(
        by=hub_number,
        pick=picks,
        verb=st.sampled_from(["cancel", "requeue", "requeue", "reprint"]),
        reason=reasons,
    )
    def of_ticket(self, by: int, pick: int, verb: str, reason: str | None) -> None:
        self.act(by, verb, ticket=self.pick(by, verb, pick), reason=reason)

    @rule(by=hub_number, pick=picks, classes=st.lists(st.sampled_from(CLASSES), min_size=1, max_size=2))
    def classes(self, by: int, pick: int, classes: list[str]) -> None:
        seen = dict.fromkeys(classes, "seen")
        self.act(by, "classes", ticket=self.pick(by, "classes", pick), classes=classes, reasons=seen)

    @rule(by=hub_number, pick=picks, level=st.integers(1, 5), words=st.sampled_from([None, "kind"]))
    def rate(self, by: int, pick: int, level: int, words: str | None) -> None:
        self.act(by, "rate", ticket=self.pick(by, "rate", pick), level=level, words=words)

    # -- time, days, profiles ----------------------------------------------------------------------

    @rule(seconds=st.integers(0, 900))
    def time_passes(self, seconds: int) -> None:
        self.time.pass_(seconds * 1000 + 7)

    @rule(by=hub_number, minutes=st.sampled_from([-4, -1, 2, 4, -60, 30]), accept=st.booleans())
    def the_clock_is_set(self, by: int, minutes: int, accept: bool) -> None:
        self.time.wall += minutes * MINUTE
        if accept:
            self.act(by, "accept_clock")

    @precondition(lambda self: hubs.room(self.hubs[0]).floor.seq > 25)
    @rule(by=hub_number, ticks=st.booleans(), hours=st.sampled_from([9, 20, 24]))
    def night_falls(self, by: int, ticks: bool, hours: int) -> None:
        self.time.pass_(hours * 60 * MINUTE)
        if ticks:
            before = hubs.room(self.hubs[by]).floor.seq
            tickets = dict(self.floor(by).tickets)
            self.hubs[by].tick()
            self.undoing.follow(hubs.entries(self.hubs[by], before), tickets, hubs.room(self.hubs[by]).floor)

    @rule(by=hub_number)
    def the_profile_is_replaced(self, by: int) -> None:
        self.cap = 43 - self.cap
        given = raw(cap=self.cap)
        for hub in self.hubs:
            hub.catch_up()
        tickets, seq = dict(self.floor(by).tickets), self.floor(by).seq
        bring_in(self.hubs[by], given, profiles.build(given), replace=True)
        self.undoing.follow(hubs.entries(self.hubs[by], seq), tickets, hubs.room(self.hubs[by]).floor)

    # -- who watches -------------------------------------------------------------------------------

    @rule()
    def the_slow_hub_sends(self) -> None:
        self.send(1)

    @rule(by=hub_number, pick=picks)
    def somebody_joins(self, by: int, pick: int) -> None:
        kind, argument = VIEWS[pick % len(VIEWS)]
        self.hubs[by].catch_up()
        self.join(self.hubs[by], self.copies[by], kind, argument)


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None,
            suppress_health_check=list(HealthCheck), print_blob=True,
        ),
    )  # fmt: skip


def test_any_order_of_verbs_keeps_what_must_be_true() -> None:
    run(60, 40)


@pytest.mark.long
def test_very_many_orders_of_verbs_keep_what_must_be_true() -> None:
    run(800, 60)
