"""The loops of a hub process: follow and flush, pulse, time's own work, housekeeping.

One green thread empties the outbox: each turn without yielding between messages, merging what waits
for one view into a single update. Only a loop's edge catches everything, and goes on.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import partial

from flask_socketio import SocketIO

from server import runtime, settings
from server.domain.errors import HallError
from server.hub import summing, unfolding, work
from server.hub.entries import iso
from server.hub.hub import Hub
from server.hub.replay import forget
from server.journal import identity, jobs, news, pairings, private, readings, webhooks
from server.journal.store import Busy, Full
from server.protocol import JOB_KINDS, NAMESPACE, PULSE_SECONDS
from server.web.figures.reporter import Reporter
from server.web.gate import Gate
from server.web.postman import Postman
from server.web.seats import Seats, room_of
from server.web.states import States

log = logging.getLogger("paihao.outbox")

LOOK_SECONDS = 0.05
TROUBLE_SECONDS = 2.0
STATES_SECONDS = 2.0
ROOM_SECONDS = 1.0
HOUSEKEEPING_SECONDS = 30.0
LETTING_GO_SECONDS = 3600.0
REPORTS_SECONDS = 20.0
SUMMING_SECONDS = 2.0
JOB_DAYS = 30
NEWS_DAYS = 2


class Outbox:
    """Started once a process; `wake` is what the hub calls after a commit."""

    def __init__(self, socketio: SocketIO, hub: Hub, gate: Gate, seats: Seats, states: States) -> None:
        self.socketio, self.hub, self.gate, self.seats, self.states = socketio, hub, gate, seats, states
        self.postman = Postman(hub, socketio.start_background_task)
        self.reporter = Reporter(hub, socketio.start_background_task)
        self._due = threading.Event()
        hub.wake = self._due.set

    def start(self) -> None:
        for loop, seconds in (
            (self.pulse, PULSE_SECONDS), (self.put_out, PULSE_SECONDS), (self.hub_ticks, 1.0),
            (self.move_states, STATES_SECONDS), (self.move_rooms, ROOM_SECONDS),
            (self.keep_house, HOUSEKEEPING_SECONDS),
            (self.let_go, LETTING_GO_SECONDS), (self.make_reports, REPORTS_SECONDS),
            (self.sum_up, SUMMING_SECONDS),
        ):  # fmt: skip
            self.socketio.start_background_task(self._every, seconds, loop)
        self.socketio.start_background_task(self._follow)
        self.socketio.start_background_task(self.postman.run)
        self.socketio.start_background_task(self._safely, self.let_go)

    def _every(self, seconds: float, work: Callable[[], None]) -> None:
        while not self.hub.closing:
            runtime.sleep(seconds)
            self._safely(work)

    def _safely(self, work: Callable[[], None]) -> bool:
        """Whether it went well."""
        try:
            work()
            return True
        except (Busy, Full, HallError) as trouble:
            log.warning("%s: %r", work.__name__, trouble)
        except Exception:
            # Work that was going on while the hub closed finds its database closed: nothing was lost by it.
            if not self.hub.closing:
                log.exception("%s failed; going on", work.__name__)
        return False

    def _follow(self) -> None:
        while not self.hub.closing:
            self._due.wait(LOOK_SECONDS)
            self._due.clear()
            well = self._safely(self.hub.catch_up)
            self._safely(self.flush)
            if not well:
                # A journal that cannot be read stays so: twenty tracebacks a second would fill the disk.
                runtime.sleep(TROUBLE_SECONDS)

    def flush(self) -> None:
        """Send everything that waits."""
        with self.hub.store.lock:
            ready = [
                (room_of(room.id, view), event, payload)
                for room in self.hub.rooms.values()
                for view, event, payload in room.updates()
            ]
            heard, self.hub.news = self.hub.news, []
            told = [
                (name, key, at, value)
                for hall, news_key, at, news_value in heard
                for name, key, value in self.states.told(hall, news_key, at, news_value, self._now(hall))
            ]
            for room in self.hub.rooms.values():
                told += [
                    (name, key, self._now(room.id), value) for name, key, value in self.states.prompt(room)
                ]
        for name, event, payload in ready:
            self.socketio.emit(event, payload, to=name, namespace=NAMESPACE)
        for name, key, at, value in told:
            self._state(name, key, at, value)

    def _now(self, hall: str) -> int:
        room = self.hub.rooms[hall]
        return room.clock.now(room.floor.at)

    def _state(self, name: str, key: str, at: int, value: object) -> None:
        self.socketio.emit("state", {"key": key, "at": iso(at), "value": value}, to=name, namespace=NAMESPACE)

    def pulse(self) -> None:
        for room in list(self.hub.rooms.values()):
            self.socketio.emit("pulse", {"seq": room.floor.seq}, to=f"{room.id}|*", namespace=NAMESPACE)

    def hub_ticks(self) -> None:
        self.hub.tick()

    def move_states(self) -> None:
        for room in list(self.hub.rooms.values()):
            with self.hub.store.lock:
                moved = list(self.states.moved(room))
            for name, key, value in moved:
                self._state(name, key, room.clock.now(room.floor.at), value)

    def move_rooms(self) -> None:
        """The live room, for whoever runs the hall and looks at it now."""
        for name, key, at, value in self.states.rooms.moved():
            self._state(name, key, at, value)

    def put_out(self) -> None:
        """End the sockets whose credential was revoked or has run out."""
        for seat in list(self.seats.by_sid.values()):
            if seat.who is not None and not self._still(seat.who.id):
                self.socketio.server.disconnect(seat.sid, namespace=NAMESPACE)

    def sum_up(self) -> None:
        """A closed day for its figures."""
        beside = partial(runtime.offload, settings.async_mode())
        unfolding.one_day(self.hub, beside)
        summing.one_day(self.hub, beside)

    def keep_house(self) -> None:
        """Drop work that is too late, forget cards that were read a while ago."""
        self.states.tidy()
        with self.hub.store.writing() as conn:
            for room in self.hub.rooms.values():
                now = room.clock.now(room.floor.at)
                for kiosk in readings.expire(conn, room.id, now):
                    news.tell(conn, room.id, f"reading:{kiosk}", {"trouble": None}, now)
                for kind in JOB_KINDS:
                    for job in jobs.stale(conn, room.id, kind, now - work.SLIP_SECONDS * 1000, now):
                        if reason := work.over(room.floor, job, now):
                            work.end(conn, job, "dropped", reason, now)
        self.hub.hear()

    def make_reports(self) -> None:
        self.reporter.look()

    def let_go(self) -> None:
        """Erase what has had its time: once an hour, since it looks through whole tables."""
        # By the halls' time: a computer's clock that jumped a year ahead must not erase what is still needed.
        oldest = min(self._now(hall) for hall in list(self.hub.rooms))
        with self.hub.store.writing() as conn:
            forget(conn, oldest)
            private.expire(conn, oldest)
            identity.expire(conn, oldest)
            jobs.forget(conn, oldest - JOB_DAYS * private.DAY)
            webhooks.forget(conn, oldest - NEWS_DAYS * private.DAY, oldest - JOB_DAYS * private.DAY)
            news.forget(conn, oldest - NEWS_DAYS * private.DAY)
            pairings.forget(conn, self.hub.wall() - private.DAY)
        self.hub.devices.let_go()

    def _still(self, id: str) -> bool:
        found = self.gate.by_id(id)
        return found is not None and found.valid(self.gate.now())

    def goodbye(self) -> None:
        """The hub is stopping: let the sockets go so that they look for it again."""
        self.hub.closing = True
        self._safely(self.flush)
        for sid in list(self.seats.by_sid):
            self.socketio.server.disconnect(sid, namespace=NAMESPACE)
        deadline = time.monotonic() + 1.0
        while self.seats.by_sid and time.monotonic() < deadline:
            runtime.sleep(0.01)
