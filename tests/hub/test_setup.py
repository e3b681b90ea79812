"""A hall set up while it runs, seen from within: whatever goes, nothing breaks; old reports, files, restarts."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from server import profiles
from server.domain.errors import HallError
from server.hub.hub import Hub
from server.hub.setup import document as setup
from server.hub.setup.importing import Refused, bring_in
from server.journal import access
from server.journal.store import Full
from server.profiles import exporting
from server.settings import Settings
from server.web.app import create_app
from tests.domain.hall import DAY as MONDAY
from tests.domain.hall import raw
from tests.journal.hubs import HALL, Time, act, entries, hub_in, projections, rebuilt, room, store_in

DAY = 24 * 3600 * 1000
Document = dict[str, Any]


def put(hub: Hub, document: Document, waiting: str | None = None) -> dict[str, Any]:
    base = room(hub).floor.profile
    draft = setup.judged(base, setup.document(hub.store.conn, HALL, base), document)
    assert draft.faults == []
    return act(hub, "amend", draft=draft, waiting=waiting, actor="admin", person="chief")


def renamed(service: str, name: str) -> Document:
    document = deepcopy(raw())
    next(s for s in document["services"] if s["id"] == service)["name"] = name
    return document


def bare() -> Document:
    """All that can go goes: one zone, one window, one service in a queue of another letter, no classes of its own."""
    document = deepcopy(raw())
    document |= {
        "zones": [{"id": "north", "name": "North"}],
        "queues": [{"prefix": "Z", "name": "New"}],
        "classes": [],
    }
    document["services"] = [{"id": "stamp", "name": "Stamp", "queue": "Z"}]
    document["windows"] = [{"number": 9, "kind": "guide", "zone": "north", "services": ["stamp"]}]
    return document


def test_whatever_goes_after_a_busy_morning_no_view_breaks_and_the_day_goes_on(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time, no_show_recalls=0, no_show_seconds=0)
    views = [
        (kind, at) for kind in ("board", "caller", "manage", "window") for at in (None, "w1", "w4", "east")
    ]
    for kind, at in views:
        if (kind in ("caller", "window")) == (at in ("w1", "w4")):
            room(hub).view(kind, at)
    for window in ("w1", "w4"):
        act(hub, "open", window=window)
    ended = [act(hub, "take", services=[s], classes=["elderly"], channel="guide", reasons={"elderly": "seen"})
             for s in ("permit", "tax", "passport")]  # fmt: skip
    act(hub, "call_next", window="w4")
    act(hub, "complete", window="w4")
    act(hub, "call_next", window="w4")
    act(hub, "no_show", window="w4")
    act(hub, "cancel", ticket=ended[2]["ticket"]["id"])
    put(hub, bare())
    list(room(hub).updates())
    for kind, at in (("board", None), ("manage", None), ("caller", "w9"), ("window", "w9")):
        room(hub).look(kind, at)
    hub.tick()
    assert {w for w, s in room(hub).floor.windows.items() if s.state != "closed"} == set()
    act(hub, "open", window="w9")
    act(hub, "take", services=["stamp"])
    assert act(hub, "call_next", window="w9")["ticket"]["number"] == "Z001"
    with pytest.raises(HallError):
        act(hub, "requeue", ticket=ended[1]["ticket"]["id"])
    time.pass_(DAY)
    assert act(hub, "take", services=["stamp"])["ticket"]["number"] == "Z001"
    assert projections(hub) == rebuilt(hub)
    assert room(Hub(store_in(tmp_path), time.clock)).hall == room(hub).hall


def test_old_reports_keep_old_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIHAO_ASYNC", "threading")
    time = Time()
    hub = hub_in(tmp_path, time)
    act(hub, "take", services=["tax"])
    time.pass_(DAY)
    put(hub, renamed("tax", "Taxes and fees"))
    act(hub, "take", services=["tax"])
    with hub.store.writing() as conn:
        _, token = access.grant(conn, "token", "manager", hub.wall(), hall=HALL)
    web = create_app(hub, Settings(async_mode="threading")).app.test_client()
    names = []
    for days in (f"from={MONDAY}&to={MONDAY}", "from=2026-11-24&to=2026-11-24"):
        said = web.get(
            f"/api/v1/halls/{HALL}/stats?by=service&{days}", headers={"Authorization": f"Bearer {token}"}
        )
        names.append([row["name"]["service"] for row in said.json["rows"]])
    assert names == [["Tax"], ["Taxes and fees"]]


def test_the_file_brought_in_first_keeps_what_was_set_up_and_another_one_does_not(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    put(hub, renamed("tax", "Taxes and fees"))
    file = raw()
    again = Hub(store_in(tmp_path), Time().clock)
    assert bring_in(again, file, profiles.build(file), replace=True) == "same"
    assert room(again).hall.service["tax"].name == "Taxes and fees"
    exported = profiles.parse(exporting.toml(setup.document(hub.store.conn, HALL, 2)))
    assert bring_in(again, exported, profiles.build(exported), replace=False) == "same", (
        "its own file is the hall"
    )
    other = raw(undo_minutes=3)
    with pytest.raises(Refused, match=r'services\.tax\.name: "Taxes and fees" → "Tax"'):
        bring_in(again, other, profiles.build(other), replace=False)
    outcome = bring_in(again, other, profiles.build(other), replace=True)
    assert outcome == "replaced; dropped what was changed at run time: services.tax.name"


def test_a_window_changed_at_run_time_lies_over_what_was_set_up(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    put(hub, renamed("tax", "Taxes and fees"))
    act(hub, "amend", edit={"windows": {"w1": {"backup": ["tax"]}}}, actor="manager")
    act(hub, "amend", edit={"windows": {"w1": {"backup": None}}}, actor="manager")
    assert room(hub).hall.service["tax"].name == "Taxes and fees"
    act(hub, "amend", edit={"windows": {"w1": {"backup": ["tax"]}}}, actor="manager")
    document = setup.document(hub.store.conn, HALL, room(hub).floor.profile)
    assert next(w for w in document["windows"] if w["number"] == 1)["backup"] == ["tax"]
    history = setup.history(hub.store.conn, HALL, 5, 10)
    assert [v["how"] for v in history] == ["change", "change", "change", "setup", "file"]


def test_a_write_that_failed_leaves_the_hall_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = hub_in(tmp_path)

    def fail() -> None:
        raise Full("disk")

    with monkeypatch.context() as patched:
        patched.setattr(hub.store, "commit", fail)
        with pytest.raises(Full):
            put(hub, renamed("tax", "Never"))
    assert room(hub).hall.service["tax"].name == "Tax"
    put(hub, renamed("tax", "Now"))
    assert room(hub).hall.service["tax"].name == "Now"
    assert room(Hub(store_in(tmp_path), Time().clock)).hall.service["tax"].name == "Now"


def test_what_the_journal_tells_of_a_great_change_stays_small_and_says_how_much_more(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    document = deepcopy(raw())
    document["services"] += [{"id": f"s{n}", "name": f"Matter {n}", "queue": "A"} for n in range(300)]
    document["windows"][0]["services"] += [f"s{n}" for n in range(300)]
    put(hub, document)
    told = entries(hub)[-1].data["changed"]
    assert (len(told), told["more"]) == (101, 201)
    assert len(str(told)) < 12_000


def test_what_was_reserved_for_later_keeps_its_business(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    with hub.store.writing() as conn:
        conn.execute(
            """insert into reservation (code, hall, service, day, slot_start, slot_end, status, source, made_at,
                    changed_at)
                values ('c', :hall, 'tax', '2026-12-01', 0, 1, 'booked', 'web', 0, 0)""",
            {"hall": HALL},
        )
    draft = setup.judged(1, setup.document(hub.store.conn, HALL, 1), bare())
    assert draft.hall is not None
    told = setup.strands(room(hub), hub.store.conn, draft.hall)
    assert [(s["kind"], s["id"], s["people"], s["blocks"]) for s in told] == [("reserved", "tax", 1, True)]
    with pytest.raises(HallError, match="1 reservations were made for Tax"):
        put(hub, bare(), waiting="keep")


def test_the_same_again_makes_no_version(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    put(hub, renamed("tax", "Now"))
    before = len(entries(hub))
    assert put(hub, renamed("tax", "Now"))["version"] == 2
    assert len(entries(hub)) == before
