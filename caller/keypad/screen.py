"""Which words go to the clerk by way of the window's screen, and with which facts. Pure.

The screen faces citizens, so only ids, ticket numbers and typed digits go there, and only what it does not show anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SHOWN_ANYWAY = ("next", "recall", "open", "back", "pause", "start")
FACTS = ("number", "service", "window", "zone", "typed", "error")


def on_screen(code: str, facts: Mapping[str, Any]) -> tuple[str, dict[str, str]] | None:
    """The word as the hub takes it; None for what the screen shows by itself."""
    if code in SHOWN_ANYWAY:
        return None
    return code, {name: str(facts[name]) for name in FACTS if facts.get(name)}
