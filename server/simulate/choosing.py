"""Which idle windows look for somebody, in which order, and whom they ask the domain for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from server.domain import routing
from server.domain.events import Command
from server.domain.floor import Floor

Chooser = Callable[[Floor, str, int], Command | None]
"""(floor, free window, now) → the press that calls somebody, or None to leave it."""


class Next:
    """The product's own way: every free window presses «next»."""

    def __init__(self) -> None:
        self._presses: dict[str, Command] = {}

    def __call__(self, floor: Floor, window: str, now: int) -> Command | None:
        if window not in self._presses:
            self._presses[window] = Command("call_next", "simulate", window=window)
        return self._presses[window]


class Idle:
    """Open windows without a ticket. Only those that something new may concern are asked: the others had nobody."""

    def __init__(self, floor: Floor) -> None:
        self.windows: set[str] = set()
        self._floor = floor
        self._asking: set[str] = set()

    def arrived(self, service: str) -> None:
        if self.windows:
            self._asking |= self.windows.intersection(self._floor.hall.able[service])

    def freed(self, window: str) -> None:
        self.windows.add(window)
        self._asking.add(window)

    def taken(self, window: str) -> None:
        self.windows.discard(window)

    def left(self, window: str) -> None:
        self.windows.discard(window)
        self._asking.discard(window)

    def all(self) -> None:
        self._asking |= self.windows

    def nobody(self) -> None:
        self.windows.clear()
        self._asking.clear()

    def candidates(self) -> Iterable[str]:
        """Those to ask now: least flexible first, then longest idle, then the profile's order."""
        asking, self._asking = self._asking, set()
        if len(asking) < 2:
            return asking
        return routing.by_readiness(self._floor, asking)
