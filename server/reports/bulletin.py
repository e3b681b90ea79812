"""The monthly bulletin as a PDF: head, key figures held against two other months, charts, tables, definitions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import BinaryIO

from server.domain.counting.exceptions import Exceptions
from server.domain.counting.figures import Figures
from server.profiles.figures import definitions
from server.reports import charts
from server.reports.asked import Asked
from server.reports.month import Month, Named, counted
from server.reports.paper import INK, LINE, MARGIN, QUIET, WIDTH, Painter, Paper
from server.reports.source import Source
from server.reports.unusual import said
from server.reports.words import word as plain
from server.reports.words_bulletin import change, month, value, word

KEYS = (
    "tickets",
    "served",
    "wait_mean",
    "wait_p90",
    "within_target",
    "unserved_rate",
    "satisfied_share",
    "utilisation",
    "no_shows",
    "no_show_rate",
    "let_back",
    "further",
)
SERVICES = 30
UNITS = {d["id"]: d["unit"] for d in definitions()}
TABLE = (
    "tickets",
    "served",
    "wait_mean",
    "wait_p90",
    "within_target",
    "service_mean",
    "unserved_rate",
    "satisfied_share",
)
OF_SERVICE = ("legs", *TABLE[1:])
OF_WINDOW = ("called", "served", "service_mean", "open_seconds", "utilisation")


def write(source: Source, asked: Asked, now: datetime, file: BinaryIO) -> None:
    """The month of the day asked for. Raises fonts.NoFont."""
    lang = asked.lang
    told = counted(source, asked.first, lang)
    paper = Paper(source.title(lang), month(told.first, lang), lang, now)
    paper.leaf()
    _head(paper, told, now)
    if told.whole["legs"]:
        _month(paper, told, source)
    else:
        paper.paragraph(word("nothing", lang), 11, INK)
    _foot(paper, told)
    file.write(bytes(paper.output()))


def _month(paper: Paper, told: Month, source: Source) -> None:
    lang = paper.lang
    _keys(paper, told)
    _by_day(paper, told)
    _by_hour(paper, told)
    _heat(paper, told)
    paper.leaf()
    _target(paper, told)
    paper.heading(word("departments", lang))
    _table(paper, told.departments, TABLE)
    paper.at += 5
    paper.heading(word("services", lang))
    _table(paper, told.services[:SERVICES], OF_SERVICE)
    _rest(paper, told.services[SERVICES:])
    paper.leaf()
    _windows(paper, told)
    _looks(paper, told, source.hall.exceptions)


def _head(paper: Paper, told: Month, now: datetime) -> None:
    lang = paper.lang
    paper.say(MARGIN, 21, paper.hall, 11, QUIET)
    paper.say(MARGIN, 31, word("title", lang), 22, INK, bold=True)
    paper.say(MARGIN + WIDTH, 31, paper.month, 16, INK, align="R")
    partial_ = told.first <= now.date() <= told.last
    note = word("partial" if partial_ else "made", lang, at=f"{now:%Y-%m-%d %H:%M}")
    paper.say(MARGIN + WIDTH, 21, note, 8, QUIET, align="R")
    paper.colour(INK)
    paper.set_line_width(0.7)
    paper.line(MARGIN, 35, MARGIN + WIDTH, 35)
    paper.at = 39


def _keys(paper: Paper, told: Month) -> None:
    """Figures in rows of four, each with how it moved."""
    names = {d["id"]: d["name_en" if paper.lang == "en" else "name"] for d in definitions()}
    wide, high = WIDTH / 4, 22.5
    for n, key in enumerate(KEYS):
        x, y = MARGIN + wide * (n % 4), paper.at + high * (n // 4)
        unit, now = UNITS[key], told.whole[key]
        paper.say(x + 2, y + 4.5, paper.fitted(names[key], wide - 3, 7.8), 7.8, QUIET)
        paper.say(x + 2, y + 12, value(unit, now, paper.lang), 15, INK, bold=True)
        for line, (against, before) in enumerate(
            (("month_before", told.before), ("year_before", told.year_before))
        ):
            moved = word(against, paper.lang, moved=change(unit, now, before[key], paper.lang))
            paper.say(x + 2, y + 16.5 + 4 * line, paper.fitted(moved, wide - 3, 7.5), 7.5, QUIET)
        if n % 4:
            paper.colour(LINE)
            paper.set_line_width(0.2)
            paper.line(x, y + 1, x, y + high - 2)
    paper.at += len(KEYS) // 4 * high + 1


def _by_day(paper: Paper, told: Month) -> None:
    paper.heading(word("by_day", paper.lang), 43)
    paper.at += 3
    tickets = [f["tickets"] if f else None for f in told.days.values()]
    charts.bars(paper, [str(day.day) for day in told.days], tickets)


def _by_hour(paper: Paper, told: Month) -> None:
    paper.heading(word("by_hour", paper.lang), 43)
    paper.at += 3
    series = [
        (word(name, paper.lang), [None if f[key] is None else f[key] / 60 for f in told.hours.values()])  # type: ignore[operator]
        for name, key in (("median", "wait_p50"), ("nine", "wait_p90"))
    ]
    charts.lines(paper, [f"{hour}:00" for hour in told.hours], series)


def _heat(paper: Paper, told: Month) -> None:
    weekdays = sorted({w for by in told.heat.values() for w in by} | set(range(1, 6)))
    paper.heading(word("heat", paper.lang), 4 + 6 * len(weekdays))
    rows = [[by.get(w) for by in told.heat.values()] for w in weekdays]
    charts.heat(
        paper, [plain(f"weekday.{w}", paper.lang) for w in weekdays], [f"{h}:00" for h in told.heat], rows
    )


def _target(paper: Paper, told: Month) -> None:
    shares = [f["within_target"] if f else None for f in told.days.values()]
    if any(share is not None for share in shares):
        paper.heading(word("target_by_day", paper.lang), 43)
        paper.at += 3
        labels = [str(day.day) for day in told.days]
        charts.lines(paper, labels, [(word("target_by_day", paper.lang), shares)], 28, percent=True)


def _table(paper: Paper, rows: Sequence[Named], keys: Sequence[str]) -> None:
    lang, wide = paper.lang, 15.5
    heads = [word("col.name", lang), *(word(f"col.{key}", lang) for key in keys)]
    widths = [WIDTH - wide * len(keys), *[wide] * len(keys)]
    paper.rows(heads, widths, [[r.name or word("unset", lang), *_short(r.figures, keys)] for r in rows])


def _short(figures: Figures, keys: Sequence[str]) -> list[str]:
    """Figures for a narrow column: seconds as minutes and seconds."""
    return [_narrow(key, figures[key]) for key in keys]


def _narrow(key: str, number: float | None) -> str:
    if number is None:
        return "–"
    if key == "open_seconds":
        return f"{number / 3600:,.1f}"
    if UNITS[key] == "seconds":
        minutes, seconds = divmod(round(number), 60)
        return f"{minutes}:{seconds:02d}"
    return value(UNITS[key], number, "en")


def _rest(paper: Paper, rest: Sequence[Named]) -> None:
    if rest:
        legs = sum(r.figures["legs"] or 0 for r in rest)
        paper.at += 2
        paper.paragraph(word("services_rest", paper.lang, n=len(rest), legs=f"{legs:,.0f}"))


def _windows(paper: Paper, told: Month) -> None:
    lang, rows = paper.lang, told.windows
    paper.heading(word("windows", lang))
    if not rows:
        paper.paragraph(word("no_windows", lang))
        return
    charts.states_legend(paper, {state: word(state, lang) for state in charts.STATES})
    wide = 16.0
    heads = [word("col.name", lang), *(word(f"col.{key}", lang) for key in OF_WINDOW), word("col.use", lang)]
    name = 36.0
    widths = [name, *[wide] * len(OF_WINDOW), WIDTH - name - wide * len(OF_WINDOW)]
    paper.rows(heads, widths, [[r.name, *_short(r.figures, OF_WINDOW), _bar(paper, r)] for r in rows])
    paper.at += 2
    paper.paragraph(word("imbalance", lang, value=value("number", told.whole["imbalance"], lang)))
    paper.at += 3


def _bar(paper: Paper, row: Named) -> Painter:
    return partial(charts.stretch, paper, parts=row.use)


def _looks(paper: Paper, told: Month, limits: Exceptions) -> None:
    lang = paper.lang
    rows = [[said(kind, limits, lang), f"{n:,}"] for kind, n in told.unusual.items()]
    rows += [[word(key, lang), f"{n:,}"] for key, n in told.looks.items()]
    paper.heading(word("exceptions", lang), 6.0 * (len(rows) + 2))
    paper.rows([word("col.what", lang), word("col.times", lang)], [WIDTH - 30, 30], rows)
    paper.at += 2
    paper.paragraph(word("exceptions_says", lang))


def _foot(paper: Paper, told: Month) -> None:
    """What was left out, and what the figures mean."""
    lang = paper.lang
    paper.at += 4
    paper.heading(word("notes", lang))
    for note in (plain("note.unsure", lang, **told.unsure), plain("note.source", lang)):
        paper.paragraph(note)
    paper.at += 4
    paper.heading(word("definitions", lang))
    end = "_en" if lang == "en" else ""
    used = {*KEYS, *TABLE, *OF_SERVICE, *OF_WINDOW, "wait_p50"}
    for d in definitions():
        if d["id"] in used:
            paper.paragraph(f"{d['name' + end]}{': ' if lang == 'en' else '：'}{d['says' + end]}", 7.5)
