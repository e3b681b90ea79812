"""Setting up the hall in the browser: a whole document becomes the profile's next version, or is told why it cannot.

It is judged by the code that reads a file, before the hall's lock is taken; under the lock only the version is compared
and the row written. The digest stays that of the file brought in, so that the same file keeps what was set up since.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from typing import Any

import msgspec

from server import profiles
from server.domain.errors import HallError
from server.domain.events import Command
from server.domain.profile import Hall, Service, Window
from server.domain.verbs.amend import bare, bereft
from server.domain.verbs.settle import stranded
from server.hub.room import Room
from server.profiles import Difference, Fault, Overlong, ProfileFaults, amending
from server.profiles.differing import STATED
from server.protocol import canonical, iso

Document = dict[str, Any]
MOST_TOLD, LONGEST_TOLD = 100, 200
"""Keys a journal entry names, and how long a value in it may be; the version's row holds everything."""
_decode = msgspec.json.Decoder().decode


@dataclass(frozen=True)
class Draft:
    """A document as it would follow version `base`; no hall where it has faults.

    `how`: setup, import, services, restore; `of`: the version returned to.
    """

    base: int
    document: Document
    hall: Hall | None
    faults: list[Fault]
    differences: list[Difference]
    how: str = "setup"
    of: int | None = None


def document(conn: sqlite3.Connection, hall: str, version: int) -> Document:
    """A version's document: what was brought in or set up, and over it what was changed. Raises unknown_version."""
    row = conn.execute(
        "select raw, changes from profile where hall = :hall and version = :version",
        {"hall": hall, "version": version},
    ).fetchone()
    if row is None:
        raise HallError("unknown_version", f"This hall has no version {version}.", version=version)
    return amending.amended(_decode(row[0]), _decode(row[1])["set"] if row[1] else {})


def judged(base: int, before: Document, after: Document, how: str = "setup", of: int | None = None) -> Draft:
    """The draft, read by the code that reads a file. A document says which hall it is, and that never changes."""
    hall, faults = None, []
    id = (before.get("hall") or {}).get("id")
    named = after.get("hall")
    if isinstance(named, dict) and named.get("id") != id:
        right = f'the id of this hall is "{id}", and a hall keeps it'
        line = getattr(after, "lines", {}).get(("hall", "id"))
        faults.append(Fault("hall.id", line, "this is another hall's profile", right, ("hall", "id")))
    try:
        hall = profiles.build(after)
    except Overlong as found:
        return Draft(base, before, None, found.faults, [], how, of)
    except ProfileFaults as found:
        faults += found.faults
    return Draft(base, after, None if faults else hall, faults, profiles.differences(before, after), how, of)


def drafted(
    room: Room, c: Command, conn: sqlite3.Connection, now: int
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """As `amending.amended`, of a draft without faults. Raises HallError(setup_changed, would_strand)."""
    draft: Draft = c.args["draft"]
    _still(room, conn, draft)
    if not draft.differences or draft.hall is None:
        return {}, None
    _keep_reserved(room, conn, draft.hall)
    text = canonical(draft.document)
    room.built = (text, draft.hall)
    changed, version = told(draft.differences), following(room, conn)
    (digest,) = conn.execute(
        "select digest from profile where hall = :hall and version = :version",
        {"hall": room.id, "version": draft.base},
    ).fetchone()
    came = {"how": draft.how, "of": draft.of}
    facts = {
        "hall": room.today(draft.hall, room.floor), "version": version, "changed": changed,
        "digest": hashlib.sha256(text.encode()).hexdigest(), **came,
    }  # fmt: skip
    row = {
        "hall": room.id, "version": version, "raw": text, "digest": digest, "at": now,
        "actor": c.person or c.actor, "changes": canonical({"set": {}, "changed": changed, **came}),
    }  # fmt: skip
    return facts, row


def _still(room: Room, conn: sqlite3.Connection, draft: Draft) -> None:
    """Somebody else may have changed the hall since this draft was begun. Raises HallError(setup_changed)."""
    if room.floor.profile == draft.base:
        return
    by, at = conn.execute(
        "select actor, at from profile where hall = :hall and version = :version",
        {"hall": room.id, "version": room.floor.profile},
    ).fetchone()
    raise HallError(
        "setup_changed",
        f"{by} has changed the hall meanwhile: it is version {room.floor.profile} now, not {draft.base}. "
        "Look at what is different and put yours into effect again.",
        version=room.floor.profile, by=by, at=iso(at),
    )  # fmt: skip


def following(room: Room, conn: sqlite3.Connection) -> int:
    """The number of the next version."""
    (last,) = conn.execute("select max(version) from profile where hall = ?", (room.id,)).fetchone()
    return 1 + int(last)


def told(differences: list[Difference]) -> dict[str, Any]:
    """What changed, for the journal: `{"services.tax.name": {"from": …, "to": …}}`; of rows that they came or went."""
    found: dict[str, Any] = {}
    for one in differences[:MOST_TOLD]:
        place = ".".join(filter(None, (one.part, one.row, one.key))) or "profile"
        values = {"from": one.old, "to": one.new} if one.what == "changed" else {}
        found[place] = {k: _short(v) for k, v in values.items()} or {"what": one.what, "title": one.title}
    return found | ({"more": len(differences) - MOST_TOLD} if len(differences) > MOST_TOLD else {})


def _short(value: Any) -> Any:
    if value is STATED:
        return None
    return value if len(canonical(value)) <= LONGEST_TOLD else canonical(value)[:LONGEST_TOLD] + "…"


def strands(room: Room, conn: sqlite3.Connection, new: Hall) -> list[dict[str, Any]]:
    """What a draft would do to those who are here: `keep` may be answered to what does not `block`."""
    floor, then = room.floor, room.today(new, room.floor)
    names = floor.hall.service | then.service
    gone = [w for w in floor.windows.values() if w.state != "closed" and w.id not in then.window]
    found = [
        {
            "kind": "window", "id": w.id, **_called(w.id, floor.hall.window.get(w.id), "sign"),
            "people": 1 if w.ticket else 0, "number": floor.tickets[w.ticket].number if w.ticket else None,
            "blocks": bool(w.ticket),
        } for w in gone
    ]  # fmt: skip
    lost = bereft(floor, then)
    waiting = {s: n for s, n in stranded(floor, then).items() if s not in lost}
    without = dict.fromkeys((s for s in bare(floor, then) if s not in waiting), 0)
    reserved = _reserved(conn, room, new)
    for kind, services in (
        ("gone", lost),
        ("waiting", waiting),
        ("unserved", without),
        ("reserved", reserved),
    ):
        found += [
            {
                "kind": kind, "id": s, **_called(s, names.get(s), "name"), "people": n, "number": None,
                "blocks": kind in ("gone", "reserved"),
            } for s, n in services.items()
        ]  # fmt: skip
    return found


def _called(id: str, it: Window | Service | None, field: str) -> dict[str, str]:
    """What people call it in both languages; by its id what the profile has no more."""
    return {"name": getattr(it, field, id), "name_en": getattr(it, f"{field}_en", "")}


def _keep_reserved(room: Room, conn: sqlite3.Connection, new: Hall) -> None:
    """What was promised to people for later days is kept, too. Raises HallError(would_strand)."""
    if lost := _reserved(conn, room, new):
        hall = room.profile(room.floor.profile)
        names = ", ".join(hall.service[s].name if s in hall.service else s for s in lost)
        raise HallError(
            "would_strand", f"{sum(lost.values())} reservations were made for {names}. Cancel them first.",
            left=[], services=sorted(lost),
        )  # fmt: skip


def _reserved(conn: sqlite3.Connection, room: Room, new: Hall) -> dict[str, int]:
    """Reservations of today and later for what would be gone."""
    rows = conn.execute(
        """select service, count(*) from reservation where hall = :hall and status = 'booked' and day >= :day
            group by service""",
        {"hall": room.id, "day": room.floor.day or ""},
    )
    return {service: n for service, n in rows if service not in new.service}


def history(
    conn: sqlite3.Connection, hall: str, last: int, limit: int, only: bool = False
) -> list[dict[str, Any]]:
    """Versions from `last` back, newest first: each with what it changed of the one before. `only`: that one alone."""
    rows = conn.execute(
        """select version, at, actor, raw, changes from profile where hall = :hall and version <= :last
            order by version desc limit :limit""",
        {"hall": hall, "last": last, "limit": 2 if only else limit + 1},
    ).fetchall()
    versions = [(row, _decode(row[4]) if row[4] else None) for row in rows]
    documents = [amending.amended(_decode(row[3]), made["set"] if made else {}) for row, made in versions]
    found = []
    for n, ((version, at, by, _, _), made) in enumerate(versions[: 1 if only else limit]):
        before = documents[n + 1] if n + 1 < len(documents) else None
        found.append(
            {
                "version": version, "at": at, "by": by, "of": made.get("of") if made else None,
                "how": made.get("how", "change") if made else "file",
                "differences": profiles.differences(before, documents[n]) if before else [],
            }
        )  # fmt: skip
    return found
