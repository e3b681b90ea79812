"""From a file to a plain dict: what can be wrong before anybody looks at the keys."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time
from pathlib import Path as File
from typing import Any

from server.domain.profile import Hall
from server.profiles.building import build
from server.profiles.faults import Fault, Path, ProfileFaults
from server.profiles.lines import line_index

LONGEST_FILE = 4_000_000
"""Bytes. A hall of 200 windows and 500 services needs a tenth of this."""

_PLACE = re.compile(r"\s*\(at line (\d+), column (\d+)\)$")
_WIDE_SIGNS = "“”‘’＝［］｛｝＃，．"


class Raw(dict[str, Any]):
    """A profile as JSON-able dict. `lines` tells where each path stood in the text."""

    lines: dict[Path, int]


def parse(text: str) -> Raw:
    """TOML text → dict; dates and times become strings. Raises ProfileFaults."""
    try:
        raw = Raw(_plain(tomllib.loads(text)))
    except RecursionError:
        raise ProfileFaults(
            [Fault("", None, "lists are nested too deeply", "a list holds texts or rows")]
        ) from None
    except ValueError as error:
        raise ProfileFaults([_not_toml(text, str(error))]) from None
    if not raw:
        raise ProfileFaults([Fault("", None, "the profile is empty", "start from config/village.toml")])
    raw.lines = line_index(text.replace("\r\n", "\n"))
    return raw


def load(path: str | File) -> tuple[Raw, Hall]:
    """The profile in a file and the hall it makes. Raises ProfileFaults, also when there is no such file."""
    raw = parse(_text(File(path)))
    return raw, build(raw)


def _text(file: File) -> str:
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise _unreadable("there is no such file", "give the path of a hall profile (*.toml)") from None
    except IsADirectoryError:
        inside = ", ".join(sorted(f.name for f in file.glob("*.toml"))[:5])
        raise _unreadable(
            "this is a folder", f"name a file in it: {inside or '(it has no *.toml)'}"
        ) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise _unreadable(f"the file cannot be read ({why})", "check the path and its permissions") from None
    return decoded(content)


def decoded(content: bytes) -> str:
    """The text of a file's bytes. Raises ProfileFaults."""
    if len(content) > LONGEST_FILE:
        raise _unreadable(f"the file has {len(content)} bytes", f"a profile has at most {LONGEST_FILE}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong = f"the text is not UTF-8 (byte 0x{content[error.start]:02x})"
        fault = Fault("", line, wrong, "save the file with the encoding UTF-8 (not GBK, not UTF-16)")
        raise ProfileFaults([fault]) from None


def _unreadable(wrong: str, right: str) -> ProfileFaults:
    return ProfileFaults([Fault("", None, wrong, right)])


def _not_toml(text: str, says: str) -> Fault:
    """The reader's complaint with its line and column, and a hint where the cause is a usual one."""
    place = _PLACE.search(says)
    if place is None:
        return Fault("", text.count("\n") + 1, f"not TOML: {says}", "something before the end is not closed")
    line, column = int(place[1]), int(place[2])
    lines = text.split("\n")
    shown = lines[line - 1] if line <= len(lines) else ""
    wrong = f"not TOML: {says[: place.start()]} (column {column})"
    return Fault("", line, wrong, _hint(shown))


def _hint(line: str) -> str:
    wide = sorted({c for c in line.split("#")[0] if c in _WIDE_SIGNS})
    if wide:
        return f'type {" ".join(wide)} with the English keyboard: " = [ ] {{ }} # , .'
    if "=" not in line and not line.lstrip().startswith("["):
        return "a line is a heading such as [hall] or [[windows]], or key = value; comments start with #"
    return 'texts stand in "quotes", lists in [brackets], one key a line, each key once'


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, (date, time, datetime)):
        return value.isoformat()
    return value
