"""A floor copied, so that one copy can go on while the other stays as it was.

Containers are copied; what they hold is frozen and shared. Nothing here knows what a floor holds.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from typing import Any

from server.domain.floor import Floor
from server.domain.lines import Lines


def fork(floor: Floor) -> Floor:
    """Another floor in the same state."""
    forked: Floor = _twin(floor)
    return forked


def _twin(value: Any) -> Any:
    """A new object of its class with forked attributes."""
    new = object.__new__(type(value))
    for name, held in vars(value).items():
        setattr(new, name, _forked(held))
    return new


def _forked(value: Any) -> Any:
    copied = COPIED.get(type(value))
    return copied(value) if copied else value


def _dict(value: dict[Any, Any]) -> dict[Any, Any]:
    """Most hold thousands of frozen things, which cost one look each."""
    return {key: copied(held) if (copied := COPIED.get(type(held))) else held for key, held in value.items()}


COPIED: dict[type, Callable[[Any], Any]] = {
    dict: _dict,
    list: list,
    set: set,
    Counter: Counter,
    deque: lambda value: deque(value, value.maxlen),
    Lines: _twin,
}
