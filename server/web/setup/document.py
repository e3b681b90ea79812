"""Setting up the hall in the browser: the document, what a change would do, putting it into effect, history and files.

A document is judged beside everything else (`runtime.offload`); only the write itself takes the hall's lock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from server import profiles, runtime, settings
from server.domain.errors import HallError, unfit
from server.hub.setup import document as rules
from server.hub.setup.document import Document, Draft
from server.journal.store import Store
from server.profiles import ProfileFaults, exporting, schema
from server.profiles.saying import entries
from server.protocol import iso
from server.web import changes_shape
from server.web.changes import REFUSALS
from server.web.route import RAW, Ask, Route
from server.web.setup import shapes as shape
from server.web.setup.words import differences, fault, warning

LOOKING = ("manager", "admin", "auditor")
SETTING = ("admin",)
TOML, BYTES = "application/toml", "application/octet-stream"
CONFLICT = ("setup_changed", "unknown_version", *REFUSALS)
T = TypeVar("T")
PATIENCE_SECONDS = 10.0
"""How long a document waits for the one that is being judged."""
_turn = threading.Lock()


def beside(work: Callable[..., T], *arguments: Any) -> T:
    return runtime.offload(settings.async_mode(), work, *arguments)


def judged(work: Callable[..., T], *arguments: Any) -> T:
    """The same for what judges a document, one at a time: a thread of ours still shares the hub's processor.

    Raises HallError(busy).
    """
    if not _turn.acquire(timeout=PATIENCE_SECONDS):
        raise HallError("busy", "Other changes of the hall are being looked at; ask again.", retry_after=5)
    try:
        return beside(work, *arguments)
    finally:
        _turn.release()


def present(ask: Ask) -> dict[str, Any]:
    room, conn = ask.hub.room(ask.path["hall"]), ask.hub.store.conn
    version = room.floor.profile
    (made,) = rules.history(conn, room.id, version, 1, only=True)
    return {
        "version": version, "document": exporting.written_out(rules.document(conn, room.id, version)),
        "by": made["by"], "at": iso(made["at"]), "how": made["how"], "seq": room.floor.seq,
    }  # fmt: skip


def keys(ask: Ask) -> dict[str, Any]:
    return {"parts": schema.parts(), "seq": ask.hub.room(ask.path["hall"]).floor.seq}


def preview(ask: Ask) -> dict[str, Any]:
    draft = drafted(ask, ask.body.document, ask.body.version)
    return previewed(ask, draft, quick=ask.body.quick)


def put(ask: Ask) -> dict[str, Any]:
    return apply(ask, drafted(ask, ask.body.document, ask.body.version), ask.body.waiting)


def restore(ask: Ask) -> dict[str, Any]:
    """Return to an earlier version as a new one: history only grows."""
    room = ask.hub.room(ask.path["hall"])
    base = ask.body.over or room.floor.profile
    return apply(ask, judged(_returned, ask.hub.store, room.id, base, ask.body.version), ask.body.waiting)


def bring_in(ask: Ask) -> dict[str, Any]:
    """A whole file of a hall, as `serve --hall` reads it."""
    room = ask.hub.room(ask.path["hall"])
    base = ask.query.version or room.floor.profile
    return imported(ask, judged(_of_file, ask.hub.store, room.id, base, ask.body))


def export(ask: Ask) -> dict[str, Any]:
    """The file with which this hall runs elsewhere as it runs here."""
    room = ask.hub.room(ask.path["hall"])
    with ask.hub.reading():
        version, name, at = room.floor.profile, room.hall.name, iso(room.clock.now(room.floor.at))
    says = (f"{name} · version {version} · {at}", f"paihao serve --hall {room.id}.toml")
    text = beside(_exported, ask.hub.store, room.id, version, says)
    named = {"Content-Disposition": f'attachment; filename="{room.id}.toml"', "Cache-Control": "no-store"}
    return {RAW: text.encode(), "$headers": named}


def history(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    last = min(int(ask.query.next or room.floor.profile), room.floor.profile)
    found = beside(_history, ask.hub.store, room.id, last, ask.query.limit + 1, False)
    page = found[: ask.query.limit]
    return {
        "versions": [_version(one) for one in page],
        "next": str(found[-1]["version"]) if len(found) > len(page) else None, "seq": room.floor.seq,
    }  # fmt: skip


def past(ask: Ask) -> dict[str, Any]:
    room, number = ask.hub.room(ask.path["hall"]), ask.path["version"]
    if not number.isdecimal() or len(number) > 9 or int(number) > room.floor.profile:
        raise HallError("unknown_version", f"This hall has no version {number[:20]}.")
    found = beside(_past, ask.hub.store, room.id, room.floor.profile, int(number))
    return {**_version(found), "returning": differences(found["returning"]), "document": found["document"],
            "seq": room.floor.seq}  # fmt: skip


# -- drafts -----------------------------------------------------------------------------------------


def drafted(ask: Ask, parts: Document, version: int | None) -> Draft:
    """The version's document with these parts, judged."""
    room = ask.hub.room(ask.path["hall"])
    return judged(_of_parts, ask.hub.store, room.id, version or room.floor.profile, parts)


def previewed(ask: Ask, draft: Draft, quick: bool = False) -> dict[str, Any]:
    """Only who would be stranded is looked up with the floor held still; the words are put together before."""
    room = ask.hub.room(ask.path["hall"])
    told = judged(_told, draft, quick)
    with ask.hub.reading():
        strands = rules.strands(room, ask.hub.store.conn, draft.hall) if draft.hall and not quick else []
        now = {"version": room.floor.profile, "seq": room.floor.seq}
    return {**now, "base": draft.base, "strands": strands, **told}


def apply(ask: Ask, draft: Draft, waiting: str | None) -> dict[str, Any]:
    """Put into effect. Raises HallError(invalid, setup_changed, would_strand, window_busy)."""
    if draft.faults:
        raise HallError("invalid", "\n".join(f.told() for f in draft.faults), errors=entries(draft.faults))
    return ask.act("amend", args={"draft": draft, "waiting": waiting})


def imported(ask: Ask, draft: Draft, shown: dict[str, Any] | None = None) -> dict[str, Any]:
    """The preview of what a file makes of the hall, put into effect unless only that was asked for."""
    told = previewed(ask, draft) | (shown or {})
    before = beside(_document, ask.hub.store, ask.path["hall"], draft.base)
    parts = {name: part for name, part in draft.document.items() if part != before.get(name)}
    gone = {name: None for name in before if name not in draft.document}
    applied = ask.query.preview == "0" and not told["faults"]
    if applied:
        if ask.query.version is None:
            raise unfit("query", "$.version", "missing", "say the version it shall follow")
        told["seq"] = apply(ask, draft, ask.query.waiting)["seq"]
        told["version"] = ask.hub.room(ask.path["hall"]).floor.profile
    return told | {"parts": {**beside(exporting.written_out, parts), **gone}, "applied": applied}


# -- beside everything else -------------------------------------------------------------------------


def _document(store: Store, hall: str, version: int) -> Document:
    with store.beside() as conn:
        return rules.document(conn, hall, version)


def _told(draft: Draft, quick: bool) -> dict[str, Any]:
    """What is wrong, doubtful and different, in words."""
    doubtful = profiles.warnings(draft.hall) if draft.hall and not quick else []
    return {
        "faults": [fault(draft.document, one) for one in draft.faults],
        "warnings": [warning(draft.document, one) for one in doubtful],
        "differences": differences(draft.differences),
    }


def _of_parts(store: Store, hall: str, base: int, parts: Document) -> Draft:
    before = _document(store, hall, base)
    return rules.judged(base, before, exporting.taken_over(before, parts))


def _returned(store: Store, hall: str, base: int, to: int) -> Draft:
    return rules.judged(base, _document(store, hall, base), _document(store, hall, to), "restore", to)


def _of_file(store: Store, hall: str, base: int, content: bytes) -> Draft:
    before = _document(store, hall, base)
    try:
        return rules.judged(base, before, profiles.parse(profiles.decoded(content)), "import")
    except ProfileFaults as found:
        return Draft(base, before, None, found.faults, [], "import")


def _exported(store: Store, hall: str, version: int, says: tuple[str, ...]) -> str:
    return exporting.toml(_document(store, hall, version), says)


def _history(store: Store, hall: str, last: int, limit: int, only: bool) -> list[dict[str, Any]]:
    with store.beside() as conn:
        return rules.history(conn, hall, last, limit, only)


def _past(store: Store, hall: str, now: int, version: int) -> dict[str, Any]:
    with store.beside() as conn:
        document = rules.document(conn, hall, version)
        (found,) = rules.history(conn, hall, version, 1, only=True)
        returning = profiles.differences(rules.document(conn, hall, now), document)
        return {**found, "returning": returning, "document": document}


def _version(found: dict[str, Any]) -> dict[str, Any]:
    told = {name: found[name] for name in ("version", "by", "how", "of")}
    return {**told, "at": iso(found["at"]), "differences": differences(found["differences"])}


HERE = "/halls/{hall}/setup"
ROUTES: list[Route] = [
    Route("GET", HERE, "The hall's profile as a document", present, shape.Setup, LOOKING),
    Route("GET", HERE + "/schema", "Every key of a profile, for forms", keys, shape.SetupSchema, LOOKING),
    Route(
        "POST", HERE + "/preview", "What a change would do", preview, shape.SetupPreview, LOOKING, shape.Wanted,
        errors=("unknown_version",), most=shape.MOST,
    ),
    Route(
        "PUT", HERE, "Put a change into effect", put, changes_shape.Amended, SETTING, shape.Put, errors=CONFLICT,
        most=shape.MOST,
    ),
    Route(
        "POST", HERE + "/restore", "Return to an earlier version", restore, changes_shape.Amended, SETTING,
        shape.Restore, errors=CONFLICT,
    ),
    Route(
        "GET", HERE + "/history", "Who changed what, and when", history, shape.SetupHistory, LOOKING,
        query=shape.Versions, slow=True,
    ),
    Route(
        "GET", HERE + "/history/{version}", "One version", past, shape.SetupPast, LOOKING,
        errors=("unknown_version",), slow=True,
    ),
    Route("GET", HERE + "/export.toml", "The file this hall runs with", export, bytes, LOOKING, gives=TOML, slow=True),
    Route(
        "POST", HERE + "/import", "Take a whole file over", bring_in, shape.SetupImported, SETTING, query=shape.Import,
        errors=(*CONFLICT, "wrong_type"), takes=BYTES, most=shape.MOST,
    ),
]  # fmt: skip
