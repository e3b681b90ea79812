"""Reads a CSV of reservations: every fault with its line and column, rows as the hub takes them.

UTF-8, or GB 18030 as spreadsheets in China save it. Ours: `service,date,start`, and `code`, `phone`, `id_number`,
`name`, `source` where the file has them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from server.domain import hours, identity
from server.domain.errors import HallError
from server.domain.profile import Hall

NEEDED = ("service", "date", "start")
KNOWN = (*NEEDED, "code", "phone", "id_number", "name", "source")
MOST_ROWS = 4000
"""All are written in one transaction, and the hub waits for it."""
Fault = tuple[int, str, str]
"""Line, column, what is wrong."""


class FileFaults(Exception):
    """What is wrong with the file; nothing was brought in."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def read(raw: bytes, hall: Hall) -> list[dict[str, Any]]:
    """The rows: line, service, start (ms) and what else they have. Raises FileFaults."""
    lines = _text(raw).splitlines()
    table = csv.DictReader(lines)
    names = [(n or "").strip() for n in table.fieldnames or ()]
    wrong = [(1, n, "there is no such column") for n in names if n not in KNOWN]
    wrong += [(1, n, "this column is missing") for n in NEEDED if n not in names]
    if wrong:
        raise FileFaults(
            [(line, name, f"{what}; the columns are {', '.join(KNOWN)}") for line, name, what in wrong]
        )
    table.fieldnames = names
    faults: list[Fault] = []
    rows = []
    for row in table:
        cells = {k: (v or "").strip() for k, v in row.items() if k and isinstance(v, str | None)}
        if any(cells.values()):
            rows.append(_row(table.line_num, cells, hall, faults))
    if len(rows) > MOST_ROWS:
        faults.append((MOST_ROWS + 2, "service", f"a file has at most {MOST_ROWS} rows; split it"))
    _repeated(rows, faults)
    if faults:
        raise FileFaults(sorted(faults))
    return rows


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            raise FileFaults(
                [(1, "", "the file is neither UTF-8 nor GB 18030; save it as CSV UTF-8")]
            ) from None


def _row(line: int, cells: dict[str, str], hall: Hall, faults: list[Fault]) -> dict[str, Any]:
    def said(column: str, how: Callable[[str], Any]) -> Any:
        try:
            return how(cells.get(column, ""))
        except (ValueError, HallError) as problem:
            faults.append((line, column, problem.detail if isinstance(problem, HallError) else str(problem)))
            return None

    day, at = said("date", _day), said("start", _time)
    start = None
    if day and at:
        start = round(datetime.combine(day, at, hours.zone_of(hall.timezone)).timestamp() * 1000)
    row = {
        "line": line, "service": said("service", _given), "start": start, "code": said("code", _code),
        "phone": said("phone", _phone), "id_number": said("id_number", lambda text: _identity(text, day)),
        "name": cells.get("name", "")[:60] or None, "source": said("source", _source),
    }  # fmt: skip
    if not any(cells.get(k) for k in ("code", "phone", "id_number")):
        faults.append(
            (line, "code", "a row needs a code, a phone or an ID number: by that it is known again")
        )
    return row


def _given(text: str) -> str:
    if not text:
        raise ValueError("this is empty")
    return text


def _day(text: str) -> date:
    try:
        return date(*(int(part) for part in re.split("[-/.]", text)))
    except (ValueError, TypeError):
        raise ValueError(f"«{text}» is no date; write it like 2026-11-23") from None


def _time(text: str) -> time:
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(:00)?", text)
    if found is None:
        raise ValueError(f"«{text}» is no time; write it like 09:30")
    return time(int(found[1]), int(found[2]))


def _code(text: str) -> str | None:
    code = text.upper()
    if code and not re.fullmatch("[A-Z0-9-]{4,32}", code):
        raise ValueError("a code has 4 to 32 letters, digits or -")
    return code or None


def _phone(text: str) -> str | None:
    if text and not re.fullmatch(r"\+?[0-9][0-9 \-]{4,20}", text):
        raise ValueError("this is no phone number; a spreadsheet may have rounded it")
    return text or None


def _identity(text: str, day: date | None) -> str | None:
    return identity.read(text, day or date(2100, 1, 1)).number if text else None


def _source(text: str) -> str:
    if text and not re.fullmatch("[a-z][a-z0-9_]{0,39}", text):
        raise ValueError("a source has small letters, digits and _, such as wechat")
    return text or "import"


def _repeated(rows: list[dict[str, Any]], faults: list[Fault]) -> None:
    """Two rows of one file that would be the same reservation."""
    seen: dict[Any, int] = {}
    for row in rows:
        who = row["id_number"] or row["phone"]
        key = row["code"] or (who, row["service"], row["start"])
        if key != (None, row["service"], row["start"]) and key in seen:
            faults.append((row["line"], "code" if row["code"] else "start", f"the same as line {seen[key]}"))
        seen.setdefault(key, row["line"])
