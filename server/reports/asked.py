"""What a report is asked for: whose, of which days, cut and filtered how, in which language.

The words on a command line and those of a request become the same `Asked`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from server.journal.counting import FILTERS, LEG_CUTS, Question
from server.profiles.figures import IDS
from server.reports.words import LANGUAGES
from server.typed import meant

MOST_DAYS = 3700
FIRST, LAST = date(1970, 1, 1), date(9000, 12, 31)
"""Days that have a year before them and a month after."""
NUMBERS = ("hour", "weekday")
COMPARED = ("", "year", "period")


class Unaskable(Exception):
    """What was asked makes no sense; the message says why, `at` which part of it: `by`, `to`, `figures` …

    `form` and `facts`: the same for pages, which have it in their languages.
    """

    def __init__(self, message: str, form: str, at: str = "", **facts: Any) -> None:
        super().__init__(message)
        self.form, self.at, self.facts = form, at, facts


@dataclass(frozen=True, slots=True)
class Asked:
    """`first` and `last` are business days, both counted; `only` is filter → value; no `figures` means all.

    `compare`: year, period, or "" for nothing. `reader`: a lead, who is not told how they were rated themselves.
    """

    hall: str
    first: date
    last: date
    lang: str = "zh"
    by: tuple[str, ...] = ("hall",)
    only: dict[str, Any] = field(default_factory=dict)
    figures: tuple[str, ...] = ()
    compare: str = ""
    reader: str | None = None

    @property
    def question(self) -> Question:
        return Question(
            self.hall, number(self.first), number(self.last), self.by, self.only, reader=self.reader
        )


def number(day: date) -> int:
    """20261123 for 23 November 2026, as tables hold days."""
    return int(f"{day:%Y%m%d}")


def month(day: date) -> tuple[date, date]:
    """The first and the last day of a day's month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def asked(
    hall: str, first: str, last: str, lang: str = "zh", by: str = "hall", only: Iterable[str] = (), figures: str = "",
    compare: str = "", reader: str | None = None,
) -> Asked:  # fmt: skip
    """From words: `by` and `figures` with commas between, `only` as `zone=z1`. Raises Unaskable."""
    cuts = tuple(by.split(","))
    if not set(cuts) <= set(LEG_CUTS) or len(set(cuts)) != len(cuts) or len(cuts) > 2:
        wrong = f"cuts are one or two of {', '.join(LEG_CUTS)}"
        raise Unaskable(wrong, "cuts", "by", allowed=list(LEG_CUTS))
    wanted = tuple(figures.split(",")) if figures else ()
    if not set(wanted) <= set(IDS):
        raise Unaskable(unfigured(wanted), "no_figure", "figures")
    if compare not in COMPARED:
        wrong = "a period is held against a year or a period before"
        raise Unaskable(wrong, "one_of", "compare", allowed=COMPARED[1:])
    if lang not in LANGUAGES:
        raise Unaskable(f"languages are {', '.join(LANGUAGES)}", "one_of", "lang", allowed=list(LANGUAGES))
    begin, end = _period(first, last)
    return Asked(hall, begin, end, lang, cuts, dict(map(_filter, only)), wanted, compare, reader)


def unfigured(wanted: Iterable[str]) -> str:
    """What is said of figures among those wanted that there are not."""
    unknown = sorted(set(wanted) - set(IDS))
    return f"there is no figure {', '.join(unknown)}; {meant(unknown[0], IDS)}"


def day_of(text: str, at: str = "") -> date:
    """`at`: what the day is of what was asked. Raises Unaskable."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        wrong = f"{text!r} is no day of the calendar, written like 2026-11-23"
        raise Unaskable(wrong, "day", at) from None
    if not FIRST <= day <= LAST:
        raise Unaskable(f"days are from {FIRST} to {LAST}", "out_of_range", at)
    return day


def _period(first: str, last: str) -> tuple[date, date]:
    begin, end = day_of(first, "from"), day_of(last, "to")
    if not 0 <= (end - begin).days <= MOST_DAYS:
        wrong = f"the last day is not before the first, and at most {MOST_DAYS} days later"
        raise Unaskable(wrong, "period", "to", n=MOST_DAYS)
    return begin, end


def _filter(text: str) -> tuple[str, Any]:
    name, _, value = text.partition("=")
    if name not in FILTERS or not value or (name in NUMBERS and not value.isdecimal()):
        wrong = f"{text!r} is no filter; they are {', '.join(FILTERS)}, such as zone=z1"
        raise Unaskable(wrong, "no_key", name, key=name)
    return name, int(value) if name in NUMBERS else value
