"""What a struct allows at a place such as `strips[0].card` or `open[...].from`: which keys, which values.

For words to whoever got it wrong, in a request or in a device's file.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from msgspec import inspect

UNKNOWN = re.compile(r"Object contains unknown field `(.+?)`(?: - at `\$\.?(.*)`)?$", re.DOTALL)
NOT_ONE = re.compile(r"Invalid enum value (.+?)(?: - at `\$\.?(.*)`)?$", re.DOTALL)
STEPS = re.compile(r"\[.*?\]|[^.\[]+")


@cache
def fields(kind: Any) -> tuple[inspect.Field, ...]:
    """A struct's own fields."""
    return _struct(inspect.type_info(kind)).fields  # type: ignore[no-any-return]  # of whichever member is the struct


def keys(kind: type, place: str) -> list[str]:
    """The keys that may stand at a place; "" is the struct itself."""
    struct = _struct(_at(kind, place))
    return [field.encode_name for field in struct.fields] if struct else []


def choices(kind: type, place: str) -> list[Any]:
    """The values that a place takes where it takes no others."""
    return [value for one in _members(_at(kind, place)) for value in getattr(one, "values", ())]


def patterns(info: Any) -> list[str]:
    """The patterns that what stands there is held to, of itself or of one member of a union."""
    return [one.pattern for one in _members(info) if getattr(one, "pattern", None)]


def meant(key: str, known: Iterable[str], most: int = 30) -> str:
    """The one of those known that was meant, or all of them, as far as anybody would read on."""
    known = sorted(known)
    if near := difflib.get_close_matches(key, known, 1):
        return f"did you mean {near[0]}?"
    if not known:
        return "none are known here"
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return f"known here: {', '.join(known[:most])}{more}"


def _at(kind: type, place: str) -> Any:
    found: Any = inspect.type_info(kind)
    for step in STEPS.findall(place):
        found = _item(found) if step.startswith("[") else _field(found, step)
    return found


def _members(info: Any) -> list[Any]:
    """A type without what is written on it; of a union each of its members."""
    if isinstance(info, inspect.Metadata):
        return _members(info.type)
    if isinstance(info, inspect.UnionType):
        return [member for one in info.types for member in _members(one)]
    return [info]


def _struct(info: Any) -> Any:
    return next((one for one in _members(info) if isinstance(one, inspect.StructType)), None)


def _item(info: Any) -> Any:
    found = next(
        (one for one in _members(info) if hasattr(one, "item_type") or hasattr(one, "value_type")), None
    )
    return getattr(found, "item_type", None) or getattr(found, "value_type", None)


def _field(info: Any, name: str) -> Any:
    struct = _struct(info)
    return next((f.type for f in struct.fields if f.encode_name == name), None) if struct else None
