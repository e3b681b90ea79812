"""Visitors from the rows of a CSV text, and tickets back into one. Every fault is told with its line and column."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from math import isfinite

from server.domain.booking.arrival import RESERVED
from server.domain.profile import Hall
from server.simulate.visitor import Fate, Visitor

REQUIRED = ("at", "duration", "service")
OPTIONAL = ("classes", "slot", "patience", "needs")
TICKETS = (
    "row", "number", "service", "classes", "window", "taken_at", "called_at", "started_at", "completed_at", "outcome",
)  # fmt: skip
FAULTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file, where, and what would be right."""

    line: int
    column: str
    says: str

    def told(self, file: str) -> str:
        return f"{file}:{self.line}: {self.column + ': ' if self.column else ''}{self.says}"


class ArrivalFaults(Exception):
    """Rows that cannot be used: the first faults found."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults


class _Wrong(Exception):
    def __init__(self, column: str, says: str) -> None:
        super().__init__(column, says)
        self.column, self.says = column, says


def read(text: str, hall: Hall) -> list[Visitor]:
    """The visitors of a CSV with a header line, each for a service that is served here. Raises ArrivalFaults."""
    rows = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    faults: list[Fault] = []
    visitors: list[Visitor] = []
    try:
        columns = _header(next(rows, []))
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            try:
                visitors.append(_visitor(len(visitors) + len(faults) + 1, columns, cells, hall))
            except _Wrong as wrong:
                faults.append(Fault(rows.line_num, wrong.column, wrong.says))
            if len(faults) >= FAULTS_SHOWN:
                break
    except csv.Error as problem:
        faults.append(
            Fault(rows.line_num, "", f"this is not CSV ({problem}); one visitor a line, commas between")
        )
    except _Wrong as wrong:
        faults.append(Fault(1, wrong.column, wrong.says))
    if faults:
        raise ArrivalFaults(faults)
    return visitors


def _header(cells: list[str]) -> list[str]:
    columns = [cell.strip() for cell in cells]
    known = (*REQUIRED, *OPTIONAL)
    if not columns:
        raise _Wrong("", f"the file is empty; its first line names the columns: {','.join(known[:4])}")
    for name in columns:
        if name not in known:
            raise _Wrong(name or "(no name)", f"there is no such column; there are: {', '.join(known)}")
        if columns.count(name) > 1:
            raise _Wrong(name, "this column stands twice; each stands once")
    for name in REQUIRED:
        if name not in columns:
            raise _Wrong(name, f"this column is missing; every file has {', '.join(REQUIRED)}")
    return columns


def _visitor(row: int, columns: list[str], cells: list[str], hall: Hall) -> Visitor:
    if len(cells) != len(columns):
        raise _Wrong("", f"the line has {len(cells)} cells; the header has {len(columns)}")
    cell = {name: text.strip() for name, text in zip(columns, cells, strict=True)}
    slot = _optional("slot", cell)
    return Visitor(
        row, _number("at", cell["at"]), _number("duration", cell["duration"], least=0.0),
        _service(cell["service"], hall), _classes(cell.get("classes", ""), slot, hall), slot,
        _optional("patience", cell, least=0.0), _listed("needs", cell.get("needs", ""), hall.needs),
    )  # fmt: skip


def _number(column: str, text: str, least: float | None = None) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise _Wrong(column, f"«{text}» is not a number; write seconds, such as 12.5")
    if least is not None and value < least:
        raise _Wrong(column, f"{text} is less than {least:g}; write seconds, such as 12.5")
    return value


def _optional(column: str, cell: dict[str, str], least: float | None = None) -> float | None:
    return _number(column, cell[column], least) if cell.get(column) else None


def _service(id: str, hall: Hall) -> str:
    if id not in hall.service:
        raise _Wrong("service", f"the hall has no service «{id}»; it has {_some(list(hall.service))}")
    return id


def _classes(text: str, slot: float | None, hall: Hall) -> tuple[str, ...]:
    classes = _listed("classes", text, tuple(hall.klass))
    if RESERVED in classes and slot is None:
        raise _Wrong("slot", "a reservation needs its slot; write its second on the clock of `at`")
    return classes


def _listed(column: str, text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Words between semicolons, each known to the hall."""
    found = tuple(dict.fromkeys(word.strip() for word in text.split(";") if word.strip()))
    for word in found:
        if word not in known:
            raise _Wrong(column, f"the hall knows no «{word}»; it knows {_some(list(known))}, with ; between")
    return found


def _some(ids: list[str]) -> str:
    return ", ".join(ids[:12]) + (", …" if len(ids) > 12 else "")


def written(fates: Iterable[Fate]) -> Iterator[str]:
    """The tickets as lines of CSV, in the order of the visitors; what did not happen is empty."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(TICKETS)
    for f in fates:
        times = (f.taken_at, f.called_at, f.started_at, f.completed_at)
        told = ["" if t is None else repr(t) for t in times]
        v = f.visitor
        writer.writerow((v.row, f.number, v.service, ";".join(v.classes), f.window, *told, f.outcome))
        yield out.getvalue()
        out.seek(0)
        out.truncate()
