"""The chain finds every change made outside Paihao; projections follow from the journal alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.hub.hub import Hub
from server.hub.room import Room
from server.journal import chain, private
from server.journal.chain import ChainBroken
from tests.domain.hall import MINUTE
from tests.journal import hubs
from tests.journal.hubs import HALL, Time, act, entries, hub_in, journal, room


def busy_morning(directory: Path) -> Hub:
    """A little of everything: four tickets, three ends, reasons in words."""
    time = Time()
    hub = hub_in(directory, time)
    act(hub, "open", window="w1", person="chen")
    ids = [act(hub, "take", services=["permit"], phone="13812345678")["ticket"]["id"] for _ in range(4)]
    act(hub, "call_next", window="w1")
    act(hub, "start", window="w1")
    time.pass_(7 * MINUTE)
    act(hub, "call_next", window="w1", finish="completed", outcome="accepted")
    act(hub, "no_show", window="w1", reason="went to fetch a paper")
    act(hub, "undo", window="w1")
    act(hub, "hold", window="w1", reason="copy")
    act(hub, "cancel", ticket=ids[3])
    act(hub, "call_next", window="w1")
    act(hub, "transfer", window="w1", service="tax")
    return hub


@pytest.mark.parametrize(
    "change",
    [
        "at = at + 1", "day = '2026-11-22'", "kind = 'ticket.cancelled'", "actor = 'nobody'", "cause = 'c_x'",
        "data = replace(data, 'A001', 'A002')", "hash = substr(hash, 2) || 'x'",
    ],
)  # fmt: skip
def test_a_change_to_any_column_is_found_and_a_hub_does_not_start_on_it(tmp_path: Path, change: str) -> None:
    hub = busy_morning(tmp_path)
    seq = next(e.seq for e in entries(hub) if e.kind == "ticket.called")
    hub.store.conn.execute(f"update journal set {change} where seq = {seq}")
    with pytest.raises(ChainBroken) as broken:
        list(chain.verified(hub.store.conn, HALL, 0))
    assert broken.value.seq in (seq, seq + 1)
    with pytest.raises(ChainBroken):
        Room(HALL, hub.store, hub.new_clock())


@pytest.mark.parametrize("seq", [3, 5])
def test_a_row_that_was_taken_out_is_found(tmp_path: Path, seq: int) -> None:
    hub = busy_morning(tmp_path)
    hub.store.conn.execute(f"delete from journal where seq = {seq}")
    with pytest.raises(ChainBroken) as broken:
        list(chain.verified(hub.store.conn, HALL, 0))
    assert broken.value.seq == seq + 1


def test_a_row_of_another_hall_does_not_verify_here(tmp_path: Path) -> None:
    hub = busy_morning(tmp_path)
    hub.store.conn.execute("update journal set hall = 'other'")
    with pytest.raises(ChainBroken):
        list(chain.verified(hub.store.conn, "other", 0))


def test_a_version_nobody_knows_is_refused(tmp_path: Path) -> None:
    hub = busy_morning(tmp_path)
    hub.store.conn.execute("update journal set v = 2 where seq = 4")
    with pytest.raises(ValueError, match="version 2"):
        list(chain.read(hub.store.conn, HALL, 0))


def test_the_text_that_is_hashed_has_one_form() -> None:
    data = {"b": "综合", "a": [1, 2.5, None, True], "c": {"z": "", "y": "é"}}
    assert chain.text(data) == '{"a":[1,2.5,null,true],"b":"综合","c":{"y":"é","z":""}}'


def test_projections_made_anew_are_the_same_rows(tmp_path: Path) -> None:
    hub = busy_morning(tmp_path)
    visits, steps = before = hubs.projections(hub)
    assert len(visits) == 4
    assert len(steps) == 3
    hub.store.conn.execute("update visit set status = 'expired', outcome = null")
    hub.store.conn.execute("delete from step")
    assert hubs.rebuilt(hub) == before


def test_a_rebuild_of_a_broken_journal_changes_nothing(tmp_path: Path) -> None:
    hub = busy_morning(tmp_path)
    before = hubs.projections(hub)
    hub.store.conn.execute("update journal set actor = 'nobody' where seq = 9")
    with pytest.raises(ChainBroken):
        hubs.rebuilt(hub)
    assert hubs.projections(hub) == before


def test_after_erasing_what_is_private_everything_still_verifies(tmp_path: Path) -> None:
    hub = busy_morning(tmp_path)
    before = journal(hub), hubs.projections(hub)
    ids = [row[0] for row in hub.store.all("select id from visit")]
    with hub.store.writing() as conn:
        assert sum(private.erase(conn, id) for id in ids) == 8
    assert (journal(hub), hubs.rebuilt(hub)) == before
    assert len(list(chain.verified(hub.store.conn, HALL, 0))) == room(hub).floor.seq


def test_what_is_private_expires(tmp_path: Path) -> None:
    hub = busy_morning(tmp_path)
    (last,) = hub.store.one("select max(expires_at) from private where kind = 'phone'") or (0,)
    with hub.store.writing() as conn:
        private.expire(conn, last - 1)
        assert {k for (k,) in conn.execute("select kind from private")} == {"phone", "track", "reason"}
        private.expire(conn, last)
        assert {k for (k,) in conn.execute("select kind from private")} == {"reason"}


def test_nothing_personal_is_in_the_journal_or_in_stored_answers(tmp_path: Path) -> None:
    hub = busy_morning(tmp_path)
    texts = [
        str(row)
        for table in ("journal", "command", "visit", "step")
        for row in hub.store.all(f"select * from {table}")
    ]
    tracks = [row[0] for row in hub.store.all("select value from private where kind = 'track'")]
    assert len(tracks) == 4
    for secret in ("13812345678", "fetch a paper", *tracks):
        assert [t for t in texts if secret in t] == []
    assert private.by_track(hub.store.conn, tracks[0]) in {
        row[0] for row in hub.store.all("select id from visit")
    }


def test_a_hub_starts_from_the_last_day_and_not_from_the_first(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    for _ in range(3):
        act(hub, "take", services=["permit"])
        time.pass_(24 * 60 * MINUTE)
    act(hub, "take", services=["tax"])
    start = chain.day_start(hub.store.conn, HALL)
    assert [e.kind for e in entries(hub, start)] == ["day.opened", "ticket.taken"]
    assert Room(HALL, hub.store, hub.new_clock()).floor.waiting == {"B": 1}
