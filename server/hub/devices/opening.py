"""The opening self-check: what stands ready this morning and what does not, as codes and facts; words are the page's.

Reading only. An item's state is the worst of what it holds; `unknown` where there is nothing to judge by.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from server.domain import hours
from server.domain.alarms import devices as rules
from server.domain.alarms.devices import SCREENS, Device
from server.domain.errors import HallError
from server.hub.hub import Hub
from server.hub.room import Room
from server.journal.store import Busy, Full
from server.protocol import iso

LITTLE, TOO_LITTLE = 2**30, 100 * 2**20
"""Free bytes below which the disk is worth a look, and below which the day may not end well."""
NO_CODE = "no_code"
RANK = ("unknown", "ok", "warning", "fault")
WORTH = {"ok": "ok", "warning": "warning", "fault": "fault", "silent": "fault"}
Item = dict[str, Any]


class Look:
    """One look at a hall: its devices as they are now, and what was found about each thing."""

    def __init__(self, hub: Hub, room: Room, now: int) -> None:
        self.hub, self.room, self.now = hub, room, now
        self.devices = hub.devices.all(room.id)
        self.at_work = [w for w in room.hall.windows if w.services]

    def items(self) -> list[Item]:
        looks: tuple[Callable[[], Item], ...] = (
            self.day, self.clock, self.storage, self.printers, self.paper, self.voice, self.screens,
            lambda: self.plain("strips", "strip"), lambda: self.plain("keypads", "keypad", "rater"),
            lambda: self.plain("readers", "reader", "scanner"), self.clerks, self.public_url,
        )  # fmt: skip
        return [look() for look in looks]

    def of(self, *kinds: str) -> list[Device]:
        return [d for d in self.devices if d.kind in kinds and d.needed]

    def state(self, device: Device) -> str:
        return rules.state_of(device, self.now, self.room.listening)[0]

    def shown(self, devices: Iterable[Device]) -> list[dict[str, Any]]:
        found = []
        for d in devices:
            state, since = rules.state_of(d, self.now, self.room.listening)
            found.append(
                {
                    "id": d.id, "kind": d.kind, "label": d.label, "zone": d.zone, "window": d.window,
                    "part_of": d.part_of, "state": state, "detail": d.detail, "state_since": iso(since),
                }
            )  # fmt: skip
        return found

    def item(
        self, key: str, devices: list[Device], missing: list[str] | None = None, lacks: str = "fault"
    ) -> Item:
        facts: dict[str, Any] = {"devices": self.shown(devices)}
        if missing is not None:
            facts["missing"] = missing
        states = [WORTH[self.state(d)] for d in devices] + ([lacks] if missing else [])
        return {"key": key, "state": worst(states), "facts": facts}

    # -- the hall ----------------------------------------------------------------------------------

    def day(self) -> Item:
        """A new hall's day begins with the first press; yesterday's that is still open should be over."""
        floor, told = self.room.floor, self.room.opening(self.now)
        today = hours.business_day(self.room.hall, self.now).isoformat()
        opened = floor.day == today
        odd = floor.day is None or told["reason"] == "day_off" or floor.rehearsal
        state = "warning" if odd else "ok" if opened else "fault"
        return {
            "key": "day", "state": state,
            "facts": {
                "day": today, "opened": opened, "rehearsal": floor.rehearsal, "open": told["open"],
                "reason": told["reason"], "opens_at": told["resumes_at"], "closes_at": told["closes_at"],
            },
        }  # fmt: skip

    def clock(self) -> Item:
        doubtful = self.room.clock.doubtful
        return {
            "key": "clock",
            "state": "fault" if doubtful else "ok",
            "facts": {"doubtful": doubtful, "at": iso(self.now)},
        }

    def storage(self) -> Item:
        store = self.hub.store
        try:
            with store.writing() as conn:
                conn.execute("update credential set label = label where id = ''")
            writable = True
        except (Busy, Full, sqlite3.Error):
            writable = False
        free = shutil.disk_usage(store.directory).free
        state = "fault" if not writable or free < TOO_LITTLE else "warning" if free < LITTLE else "ok"
        return {"key": "storage", "state": state, "facts": {"writable": writable, "free": free}}

    def clerks(self) -> Item:
        staffed = [w.id for w in self.at_work if self.room.floor.window(w.id).state != "closed"]
        empty = [w.id for w in self.at_work if w.id not in staffed]
        nobody = "fault" if self.room.opening(self.now)["open"] else "warning"
        state = ("ok" if not empty else "warning" if staffed else nobody) if self.at_work else "unknown"
        return {"key": "clerks", "state": state, "facts": {"staffed": staffed, "empty": empty}}

    # -- its devices -------------------------------------------------------------------------------

    def plain(self, key: str, *kinds: str) -> Item:
        return self.item(key, self.of(*kinds))

    def printers(self) -> Item:
        """Each kiosk whose page is known must have a printer: it bears the kiosk's own name."""
        printers = self.of("printer")
        kiosks = {d.part_of or d.id for d in self.of("kiosk")}
        return self.item("printers", printers, sorted(kiosks - {d.id for d in printers}))

    def paper(self) -> Item:
        """A printer that is away, or that never answers, tells nothing of its paper."""
        found: dict[str, list[str]] = {"low": [], "out": [], "unknown": []}
        printers = self.of("printer")
        for d in printers:
            word = {"paper_low": "low", "paper_out": "out", "not_asked": "unknown"}.get(d.detail)
            word = "unknown" if self.state(d) == "silent" or d.detail in ("mute", "offline") else word
            if word:
                found[word].append(d.id)
        state = "fault" if found["out"] else "warning" if found["low"] else "ok"
        judged = len(printers) > len(found["unknown"])
        return {"key": "paper", "state": state if judged else "unknown", "facts": found}

    def voice(self) -> Item:
        voices = self.of("voice")
        spoken = {d.zone for d in voices}
        zones = {w.zone for w in self.at_work}
        return self.item("voice", voices, sorted(zones - spoken) if None not in spoken else [])

    def screens(self) -> Item:
        """Where windows have screens or strips of their own, one that has neither is missed."""
        owned = {d.window for d in self.of(*SCREENS, "strip") if d.window}
        bare = [w.id for w in self.at_work if w.id not in owned] if owned else []
        return self.item("screens", self.of(*SCREENS), bare, "warning")

    def public_url(self) -> Item:
        """Agents of kiosks try it, and say so when it does not answer: then their slips carry no code to scan."""
        url, printers = self.room.hall.public_url, self.of("printer")
        devices = [d for d in printers if d.detail == NO_CODE]
        tried = any(self.state(d) == "ok" for d in printers)
        state = "warning" if url and devices else "ok" if tried or not url else "unknown"
        return {"key": "public_url", "state": state, "facts": {"url": url, "devices": self.shown(devices)}}


def worst(states: Iterable[str]) -> str:
    return max(states, key=RANK.index, default="unknown")


def check(hub: Hub, room: Room, now: int) -> list[Item]:
    return Look(hub, room, now).items()


def run_through(hub: Hub, room: Room, by: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Tell every needed device that can to show that it works: the orders given, and the devices left out."""
    orders, skipped = [], []
    for device in hub.devices.all(room.id):
        do = "identify" if device.kind in rules.PAGES else "test" if device.kind in rules.TESTED else None
        if not device.needed or do is None:
            continue
        try:
            given = hub.devices.order(room, device.id, do, by)
            orders.append({"device": device.id, "id": given.id, "do": do})
        except HallError as refusal:
            skipped.append({"device": device.id, "reason": refusal.code})
    return orders, skipped
