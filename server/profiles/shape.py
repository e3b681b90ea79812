"""The shape of a profile: known tables, known keys, right kinds. What rows mean to each other comes later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server.profiles.faults import Finder, Path, Wrong
from server.profiles.keys import REQUIRED, TABLES, Table
from server.profiles.values import meant


@dataclass(frozen=True, slots=True)
class Row:
    """A table read: its place, the values found good or defaulted, and which of them the admin stated."""

    path: Path
    values: dict[str, Any]
    stated: frozenset[str]

    def get(self, key: str) -> Any:
        return self.values.get(key)


Rows = dict[str, list[Row]]


def shape(raw: Any, finder: Finder) -> Rows:
    """Every table as rows (a plain `[table]` as exactly one), with the faults told to the finder."""
    if not isinstance(raw, dict):
        finder.at((), "a profile is a table of tables", "begin with [hall]")
        finder.settle()
    for name in raw:
        if name not in TABLES:
            known = ", ".join(TABLES)
            finder.at((name,), "this table is unknown", f"{meant(name, list(TABLES))}the tables are {known}")
    return {name: _table(raw, name, table, finder) for name, table in TABLES.items()}


def _table(raw: dict[str, Any], name: str, table: Table, finder: Finder) -> list[Row]:
    if not table.rows:
        return [_row(raw.get(name, {}), (name,), table, finder, form=f"[{name}]")]
    rows = raw.get(name, [])
    if not isinstance(rows, list):
        finder.at((name,), "this is a list of rows", f"begin each row with [[{name}]]")
        return []
    if len(rows) < table.least:
        finder.at((name,), f"a hall needs at least {table.least} of the {name}", f"add a row [[{name}]]")
    return [_row(row, (name, n), table, finder, form=f"[[{name}]]") for n, row in enumerate(rows)]


def _row(found: Any, path: Path, table: Table, finder: Finder, form: str) -> Row:
    if not isinstance(found, dict):
        finder.at(path, "this is not a table", f"begin it with {form} and write key = value below")
        return Row(path, {}, frozenset())
    for key in found:
        if key not in table.keys:
            finder.at((*path, key), "this key is unknown here", _known(str(key), table))
    values: dict[str, Any] = {}
    for name, key in table.keys.items():
        if name in found:
            try:
                values[name] = key.kind.reads(found[name])
            except Wrong as fault:
                finder.at((*path, name, *fault.inside), fault.wrong, fault.right)
        elif key.default is REQUIRED:
            finder.at((*path, name), "this key is missing", f"add {name} = …, {key.kind.says}")
        else:
            values[name] = key.default
    return Row(path, values, frozenset(found) & frozenset(table.keys))


def _known(key: str, table: Table) -> str:
    return f"{meant(key, list(table.keys))}the keys here are {', '.join(table.keys)}"
