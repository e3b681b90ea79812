"""A table as CSV: UTF-8 with a BOM so that spreadsheets know it, one heading row, seconds and shares as numbers.

A text that a spreadsheet would take for a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import BinaryIO

from server.reports.table import Column, Table
from server.reports.words import word

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(table: Table, file: BinaryIO) -> None:
    """Row by row, without the total: who adds a column up would count it twice. `file` stays open."""
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=False)
    text.write(BOM)
    rows = csv.writer(text)
    rows.writerow([guarded(_head(column, table.lang)) for column in table.columns])
    units = [column.unit for column in table.columns]
    for row in table.rows:
        rows.writerow([_shown(value, unit, table.lang) for value, unit in zip(row, units, strict=True)])
    text.flush()
    text.detach()


def guarded(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _head(column: Column, lang: str) -> str:
    return f"{column.head} ({word('csv.seconds', lang)})" if column.unit == "seconds" else column.head


def _shown(value: object, unit: str, lang: str) -> object:
    if value is None:
        return ""
    if unit == "flag":
        return word("yes" if value else "no", lang)
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return guarded(value) if isinstance(value, str) else value
