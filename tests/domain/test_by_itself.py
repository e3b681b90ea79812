"""Whatever the rules for passed numbers and calls by themselves, any order of presses keeps what must be true."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.errors import HallError
from server.domain.events import Command
from server.domain.floor import Floor
from server.domain.happenings import apply
from tests.domain.hall import SERVICES, WINDOWS, hall
from tests.domain.play import Play, floor_facts
from tests.journal import truths
from tests.journal.undoing import Undoing

VERBS = (
    "call_next", "call_next", "no_show", "no_show", "undo", "undo", "complete", "start", "hold", "transfer", "take",
)  # fmt: skip
moves = st.lists(
    st.tuples(
        st.sampled_from(VERBS), st.sampled_from(WINDOWS), st.sampled_from(SERVICES), st.integers(0, 4), st.booleans()
    ),
    min_size=10, max_size=35,
)  # fmt: skip


class Followed(Play):
    """A play whose undos are checked, command by command."""

    undoing: Undoing | None = None

    def do(self, command: Command, **facts: Any) -> list[str]:
        before, seq = dict(self.floor.tickets), len(self.written)
        kinds = super().do(command, **facts)
        if self.undoing is None:
            self.undoing = Undoing()
            self.undoing.follow(self.written, {}, self.floor)
        else:
            self.undoing.follow(self.written[seq:], before, self.floor)
        return kinds


def press(play: Play, verb: str, window: str, service: str, flag: bool) -> None:
    """One press, refused or not, and the calls that then make themselves."""
    if verb == "take":
        play.take(service, "tax")
        return
    args: dict[str, Any] = {
        "call_next": {"finish": "no_show" if flag else "completed"}, "transfer": {"service": service, "back": flag},
        "complete": {"outcome": "incomplete" if flag else "done"},
    }.get(verb, {})  # fmt: skip
    try:
        play.at(window, verb, why="gone", **args)
    except HallError as refusal:
        assert refusal.code in ("illegal_move", "window_busy", "not_served_here", "undo_too_late")
    while play.do(Command("auto_call", "system")):
        pass


def asides_are_true(floor: Floor) -> None:
    """Who is held or passed, and how many calls each line has had that were not taken back."""
    tickets = floor.tickets.values()
    assert floor.held == {t.id for t in tickets if t.status == "held"}
    passed: dict[str, dict[str, int]] = {}
    for t in tickets:
        if t.status == "no_show" and t.passed_after is not None:
            passed.setdefault(t.line, {})[t.id] = t.passed_after
    assert floor.passed == passed


def calls_are_counted(play: Play) -> None:
    count: Counter[str] = Counter()
    lines: defaultdict[str, list[str]] = defaultdict(list)
    folded = Floor(play.floor.hall)
    for entry in play.written:
        id = entry.data.get("ticket", "")
        if entry.kind == "ticket.called":
            lines[id].append(folded.tickets[id].line)
            count[lines[id][-1]] += 1
        elif entry.kind == "ticket.undone" and entry.data["was"] == "called":
            # The latest call that stands: one before it may have been in another line.
            count[lines[id].pop()] -= 1
        apply(folded, entry)
    assert +Counter(play.floor.called_in) == +count
    assert floor_facts(folded) == floor_facts(play.floor)


@pytest.mark.parametrize("ready", [False, True])
@pytest.mark.parametrize("passed", ["after_calls", "at_once"])
@settings(max_examples=15, deadline=None)
@given(moves=moves)
def test_lines_counts_windows_and_undo_stay_true(passed: str, ready: bool, moves: list[Any]) -> None:
    play = Followed(*WINDOWS, given=hall(passed=passed, passed_calls=2, auto_call=ready))
    for service in SERVICES * 2:
        play.take(service, "tax")
    for window in WINDOWS if ready else ():
        play.at(window, "ready", ready=True)
    for verb, window, service, minutes, flag in moves:
        play.wait(minutes)
        press(play, verb, window, service, flag)
        truths.windows_and_tickets_agree(play.floor)
        truths.counts_equal_a_recount(play.floor)
        asides_are_true(play.floor)
    calls_are_counted(play)
