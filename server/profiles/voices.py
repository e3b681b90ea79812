"""Kinds of value of `[voice]` and of a zone's own voice: languages, hours, templates, pronunciations.

What they mean to each other (a language without a wording of ours needs a template) is judged in `links`.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from server.domain.voice import FIELDS, VoiceHour, ZoneVoice
from server.profiles.faults import Wrong
from server.profiles.times import Clock
from server.profiles.values import Flag, Kind, List, Text, Whole, meant, shown

_TONGUE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_SYLLABLE = re.compile(
    r"""(?: (?:zh|[zcsbpmfdtnlgkhjqxryw]|ch|sh)?
            (?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|üe|ve|ui|un|uo
              |a|e|i|o|u|ü|v) [1-5] | [A-Z])""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Tongue:
    """A language as its code says it; `zh` and `en` have a wording, any other needs a template."""

    says: str = 'a language code such as "zh", "en", "yue" or "teo"'

    def reads(self, value: Any) -> str:
        if isinstance(value, str) and _TONGUE.fullmatch(value):
            return value
        raise Wrong(f"{shown(value)} is no language code", f"give {self.says}")


@dataclass(frozen=True)
class Parts:
    """A table within a table: known keys, all of which may be left out but those of `must`."""

    keys: Mapping[str, Kind]
    must: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        return f"a table {{ … }} with the keys {', '.join(self.keys)}"

    def reads(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Wrong(f"{shown(value)} is not a table", f"give {self.says}")
        for name in value:
            if name not in self.keys:
                hint = f"{meant(str(name), list(self.keys))}the keys here are {', '.join(self.keys)}"
                raise Wrong("this key is unknown here", hint, (name,))
        for name in self.must:
            if name not in value:
                raise Wrong("this key is missing", f"add {name} = …, {self.keys[name].says}", (name,))
        return {name: within(name, self.keys[name], given) for name, given in value.items()}


def within(name: str | int, kind: Kind, value: Any) -> Any:
    """The value read; what is wrong with it is told of this place."""
    try:
        return kind.reads(value)
    except Wrong as fault:
        raise Wrong(fault.wrong, fault.right, (name, *fault.inside)) from None


LANGUAGES = List(Tongue(), longest=6, least=1)
TIMES, VOLUME, PACE, SHORTEN = Whole(1, 3), Whole(0, 100), Whole(80, 320), Whole(0, 99)
HOUR = Parts(
    {"from": Clock(), "to": Clock(), "times": TIMES, "chime": Flag(), "volume": VOLUME,
     "syllables_a_minute": PACE},
    ("from", "to"),
)  # fmt: skip


@dataclass(frozen=True)
class ByHour:
    """Rows of what is otherwise at some hours, none overlapping another."""

    says: str = "rows with from, to and what is otherwise then"

    def reads(self, value: Any) -> tuple[VoiceHour, ...]:
        if not isinstance(value, list) or len(value) > 24:
            raise Wrong(f"{shown(value)} is no list of hours", f"give {self.says}, at most 24")
        rows = [self._row(n, row) for n, row in enumerate(value)]
        rows.sort(key=lambda row: row.start)
        if any(later.start < earlier.end for earlier, later in pairwise(rows)):
            raise Wrong("the hours overlap", "let each begin when the one before has ended")
        return tuple(rows)

    def _row(self, n: int, row: Any) -> VoiceHour:
        given = within(n, HOUR, row)
        start, end = given.pop("from"), given.pop("to")
        if end <= start:
            raise Wrong(
                "ends before it starts", "hours lie within one day, their end after their start", (n, "to")
            )
        if not given:
            raise Wrong("nothing is otherwise then", "add volume = …, or another key", (n,))
        return VoiceHour(start, end, **given)


@dataclass(frozen=True)
class OwnVoice:
    """What a zone has otherwise than its hall."""

    parts: Parts = Parts(
        {"languages": LANGUAGES, "times": TIMES, "chime": Flag(), "volume": VOLUME,
         "syllables_a_minute": PACE, "shorten_after": SHORTEN, "by_hour": ByHour()}
    )  # fmt: skip

    @property
    def says(self) -> str:
        return self.parts.says

    def reads(self, value: Any) -> ZoneVoice:
        return ZoneVoice(**self.parts.reads(value))


@dataclass(frozen=True)
class Templates:
    """Language → what is said in it, with {number}, {window} and, if wanted, {floor}."""

    says: str = 'lines such as teo = "请{number}号到{window}办理"'

    def reads(self, value: Any) -> dict[str, str]:
        if not isinstance(value, dict) or len(value) > 12:
            raise Wrong(f"{shown(value)} is no table of templates", f"give {self.says}, at most 12")
        return {within(name, Tongue(), name): within(name, _Template(), text) for name, text in value.items()}


@dataclass(frozen=True)
class _Template(Text):
    longest: int = 60

    def reads(self, value: Any) -> str:
        text = Text.reads(self, value)
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        try:
            found = [
                (name, form, turn)
                for _, name, form, turn in string.Formatter().parse(text)
                if name is not None
            ]
        except ValueError as error:
            raise Wrong(f"{shown(text)}: {error}", f"the fields are {known}") from None
        for name, form, turn in found:
            if name not in FIELDS or form or turn:
                raise Wrong(
                    f"{{{name}}} is no field of a call", f"{meant(name, list(FIELDS))}the fields are {known}"
                )
        if missing := {"number", "window"} - {name for name, _, _ in found}:
            lost = " and ".join(f"{{{name}}}" for name in sorted(missing))
            raise Wrong(f"does not say {lost}", "a call says who is called and where to")
        return text


@dataclass(frozen=True)
class Pronounced:
    """Words → how they are said, in numbered pinyin: `"重庆路" = "chong2 qing4 lu4"`."""

    says: str = 'lines such as "重庆路" = "chong2 qing4 lu4", tones 1 to 5, capital letters by their names'

    def reads(self, value: Any) -> dict[str, str]:
        if not isinstance(value, dict) or len(value) > 200:
            raise Wrong(f"{shown(value)} is no table of words", f"give {self.says}, at most 200")
        return {within(word, Text(16), word): self._sounds(word, sounds) for word, sounds in value.items()}

    def _sounds(self, word: str, value: Any) -> str:
        syllables = value.split() if isinstance(value, str) else []
        if not syllables or len(syllables) > 32:
            raise Wrong(f"{shown(value)} is no pinyin", f"give {self.says}", (word,))
        for one in syllables:
            if not _SYLLABLE.fullmatch(one):
                raise Wrong(f"{shown(one)} is no syllable with its tone", f"give {self.says}", (word,))
        return " ".join(syllables).replace("ü", "v")
