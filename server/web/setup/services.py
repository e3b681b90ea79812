"""Businesses by table: a template with those there are, and a filled one read back, every fault at its cell."""

from __future__ import annotations

from typing import Any

from server import profiles
from server.hub.setup import document as rules
from server.hub.setup.document import Document, Draft
from server.journal.store import Store
from server.profiles import schema, tabular
from server.web.route import RAW, Ask, Route
from server.web.setup import shapes as shape
from server.web.setup import sheets
from server.web.setup.document import BYTES, CONFLICT, HERE, LOOKING, SETTING, beside, imported, judged
from server.web.setup.words import fault

MOST = 8 * 1024 * 1024


def template(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    made = beside(_template, ask.hub.store, room.id, room.floor.profile, ask.query.language)
    named = f'attachment; filename="{room.id}-services.xlsx"'
    return {RAW: made, "$headers": {"Content-Disposition": named, "Cache-Control": "no-store"}}


def bring_in(ask: Ask) -> dict[str, Any]:
    room, query = ask.hub.room(ask.path["hall"]), ask.query
    base = query.version or room.floor.profile
    read, draft = judged(_read, ask.hub.store, room.id, base, ask.body, query.replace == "1")
    return imported(ask, draft, {"faults": beside(_faults, read, draft)})


def _template(store: Store, hall: str, version: int, lang: str) -> bytes:
    with store.beside() as conn:
        document = rules.document(conn, hall, version)
    return sheets.book(tabular.rows_of(document, lang), schema.words(lang)[tabular.PART])


def _read(store: Store, hall: str, base: int, content: bytes, replace: bool) -> tuple[tabular.Read, Draft]:
    """What cannot be read at all leaves the hall as it is."""
    with store.beside() as conn:
        before: Document = rules.document(conn, hall, base)
    read = tabular.read(before, sheets.rows(content), replace)
    draft = rules.judged(base, before, read.document, "services")
    if read.faults:
        own = [one for one, _, _ in read.faults]
        draft = Draft(base, read.document, None, [*own, *draft.faults], draft.differences, "services")
    if all(one.what == "rewritten" for one in draft.differences):
        draft = Draft(base, before, draft.hall, draft.faults, [], "services")
    return read, draft


def _faults(read: tabular.Read, draft: Draft) -> list[dict[str, Any]]:
    """The table's own first, then what the document says, at the cell it came from."""
    own = [fault(draft.document, one, line, column) for one, line, column in read.faults]
    return own + [_placed(read, draft, one) for one in draft.faults[len(own) :]]


def _placed(read: tabular.Read, draft: Draft, one: profiles.Fault) -> dict[str, Any]:
    path = one.path
    row = path[1] if len(path) > 1 and path[0] == tabular.PART else None
    line = read.lines.get(row) if isinstance(row, int) else None
    key = str(path[2]) if len(path) > 2 else tabular.WINDOWS
    return fault(draft.document, one, line, read.headings.get(key) if line else None)


ROUTES: list[Route] = [
    Route(
        "GET", HERE + "/services/template.xlsx", "A table of the services to be filled in", template, bytes, LOOKING,
        query=shape.Template, gives=sheets.XLSX, slow=True,
    ),
    Route(
        "POST", HERE + "/services/import", "Take a table of services over", bring_in, shape.SetupImported, SETTING,
        query=shape.ImportServices, errors=(*CONFLICT, "wrong_type"), takes=BYTES, most=MOST,
    ),
]  # fmt: skip
