"""A file of matters with due dates, as an approval system exports it: every fault with its line and column.

CSV with the headings below, in either language; the order does not matter, other columns are left alone.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from datetime import date
from typing import Any

from server.domain import identity
from server.domain.errors import HallError
from server.domain.profile import Hall

HEADINGS = {
    "matter": ("办件编号", "受理编号", "申报号"),
    "service": ("事项编码", "事项", "业务"),
    "department": ("单位", "部门"),
    "person": ("经办人", "工号"),
    "due": ("截止日期", "承诺办结日期", "到期日期"),
    "done": ("办结日期", "实际办结日期"),
}
"""Column → what its heading may be, besides its own name."""
NEEDED = ("matter", "service", "due")
MOST_ROWS = 1000
NUMBER = re.compile("[0-9A-Za-z_-]{1,40}")
Row = dict[str, Any]


Wrong = tuple[str, str]
"""What is wrong, in English and in Chinese."""


class NoTable(Exception):
    """The text has not the columns it needs: `wrong` says which."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong[0])
        self.wrong = wrong


def read(text: str, hall: Hall, people: Collection[str]) -> tuple[list[Row], list[Row]]:
    """(rows, faults): rows {matter, service, department, person, due, done}, faults {line, column, wrong, wrong_zh}."""
    table = csv.reader(text.lstrip("\ufeff").splitlines())
    places = _places(next(table, []))
    rows: list[Row] = []
    faults: list[Row] = []
    seen: dict[str, int] = {}
    for cells in table:
        if not any(cell.strip() for cell in cells):
            continue
        given = {k: cells[n].strip() if n < len(cells) else "" for k, n in places.items()}
        row, wrong = _row(given, hall, people)
        if row["matter"] in seen:
            line = seen[row["matter"]]
            wrong["matter"] = (f"the same as line {line}", f"和第 {line} 行重复")
        seen.setdefault(row["matter"], table.line_num)
        faults += [_fault(table.line_num, column, w) for column, w in wrong.items()]
        if not wrong:
            rows.append(row)
    if len(rows) > MOST_ROWS:
        told = (f"at most {MOST_ROWS} rows; split the file", f"最多 {MOST_ROWS} 行，请分成几个文件")
        faults.append(_fault(MOST_ROWS + 2, "matter", told))
    return rows, faults


def _fault(line: int, column: str, wrong: Wrong) -> Row:
    return {"line": line, "column": column, "wrong": wrong[0], "wrong_zh": wrong[1]}


def _places(headings: list[str]) -> dict[str, int]:
    """Column → its place. Raises NoTable."""
    known = {word: column for column, words in HEADINGS.items() for word in (column, *words)}
    found: dict[str, int] = {}
    for n, heading in enumerate(headings):
        column = known.get(heading.strip())
        if column:
            found.setdefault(column, n)
    lacking = [c for c in NEEDED if c not in found]
    if lacking:
        english = ", ".join(f"{c} ({HEADINGS[c][0]})" for c in lacking)
        chinese = "、".join(HEADINGS[c][0] for c in lacking)
        raise NoTable((f"the first line lacks {english}", f"第一行缺少：{chinese}"))
    return found


def _row(given: dict[str, str], hall: Hall, people: Collection[str]) -> tuple[Row, dict[str, Wrong]]:
    """The row as it is kept, and what is wrong with it by column."""
    wrong: dict[str, Wrong] = {}
    matter = given["matter"]
    if not NUMBER.fullmatch(matter):
        wrong["matter"] = (
            "a number has 1 to 40 letters, digits, - and _",
            "编号由 1 至 40 个字母、数字、- 或 _ 组成",
        )
    elif _names_somebody(matter):
        wrong["matter"] = ("this is somebody's ID number, not a matter's", "这是身份证号，不是办件编号")
    service = _service(given["service"], hall)
    if service is None:
        wrong["service"] = _unknown("this hall has no service", "本大厅没有业务", given["service"])
    department = given.get("department") or (hall.service[service].department if service else "")
    named = {d.name: d.id for d in hall.departments} | {d.short_name: d.id for d in hall.departments}
    department = named.get(department, department)
    if department and department not in hall.department:
        wrong["department"] = _unknown("this hall has no department", "本大厅没有单位", department)
    if given.get("person") and given["person"] not in people:
        wrong["person"] = _unknown("nobody here is called", "这里没有人员", given["person"])
    dates = {c: _date(given.get(c, "")) for c in ("due", "done")}
    for column in ("due", "done"):
        if dates[column] is None and (column == "due" or given.get(column)):
            wrong[column] = (
                f"«{given[column]}» is no date; write it like 2026-11-23",
                f"「{given[column]}」不是日期，请写成 2026-11-23",
            )
    row = {
        "matter": matter,
        "service": service or "",
        "department": department,
        "person": given.get("person") or None,
    }
    return row | dates, wrong


def _unknown(english: str, chinese: str, name: str) -> Wrong:
    return f"{english} «{name}»", f"{chinese}「{name}」"


def _service(said: str, hall: Hall) -> str | None:
    """By id, basic code or name."""
    return next((s.id for s in hall.services if said and said in (s.id, s.code, s.name)), None)


def _names_somebody(number: str) -> bool:
    try:
        identity.read(number, date(2100, 1, 1))
    except HallError:
        return False
    return True


def _date(text: str) -> str | None:
    try:
        return date(*(int(part) for part in re.split("[-/.]", text.partition(" ")[0]))).isoformat()
    except (ValueError, TypeError, OverflowError):
        return None
