"""Kinds of value with a form of their own: ids, letters, plates, runs of numbers, zones, addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from server.profiles.faults import Wrong
from server.profiles.values import Text, shown

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_MEDIA = re.compile(
    r"(/static/)?[^\\/:*?#%\"<>|\x00-\x1f][^\\:*?#%\"<>|\x00-\x1f]*\.(mp4|webm|jpe?g|png|webp|gif|svg|mp3|ogg|m4a|wav)",
    re.IGNORECASE,
)
_PART = r"\s*[0-9]{1,4}\s*(?:[-–]\s*[0-9]{1,4}\s*)?"
_RUN = re.compile(rf"{_PART}(?:[,，]{_PART})*")


@dataclass(frozen=True)
class Id:
    """A name for machines, in addresses and between tables."""

    says: str = "1 to 40 of a–z, A–Z, 0–9, _ and -, beginning with a letter or digit"

    def reads(self, value: Any) -> str:
        if isinstance(value, str) and _ID.fullmatch(value):
            return value
        raise Wrong(f"{shown(value)} is no id", f"use {self.says}")


@dataclass(frozen=True)
class Digits:
    """What is typed on a keypad without letters."""

    says: str = 'a text of 1 to 6 digits that does not begin with 0, such as "12", or ""'

    def reads(self, value: Any) -> str:
        if isinstance(value, str) and re.fullmatch("|[1-9][0-9]{0,5}", value):
            return value
        raise Wrong(f"{shown(value)} cannot be typed", f"give {self.says}")


@dataclass(frozen=True)
class Folder:
    """A folder below one that the operator chose: no way out of it can be written."""

    says: str = 'a name such as "monthly" or "office/daily": letters, digits, _ and -, at most three names deep, or ""'

    def reads(self, value: Any) -> str:
        if isinstance(value, str) and re.fullmatch(r"|[\w-]{1,40}(/[\w-]{1,40}){0,2}", value):
            return value
        raise Wrong(f"{shown(value)} is no folder here", f"give {self.says}")


@dataclass(frozen=True)
class Prefix:
    """The letter of a queue. I and O look like 1 and 0."""

    says: str = "one capital letter A–Z, but not I or O, which look like 1 and 0"

    def reads(self, value: Any) -> str:
        if isinstance(value, str) and re.fullmatch("[A-HJ-NP-Z]", value):
            return value
        raise Wrong(f"{shown(value)} cannot be a prefix", f"give {self.says}")


@dataclass(frozen=True)
class Plate(Text):
    """A text that may hold `{number}`, the window's own number; measured with a number of two digits."""

    def reads(self, value: Any) -> str:
        if isinstance(value, str) and re.search(r"[{}]", value.replace("{number}", "")):
            raise Wrong(f"{shown(value)} holds braces", "the only placeholder is {number}")
        Text.reads(self, value.replace("{number}", "88") if isinstance(value, str) else value)
        return str(value)


@dataclass(frozen=True)
class MediaFile:
    """A film, picture or piece of music for a wall: below the data directory's `media` folder, or in /static."""

    says: str = (
        'a file of the media folder such as "opening.mp4" or "2026/spring.jpg", or a path beginning with /static/; '
        "it ends in .mp4, .webm, .jpg, .jpeg, .png, .webp, .gif, .svg, .mp3, .ogg, .m4a or .wav"
    )

    def reads(self, value: Any) -> str:
        if isinstance(value, str) and len(value) <= 120 and _MEDIA.fullmatch(value) and ".." not in value:
            return value
        raise Wrong(f"{shown(value)} cannot be shown or played", f"name {self.says}")


@dataclass(frozen=True)
class Numbers:
    """The numbers of a run of like windows: `4-12` or `4-12, 15`."""

    says: str = 'numbers such as "4-12" or "4-12, 15", from 1 to 9999, at most 300'

    def reads(self, value: Any) -> tuple[int, ...]:
        if not isinstance(value, str) or not _RUN.fullmatch(value):
            raise Wrong(f"{shown(value)} is not a run of numbers", f"give {self.says}")
        found: list[int] = []
        for part in re.split("[,，]", value):
            ends = [int(end) for end in re.findall("[0-9]+", part)]
            if not 1 <= ends[0] <= ends[-1] <= 9999 or ends[-1] - ends[0] >= 300:
                raise Wrong(f"{shown(part.strip())} is not a run of numbers", f"give {self.says}")
            found += range(ends[0], ends[-1] + 1)
            if len(found) > 300:
                break
        if len(found) > 300 or len(set(found)) < len(found):
            raise Wrong(f"{shown(value)} names too many numbers or one twice", f"give {self.says}")
        return tuple(found)


@dataclass(frozen=True)
class TimeZone:
    """A time zone of the IANA database."""

    says: str = 'a time zone such as "Asia/Shanghai"'

    def reads(self, value: Any) -> str:
        try:
            return ZoneInfo(value if isinstance(value, str) else "").key
        except (OSError, ValueError, KeyError):
            raise Wrong(f"the time zone {shown(value)} is unknown", f"give {self.says}") from None


@dataclass(frozen=True)
class Address:
    """Where phones reach the hub, without a final slash."""

    says: str = 'an address such as "https://hall.example.cn", or nothing'

    def reads(self, value: Any) -> str:
        try:
            parts = urlsplit(value) if isinstance(value, str) else None
            if value == "" or (
                parts and parts.scheme in ("http", "https") and parts.hostname and _plain(parts.path)
            ):
                return str(value).rstrip("/")
        except ValueError:
            pass
        raise Wrong(f"{shown(value)} is not an address", f"give {self.says}")


def _plain(path: str) -> bool:
    return not any(c.isspace() or not c.isprintable() for c in path)
