"""From a document back to the file that `paihao serve --hall` reads: every table and key in the order of the list.

Comments of the file that was once brought in are lost; what it means is not. Nothing here opens files.
"""

from __future__ import annotations

from typing import Any

import tomlkit

from server.profiles.keys import TABLES, Table
from server.profiles.plates import filled, numbers_of


def toml(raw: dict[str, Any], says: tuple[str, ...] = ()) -> str:
    """The document as TOML; `says` are comment lines at its head. A large hall takes half a second."""
    head = "".join(f"# {' '.join(line.split())}\n" for line in says)
    ordered = {name: _in_order(raw[name], table) for name, table in TABLES.items() if raw.get(name)}
    return f"{head}\n{tomlkit.dumps(ordered)}"


def written_out(raw: dict[str, Any]) -> dict[str, Any]:
    """The document with every window in a row of its own, so that each can be changed; it means the same."""
    windows = [filled(row, n) for row in raw.get("windows", []) for n in numbers_of(row)]
    return {name: windows if name == "windows" else content for name, content in raw.items()}


def taken_over(raw: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """The document with some parts in the place of its own; a part or a key that is null is not stated any more."""
    given = {name: _without_null(content) for name, content in parts.items()}
    return {name: content for name, content in {**raw, **given}.items() if content is not None}


def _without_null(content: Any) -> Any:
    """No profile holds null: a form says with it that a key is left to its default."""
    if isinstance(content, dict):
        return {key: _without_null(value) for key, value in content.items() if value is not None}
    return [_without_null(value) for value in content] if isinstance(content, list) else content


def _in_order(content: Any, table: Table) -> Any:
    if isinstance(content, list):
        return [_in_order(row, table) for row in content]
    return {key: content[key] for key in table.keys if key in content}
