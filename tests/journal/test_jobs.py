"""Work for devices: made with its event, leased to one, coming again when a lease runs out, ended once."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.domain.errors import HallError
from server.hub import work
from server.hub.hub import Hub
from server.journal import jobs
from server.journal.jobs import Job
from tests.domain.hall import MINUTE
from tests.journal.hubs import HALL, Time, act, hub_in, room


def open_jobs(hub: Hub, kind: str, now: int, zone: str | None = None, device: str | None = None) -> list[Job]:
    return jobs.open_jobs(hub.store.conn, HALL, kind, zone, device, now, 20)


def one_call(directory: Path) -> tuple[Hub, Time]:
    time = Time()
    hub = hub_in(directory, time)
    act(hub, "open", window="w3")
    act(hub, "take", services=["tax"], channel="kiosk", device="k1")
    act(hub, "call_next", window="w3")
    return hub, time


def test_a_call_owes_speech_to_its_zone_and_a_taking_owes_a_slip_to_its_kiosk(tmp_path: Path) -> None:
    hub, time = one_call(tmp_path)
    (speech,) = open_jobs(hub, "speech", time.wall, zone="west")
    assert (speech.number, speech.zone, speech.payload["window"]) == ("B01", "west", "w3")
    assert open_jobs(hub, "speech", time.wall, zone="east") == []
    (slip,) = open_jobs(hub, "print", time.wall, device="k1")
    assert (slip.number, slip.payload["copy"]) == ("B01", False)
    assert open_jobs(hub, "print", time.wall, device="k2") == []


def test_a_refused_command_owes_nothing(tmp_path: Path) -> None:
    hub, _ = one_call(tmp_path)
    before = hub.store.all("select * from job")
    with pytest.raises(HallError, match="window_busy"):
        act(hub, "call_next", window="w3")
    assert hub.store.all("select * from job") == before


def test_a_leased_job_is_not_open_until_its_lease_has_run_out(tmp_path: Path) -> None:
    hub, time = one_call(tmp_path)
    (job,) = open_jobs(hub, "speech", time.wall)
    with hub.store.writing() as conn:
        jobs.lease(conn, job.id, "agent 1", time.wall + 30_000)
    assert open_jobs(hub, "speech", time.wall + 29_999) == []
    (again,) = open_jobs(hub, "speech", time.wall + 30_000)
    assert (again.id, again.state, again.attempts, again.lease_by) == (job.id, "leased", 1, "agent 1")


def test_a_failed_one_comes_again_and_an_ended_one_never(tmp_path: Path) -> None:
    hub, time = one_call(tmp_path)
    (job,) = open_jobs(hub, "speech", time.wall)
    with hub.store.writing() as conn:
        jobs.lease(conn, job.id, "agent 1", time.wall + 30_000)
        jobs.again(conn, job.id, "no voice")
    (again,) = open_jobs(hub, "speech", time.wall)
    assert (again.state, again.attempts, again.reason) == ("ready", 1, "no voice")
    with hub.store.writing() as conn:
        jobs.end(conn, job.id, "done", None, time.wall)
    assert open_jobs(hub, "speech", time.wall + 60 * MINUTE) == []
    ended = jobs.found(hub.store.conn, HALL, job.id)
    assert ended is not None and ended.state == "done"


def test_calls_are_said_in_the_order_they_were_made_but_recalls_first(tmp_path: Path) -> None:
    hub, time = one_call(tmp_path)
    act(hub, "open", window="w4")
    act(hub, "take", services=["permit"])
    act(hub, "call_next", window="w4")
    assert [j.number for j in open_jobs(hub, "speech", time.wall, zone="west")] == ["B01", "A001"]
    act(hub, "recall", window="w4")
    found = open_jobs(hub, "speech", time.wall, zone="west")
    assert [(j.number, j.payload["recall"]) for j in found] == [("A001", 1), ("B01", 0), ("A001", 0)]
    assert [work.over(room(hub).floor, j, time.wall) for j in found] == [None, None, "recalled"]


def test_an_undone_call_is_not_said_any_more(tmp_path: Path) -> None:
    hub, time = one_call(tmp_path)
    (job,) = open_jobs(hub, "speech", time.wall)
    act(hub, "undo", window="w3")
    assert open_jobs(hub, "speech", time.wall) == []
    withdrawn = jobs.found(hub.store.conn, HALL, job.id)
    assert withdrawn is not None and (withdrawn.state, withdrawn.reason) == ("dropped", "undone")


def test_one_being_said_when_its_call_is_undone_is_over(tmp_path: Path) -> None:
    hub, time = one_call(tmp_path)
    (job,) = open_jobs(hub, "speech", time.wall)
    with hub.store.writing() as conn:
        jobs.lease(conn, job.id, "agent 1", time.wall + 30_000)
    assert work.over(room(hub).floor, job, time.wall) is None
    act(hub, "undo", window="w3")
    assert work.over(room(hub).floor, job, time.wall) == "undone"


def test_a_reprint_is_a_copy(tmp_path: Path) -> None:
    hub, time = one_call(tmp_path)
    id = next(iter(room(hub).floor.tickets))
    act(hub, "reprint", ticket=id)
    assert [j.payload["copy"] for j in open_jobs(hub, "print", time.wall, device="k1")] == [False, True]


def test_the_oldest_unended_ones_are_found_to_be_dropped(tmp_path: Path) -> None:
    hub, time = one_call(tmp_path)
    now = time.wall + 10 * MINUTE
    (old,) = jobs.stale(hub.store.conn, HALL, "speech", now - MINUTE, now)
    assert work.over(room(hub).floor, old, now) == "stale"
    assert jobs.stale(hub.store.conn, HALL, "speech", time.wall, now) == []
