"""A storm over a hall: kiosks and clerks as fast as they can, and what must be true of the journal afterwards."""

from __future__ import annotations

import itertools
import re
import threading
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import requests

from tests.cast import Caller, Clerk, Kiosk
from tests.hubprocess import HALLS, HubProcess, Json

WIDE = HALLS / "wide.toml"
HELPING = HALLS / "helping.toml"
SERVICES = ("one", "two", "three")


@dataclass
class Heard:
    """What the hub acknowledged: tickets by id with their number, calls by seq with their ticket; and refusals."""

    taken: dict[str, str] = field(default_factory=dict)
    called: dict[int, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    sent_on: list[str] = field(default_factory=list)


def insist(caller: Caller, path: str, body: Json, heard: Heard, over: threading.Event) -> Json | None:
    """Ask with one key until an answer comes, whatever happens to the hub meanwhile; None when it is over."""
    key = str(uuid.uuid4())
    while not over.is_set():
        try:
            answer = caller.ask("POST", path, body, key)
        except requests.RequestException:
            over.wait(0.05)
            continue
        if answer.status < 300:
            return answer.body
        heard.refused.append(f"{answer.status} {answer.code}")
        return None
    return None


def take(kiosk: Kiosk, heard: Heard, many: int, over: threading.Event) -> None:
    for n in range(many):
        answer = insist(kiosk, f"{kiosk.here}/tickets", {"services": [SERVICES[n % 3]]}, heard, over)
        if answer:
            heard.taken[answer["ticket"]["id"]] = answer["ticket"]["number"]


def work(clerk: Clerk, heard: Heard, done: threading.Event, over: threading.Event) -> None:
    """Press *next* until the kiosks are done and nobody waits."""
    path = f"{clerk.here}/windows/{clerk.window}/call-next"
    while not over.is_set():
        last = done.is_set()
        answer = insist(clerk, path, {"finish": "completed"}, heard, over)
        if answer and answer["ticket"]:
            heard.called[answer["ticket"]["called_seq"]] = answer["ticket"]["id"]
        elif last:
            return


class Storm:
    """`kiosks` and `clerks` spread over the hubs; `run` blocks until everybody was served."""

    def __init__(self, hubs: list[HubProcess], kiosks: int, clerks: int, each: int) -> None:
        self.heard, self.each = Heard(), each
        self.over, self.done = threading.Event(), threading.Event()
        turn = itertools.cycle(hubs)
        self.kiosks = [Kiosk(next(turn), f"k{n}") for n in range(kiosks)]
        turn = itertools.cycle(hubs)
        step = 16 // clerks
        self.clerks = [Clerk(next(turn), f"w{1 + n * step}") for n in range(clerks)]
        self.threads: list[threading.Thread] = []

    def start(self) -> None:
        taking = [
            threading.Thread(target=take, args=(k, self.heard, self.each, self.over)) for k in self.kiosks
        ]
        working = [
            threading.Thread(target=work, args=(c, self.heard, self.done, self.over)) for c in self.clerks
        ]
        self.begin(taking, working)

    def begin(self, taking: list[threading.Thread], working: list[threading.Thread]) -> None:
        self.threads = [*taking, *working, threading.Thread(target=self._tell_when_taken, args=(taking,))]
        for thread in self.threads:
            thread.daemon = True  # Of a test that failed none keeps the others' process from ending.
            thread.start()

    def _tell_when_taken(self, taking: list[threading.Thread]) -> None:
        for thread in taking:
            thread.join()
        self.done.set()

    def finish(self, seconds: float) -> None:
        """Wait until all are served. Raises AssertionError when that takes too long."""
        for thread in self.threads:
            thread.join(seconds)
        stuck = any(thread.is_alive() for thread in self.threads)
        self.over.set()
        assert not stuck, "the storm did not end"


def check_in(kiosk: Kiosk, heard: Heard, codes: list[str], over: threading.Event) -> None:
    for code in codes:
        answer = insist(kiosk, f"{kiosk.here}/reservations/{code}/check-in", {}, heard, over)
        if answer:
            heard.taken[answer["ticket"]["id"]] = answer["ticket"]["number"]


def work_and_send_on(clerk: Clerk, heard: Heard, done: threading.Event, over: threading.Event) -> None:
    """Like `work`, but every fifth visitor turns out to need another business, once."""
    here = f"{clerk.here}/windows/{clerk.window}"
    count = 0
    while not over.is_set():
        last = done.is_set()
        answer = insist(clerk, f"{here}/call-next", {}, heard, over)
        if answer and answer["ticket"]:
            ticket = answer["ticket"]
            heard.called[ticket["called_seq"]] = ticket["id"]
            count += 1
            if count % 5 == 0 and ticket["id"] not in heard.sent_on:
                heard.sent_on.append(ticket["id"])
                other = SERVICES[(SERVICES.index(ticket["service"]) + 1) % 3]
                insist(clerk, f"{here}/transfer", {"service": other}, heard, over)
            else:
                insist(clerk, f"{here}/complete", {}, heard, over)
        elif last and not _anybody(clerk):
            return


def _anybody(clerk: Clerk) -> bool:
    """Whether somebody still waits or is at a window, and so may be sent on: asked once, since between two questions
    somebody could be called, or go from a window back to a line, and be in neither answer."""
    today = clerk.must("GET", f"{clerk.here}/tickets?limit=500")["tickets"]
    return any(ticket["status"] in ("waiting", "called", "serving") for ticket in today)


class MixedStorm(Storm):
    """Kiosks take, and show each code at two of them; clerks send people on."""

    def __init__(self, hubs: list[HubProcess], kiosks: int, clerks: int, each: int) -> None:
        super().__init__(hubs, kiosks, clerks, each)
        partner = Kiosk(hubs[0], None, "partner")
        slots = partner.must("GET", f"{partner.here}/slots?service=one&limit=500")["slots"]
        start = next(s["start"] for s in slots if s["free"])
        booking = {"service": "one", "start": start}
        made = [partner.must("POST", f"{partner.here}/reservations", booking) for _ in range(12)]
        self.codes = [m["reservation"]["code"] for m in made]
        turn = itertools.cycle(hubs)
        self.doors = [Kiosk(next(turn), f"door{n}") for n in range(2)]

    def start(self) -> None:
        args = (self.heard, self.each, self.over)
        taking = [threading.Thread(target=take, args=(k, *args)) for k in self.kiosks]
        taking += [
            threading.Thread(target=check_in, args=(d, self.heard, self.codes, self.over)) for d in self.doors
        ]
        working = [
            threading.Thread(target=work_and_send_on, args=(c, self.heard, self.done, self.over))
            for c in self.clerks
        ]
        self.begin(taking, working)


def sound(hub: HubProcess, heard: Heard) -> None:
    """Everything acknowledged is there, nothing twice, no number missing; the chain verifies."""
    journal = hub.journal()
    assert [e["seq"] for e in journal] == list(range(1, len(journal) + 1))
    taken = [e for e in journal if e["kind"] == "ticket.taken"]
    assert heard.taken.items() <= {e["data"]["ticket"]: e["data"]["number"] for e in taken}.items()
    numbers: dict[str, list[int]] = defaultdict(list)
    for e in taken:
        numbers[e["data"]["queue"]].append(e["data"]["n"])
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    called = {e["seq"]: e["data"]["ticket"] for e in journal if e["kind"] == "ticket.called"}
    assert heard.called.items() <= called.items()
    again = Counter(e["data"]["ticket"] for e in journal if e["kind"] == "ticket.transferred")
    for ticket, calls in Counter(called.values()).items():
        assert calls == 1 + again[ticket], "somebody was called twice"
    said = hub.cli("verify")
    # The hub itself may have raised or cleared an alarm since.
    verified = re.fullmatch(rf"{hub.hall}: (\d+) entries verify\.\n", said)
    assert verified and len(journal) <= int(verified[1]) <= len(hub.journal()), said
