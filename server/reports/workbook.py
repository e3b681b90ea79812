"""A table as XLSX: data, definitions and notes on sheets of their own, written row by row (XlsxWriter's constant
memory: what was written is no longer held). Every text is written as text, never as a formula or link."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain, islice
from typing import Any, BinaryIO
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from server.reports.sheet import Sheet
from server.reports.table import Column, Row, Table
from server.reports.words import word

SHEET_ROWS = 1_000_000
"""Data rows on one sheet; Excel takes 1,048,576 in all."""
DAY_SECONDS = 86_400
EPOCH = datetime(1899, 12, 30)
"""Sheets count days from here."""
FORMATS: dict[str, str] = {
    "text": "@", "flag": "@", "count": "#,##0", "number": "0.00", "share": "0.0%", "seconds": "[h]:mm:ss",
    "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss",
}  # fmt: skip
NUMBERS = ("count", "number", "share", "seconds")
INK, LINE, HEAD = "#13233B", "#D3DCE7", "#E3EDF8"


class Formats:
    """The few formats a report has."""

    def __init__(self, book: xlsxwriter.Workbook, lang: str) -> None:
        plain = {
            "font_name": "Arial" if lang == "en" else "Microsoft YaHei",
            "font_size": 10,
            "font_color": INK,
        }
        line = plain | {"bottom": 1, "bottom_color": LINE}
        self.title = book.add_format(plain | {"font_size": 16, "bold": True})
        self.label = book.add_format(plain | {"bold": True})
        self.plain = book.add_format(plain)
        self.wrapped = book.add_format(line | {"text_wrap": True, "valign": "top"})
        head = line | {
            "bold": True, "bg_color": HEAD, "text_wrap": True, "valign": "vcenter", "top": 1, "top_color": LINE,
        }  # fmt: skip
        self.head = book.add_format(head)
        self.head_right = book.add_format(head | {"align": "right"})
        self.cell = {unit: book.add_format(line | {"num_format": f}) for unit, f in FORMATS.items()}
        heavy = line | {"bold": True, "top": 1, "top_color": INK}
        self.total = {unit: book.add_format(heavy | {"num_format": f}) for unit, f in FORMATS.items()}


def write(table: Table, file: BinaryIO) -> None:
    options: dict[str, Any] = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties(
            {"title": table.title, "company": dict(table.facts).get(word("hall", table.lang), "")}
        )
        formats = Formats(book, table.lang)
        sheets = _data(book, table, formats)
        _definitions(book.add_worksheet(word("sheet.definitions", table.lang)), table, formats)
        _notes(book.add_worksheet(word("sheet.notes", table.lang)), table, formats, sheets)


def _data(book: xlsxwriter.Workbook, table: Table, formats: Formats) -> int:
    """The sheets of rows; returns how many."""
    rows, count = iter(table.rows), 0
    more: Row | None = next(rows, None)
    while more is not None or count == 0:
        count += 1
        name = word("sheet.data", table.lang)
        sheet = book.add_worksheet(name if count == 1 else f"{name} {count}", Sheet)
        mine = chain([more], islice(rows, SHEET_ROWS - 1)) if more is not None else iter(())
        head = _head(sheet, table, formats)
        at = _body(sheet, table, formats, head, mine)
        more = next(rows, None)
        if more is None and table.total is not None and at > head + 1:
            _row(sheet, at, table.total, table, formats.total)
    return count


def _head(sheet: Worksheet, table: Table, formats: Formats) -> int:
    """Title, facts and headings; returns the row of the headings."""
    for n, column in enumerate(table.columns):
        sheet.set_column(n, n, _width(column))
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, f"{table.facts[0][1]}  {table.title}", formats.title)
    for n, (label, value) in enumerate(table.facts, 1):
        sheet.write_string(n, 0, f"{label}: {value}", formats.plain)
    at = len(table.facts) + 2
    sheet.set_row(at, 32)
    for n, column in enumerate(table.columns):
        sheet.write_string(at, n, column.head, formats.head_right if column.unit in NUMBERS else formats.head)
    sheet.freeze_panes(at + 1, table.fixed)
    sheet.repeat_rows(at)
    _printed(sheet)
    return at


def _printed(sheet: Worksheet) -> None:
    """A4 across, as wide as one page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_footer("&L&A&R&P / &N")


def _width(column: Column) -> float:
    """Wide enough for half its heading, which wraps, and the filter's button."""
    wide = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in column.head)
    return max(column.width, min(26, wide / 2 + 5))


def _body(sheet: Sheet, table: Table, formats: Formats, head: int, rows: Iterator[Row]) -> int:
    """Returns the row after the last one."""
    at = head + 1
    for row in rows:
        _row(sheet, at, row, table, formats.cell)
        at += 1
    if at == head + 1:
        sheet.write_string(at, 0, word("nothing", table.lang), formats.plain)
    sheet.autofilter(head, 0, max(head, at - 1), len(table.columns) - 1)
    return at


def _row(sheet: Sheet, at: int, row: Row, table: Table, formats: dict[str, Format]) -> None:
    units = [column.unit for column in table.columns]
    values = [_value(value, unit, table.lang) for value, unit in zip(row, units, strict=True)]
    sheet.line(at, values, [formats[unit] for unit in units])


def _value(value: Any, unit: str, lang: str) -> str | float | None:
    """As sheets keep it: times in days, moments in days since EPOCH."""
    if value is None or isinstance(value, str):
        return value
    if unit == "flag":
        return word("yes" if value else "no", lang)
    if unit == "seconds":
        return float(value / DAY_SECONDS)
    if isinstance(value, datetime):
        return (value - EPOCH).total_seconds() / DAY_SECONDS
    return (value - EPOCH.date()).days if isinstance(value, date) else value


def _definitions(sheet: Worksheet, table: Table, formats: Formats) -> None:
    for n, (name, width) in enumerate((("name", 24), ("unit", 12), ("says", 96))):
        sheet.set_column(n, n, width)
        sheet.write_string(0, n, word(f"definition.{name}", table.lang), formats.head)
    for at, told in enumerate(table.definitions, 1):
        for n, text in enumerate((told.name, told.unit, told.says)):
            sheet.write_string(at, n, text, formats.wrapped)
    sheet.freeze_panes(1, 1)
    _printed(sheet)


def _notes(sheet: Worksheet, table: Table, formats: Formats, sheets: int) -> None:
    sheet.set_column(0, 0, 110)
    notes = [*table.notes, *([word("note.sheets", table.lang)] if sheets > 1 else [])]
    for at, note in enumerate(notes):
        sheet.write_string(at, 0, note, formats.wrapped)
    _printed(sheet)
