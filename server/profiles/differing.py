"""What changed between two profiles, one line a key, as an admin would say it."""

from __future__ import annotations

import json
from typing import Any

from server.profiles.faults import Wrong, row_name
from server.profiles.marks import Numbers
from server.profiles.plates import filled

Content = dict[str, Any]


def difference(old_raw: dict[str, Any], new_raw: dict[str, Any]) -> list[str]:
    """Lines such as `windows.w12.sign: "12号" → "12号窗口"`; empty when both documents are the same.

    Rows are matched by id, and runs of windows written out first, so that splitting a run changes no window.
    """
    old, new = _named(old_raw), _named(new_raw)
    told: list[str] = []
    for name in dict.fromkeys([*old, *new]):
        row = "." in name
        if row and name not in new:
            told.append(f"{name}: removed{_title(old[name])}")
        elif row and name not in old:
            told.append(f"{name}: added{_title(new[name])}")
        else:
            told += _keys(name, old.get(name, {}), new.get(name, {}))
    told += _moved([*old], [*new])
    return told or (["written differently, meaning the same"] if old_raw != new_raw else [])


def _named(raw: dict[str, Any]) -> dict[str, Content]:
    """Every table and row under its name: `{"hall": {…}, "windows.w12": {…}}`."""
    found: dict[str, Content] = {}
    for table, content in raw.items():
        if isinstance(content, dict):
            found[table] = content
        elif isinstance(content, list):
            rows = [one for row in content if isinstance(row, dict) for one in _unrolled(table, row)]
            found |= {f"{table}.{row_name(row) or n}": row for n, row in enumerate(rows, 1)}
    return found


def _unrolled(table: str, row: Content) -> list[Content]:
    """A run of windows as one row a window."""
    try:
        numbers = Numbers().reads(row["numbers"]) if "numbers" in row else (int(row["number"]),)
    except (Wrong, KeyError, TypeError, ValueError):
        return [row]
    return [filled(row, n) for n in numbers] if table == "windows" else [row]


def _keys(name: str, old: Content, new: Content) -> list[str]:
    changed = [key for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key)]
    return [f"{name}.{key}: {_said(old, key)} → {_said(new, key)}" for key in changed]


def _said(content: Content, key: str) -> str:
    return json.dumps(content[key], ensure_ascii=False) if key in content else "not stated"


def _title(row: Content) -> str:
    title = row.get("name") or row.get("sign")
    return f" ({title})" if title else ""


def _moved(old: list[str], new: list[str]) -> list[str]:
    """Tables whose rows are the same ones in another order: pages show them in the order of the profile."""
    told = []
    for table in dict.fromkeys(name.split(".")[0] for name in new):
        before, after = ([n for n in names if n.startswith(f"{table}.")] for names in (old, new))
        if before != after and sorted(before) == sorted(after):
            told.append(f"{table}: the order of the rows changed")
    return told
