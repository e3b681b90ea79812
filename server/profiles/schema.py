"""The list of keys as pages need it: each part's keys with their names, hints, kinds and bounds in both languages.

Made from `keys.py`, so that a form can never know another key or another limit than the file does.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from server.domain.alarms.steps import LEVELS
from server.profiles.keys import REQUIRED, TABLES, Key, Table
from server.profiles.links import LEADS
from server.profiles.steps import LEVEL, Minutes
from server.profiles.times import Clock
from server.profiles.values import Choice, Kind
from server.profiles.voices import HOUR, ByHour, OwnVoice, Parts

LANGUAGES = ("zh", "en")
Words = dict[str, Any]


def parts() -> list[dict[str, Any]]:
    """Every part of a profile, in the order of the list."""
    return [_part(name, table) for name, table in TABLES.items()]


def titled(name: str) -> Words:
    """What people call a part or a key, and a hint where there is one; its own name where nobody gave it one."""
    zh, en = words("zh"), words("en")
    return {
        "title": zh.get(name) or name.rpartition(".")[2], "title_en": en.get(name) or name.rpartition(".")[2],
        "hint": zh.get(f"{name}?", ""), "hint_en": en.get(f"{name}?", ""),
    }  # fmt: skip


@cache
def words(lang: str) -> dict[str, str]:
    """`part`, `part.key`, `part.key?` (its hint) and `=word` (one of a choice) → what people read."""
    file = Path(__file__).parent / "i18n" / f"{lang}.json"
    return dict(json.loads(file.read_text("utf-8")))


def _part(name: str, table: Table) -> dict[str, Any]:
    keys = [_key(name, key, it) for key, it in table.keys.items()]
    return {"name": name, "rows": table.rows, "least": table.least, **titled(name), "keys": keys}


def _key(part: str, name: str, key: Key) -> dict[str, Any]:
    leads = next((target for at, k, target in LEADS if (at, k) == (part, name)), None)
    default = None if key.default is REQUIRED else _plain(key.default)
    if isinstance(key.kind, Clock) and isinstance(default, int):
        default = f"{default // 60:02d}:{default % 60:02d}"
    return {
        "name": name, "required": key.default is REQUIRED, "default": default, "leads": leads,
        **titled(f"{part}.{name}"), "kind": kind(key.kind, part),
    }  # fmt: skip


def kind(it: Kind, part: str = "") -> dict[str, Any]:
    """A kind of value with its bounds: `{"is": "whole", "low": 0, "high": 60}`."""
    found: dict[str, Any] = {"is": type(it).__name__.strip("_").lower(), "says": it.says}
    if isinstance(it, Choice):
        return found | {"words": [{"word": word, **_word(word)} for word in it.words]}
    if isinstance(it, (Parts, OwnVoice, ByHour)):
        inner = it if isinstance(it, Parts) else it.parts if isinstance(it, OwnVoice) else HOUR
        named = "hour" if isinstance(it, ByHour) else "voice"
        return found | {
            "keys": [
                {"name": name, "required": name in inner.must, **_inner(named, name), "kind": kind(one)}
                for name, one in inner.keys.items()
            ]
        }
    if isinstance(it, Minutes):
        levels = [{"name": n, "required": False, **titled(f"level.{n}"), "kind": kind(LEVEL)} for n in LEVELS]
        return found | {"keys": levels}
    facts: Any = it
    if is_dataclass(facts):
        for field in fields(facts):
            value = getattr(it, field.name)
            found[field.name] = kind(value) if hasattr(value, "reads") else value
    return found


def _inner(table: str, name: str) -> Words:
    return titled(f"{table}.{name}" if f"{table}.{name}" in words("zh") else f"voice.{name}")


def _word(word: str) -> Words:
    return {"title": words("zh").get(f"={word}", word), "title_en": words("en").get(f"={word}", word)}


def _plain(default: Any) -> Any:
    """A default as JSON; facts of the domain are shown as nothing stated."""
    if isinstance(default, tuple):
        return [_plain(one) for one in default]
    if isinstance(default, dict) or default is None:
        return default
    return default if isinstance(default, (str, int, float, bool)) else None
