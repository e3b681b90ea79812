"""Makes the reports a hall has scheduled, each once however many processes look, and says what became of them.

What failed is tried again, more and more rarely; after a restart the last one that was missed is made, none before it.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from base64 import b64encode
from collections.abc import Callable

import msgspec

from server.domain.counting import scheduled
from server.domain.counting.reporting import Scheduled
from server.domain.counting.scheduled import Due
from server.domain.errors import HallError
from server.hub.hub import Hub
from server.hub.room import Room
from server.journal import reports, webhooks
from server.journal.reports import Made
from server.journal.store import Busy, Full
from server.protocol import iso
from server.reports import making
from server.reports.asked import Asked
from server.web.figures import child

log = logging.getLogger("paihao.reports")
MINUTE = 60_000
LEASE = 15 * MINUTE
PAUSES = (10, 30, 60, 120, 240, 480)
"""Minutes after the first, second, … failure; after one more nobody tries again."""
MOST_BYTES = 5_000_000
"""The longest report that is sent as a message."""
FIRST_DAY = "select day from journal where hall = :hall and kind = 'day.opened' order by seq limit 1"


class Reporter:
    """`start_task` runs a function beside the others (green, or in a thread of its own)."""

    def __init__(self, hub: Hub, start_task: Callable[..., object]) -> None:
        self.hub, self.start_task = hub, start_task
        self._over: set[tuple[str, str, str]] = set()

    def look(self) -> None:
        """Set out for every report that is due and that no other process makes."""
        for room in list(self.hub.rooms.values()):
            for report in room.hall.reports:
                due = scheduled.due(room.hall, report, room.clock.now(room.floor.at))
                if due is not None and (made := self._claimed(room, due)):
                    self.start_task(self.make, room, due, made)

    def _claimed(self, room: Room, due: Due) -> Made | None:
        """Its row, if this process is to make it."""
        first, last = due.first.isoformat(), due.last.isoformat()
        mark, now = (room.id, due.report.key, first), room.clock.now(room.floor.at)
        if mark in self._over:
            return None
        with self.hub.store.lock:
            conn = self.hub.store.conn
            known = reports.of_one(conn, room.id, due.report.key, first, last)
            opened = conn.execute(FIRST_DAY, {"hall": room.id}).fetchone()
        if known and known.state in ("made", "given_up"):
            self._over.add(mark)
        if known and (known.due_at is None or known.due_at > now):
            return None
        if opened is None or opened[0] > last:
            return None  # The hall was not there yet.
        with self.hub.store.writing() as conn:
            if not reports.claim(conn, room.id, due.report.key, first, last, now, now + LEASE):
                return None
            return reports.of_one(conn, room.id, due.report.key, first, last)

    def make(self, room: Room, due: Due, made: Made) -> None:
        """Make it and write down how that went."""
        try:
            detail = self._send(room, due) if due.report.to == "webhook" else self._write(room, due)
            self._end(room, made, "made", detail, None)
            log.info("report of %s made: %s", room.id, detail)
        except (Busy, Full) as trouble:
            # Its row stays claimed; when the lease is over it is made again.
            log.warning("report %s of %s is made later: %r", made.report, room.id, trouble)
        except HallError as trouble:
            self._failed(room, made, trouble.detail) if trouble.code != "busy" else self._put_off(room, made)
        except OSError as trouble:
            self._failed(room, made, str(trouble))
        except Exception as trouble:  # whatever a file system, a library or a profile of long ago may raise
            log.exception("report %s of %s", made.report, room.id)
            self._failed(room, made, type(trouble).__name__)

    def _put_off(self, room: Room, made: Made) -> None:
        """Others are being made; waiting for them is no failure."""
        now = room.clock.now(room.floor.at)
        with self.hub.store.writing() as conn:
            reports.put_off(conn, room.id, made, now + MINUTE, now)

    def _failed(self, room: Room, made: Made, why: str) -> None:
        again = PAUSES[made.attempts - 1] * MINUTE if made.attempts <= len(PAUSES) else None
        due_at = None if again is None else room.clock.now(room.floor.at) + again
        state = "given_up" if again is None else "failed"
        self._end(room, made, state, why[:300], due_at)
        log.error("report %s of %s for %s was not made (%s): %s", made.report, room.id, made.last, state, why)

    def _end(self, room: Room, made: Made, state: str, detail: str, due_at: int | None) -> None:
        now = room.clock.now(room.floor.at)
        with self.hub.store.writing() as conn:
            reports.end(conn, room.id, made, state, detail, due_at, now)

    # -- where it goes -----------------------------------------------------------------------------

    def _write(self, room: Room, due: Due) -> str:
        """Into its folder; a file is whole or not there. Raises HallError, OSError."""
        folder = self.hub.reports / room.id / due.report.folder
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / _name(room, due)
        child.run(self._words(room, due.report, due, str(path)))
        return path.relative_to(self.hub.reports).as_posix()

    def _send(self, room: Room, due: Due) -> str:
        """To every address that is told of reports. Raises HallError."""
        with self.hub.store.lock:
            hooks = webhooks.of_hall(self.hub.store.conn, room.id, "reports")
        if not hooks:
            raise HallError(
                "report_failed", "Nobody is told of reports: paihao webhook add URL --tell reports"
            )
        file, size = child.made(self._words(room, due.report, due, "-"))
        with file:
            content = file.read(MOST_BYTES + 1)
        if size > MOST_BYTES:
            raise HallError(
                "report_failed", f"It has {size} bytes; a message may have {MOST_BYTES}: use a folder."
            )
        now = room.clock.now(room.floor.at)
        with self.hub.store.writing() as conn:
            for hook in hooks:
                id = f"d_{secrets.token_hex(8)}"
                body = msgspec.json.encode({"id": id, **message(room, due, content, now)}).decode()
                webhooks.add(conn, hook, id, room.floor.seq, "report.made", body, now)
        return f"{_name(room, due)} → {', '.join(hook.id for hook in hooks)}"

    def _words(self, room: Room, report: Scheduled, due: Due, out: str) -> list[str]:
        what = Asked(room.id, due.first, due.last, report.lang, report.by)
        return child.words(self.hub.store.directory, report.kind, report.format, what, [], out)


def message(room: Room, due: Due, content: bytes, now: int) -> dict[str, object]:
    """What an address is told: which report, and the whole file; a day's words as they are."""
    report = due.report
    return {
        "event": "report.made", "hall": room.id, "seq": room.floor.seq, "at": iso(now),
        "report": {
            "kind": report.kind, "format": report.format, "from": due.first.isoformat(), "to": due.last.isoformat(),
            "lang": report.lang, "name": _name(room, due), "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        },
        "words": content.decode() if report.kind == "daily" else None,
        "content": b64encode(content).decode(),
    }  # fmt: skip


def _name(room: Room, due: Due) -> str:
    report = due.report
    name = making.named(room.id, report.kind, due.first, due.last, report.format)
    cut = "" if report.by == ("hall",) else "-" + "-".join(report.by)
    stem, dot, end = name.rpartition(".")
    return f"{stem}{cut}-{report.lang}{dot}{end}"
