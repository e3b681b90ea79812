"""The one connection of a process: opened with care, written by one at a time.

A write is BEGIN IMMEDIATE behind one in-process lock held through the retry, busy_timeout 0 and a
cooperative retry with no transaction open: a deferred BEGIN fails with «database is locked», and a
long busy time-out would freeze every green thread. No green thread yields inside a transaction.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from server.journal.schema import known, migrations

GIVE_UP_SECONDS = 5.0
PATIENT_SECONDS = 0.5
Row = tuple[Any, ...]
SYNCHRONOUS = {
    "FULL": "pragma synchronous=full",
    "NORMAL": "pragma synchronous=normal",
    "EXTRA": "pragma synchronous=extra",
    "OFF": "pragma synchronous=off",
}


class StoreProblem(Exception):
    """The database cannot be used; the message is a sentence that says what to do."""


class Busy(Exception):
    """Another process held the write lock for five seconds."""


class Full(Exception):
    """The disk or the database is full, or cannot be written."""


class Store:
    """A data directory's database. `lock` and `sleep` come from the runtime, so that waiting is cooperative."""

    def __init__(
        self,
        directory: Path,
        lock: AbstractContextManager[Any],
        sleep: Callable[[float], None] = time.sleep,
        synchronous: str = "FULL",
    ) -> None:
        self.directory = directory
        self.lock = lock
        self.sleep = sleep
        self.path = directory / "paihao.db"
        self.db = _opened(self.path, synchronous)
        self.conn = self.db.conn
        self._seen = -1

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self.conn.execute("pragma wal_checkpoint(passive)")
        self.conn.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A write transaction: committed at the end, rolled back on any exception. Raises Busy, Full."""
        with self.lock:
            self.begin()
            try:
                yield self.conn
                self.commit()
            except sqlite3.OperationalError as problem:
                self.rollback()
                raise Full(str(problem)) from problem
            except BaseException:
                self.rollback()
                raise

    def begin(self) -> None:
        begun = time.monotonic()
        while True:
            try:
                self.conn.execute("begin immediate")
                return
            except sqlite3.OperationalError as problem:
                if not _locked(problem):
                    raise Full(str(problem)) from problem
                waited = time.monotonic() - begun
                if waited > GIVE_UP_SECONDS:
                    raise Busy from problem
            # Whoever has waited long asks more often: the lock goes to whoever asks just after a commit.
            self.sleep(
                random.uniform(0.0005, 0.0015) if waited < PATIENT_SECONDS else random.uniform(0, 0.0002)
            )

    def commit(self) -> None:
        try:
            self.conn.execute("commit")
        except sqlite3.OperationalError as problem:
            raise Full(str(problem)) from problem

    def rollback(self) -> None:
        if self.conn.in_transaction:
            self.conn.execute("rollback")

    def all(self, sql: str, **values: Any) -> list[Row]:
        return self.conn.execute(sql, values).fetchall()

    def one(self, sql: str, **values: Any) -> Row | None:
        row: Row | None = self.conn.execute(sql, values).fetchone()
        return row

    @contextmanager
    def beside(self) -> Iterator[sqlite3.Connection]:
        """A connection that only reads, one moment of the disk, in any thread: long counting holds nobody up."""
        conn = sqlite3.connect(self.path.absolute().as_uri() + "?mode=ro", uri=True, isolation_level=None)
        try:
            conn.execute("begin")
            yield conn
        finally:
            conn.close()

    # -- following --------------------------------------------------------------------------------

    def version(self) -> int:
        """Changes when another connection has committed (2 µs)."""
        return int(self.conn.execute("pragma data_version").fetchone()[0])

    def unseen(self) -> int | None:
        """The new version if others have committed since `saw`, else None."""
        version = self.version()
        return None if version == self._seen else version

    def saw(self, version: int) -> None:
        """Remember it only after the rows were applied."""
        self._seen = version


def _opened(path: Path, synchronous: str) -> Database:
    if synchronous.upper() not in SYNCHRONOUS:
        raise StoreProblem(f"synchronous is {synchronous!r}; it can be {', '.join(SYNCHRONOUS)}.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StoreProblem(
            f"The data directory {path.parent} cannot be made: {problem.strerror}."
        ) from problem
    try:
        conn = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=GIVE_UP_SECONDS)
        db = Database(conn)
        conn.execute("pragma journal_mode=wal")
        conn.execute("pragma foreign_keys=on")
        # What is erased is overwritten: a key that is gone must not be found in the file.
        conn.execute("pragma secure_delete=on")
        conn.execute(SYNCHRONOUS[synchronous.upper()])
        _migrate(db, path)
        conn.execute("begin immediate")
        conn.execute("rollback")
        conn.execute("pragma busy_timeout=0")
    except sqlite3.DatabaseError as problem:
        raise StoreProblem(_sentence(path, problem)) from problem
    return db


def _migrate(db: Database, path: Path) -> None:
    newer = {m.name for m in migrations.applied(db)} - known()
    if newer:
        raise StoreProblem(
            f"{path} was written by a newer Paihao ({', '.join(sorted(newer))}). "
            "Install that version, or start with another --data directory; nothing was changed."
        )
    if migrations.pending(db):
        migrations.apply(db)


def _locked(problem: sqlite3.Error) -> bool:
    return "locked" in str(problem) or "busy" in str(problem)


def _sentence(path: Path, problem: sqlite3.Error) -> str:
    text = str(problem)
    if _locked(problem):
        return (
            f"{path} is locked by another program. Close it (a database browser? a backup?) and start again."
        )
    if "readonly" in text or "read-only" in text or "unable to open" in text:
        return f"{path} cannot be written ({text}). Give this user the right to write to {path.parent}."
    if "full" in text:
        return f"The disk with {path} is full. Free some space and start again; nothing was lost."
    return (
        f"{path} is damaged or is not Paihao's ({text}). Move it away and put back the last backup; "
        "do not delete it: most of it can be read again with sqlite3's .recover."
    )
