"""Tables as files: XLSX, or CSV as spreadsheets save it (UTF-8, or GB 18030 from a Chinese Excel), as rows of texts.

A workbook is read without formulas, and its size looked at before it is unpacked; nothing in a cell is carried out.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from server.domain.errors import HallError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNPACKED, MOST_ROWS, MOST_COLUMNS = 8 * 1024 * 1024, 5000, 60
Rows = list[tuple[int, list[str]]]


def rows(content: bytes) -> Rows:
    """Rows that say something, with their numbers in the file. Raises HallError(wrong_type)."""
    found = _workbook(content) if content[:2] == b"PK" else _commas(content)
    return [(n, cells) for n, cells in found if any(cell.strip() for cell in cells)]


def book(table: Iterable[list[str]], title: str) -> bytes:
    """A workbook of one sheet, headings first; every cell is text, so that codes keep their zeros."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet(title)
        head, body = made.add_format({"bold": True, "num_format": "@"}), made.add_format({"num_format": "@"})
        widths = [8] * MOST_COLUMNS
        for row, cells in enumerate(table):
            for column, text in enumerate(cells):
                # As a string whatever it begins with: a name is no formula.
                sheet.write_string(row, column, text, body if row else head)
                widths[column] = max(widths[column], min(40, 2 * len(text)))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, body)
        sheet.freeze_panes(1, 2)
    return out.getvalue()


def _workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > UNPACKED:
                raise _wrong("The workbook is too large.")
        sheet = load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        ).worksheets[0]
        # Some programs write a sheet's size wrongly; what is there counts.
        sheet.reset_dimensions()
        found = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        read = [(n, [_text(value) for value in cells]) for n, cells in enumerate(found, 1)]
    except HallError:
        raise
    except Exception as problem:  # openpyxl raises what its parts do, on a file that anybody may have made
        raise _wrong(f"The workbook cannot be read ({type(problem).__name__}).") from None
    yield from read


def _commas(content: bytes) -> Iterator[tuple[int, list[str]]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _wrong("The file is neither a workbook (XLSX) nor a table (CSV) in UTF-8 or GB 18030.")
    if "\0" in text:
        raise _wrong("The file is neither a workbook (XLSX) nor a table (CSV).")
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        for n, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 1):
            if n > MOST_ROWS:
                return
            yield n, cells[:MOST_COLUMNS]
    except csv.Error as problem:
        raise _wrong(f"The table cannot be read: {problem}.") from None


def _text(value: Any) -> str:
    """A cell as it is read by people: 15 and not 15.0."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


def _wrong(says: str) -> HallError:
    return HallError("wrong_type", says)
