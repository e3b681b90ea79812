"""What closed days come to, counted once: a day's cell by each single cut, with its exact histograms.

A day is summed beside everything else after it closed, and again when a late rating changed it; until then, and where
two cuts meet that a day does not tell, its legs are read. Never a second truth: dropping all of it costs time alone.
"""

from __future__ import annotations

import sqlite3
import zlib
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import accumulate, chain, pairwise
from typing import Any

import msgspec

from server.domain.counting.figures import SMALL, Cell
from server.journal.questions import LEG_CUTS, OF_DAYS, SPREAD, SUMS, Key, Question, of_legs

CUTS = ("hall", *(cut for cut in LEG_CUTS if cut not in OF_DAYS))
DUE = """select day, seq from summed where hall = :hall and version <> :version order by day desc limit 1"""
READY = """select day from summed where hall = :hall and day between :first and :last and version = :version
    order by day"""
CELLS = """select s.day, s.value, s.cell from summary s join summed d on d.hall = s.hall and d.day = s.day
    where s.hall = :hall and s.cut = :cut and s.day between :first and :last and d.version = :version"""
ONE = " and s.value = :value"
ANY_LEG = "select exists (select 1 from leg where hall = :hall and day between :first and :last)"
Made = tuple[int, int, list[tuple[str, Any, bytes]]]
"""A day, the entry that last changed it, and (cut, value, cell)."""
Pile = list[tuple[int, list[int], list[msgspec.Raw]]]
"""Cells as they are kept: the latest profile, sums, a run of each kind of seconds."""
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[int, list[int], list[msgspec.Raw]]).decode
_numbers = msgspec.msgpack.Decoder(list[int]).decode


@cache
def version() -> str:
    """Changes with what is counted: days summed otherwise are summed anew."""
    return f"{zlib.crc32(repr((CUTS, SUMS, SPREAD)).encode()):08x}"


def of_days(conn: sqlite3.Connection, asked: Question) -> dict[Key, Cell]:
    """Sums and histograms: of the days that are summed from there, of the others from their legs."""
    cut = _cut(asked)
    if cut is None:
        return of_legs(conn, asked)
    values = {"hall": asked.hall, "first": asked.first, "last": asked.last, "version": version()}
    ready = [day for (day,) in conn.execute(READY, values)]
    cells = _summed(conn, asked, cut, values)
    for first, last in _gaps(asked.first, asked.last, ready):
        span = {"hall": asked.hall, "first": first, "last": last}
        if conn.execute(ANY_LEG, span).fetchone()[0]:
            for key, cell in of_legs(conn, replace(asked, first=first, last=last)).items():
                cells.setdefault(key, Cell()).add(cell)
    return cells


def _cut(asked: Question) -> str | None:
    """The one cut that its days must be summed by; None where two meet."""
    cuts = {cut for cut in (*asked.by, *asked.only) if cut not in OF_DAYS}
    return None if len(cuts) > 1 else cuts.pop() if cuts else "hall"


def _gaps(first: int, last: int, ready: list[int]) -> Iterator[tuple[int, int]]:
    for before, after in pairwise([first - 1, *ready, last + 1]):
        if after - before > 1:
            yield before + 1, after - 1


def _summed(conn: sqlite3.Connection, asked: Question, cut: str, values: dict[str, Any]) -> dict[Key, Cell]:
    """What is to be added up is put side by side first: a year's cells by service are tens of thousands."""
    kinds = [(n, kind) for n, kind in enumerate(SPREAD) if asked.wants(kind)]
    piles: dict[Key, Pile] = {}
    only = {"value": asked.only[cut]} if cut in asked.only else {}
    for day, value, blob in conn.execute(CELLS + (ONE if only else ""), values | {"cut": cut} | only):
        weekday = _weekday(day)
        if asked.only.get("weekday", weekday) != weekday:
            continue
        known = {"hall": asked.hall, "day": day, "month": day // 100, "weekday": weekday, cut: value}
        key = tuple(known[name] for name in asked.by)
        piles.setdefault(key, []).append(_decode(blob))
    return {key: _cell(pile, kinds) for key, pile in piles.items()}


def _cell(pile: Pile, kinds: list[tuple[int, str]]) -> Cell:
    sums = map(sum, zip(*(counts for _, counts, _ in pile), strict=True))
    cell = Cell(Counter(dict(zip(SUMS, sums, strict=True))), profile=max(profile for profile, _, _ in pile))
    for n, kind in kinds:
        runs = (accumulate(_numbers(histograms[n])) for _, _, histograms in pile)
        if len(pile) == 1:
            cell.runs[kind] = [array(SMALL, run) for run in runs]
        else:
            cell.seconds[kind] = Counter(chain.from_iterable(runs))
    return cell


@cache
def _weekday(day: int) -> int:
    return date(day // 10000, day // 100 % 100, day % 100).isoweekday()


# -- making them -----------------------------------------------------------------------------------


def due(conn: sqlite3.Connection, hall: str) -> tuple[int, int] | None:
    """The last closed day that is not summed as it is now, and the entry that last changed it."""
    row: tuple[int, int] | None = conn.execute(DUE, {"hall": hall, "version": version()}).fetchone()
    return row


def made(conn: sqlite3.Connection, hall: str) -> Made | None:
    """That day summed up, to be kept."""
    wanted = due(conn, hall)
    if wanted is None:
        return None
    day, seq = wanted
    rows = [
        (cut, key[0], _packed(cell))
        for cut in CUTS
        for key, cell in of_legs(conn, Question(hall, day, day, (cut,))).items()
    ]
    return day, seq, rows


def keep(conn: sqlite3.Connection, hall: str, made: Made) -> None:
    """Within a write transaction. What was made is of no use when the day has changed since."""
    day, seq, rows = made
    this = {"hall": hall, "day": day, "seq": seq, "version": version()}
    still = conn.execute(
        "update summed set version = :version where hall = :hall and day = :day and seq = :seq"
        " and version <> :version",
        this,
    )
    if still.rowcount == 1:
        for cut in CUTS:
            conn.execute(
                "delete from summary where hall = :hall and cut = :cut and day = :day",
                {"hall": hall, "day": day, "cut": cut},
            )
        conn.executemany(
            "insert into summary (hall, cut, day, value, cell) values (:hall, :cut, :day, :value, :cell)",
            [
                {"hall": hall, "day": day, "cut": cut, "value": value, "cell": cell}
                for cut, value, cell in rows
            ],
        )


def _packed(cell: Cell) -> bytes:
    """Histograms as the steps between the sorted seconds, which are small: a byte each."""
    runs = [[b - a for a, b in pairwise(chain([0], *cell.runs[kind]))] for kind in SPREAD]
    return _encode((cell.profile, [cell.sums[name] for name in SUMS], runs))
