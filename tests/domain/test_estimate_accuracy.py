"""How good the estimate is: whole simulated days in the product's own routing, against the ladder of simpler ones.

The figures are printed (`pytest -s`): mean absolute error in minutes, and how often the range held the wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from statistics import mean

import pytest

from server import profiles
from server.domain import dated, hours
from server.domain.profile import Hall
from server.domain.ticket import Ticket
from server.domain.waits.estimate import History, Outlook, Prospect
from server.domain.waits.staffing import Staffing
from server.simulate.choosing import Next
from server.simulate.course import Course, working_day
from server.simulate.demand import drawn, usual
from server.simulate.engine import Day
from server.simulate.visitor import Visitor

CONFIG = Path(__file__).resolve().parents[2] / "config"
MONDAY = date(2026, 11, 23)


class Asked(Day):
    """A day on which everybody is told on taking a number what to expect, in five ways."""

    def __init__(self, hall: Hall, visitors: Sequence[Visitor], course: Course) -> None:
        super().__init__(hall, visitors, course, Next())
        self.said: dict[str, tuple[Prospect, float, float, float]] = {}
        self.there: dict[str, list[str]] = {}
        self.staff: Staffing | None = None

    def _take(self, at: float, visitor: Visitor) -> None:
        super()._take(at, visitor)
        ticket = self.floor.tickets.get(str(visitor.row))
        if ticket is not None:
            outlook = Outlook(self.floor, History(), self._instant(at), self.staff)
            self.staff, found = outlook.staff, outlook.of(ticket)
            if found.middle is not None:
                there = [
                    t for t in self.floor.tickets.values() if t.status == "waiting" and t.id != ticket.id
                ]
                self.there[ticket.id] = [t.id for t in there]
                self.said[ticket.id] = (found, *self.ladder(ticket, there, found.ahead))

    def ladder(self, ticket: Ticket, there: list[Ticket], ahead: int) -> tuple[float, float, float]:
        """queueing.md: same business × average ÷ its windows; everybody ÷ open windows; truly ahead ÷ its windows."""
        hall, windows = self.floor.hall, [w.id for w in self.floor.windows.values() if w.state == "open"]
        its = max(1, len(set(windows) & set(hall.windows_of[ticket.service])))
        own = hall.service[ticket.service].typical_service * 60
        average = mean(s.typical_service for s in hall.services) * 60
        same = sum(t.service == ticket.service for t in there)
        return same * own / its, len(there) * average / len(windows), ahead * own / its

    def before(self, id: str, windows: frozenset[str]) -> int:
        """How many who waited with it were called before it by the windows that might have called it."""
        called, fates = self.fates[id].called_at, self.fates
        assert called is not None
        return sum(
            f.called_at is not None and f.called_at <= called and f.window in windows
            for f in (fates[other] for other in self.there[id])
        )


@lru_cache(maxsize=1)
def day_of(name: str, visitors: int) -> Asked:
    hall = dated.on(profiles.load(CONFIG / f"{name}.toml")[1], MONDAY)
    spans = [(start * 60.0, end * 60.0) for start, end in hours.spans(hall, MONDAY)]
    day = Asked(hall, drawn(usual(hall, visitors, spans), 1), working_day(hall, MONDAY))
    day.run()
    return day


@pytest.mark.parametrize(
    ("name", "visitors"), [("dingcheng", 500), ("xiangxi-prefecture", 700), ("puning", 2000)]
)
def test_it_is_nearer_than_counting_people_and_its_range_holds_most_waits(name: str, visitors: int) -> None:
    day = day_of(name, visitors)
    rows = [(wait, *said) for id, said in day.said.items() if (wait := day.fates[id].wait) is not None]
    ours = mean(abs(wait - (found.middle or 0)) for wait, found, *_ in rows) / 60
    same, everybody, ahead = (mean(abs(row[0] - row[n]) for row in rows) / 60 for n in (2, 3, 4))
    held = mean(found.low <= wait <= found.high for wait, found, *_ in rows)
    print(
        f"\n{name}: mean wait {mean(row[0] for row in rows) / 60:.1f} min; mean absolute error: ours {ours:.2f}, "
        f"truly ahead {ahead:.2f}, same business {same:.2f}, everybody {everybody:.2f}; range held {held:.0%}"
    )
    assert len(rows) > 0.9 * visitors * 0.9
    assert ours < ahead < same
    assert ours < 0.75 * same and ours < 0.75 * everybody
    assert 0.75 <= held <= 0.95


def test_people_ahead_are_those_who_are_then_called_before() -> None:
    day = day_of("puning", 2000)
    pairs = [
        (said[0].ahead, day.before(id, said[0].windows))
        for id, said in day.said.items()
        if day.fates[id].called_at is not None
    ]
    wrong = mean(abs(told - true) for told, true in pairs)
    print(f"\npuning: {mean(true for _, true in pairs):.2f} called before, told {wrong:.2f} wrong on average")
    assert wrong < 0.2 * mean(true for _, true in pairs)
