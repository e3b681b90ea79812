"""Alarms about devices and voices: what the hub has seen of them, and when somebody should know.

Pure: what is seen comes in as an argument. Trouble is told after a minute of it, while the hall is open, and only
of devices that are needed; lunch neither raises nor clears.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from server.domain.alarms.devices import Device, state_of, trouble
from server.domain.floor import Alarm, Floor
from server.domain.ticket import MINUTE

TROUBLE_LASTS = MINUTE
KINDS = ("device_silent", "device_fault", "voice_late")


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A call that stands and was not said; `at` is when it was made or last repeated."""

    zone: str
    number: str
    window: str
    at: int


@dataclass(frozen=True, slots=True)
class Seen:
    """`hours`: open, lunch or closed; `listening`: from when on the hub hears devices (milliseconds UTC).

    `others`: what the hub knows from its tables that somebody should know, each for as long as it is so.
    """

    devices: tuple[Device, ...] = ()
    unspoken: tuple[Unspoken, ...] = ()
    hours: str = "open"
    listening: int = 0
    others: tuple[Alarm, ...] = ()


def due(floor: Floor, now: int, ease: float, seen: Seen) -> Iterator[Alarm]:
    """What is so now; with `ease` below 1 also what is nearly so."""
    if seen.hours == "open" or (seen.hours == "lunch" and ease < 1):
        for device in seen.devices:
            if device.needed:
                yield from _device(device, now, ease, seen.listening)
    yield from _late(floor, now, ease, seen)


def _device(device: Device, now: int, ease: float, listening: int) -> Iterator[Alarm]:
    began = trouble(device, now, listening)
    state = state_of(device, now, listening)[0]
    if began is None or (ease == 1 and now - began < TROUBLE_LASTS):
        return
    facts = {
        "device": device.id, "kind": device.kind, "label": device.label, "zone": device.zone,
        "window": device.window, "minutes": (now - began) // MINUTE,
    }  # fmt: skip
    if state == "silent" or (state != "fault" and ease < 1):
        yield Alarm(f"device_silent:{device.id}", "device_silent", facts)
    if state == "fault" or (state != "silent" and ease < 1):
        yield Alarm(f"device_fault:{device.id}", "device_fault", {**facts, "detail": device.detail})


def _late(floor: Floor, now: int, ease: float, seen: Seen) -> Iterator[Alarm]:
    """In each zone with a voice the call that has stood longest unsaid. After hours, too: people wait on."""
    limit = floor.hall.voice.late_seconds * 1000
    voices = {d.zone for d in seen.devices if d.kind == "voice" and d.needed}
    oldest: dict[str, Unspoken] = {}
    for call in seen.unspoken if limit else ():
        late = now - call.at >= limit * ease
        if late and (None in voices or call.zone in voices):
            oldest[call.zone] = min(call, oldest.get(call.zone, call), key=lambda c: c.at)
    for zone, call in oldest.items():
        seconds = (now - call.at) // 1000
        facts = {"zone": zone, "number": call.number, "window": call.window, "seconds": seconds}
        yield Alarm(f"voice_late:{zone}", "voice_late", facts, level="red")
