"""Businesses from a table that people keep: rows of texts become rows of the document, with every fault at its cell.

A column that the table lacks leaves its key as it is; an empty cell states nothing. A row is a business known by its
id, else its code, else its name; any other is a new one. How files hold tables is the business of `server.web`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from server.profiles.exporting import written_out
from server.profiles.faults import MOST_FAULTS, Fault, more, printable
from server.profiles.keys import TABLES
from server.profiles.links import LEADS
from server.profiles.marks import Digits, Id
from server.profiles.plates import MOST_ROWS
from server.profiles.schema import words
from server.profiles.times import Caps
from server.profiles.values import Choice, Flag, Kind, List, Text, Whole, meant, shown

PART, WINDOWS = "services", "windows"
YES, NO = ("是", "√", "yes", "y", "true", "1"), ("否", "×", "no", "n", "false", "0")
SPLIT = re.compile(r"[、,，;；\n\r]+")
Document = dict[str, Any]
Cells = list[str]


@dataclass
class Read:
    """What a table makes of the document; `lines` and `headings` lead from the document back to a cell."""

    document: Document
    faults: list[tuple[Fault, int, str | None]] = field(default_factory=list)
    lines: dict[int, int] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)


def columns() -> list[str]:
    """The keys a table may state, and the windows that serve it first."""
    simple = (Whole, Flag, Choice, Text, Id, Digits, Caps)
    keys = TABLES[PART].keys
    return [*(k for k, key in keys.items() if isinstance(key.kind, simple) or _spans(key.kind)), WINDOWS]


def heading(key: str, lang: str) -> str:
    return words(lang)["table.windows" if key == WINDOWS else f"{PART}.{key}"]


def rows_of(document: Document, lang: str) -> Iterator[Cells]:
    """The businesses as such a table, headings first: what a template begins with."""
    yield [heading(key, lang) for key in columns()]
    at: dict[str, list[str]] = {}
    for window in written_out(document).get("windows", []):
        for id in window.get("services", ()):
            at.setdefault(id, []).append(str(window["number"]))
    for row in document.get(PART, []):
        yield [
            "、".join(at.get(row["id"], ())) if k == WINDOWS else _written(row.get(k), k, lang)
            for k in columns()
        ]


def read(document: Document, table: Iterable[tuple[int, Cells]], replace: bool) -> Read:
    """`table`: rows with their numbers in the file, headings first. `replace`: what it does not name is taken away."""
    found = Read(deepcopy(dict(document)))
    found.document = written_out(found.document)
    lines = iter(table)
    number, head = next(lines, (1, []))
    known = _headings(found, number, head)
    rows = found.document.setdefault(PART, [])
    places = _places(rows)
    seen: dict[str, int] = {}
    for count, (number, cells) in enumerate(lines):
        if count >= MOST_ROWS:
            _fault(found, number, None, "the table is too long", f"give at most {MOST_ROWS} rows")
            break
        given = {key: cell.strip() for key, cell in zip(known, cells, strict=False) if key}
        if any(given.values()):
            _row(found, rows, places, seen, number, given)
    if replace and seen:
        _take_away(found.document, {row.get("id") for row in rows} - set(seen))
        found.lines = {
            n: seen[row["id"]] for n, row in enumerate(found.document[PART]) if row.get("id") in seen
        }
    return found


def _headings(found: Read, number: int, head: Cells) -> list[str | None]:
    names = {_bare(name): key for key in columns() for name in (key, heading(key, "zh"), heading(key, "en"))}
    known: list[str | None] = []
    for cell in head:
        key = names.get(_bare(cell))
        if key is None and cell.strip():
            hint = meant(_bare(cell), list(names))
            _fault(found, number, cell, "this column is unknown", f"{hint}take the headings of the template")
        elif key in found.headings:
            _fault(found, number, cell, "this column stands twice", "keep one of them")
            key = None
        known.append(key)
        if key:
            found.headings[key] = cell.strip()
    if not found.headings:
        _fault(found, number, None, "the first row holds no headings", "take the headings of the template")
    return known


def _bare(name: str) -> str:
    """A heading without its unit, blanks and width."""
    return re.sub(r"\(.*?\)|\s", "", unicodedata.normalize("NFKC", name)).lower()


def _places(rows: list[dict[str, Any]]) -> dict[tuple[str, str], int]:
    """Where the businesses stand, by id, code and name; a code or name that two have leads nowhere."""
    found: dict[tuple[str, str], int] = {}
    for key in ("id", "code", "name"):
        values = [str(row.get(key) or "") for row in rows]
        found |= {(key, value): n for n, value in enumerate(values) if value and values.count(value) == 1}
    return found


def _row(
    found: Read, rows: list[dict[str, Any]], places: dict[tuple[str, str], int], seen: dict[str, int],
    number: int, given: dict[str, str],
) -> None:  # fmt: skip
    named = ("id",) if given.get("id") else ("code", "name")
    at = next((places[(k, given[k])] for k in named if (k, given.get(k, "")) in places), None)
    if at is None:
        at = len(rows)
        rows.append({"id": given.get("id") or _new_id(rows, given.get("code", ""))})
    row = rows[at]
    if row["id"] in seen:
        said = f"{shown(row['id'])} stands in row {seen[row['id']]} already"
        _fault(
            found,
            number,
            found.headings.get("id") or found.headings.get("name"),
            said,
            "keep one of the rows",
        )
        return
    seen[row["id"]], found.lines[at] = number, number
    for key, cell in given.items():
        if key == WINDOWS:
            _serve(found, number, row["id"], cell)
        elif key != "id":
            _state(found, number, row, key, cell)


def _new_id(rows: list[dict[str, Any]], code: str) -> str:
    taken = {row.get("id") for row in rows}
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", code) and code not in taken:
        return code
    return next(f"s{n}" for n in range(1, len(taken) + 2) if f"s{n}" not in taken)


def _state(found: Read, number: int, row: dict[str, Any], key: str, cell: str) -> None:
    row.pop(key, None)
    if not cell:
        return
    target = next((target for part, k, target in LEADS if (part, k) == (PART, key)), None)
    if target is None:
        row[key] = _value(TABLES[PART].keys[key].kind, cell)
        return
    led = _led(found.document.get(target, []), cell)
    if led is None:
        wrong = f"there is no {shown(cell)} among the {target}"
        _fault(found, number, found.headings[key], wrong, f"name one of the {target}")
    else:
        row[key] = led


def _led(rows: list[dict[str, Any]], cell: str) -> str | None:
    """The id of a department or queue that is called so."""
    named = (
        row
        for row in rows
        if cell in (row.get("id"), row.get("name"), row.get("short_name"), row.get("prefix"))
    )
    return next((str(row.get("id") or row.get("prefix")) for row in named), None)


def _value(kind: Kind, cell: str) -> Any:
    if isinstance(kind, Whole):
        return int(cell) if re.fullmatch(r"-?[0-9]{1,9}", cell) else cell
    if isinstance(kind, Flag):
        return True if cell.lower() in YES else False if cell.lower() in NO else cell
    if isinstance(kind, Choice):
        said = {
            words(lang).get(f"={word}", word).lower(): word for word in kind.words for lang in ("zh", "en")
        }
        return said.get(cell.lower(), cell)
    if isinstance(kind, Caps) or _spans(kind):
        return [part.strip() for part in SPLIT.split(cell) if part.strip()]
    return cell


def _serve(found: Read, number: int, id: str, cell: str) -> None:
    """Exactly these windows serve it first by name; an empty cell leaves that as it is."""
    wanted = [part.strip() for part in SPLIT.split(cell) if part.strip()]
    windows = found.document.get("windows", [])
    lost = [w for w in wanted if not any(_is(row, w) for row in windows)]
    if lost:
        wrong = f"there is no {', '.join(map(shown, lost))} among the windows"
        _fault(found, number, found.headings[WINDOWS], wrong, "give the numbers of windows")
    for row in windows if wanted and not lost else ():
        serves = [s for s in row.get("services", []) if s != id]
        if any(_is(row, w) for w in wanted):
            serves = row.get("services", []) if id in row.get("services", []) else [*serves, id]
        if serves != row.get("services", []):
            row["services"] = serves


def _is(window: dict[str, Any], named: str) -> bool:
    return named in (str(window.get("number")), window.get("id"), window.get("sign"))


def _take_away(document: Document, gone: set[Any]) -> None:
    """Businesses with every mention of them in lists of businesses."""
    document[PART] = [row for row in document[PART] if row.get("id") not in gone]
    for part, key, target in LEADS:
        content = document.get(part)
        for row in content if isinstance(content, list) else [content] if content else ():
            if target == PART and isinstance(row.get(key), list) and gone & set(row[key]):
                row[key] = [id for id in row[key] if id not in gone]


def _fault(found: Read, number: int, column: str | None, wrong: str, right: str) -> None:
    column = column and printable(column.strip())
    if len(found.faults) < MOST_FAULTS:
        found.faults.append((Fault(PART, number, wrong, right, (PART,)), number, column))
    elif len(found.faults) == MOST_FAULTS:
        found.faults.append((more(), number, None))


def _spans(kind: Kind) -> bool:
    return isinstance(kind, List) and kind.lone


def _written(value: Any, key: str, lang: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return (YES if value else NO)[0 if lang == "zh" else 2]
    kind = TABLES[PART].keys[key].kind
    if isinstance(kind, Choice):
        return words(lang).get(f"={value}", str(value))
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
