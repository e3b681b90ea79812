"""What somebody with the database in hand could do to a journal, and where it is found: told in words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from server.commands.verify import command
from server.hub.hub import Hub
from server.journal import chain, verifying
from server.journal.verifying import Head, check
from tests.domain.hall import MINUTE
from tests.journal import hubs
from tests.journal.hubs import HALL, act


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """Two days and the morning of a third: two heads were exported."""
    time = hubs.Time()
    hub = hubs.hub_in(tmp_path, time)
    for _ in range(3):
        for _ in range(4):
            act(hub, "take", services=["permit"])
        time.pass_(24 * 60 * MINUTE)
    act(hub, "take", services=["permit"])
    return hub


def exported(hub: Hub) -> list[Head]:
    return verifying.heads((hub.store.directory / "heads" / f"{HALL}.txt").read_text("utf-8"))


def forged(conn: sqlite3.Connection, seq: int) -> None:
    """An entry changed, and the whole chain after it made anew so that it verifies."""
    rows = list(chain.read(conn, HALL, seq - 1))
    previous = chain.head(conn, HALL, seq - 1)
    conn.execute("delete from journal where hall = :hall and seq >= :seq", {"hall": HALL, "seq": seq})
    rows[0][0].data["number"] = "A999"
    chain.append(conn, HALL, previous, [entry for entry, _, _ in rows])


def said(hub: Hub, *words: str) -> str:
    ran = CliRunner().invoke(command, ["--data", str(hub.store.directory), *words])
    return f"{ran.exit_code} {ran.output}"


def test_a_journal_as_it_was_written_agrees_with_its_heads(hub: Hub) -> None:
    heads, conn = exported(hub), hub.store.conn
    found = check(conn, HALL, heads)
    assert (found.fault, found.last, found.heads) == (None, hubs.room(hub).floor.seq, tuple(heads))
    assert [h.day for h in heads] == ["2026-11-23", "2026-11-24", "2026-11-25"]
    parts, after = [], 0
    while True:
        part = check(conn, HALL, heads, after, 3)
        parts += part.heads
        after = part.last
        if part.ended:
            break
    assert (tuple(parts), after) == (found.heads, found.last)
    assert said(hub) == f"0 {HALL}: {found.last} entries verify. 3 exported heads agree.\n"


def test_an_entry_changed_by_hand_is_named(hub: Hub) -> None:
    hub.store.conn.execute("update journal set data = replace(data, 'A002', 'A009') where seq = 4")
    fault = check(hub.store.conn, HALL, []).fault
    assert fault and (fault.what, fault.seq, fault.sure, fault.kind) == ("changed", 4, 3, "ticket.taken")
    assert "Entry 4 (ticket.taken" in said(hub) and "Entries 1 to 3 are as they were written" in said(hub)


def test_an_entry_taken_out_is_missed(hub: Hub) -> None:
    hub.store.conn.execute("delete from journal where seq = 4")
    fault = check(hub.store.conn, HALL, []).fault
    assert fault and (fault.what, fault.seq, fault.sure) == ("gap", 5, 3)
    assert "entries between them were removed" in said(hub)


def test_a_whole_chain_forged_is_found_by_the_first_head_after_the_change(hub: Hub) -> None:
    heads, conn = exported(hub), hub.store.conn
    forged(conn, heads[0].seq + 2)
    assert check(conn, HALL, []).fault is None, "the chain by itself verifies"
    fault = check(conn, HALL, heads).fault
    assert fault and (fault.what, fault.day, fault.sure, fault.seq) == (
        "head", "2026-11-24", heads[0].seq, heads[1].seq
    )  # fmt: skip
    assert f"rewritten somewhere in entries {heads[0].seq + 1} to {heads[1].seq}" in said(hub)


def test_a_forger_who_writes_the_heads_too_is_found_by_a_mail_kept_elsewhere(
    hub: Hub, tmp_path: Path
) -> None:
    heads, conn = exported(hub), hub.store.conn
    mail = tmp_path / "mail.eml"
    mail.write_text(
        f"Good evening,\n> {heads[1].day}  {heads[1].seq}  {heads[1].hash[:20].upper()} .\n", "utf-8"
    )
    assert said(hub, "--hall", HALL, "--heads", str(mail)).startswith("0 ")
    forged(conn, 5)
    (hub.store.directory / "heads" / f"{HALL}.txt").unlink()
    assert said(hub).startswith("0 ")
    assert "exported with another hash" in said(hub, "--hall", HALL, "--heads", str(mail))
    mail.write_text("nothing of the kind", "utf-8")
    assert "holds no heads" in said(hub, "--hall", HALL, "--heads", str(mail))
    assert "say which with --hall" in said(hub, "--heads", str(mail))


def test_an_end_cut_off_is_missed_by_its_head(hub: Hub) -> None:
    heads, conn = exported(hub), hub.store.conn
    conn.execute("delete from journal where seq > :seq", {"seq": heads[1].seq - 1})
    fault = check(conn, HALL, heads).fault
    assert fault and (fault.what, fault.seq, fault.sure) == ("ended", heads[1].seq, heads[1].seq - 1)
    assert "1 entries or more are missing" in said(hub)


def test_an_end_cut_off_after_a_check_is_missed_when_the_check_goes_on(hub: Hub) -> None:
    seq = last(hub)
    assert check(hub.store.conn, HALL, [], after=seq).fault is None
    hub.store.conn.execute("delete from journal where seq > :seq", {"seq": seq - 3})
    fault = check(hub.store.conn, HALL, [], after=seq).fault
    assert fault and (fault.what, fault.seq, fault.sure) == ("ended", seq, seq - 3)


def last(hub: Hub) -> int:
    return int(hub.store.conn.execute("select max(seq) from journal").fetchone()[0])
