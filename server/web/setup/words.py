"""How faults, warnings and differences of a profile stand on the wire: place in pieces, words in both languages."""

from __future__ import annotations

from typing import Any

from server.profiles import Difference, Fault, Warning
from server.profiles.differing import STATED
from server.profiles.faults import row_name
from server.profiles.saying import in_chinese

Shown = dict[str, Any]


def fault(document: Shown, one: Fault, line: int | None = None, column: str | None = None) -> Shown:
    part, row, key = _place(document, one)
    return {
        "at": one.key, "part": part, "row": row, "key": key, "line": line or one.line, "column": column,
        "wrong": one.wrong, "right": one.right, "wrong_zh": in_chinese(one.wrong), "right_zh": in_chinese(one.right),
    }  # fmt: skip


def _place(document: Shown, one: Fault) -> tuple[str, str | None, str | None]:
    """Part, row and key; a row without a name is told by its place, counted from 1."""
    path = one.path
    part = str(path[0]) if path else ""
    if len(path) < 2 or isinstance(path[1], str):
        return part, None, str(path[1]) if len(path) > 1 else None
    try:
        row = row_name(document[part][path[1]])
    except (KeyError, IndexError, TypeError):
        row = None
    return part, row or str(path[1] + 1), str(path[2]) if len(path) > 2 else None


def warning(document: Shown, one: Warning) -> Shown:
    part, _, rest = one.key.partition(".")
    row, _, key = rest.rpartition(".") if isinstance(document.get(part), list) else ("", "", rest)
    return {
        "at": one.key, "part": part, "row": (row or key) if isinstance(document.get(part), list) else None,
        "key": key if row or not isinstance(document.get(part), list) else None,
        "says": one.says, "says_zh": in_chinese(one.says),
    }  # fmt: skip


def differences(found: list[Difference]) -> list[Shown]:
    return [
        {
            "what": one.what, "part": one.part, "row": one.row, "title": one.title,
            "title_en": one.title_en, "key": one.key, "says": one.says(),
            "old": None if one.old is STATED else one.old, "new": None if one.new is STATED else one.new,
            "was_stated": one.old is not STATED, "is_stated": one.new is not STATED,
        }
        for one in found
    ]  # fmt: skip
