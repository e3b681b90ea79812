"""An agent's TOML file: read whole, checked whole, refused in words that name the place and what is known there."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec


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

UNKNOWN = re.compile(r"Object contains unknown field `(.+?)`(?: - at `\$\.?(.*)`)?$")
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
    """msgspec's message with the place first; a mistyped key is answered with the one that was meant."""
    if found := UNKNOWN.match(message):
        key, at = found[1], found[2] or ""
        known = _keys_at(kind, at)
        near = difflib.get_close_matches(key, known, 1)
        hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(sorted(known))}"
        return f"{_place(at)}there is no key {key!r}; {hint}"
    wrong = WRONG.match(message)
    return f"{_place(wrong[2] or '')}{wrong[1]}" if wrong else message


def _place(at: str) -> str:
    return f"{at}: " if at else ""


def _keys_at(kind: type[Place], at: str) -> list[str]:
    """The keys that may stand at a place such as `strips[0]`, `pipes[...]` or `printer`."""
    found: Any = msgspec.inspect.type_info(kind)
    for step in re.findall(r"\[.*?\]|[^.\[]+", at):
        found = _item(found) if step.startswith("[") else _field(found, step)
    found = _struct(found)
    return [field.encode_name for field in found.fields] if found else []


def _struct(info: Any) -> Any:
    """The struct a type is, or one of its union's members is."""
    if isinstance(info, msgspec.inspect.UnionType):
        return next((t for t in info.types if isinstance(t, msgspec.inspect.StructType)), None)
    return info if isinstance(info, msgspec.inspect.StructType) else None


def _item(info: Any) -> Any:
    if isinstance(info, msgspec.inspect.UnionType):
        info = next((t for t in info.types if hasattr(t, "item_type") or hasattr(t, "value_type")), None)
    return getattr(info, "item_type", None) or getattr(info, "value_type", None)


def _field(info: Any, name: str) -> Any:
    struct = _struct(info)
    return next((f.type for f in struct.fields if f.encode_name == name), None) if struct else None
