"""The terminal's words: those of the caller's page, and a few of its own. A refusal or a result reads the same on both.

Dictionaries are flat JSON files of key → sentence with {name} placeholders; a word missing in a language falls back
to Chinese, then to its key.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from server.protocol import Json

ROOT = Path(__file__).resolve().parents[2]
FILES = ("static/i18n", "caller/web/i18n", "caller/terminal/i18n")
LANGUAGES = ("zh", "en")
HOLE = re.compile(r"\{(\w+)\}")


class Words:
    """`words(key, **facts)` is a sentence. Where `n` is 1 and a language has `key.one`, it is that."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._all: dict[str, str] = {}
        for code in dict.fromkeys(("zh", language)):
            for folder in FILES:
                self._all |= json.loads((ROOT / folder / f"{code}.json").read_text("utf-8"))

    def __call__(self, key: str, /, **facts: Any) -> str:
        one = self._all.get(f"{key}.one") if facts.get("n") == 1 else None
        sentence = one if one is not None else self._all.get(key, key)
        return HOLE.sub(lambda hole: str(facts.get(hole[1], hole[0])), sentence)

    def has(self, key: str) -> bool:
        return key in self._all

    def of(self, thing: Json | None, field: str = "name") -> str:
        """A name in this language of something of the hall that has `name` and perhaps `name_en`."""
        if not thing:
            return ""
        return str((self.language == "en" and thing.get(f"{field}_en")) or thing.get(field) or "")

    def refusal(self, code: str, detail: str, facts: Json) -> str:
        if self.has(f"error.{code}"):
            return self(f"error.{code}", **{**facts, "detail": detail})
        return self("error.unknown", detail=detail or code)

    def reason(self, code: str) -> str:
        """A reason's code in words; words of somebody's own are kept apart by the hub."""
        return self(f"reason.{code}") if self.has(f"reason.{code}") else self("reason.text")
