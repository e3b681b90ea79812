"""What a hall aims at when it asks how many windows it needs, and whether it shows its waits to everybody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Advice:
    """So many `percent` of those who come are called within `wait_minutes` (a business's own `target_wait` goes
    before it); who will come is foreseen from the same weekdays of so many `weeks`."""

    percent: int = 80
    wait_minutes: int = 15
    weeks: int = 8


@dataclass(frozen=True, slots=True)
class Public:
    """`page`: whether anybody may see, without signing in, how many wait and how long."""

    page: bool = True
