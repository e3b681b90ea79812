"""`config/README.md` and the loader know the same keys, with the same defaults."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from server.profiles.keys import OPEN, REQUIRED, TABLES, Key

HEADING = re.compile(r"^### `\[\[?(\w+)\]\]?`")
ROW = re.compile(r"^\| `(\w+)` \| (.+) \| (.+) \| (.+) \| (.+) \|$")


def documented() -> dict[str, dict[str, tuple[str, ...]]]:
    """Table → key → (meaning, unit, default, example)."""
    tables: dict[str, dict[str, tuple[str, ...]]] = {}
    here = ""
    for line in (
        (Path(__file__).resolve().parents[2] / "config" / "README.md").read_text("utf-8").splitlines()
    ):
        if heading := HEADING.match(line):
            here = heading[1]
            tables[here] = {}
        elif here and (row := ROW.match(line)):
            tables[here][row[1]] = row.groups()[1:]
    return tables


def written(key: Key) -> str:
    """The default as the document writes it."""
    if key.default in (REQUIRED, OPEN):
        return "required" if key.default is REQUIRED else "worked out"
    value: Any = key.default
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return f"`{json.dumps(value, ensure_ascii=False)}`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value:g}`"


SPECIAL = {
    ("hall", "day_ends_at"): '`"04:00"`',
    ("hall", "needs"): "all five",
    ("zones", "voice"): "none",
    ("voice", "templates"): "none",
    ("voice", "pronounce"): "none",
    ("windows", "number"): "required, or `numbers`",
    ("windows", "numbers"): "required, or `number`",
    ("reports", "at"): '`"08:00"`',
    ("classes", "evidence"): '`"staff"`; fixed',
    ("warnings", "unanswered"): "`{ remind = 5, yellow = 10 }`",
    ("warnings", "idle"): "`{ remind = 3, yellow = 6, red = 10 }`",
    ("warnings", "paused"): "`{ remind = 15, yellow = 30 }`",
}


def test_every_table_is_documented_and_every_documented_table_exists() -> None:
    assert set(documented()) == set(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_every_key_is_documented_and_every_documented_key_exists(table: str) -> None:
    assert list(documented()[table]) == list(TABLES[table].keys)


@pytest.mark.parametrize("table", TABLES)
def test_every_default_and_unit_is_documented_as_it_is(table: str) -> None:
    for name, key in TABLES[table].keys.items():
        meaning, unit, default, example = documented()[table][name]
        assert default.startswith(SPECIAL.get((table, name)) or written(key)), (name, default)
        assert meaning and unit and example
