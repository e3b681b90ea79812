"""An agent's TOML file: read whole, checked whole, refused in words that name the place and what is known there."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from server import typed


class ConfigError(ValueError):
    """The file cannot be used as it is; the text says where and what to do."""


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an agent belongs. Each agent adds its own tables in a subclass.

    `device` names the agent to the hub; a relative `token_file` lies beside the TOML file, and is written there
    when the agent has been paired; `ca` is a file of certificates to trust.
    """

    hub: str = ""
    hall: str = ""
    device: str = ""
    token_file: str = ""
    ca: str = ""


T = TypeVar("T", bound=Place)

WRONG = re.compile(r"(.+?)(?: - at `\$\.?(.*)`)?$")


def read(path: Path, kind: type[T]) -> T:
    """The file at `path` as the agent's struct. Raises ConfigError."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ConfigError(f"{path} cannot be read: {why}") from error
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML: {error}") from error
    try:
        found = msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {_words(str(error), kind)}") from error
    files = {name: _beside(path, getattr(found, name)) for name in ("token_file", "ca")}
    return msgspec.structs.replace(found, **files)


def _beside(path: Path, name: str) -> str:
    return str(path.parent / name) if name else ""


def over(place: T, **given: Any) -> T:
    """The struct with what the command line said; None and empty leave the file's value."""
    return msgspec.structs.replace(place, **{k: v for k, v in given.items() if v})


def _words(message: str, kind: type[Place]) -> str:
    """msgspec's message with the place first; what was meant, or what is allowed, where a key or a value is unknown."""
    if found := typed.UNKNOWN.match(message):
        key, at = found[1], found[2] or ""
        return f"{_place(at)}there is no key {key!r}; {typed.meant(key, typed.keys(kind, at))}"
    if found := typed.NOT_ONE.match(message):
        at = found[2] or ""
        allowed = ", ".join(json.dumps(value, ensure_ascii=False) for value in typed.choices(kind, at))
        return f"{_place(at)}{found[1]} is not one of {allowed}"
    wrong = WRONG.match(message)
    return f"{_place(wrong[2] or '')}{wrong[1]}" if wrong else message


def _place(at: str) -> str:
    return f"{at}: " if at else ""
