"""Journals of earlier releases: this release still verifies them, folds them to the same floor, and rebuilds them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from server.domain.floor import Floor
from server.domain.happenings import HAPPENINGS, apply
from server.journal import chain
from server.journal.rebuild import rebuild
from server.journal.store import Store
from server.protocol import canonical
from tests.domain.hall import hall
from tests.journal.hubs import store_in
from tests.journal.record import HALL, SAMPLES, floor_of

RELEASES = sorted(file.stem for file in SAMPLES.glob("*.jsonl"))
COLUMNS = ("seq", "at", "day", "v", "kind", "actor", "cause", "hash")


def rows(release: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLES / f"{release}.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def store(release: str, tmp_path: Path) -> Store:
    """A database that holds the release's journal as it was written."""
    found = store_in(tmp_path)
    insert = chain.INSERT
    for row in rows(release):
        values = {name: row[name] for name in COLUMNS}
        found.conn.execute(insert, {"hall": HALL, "data": canonical(row["data"]), **values})
    return found


def test_there_is_a_sample_of_this_release() -> None:
    assert "0.1.0" in RELEASES


def test_the_first_sample_holds_every_kind_of_event_of_its_time() -> None:
    kinds = {row["kind"] for row in rows("0.1.0")}
    assert kinds <= set(HAPPENINGS)
    assert len(kinds) == 23


def test_an_old_journal_verifies_and_folds_to_the_floor_it_had(store: Store, release: str) -> None:
    expected = json.loads((SAMPLES / f"{release}.floor.json").read_text("utf-8"))
    floor = Floor(hall())
    for entry in chain.verified(store.conn, HALL, 0):
        apply(floor, entry)
        if entry.seq == expected["before_closing"]["seq"]:
            assert floor_of(floor) == expected["before_closing"]
    assert floor_of(floor) == expected["at_the_end"]


def test_an_old_journal_can_be_rebuilt(store: Store, release: str) -> None:
    count = rebuild(store, HALL, Floor(hall()))
    assert count == len(rows(release))
    taken = [row["data"]["number"] for row in rows(release) if row["kind"] == "ticket.taken"]
    assert [n for (n,) in store.all("select number from visit order by taken_at, number")] == sorted(taken)
    assert store.one("select count(*) from step where ended is null") == (0,)
