"""The database opens with care, says in a sentence what is wrong, and is written whole or not at all."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from server.journal.store import Busy, Full, Store, StoreProblem
from tests.domain.play import floor_facts
from tests.journal import hubs
from tests.journal.hubs import act, hub_in, room, store_in

HOLD_THE_LOCK = """
import sqlite3, sys
conn = sqlite3.connect(sys.argv[1], isolation_level=None)
conn.execute("begin exclusive")
print("held", flush=True)
sys.stdin.read()
"""


def problem_in(directory: Path) -> str:
    with pytest.raises(StoreProblem) as refused:
        store_in(directory)
    return str(refused.value)


def test_a_new_directory_is_made_and_opened_again(tmp_path: Path) -> None:
    directory = tmp_path / "deep" / "data"
    store_in(directory).close()
    store = store_in(directory)
    assert store.one("pragma journal_mode") == ("wal",)
    assert store.one("pragma foreign_keys") == (1,)
    store.close()


@pytest.mark.parametrize(("asked", "is_set"), [("FULL", 2), ("normal", 1), ("OFF", 0), ("EXTRA", 3)])
def test_how_hard_a_commit_is_written_can_be_set(tmp_path: Path, asked: str, is_set: int) -> None:
    store = Store(tmp_path, threading.RLock(), synchronous=asked)
    assert store.one("pragma synchronous") == (is_set,)
    store.close()


def test_full_is_how_hard_a_commit_is_written_unless_set(tmp_path: Path) -> None:
    store = Store(tmp_path, threading.RLock())
    assert store.one("pragma synchronous") == (2,)
    store.close()


def test_a_word_that_is_no_such_setting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="FULL, NORMAL, EXTRA, OFF"):
        Store(tmp_path, threading.RLock(), synchronous="off; drop table journal")


def test_a_file_that_is_no_database_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "paihao.db").write_text("my diary, " * 200)
    assert "is damaged or is not Paihao's" in problem_in(tmp_path)
    assert (tmp_path / "paihao.db").read_text() == "my diary, " * 200


def test_a_database_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    columns = [row[1] for row in store.all("pragma table_info(_sqlite_migrations)")]
    named = {"migration_set": "paihao", "name": "m999_later", "applied_at": "2030-01-01"}
    row = {c: named[c] for c in columns if c in named}
    store.db["_sqlite_migrations"].insert(row)  # type: ignore[union-attr]
    store.close()
    before = (tmp_path / "paihao.db").read_bytes()
    assert "newer Paihao (m999_later)" in problem_in(tmp_path)
    assert (tmp_path / "paihao.db").read_bytes() == before


def test_a_directory_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot be made" in problem_in(tmp_path / "file" / "data")


OPEN_AS_NOBODY = """
import os, sys, threading
from pathlib import Path
from sqlite_utils import Database
from server.journal.store import Store, StoreProblem
Database(memory=True)
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    Store(Path(sys.argv[1]), threading.RLock())
except StoreProblem as problem:
    print(problem)
"""


def as_nobody(directory: Path) -> str:
    """What a user without rights is told; the libraries are loaded before the rights are dropped."""
    code = [sys.executable, "-c", OPEN_AS_NOBODY, str(directory)]
    ran = subprocess.run(code, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture
def unwritable() -> Iterator[Path]:
    """A used data directory that nobody may write to, its parents open to be passed through. Not one of pytest's: it
    shuts its folders to others whenever it is started once more."""
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        store_in(data).close()
        for parent in data.parents:
            if not parent.stat().st_mode & stat.S_IXOTH:
                parent.chmod(parent.stat().st_mode | stat.S_IXOTH)
        (data / "paihao.db").chmod(0o444)
        data.chmod(0o555)
        yield data
        data.chmod(0o755)


def test_a_database_that_may_not_be_written_is_said(unwritable: Path) -> None:
    assert f"Give this user the right to write to {unwritable}" in as_nobody(unwritable)


def test_a_directory_that_may_not_be_written_is_said(unwritable: Path) -> None:
    unwritable.chmod(0o755)
    (unwritable / "paihao.db").unlink()
    unwritable.chmod(0o555)
    assert f"Give this user the right to write to {unwritable}" in as_nobody(unwritable)


@pytest.fixture
def hold() -> Iterator[Callable[[Path], None]]:
    """Starts another program that holds the database; ended with the test."""
    started: list[subprocess.Popen[str]] = []

    def start(path: Path) -> None:
        code = [sys.executable, "-c", HOLD_THE_LOCK, str(path)]
        process = subprocess.Popen(code, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None and process.stdout.readline() == "held\n"

    yield start
    for process in started:
        process.communicate("", timeout=30)


def test_a_database_held_by_another_program_is_said_and_commands_are_refused_as_busy(
    tmp_path: Path, hold: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five seconds each in earnest; the limit is set shorter here, in the one place that says it."""
    monkeypatch.setattr("server.journal.store.GIVE_UP_SECONDS", 0.3)
    hub = hub_in(tmp_path)
    floor = floor_facts(room(hub).floor)
    hold(tmp_path / "paihao.db")
    with pytest.raises(Busy):
        act(hub, "take", services=["permit"])
    assert floor_facts(room(hub).floor) == floor
    assert "is locked by another program" in problem_in(tmp_path)


@pytest.mark.parametrize(("patient", "least", "most"), [(3600.0, 0.0005, 0.0015), (0.0, 0.0, 0.0002)])
def test_a_command_goes_through_when_the_lock_is_given_back_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patient: float, least: float, most: float
) -> None:
    """Whoever has waited long asks more often; how long that is, is no matter of this machine's speed here."""
    monkeypatch.setattr("server.journal.store.PATIENT_SECONDS", patient)
    monkeypatch.setattr("server.journal.store.GIVE_UP_SECONDS", 3600.0)
    hub = hub_in(tmp_path)
    waits: list[float] = []
    other = sqlite3.connect(tmp_path / "paihao.db", isolation_level=None)
    other.execute("begin immediate")

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 20:
            other.execute("rollback")

    hub.store.sleep = sleep
    act(hub, "take", services=["permit"])
    other.close()
    assert len(waits) == 20
    assert all(least <= s <= most for s in waits)


def test_a_full_disk_refuses_the_command_and_leaves_no_trace(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    act(hub, "open", window="w1", person="chen")
    (pages,) = hub.store.conn.execute("pragma page_count").fetchone()
    hub.store.conn.execute(f"pragma max_page_count={pages + 2}")
    done = 0
    with pytest.raises(Full):
        for _ in range(2000):
            act(hub, "take", services=["permit"], phone="13800000000")
            done += 1
    taken = hub.store.one("select count(*), max(n) from visit")
    assert taken == (done, done or None)
    assert room(hub).floor.waiting.get("A", 0) == done
    hub.store.conn.execute("pragma max_page_count=100000")
    assert act(hub, "take", services=["permit"])["ticket"]["number"] == f"A{done + 1:03d}"
    assert hubs.rebuilt(hub) == hubs.projections(hub)


def test_what_fails_inside_a_transaction_is_rolled_back(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    with pytest.raises(RuntimeError), store.writing() as conn:
        conn.execute("insert into private (ref, kind, value) values ('r', 'k', 'v')")
        raise RuntimeError
    assert not store.conn.in_transaction
    assert store.all("select * from private") == []
    with store.writing() as conn:
        conn.execute("insert into private (ref, kind, value) values ('r', 'k', 'v')")
    assert store.all("select ref from private") == [("r",)]


def test_another_connections_commit_is_noticed_and_ones_own_is_not(tmp_path: Path) -> None:
    one, other = store_in(tmp_path), store_in(tmp_path)
    version = one.unseen()
    assert version is not None
    one.saw(version)
    with one.writing() as conn:
        conn.execute("insert into private (ref, kind, value) values ('a', 'k', 'v')")
    assert one.unseen() is None
    with other.writing() as conn:
        conn.execute("insert into private (ref, kind, value) values ('b', 'k', 'v')")
    assert one.unseen() is not None
    assert one.unseen() is not None, "it stays unseen until the rows were applied"
