"""What a hall's loudspeakers will say next, from what the hub tells anybody: its profile and the board. Pure.

The wire does not tell which numbers wait, and need not: numbers of a queue follow one another. Places come first,
because each call needs one and there are few; then the next numbers of every queue, those of all queues by turns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from display.voice import cut, phrase
from display.voice.neural import Part
from server.client import ViewCopy
from server.protocol import Json

NUMBER = re.compile(r"(?P<prefix>[A-Za-z]*)(?P<digits>\d+)")
NEXT = 6
"""Numbers made ahead a queue: a number that is passed over is made already when it is called later."""
FIRST = 3
"""Of a queue that nobody waits in yet."""
PACE = 170


class Ahead:
    """One zone's foresight; `changed` is told of its board and hands what is foreseen to `expect`."""

    def __init__(
        self, hall: Json, zone: str | None, expects: Callable[[str], bool],
        expect: Callable[[list[Part], str], None], pace: Callable[[], int] = lambda: 0,
    ) -> None:  # fmt: skip
        """`hall` is the public profile; `expects(language)`: whether it is made ahead at all; `pace`: the last one."""
        self._manner = manner(hall, zone)
        self._manner["languages"] = [tongue for tongue in self._manner["languages"] if expects(tongue)]
        self._places = places(hall, zone)
        self._width = {queue["prefix"]: queue.get("width", 3) for queue in hall["queues"]}
        self._seen: object = None
        self._zone, self._expect, self._pace = zone or "", expect, pace

    def changed(self, copy: ViewCopy, update: Json | None = None) -> None:
        """Take the board after a snapshot or an update."""
        waiting = {queue["prefix"]: queue["waiting"] for queue in copy.queues.values()}
        called = highest(ticket["number"] for ticket in copy.tickets.values())
        seen = (waiting, called, self._pace())
        if self._manner["languages"] and seen != self._seen:
            self._seen = seen
            self._expect(self.parts(waiting, called), self._zone)

    def parts(self, waiting: Mapping[str, int], called: Mapping[str, int]) -> list[Part]:
        """What to make, the most wanted first. `called`: prefix → the highest number called."""
        queues = {prefix: called.get(prefix, 0) for prefix in waiting}
        steps = [
            [
                self._number(prefix, last + step)
                for prefix, last in queues.items()
                if step <= reach(waiting[prefix])
            ]
            for step in range(1, NEXT + 1)
        ]
        soon = [number for step in steps[:2] for number in step]
        somebody = soon[0] if soon else "A001"
        later = [number for step in steps[2:] for number in step]
        found = self._said_of(soon, self._places[:1]) + self._said_of([somebody], self._places)
        return list(dict.fromkeys(found + self._said_of(later, self._places[:1]) + self._last(somebody)))

    def _said_of(self, numbers: Iterable[str], at: list[Json]) -> list[Part]:
        return [
            part for number in numbers for place in at for part in self._breaths({**place, "number": number})
        ]

    def _last(self, number: str) -> list[Part]:
        return [
            part
            for place in self._places[:1]
            for part in self._breaths({**place, "number": number, "last": True})
        ]

    def _breaths(self, call: Json) -> list[Part]:
        """A call as the announcer will have it made, in every language that is made ahead."""
        pace = self._pace() or self._manner["syllables_a_minute"] or PACE
        said = phrase.sentences({**self._manner, **call}) if self._manner["languages"] else []
        return [Part(b.text, pace, b.last) for _, text in said for b in cut.phrases(text)]

    def _number(self, prefix: str, number: int) -> str:
        return f"{prefix}{number:0{self._width.get(prefix, 3)}d}"


def reach(waiting: int) -> int:
    return min(NEXT, max(FIRST, waiting + 1))


def highest(numbers: Iterable[str]) -> dict[str, int]:
    """Prefix → the highest number on the board."""
    found: dict[str, int] = {}
    for text in numbers:
        if number := NUMBER.fullmatch(text):
            prefix = number["prefix"]
            found[prefix] = max(found.get(prefix, 0), int(number["digits"]))
    return found


def manner(hall: Json, zone: str | None) -> dict[str, Any]:
    """How a zone speaks in the rest of its day: what it states goes before what the hall states."""
    own = next((z.get("voice") or {} for z in hall["zones"] if z["id"] == zone), {})
    said = {**hall["voice"], **{name: value for name, value in own.items() if value is not None}}
    return {
        name: said.get(name) for name in ("languages", "one", "syllables_a_minute", "templates", "pronounce")
    }


def places(hall: Json, zone: str | None) -> list[Json]:
    """The windows of a zone as a call names them."""
    floors = {z["id"]: z.get("floor") or "" for z in hall["zones"]}
    named = {w["floor"] or floors[w["zone"]] for w in hall["windows"]}
    return [
        {"sign": w.get("call_sign") or w["sign"], "sign_en": w.get("call_sign_en") or "", "spoken": w["spoken"],
         "floor": (w["floor"] or floors[w["zone"]] or None) if len(named) > 1 else None}
        for w in hall["windows"] if zone in (None, w["zone"])
    ]  # fmt: skip
