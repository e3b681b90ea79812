"""act(command): lock → catch up → facts → decide → append; and following what others append.

One process, any number of halls. Memory never overrules the disk: whatever fails after entries were
applied throws the floor away and folds again.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from server.domain.errors import HallError
from server.domain.events import Command, Entry, Event
from server.domain.ticket import Ticket
from server.domain.verbs import decide
from server.hub import answers, facts, notices, unfolding, watch, work
from server.hub.clock import Clock, wall_ms
from server.hub.devices.registry import KEY, Devices
from server.hub.replay import Replay, remember, remembered
from server.hub.room import Room
from server.hub.setup import amending
from server.journal import chain, identity, news, private, projections, readings, staff
from server.journal.store import Full, Store

log = logging.getLogger("paihao.hub")

Answer = dict[str, Any]


class Hub:
    """`wake` is called after every commit and whenever there is something for the outbox."""

    def __init__(self, store: Store, clock: Callable[[], Clock] = Clock) -> None:
        self.store = store
        self.rooms: dict[str, Room] = {}
        self.wake: Callable[[], None] = lambda: None
        self.news: list[tuple[str, str, int, dict[str, Any]]] = []
        self._clock = clock
        self._rev = news.latest(store.conn)
        self._lax = False
        self.rehearsal = False
        self.reports = store.directory / "reports"
        self.closing = False
        self._seeing = False
        self.asking: dict[tuple[Any, ...], object] = {}
        self.wall = wall_ms
        self.devices = Devices(self)
        for (id,) in store.all("select distinct hall from profile order by hall"):
            self.furnish(id)

    @property
    def lax(self) -> bool:
        """A rehearsal: hours and limits on taking do not count."""
        return self._lax

    @lax.setter
    def lax(self, lax: bool) -> None:
        self._lax = lax
        for room in self.rooms.values():
            room.lax = lax

    def furnish(self, hall: str) -> None:
        """Hold a hall of the disk in this process."""
        room = self.rooms[hall] = Room(hall, self.store, self._clock(), self._lax)
        unfolding.latest(self.store, room)
        self.devices.load(hall)

    def new_clock(self) -> Clock:
        return self._clock()

    def room(self, hall: str) -> Room:
        """Raises HallError(unknown_hall)."""
        room = self.rooms.get(hall)
        if room is None:
            raise HallError("unknown_hall", f"This hub has no hall «{hall}».", hall=hall)
        return room

    # -- acting ------------------------------------------------------------------------------------

    def act(self, hall: str, command: Command, replay: Replay | None = None) -> Answer:
        """Carry a command out, exactly once for a replay key. Raises HallError, Busy, Full."""
        room = self.room(hall)
        with self.store.lock:
            self.store.begin()
            try:
                if not room.sure:
                    room.fold()
                self._follow(room)
                if replay and (answer := remembered(self.store.conn, hall, command.actor, replay)):
                    self.store.rollback()
                    return answer
                if room.floor.profile:
                    # A hall's first entry names its profile; days open after it.
                    self._turn_day(room)
                answer = self._decide_and_append(room, command, replay)
            except sqlite3.OperationalError as problem:
                self._give_up(room)
                raise Full(str(problem)) from problem
            except BaseException:
                self._give_up(room)
                raise
            self._see(room)
        self.wake()
        return answer

    def _see(self, room: Room) -> None:
        """What the command brings about by itself, before anybody else acts; one look sees to all that follows."""
        if self._seeing:
            return
        self._seeing = True
        try:
            watch.acted(self, room)
        finally:
            self._seeing = False

    def _decide_and_append(self, room: Room, command: Command, replay: Replay | None) -> Answer:
        """Inside an open transaction, which it commits (or drops when there is nothing to write)."""
        conn, now = self.store.conn, self._now(room, command)
        gathered = facts.gather(room, command, conn, now)
        events = decide(room.floor, command, gathered.facts, now)
        for ref, kind, value, expires_at in gathered.private:
            private.keep(conn, ref, kind, value, expires_at)
        for purpose, number, ref, expires_at in gathered.people:
            identity.keep(conn, room.id, purpose, number, ref, now, expires_at)
        for purpose, hash, ref, expires_at in gathered.marks:
            identity.keep_hash(conn, room.id, purpose, hash, ref, now, expires_at)
        if gathered.spent:
            readings.erase(conn, gathered.spent)
        if gathered.profile:
            conn.execute(amending.KEEP, gathered.profile)
        if gathered.staff and events:
            staff.keep(conn, gathered.staff, now)
        first = room.floor.seq + 1
        self._append(room, events, command.actor, gathered.cause, now)
        answer = answers.answer(room, command, events, gathered, now)
        if replay and replay.key:
            remember(conn, room.id, command.actor, replay, answer, first, room.floor.seq, now)
        elif not events and not gathered.private:
            self.store.rollback()
            return answer
        self.store.commit()
        return answer

    def _append(self, room: Room, events: list[Event], actor: str, cause: str, now: int) -> None:
        conn = self.store.conn
        for event in events:
            day = event.data["day"] if event.kind == "day.opened" else room.floor.day or ""
            entry = Entry(room.floor.seq + 1, now, day, event.kind, actor, cause, event.data)
            head = chain.append(conn, room.id, room.head, (entry,))
            before = room.take_in(entry, head)
            projections.project(conn, room.id, room.floor, entry, before)
            work.owe(conn, room, entry)

    def _now(self, room: Room, command: Command) -> int:
        if command.verb == "accept_clock":
            return room.clock.accept()
        return room.clock.now(room.floor.at)

    def _turn_day(self, room: Room) -> None:
        """Close a day that is over and open today's: commands of their own, committed before what follows."""
        now = room.clock.now(room.floor.at)
        if not room.day_over(now):
            return
        for verb in ("close_day", "open_day"):
            command = Command(verb, "system", {"rehearsal": self.rehearsal})
            gathered = facts.gather(room, command, self.store.conn, now)
            events = decide(room.floor, command, gathered.facts, now)
            self._append(room, events, "system", gathered.cause, now)
            self.store.commit()
            if verb == "close_day" and events:
                self._export_head(room, events[-1].data["day"])
            self.store.begin()
            # Between the two another process may have had the lock, and opened the day itself.
            self._follow(room)
            if not room.day_over(now):
                return

    def _export_head(self, room: Room, day: str) -> None:
        """The day's head outside the database, so that a journal rewritten later can be found out."""
        heads = self.store.directory / "heads"
        try:
            heads.mkdir(exist_ok=True)
            with (heads / f"{room.id}.txt").open("a", encoding="utf-8") as file:
                file.write(f"{day} {room.floor.seq} {room.head}\n")
        except OSError as problem:
            log.warning("the head of %s %s was not exported: %s", room.id, day, problem)

    def _give_up(self, room: Room) -> None:
        """Roll back. If the floor's last entry is not the disk's, memory is wrong: fold again."""
        try:
            self.store.rollback()
            if chain.head(self.store.conn, room.id, room.floor.seq) != room.head:
                room.fold()
        except (sqlite3.Error, chain.ChainBroken) as problem:
            room.sure = False
            log.error("the journal of %s cannot be read: %s", room.id, problem)
        self.wake()

    def tick(self) -> None:
        """What time alone brings: a day is turned, a called ticket starts by itself, an alarm is raised."""
        for room in list(self.rooms.values()):
            now = room.clock.now(room.floor.at)
            if room.floor.day and room.day_over(now):
                self.turn(room.id)
            if notices.tell_lunch(self.store, room, now):
                self.wake()
            seconds = room.hall.rules.auto_start_seconds
            for t in list(room.floor.tickets.values()) if seconds else ():
                if t.status == "called" and t.called_at is not None and now - t.called_at >= seconds * 1000:
                    self._auto_start(room, t)
            watch.passed(self, room)

    def turn(self, hall: str) -> None:
        """Turn the day if it is over. Raises Busy, Full."""
        room = self.room(hall)
        with self.store.lock:
            self.store.begin()
            try:
                self._follow(room)
                self._turn_day(room)
            except sqlite3.OperationalError as problem:
                self._give_up(room)
                raise Full(str(problem)) from problem
            except BaseException:
                self._give_up(room)
                raise
            self.store.rollback()
        self.wake()

    def _auto_start(self, room: Room, t: Ticket) -> None:
        try:
            self.act(room.id, Command("start", "system", {"ticket": t.id}, window=t.window))
        except HallError as refusal:
            log.info("%s was not started: %s", t.number, refusal.code)

    # -- following ---------------------------------------------------------------------------------

    def catch_up(self) -> None:
        """Take in what other processes committed, in every hall. Cheap when there is nothing."""
        with self.store.lock:
            version = self.store.unseen()
            if version is None:
                return
            for id in self._new_halls():
                self.furnish(id)
            for room in self.rooms.values():
                room.catch_up()
            self._read_news()
            self.store.saw(version)
        self.wake()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold the floor still, caught up with the disk, while something is read from it."""
        with self.store.lock:
            self.catch_up()
            yield

    def _follow(self, room: Room) -> None:
        """The same for one hall, inside its transaction."""
        if self.store.unseen() is not None:
            room.catch_up()

    def _new_halls(self) -> list[str]:
        rows = self.store.all("select distinct hall from profile")
        return [id for (id,) in rows if id not in self.rooms]

    def _read_news(self) -> None:
        for rev, hall, key, at, value in news.since(self.store.conn, self._rev):
            self._rev = rev
            if key.startswith(KEY):
                self.devices.learn(hall, value)
            self.news.append((hall, key, at, value))

    def tell(self, hall: str, key: str, value: Mapping[str, Any]) -> int:
        """A fact where only the latest counts, for every process; returns its instant."""
        room = self.room(hall)
        now = room.clock.now(room.floor.at)
        with self.store.writing() as conn:
            news.tell(conn, hall, key, dict(value), now)
        self.hear()
        return now

    def hear(self) -> None:
        """Pick up news this process wrote itself."""
        with self.store.lock:
            self._read_news()
        self.wake()
