"""Who came, as keyed hashes: somebody is known within a purpose, not across purposes, and not after their time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.journal import identity
from server.journal.store import Store

NUMBER = "11010519491231002X"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path, threading.RLock())
    yield store
    store.close()


def test_what_is_kept_of_a_person_is_found_by_the_number_oldest_first_until_its_time_is_over(
    store: Store,
) -> None:
    with store.writing() as conn:
        identity.keep(conn, "h", "booking", NUMBER, "late", at=2, expires_at=100)
        identity.keep(conn, "h", "booking", NUMBER, "early", at=1, expires_at=50)
        assert identity.refs(conn, "h", "booking", NUMBER, 10) == ["early", "late"]
        assert identity.refs(conn, "h", "booking", NUMBER, 50) == ["late"]
        assert identity.refs(conn, "h", "booking", "440524188001010014", 10) == []
        assert identity.others(conn, "early", 10) == ["late"]
        assert identity.others(conn, "unknown", 10) == []


def test_two_purposes_two_days_and_two_halls_cannot_be_laid_side_by_side(store: Store) -> None:
    with store.writing() as conn:
        for hall, purpose in (
            ("h", "ticket 2026-11-22"),
            ("h", "ticket 2026-11-23"),
            ("h", "booking"),
            ("g", "booking"),
        ):
            identity.keep(conn, hall, purpose, NUMBER, "t", at=1, expires_at=100)
        hashes = {row[0] for row in store.all("select hash from identity")}
        keys = {row[0] for row in store.all("select key from secret")}
    assert (len(hashes), len(keys), {len(key) for key in keys}) == (4, 4, {32})


def test_a_key_goes_with_the_last_thing_hashed_with_it(store: Store) -> None:
    with store.writing() as conn:
        identity.keep(conn, "h", "booking", NUMBER, "a", at=1, expires_at=100)
        identity.keep(conn, "h", "booking", NUMBER, "b", at=2, expires_at=50)
        first = store.one("select key from secret")
        assert identity.expire(conn, 60) == 1
        assert store.one("select key from secret") == first
        assert identity.expire(conn, 100) == 1
        assert store.all("select * from secret") == store.all("select * from identity") == []
        assert identity.found(conn, "h", "booking", NUMBER) is None
        identity.keep(conn, "h", "booking", NUMBER, "c", at=101, expires_at=200)
        assert store.one("select key from secret") != first
        assert first is not None
    with store.writing():
        pass
    store.conn.execute("pragma wal_checkpoint(truncate)")
    assert first[0] not in store.path.read_bytes(), "what is erased is overwritten"


def test_erasing_forgets_whose_one_thing_is_and_nothing_else(store: Store) -> None:
    with store.writing() as conn:
        identity.keep(conn, "h", "booking", NUMBER, "a", at=1, expires_at=100)
        identity.keep(conn, "h", "booking", NUMBER, "b", at=1, expires_at=100)
        assert identity.erase(conn, "a") == 1
        assert identity.refs(conn, "h", "booking", NUMBER, 10) == ["b"]
