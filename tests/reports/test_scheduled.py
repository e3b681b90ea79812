"""Reports that are made by themselves: when each is due, once for all processes, tried again when it failed."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server import profiles
from server.domain.counting.reporting import Scheduled
from server.domain.counting.scheduled import due
from server.hub.hub import Hub
from server.journal import reports, webhooks
from server.profiles import ProfileFaults
from server.web.figures import child
from server.web.figures.reporter import MOST_BYTES, Reporter
from tests.domain.hall import hall, raw
from tests.journal.hubs import HALL, Time, act, room, store_in
from tests.reports.desk import HOURS

EVENING = {"kind": "daily", "at": "18:00", "folder": "office"}
DAY = 24 * 3_600_000


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai")).timestamp() * 1000)


@pytest.mark.parametrize(
    ("every", "minute", "now", "first", "last"),
    [
        ("day", 1080, "2026-11-23 18:00", "2026-11-23", "2026-11-23"),
        ("day", 1080, "2026-11-23 17:59", "2026-11-20", "2026-11-20"),
        ("day", 480, "2026-11-24 08:00", "2026-11-23", "2026-11-23"),
        ("day", 480, "2026-11-23 09:00", "2026-11-20", "2026-11-20"),
        ("day", 1080, "2026-11-22 20:00", "2026-11-20", "2026-11-20"),
        ("week", 480, "2026-11-23 08:00", "2026-11-16", "2026-11-22"),
        ("week", 480, "2026-11-23 07:59", "2026-11-09", "2026-11-15"),
        ("week", 480, "2026-11-29 23:00", "2026-11-16", "2026-11-22"),
        ("month", 480, "2026-12-01 08:00", "2026-11-01", "2026-11-30"),
        ("month", 480, "2026-12-01 07:59", "2026-10-01", "2026-10-31"),
        ("month", 480, "2027-01-15 12:00", "2026-12-01", "2026-12-31"),
    ],
)
def test_the_latest_that_should_have_been_made_is_due(
    every: str, minute: int, now: str, first: str, last: str
) -> None:
    """The small hall works Monday to Friday until 17:30; 23 November 2026 is a Monday."""
    found = due(hall(hours=HOURS), Scheduled("daily", "txt", every, minute), at(now))
    assert found and (found.first, found.last) == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_hall_without_hours_reports_the_day_before() -> None:
    found = due(hall(), Scheduled("daily", "txt", "day", 1080), at("2026-11-22 20:00"))
    assert found and found.last == date(2026, 11, 21)


@pytest.mark.parametrize(
    "folder", ["../up", "/etc", "a/../b", "a//b", ".hidden", "a\\b", "a/b/c/d", "a b", "x" * 41, "~"]
)
def test_a_profile_cannot_name_a_folder_outside(folder: str) -> None:
    with pytest.raises(ProfileFaults, match="no folder here"):
        profiles.build(raw() | {"reports": [{"kind": "daily", "folder": folder}]})


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([{"kind": "bulletin", "format": "csv"}], "a bulletin is no csv"),
        ([{"kind": "daily"}, {"kind": "daily", "at": "09:00"}], "stands twice"),
    ],
)
def test_a_report_that_cannot_be_made_is_told_with_the_profile(
    rows: list[dict[str, Any]], fault: str
) -> None:
    with pytest.raises(ProfileFaults, match=fault):
        profiles.build(raw() | {"reports": rows})


def test_a_kind_has_its_usual_format() -> None:
    made = profiles.build(raw() | {"reports": [{"kind": "figures"}, {"kind": "bulletin", "every": "month"}]})
    assert [report.format for report in made.reports] == ["xlsx", "pdf"]
    assert made.reports[0].at == 480


class Office:
    """A hall on Monday morning with one number taken, and hubs on its data that make reports when they are told to."""

    def __init__(self, directory: Path, **report: Any) -> None:
        self.directory, self.time = directory, Time(at("2026-11-23 09:00"))
        self.hubs: list[Hub] = []
        self.given = raw(hours=HOURS) | {"reports": [EVENING | report]}
        act(self.hub(), "take", services=["permit"], channel="kiosk")

    def hub(self) -> Hub:
        from server.hub.setup.importing import bring_in

        hub = Hub(store_in(self.directory), self.time.clock)
        bring_in(hub, self.given, profiles.build(self.given), replace=False)
        self.hubs.append(hub)
        return hub

    def reporter(self, hub: Hub, tasks: list[Any] | None = None) -> Reporter:
        """With `tasks`, what it sets out to do is only noted there."""
        return Reporter(
            hub, (lambda *task: tasks.append(task)) if tasks is not None else lambda do, *what: do(*what)
        )

    def until(self, text: str) -> None:
        self.time.pass_(at(text) - self.time.wall)

    def row(self) -> reports.Made | None:
        (report,) = room(self.hubs[0]).hall.reports
        return reports.latest(self.hubs[0].store.conn, HALL, report.key)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    for hub in made.hubs:
        hub.store.close()


def test_a_report_is_written_when_it_is_due_and_never_again(office: Office) -> None:
    (hub,) = office.hubs
    reporter = office.reporter(hub)
    reporter.look()
    assert office.row() is None, "Friday was before there was a hall"
    office.until("2026-11-23 18:00")
    reporter.look()
    path = office.directory / "reports/small/office/small-daily-2026-11-23-zh.txt"
    assert "取号 1 个" in path.read_text("utf-8")
    row = office.row()
    assert row and (row.state, row.attempts, row.detail) == (
        "made",
        1,
        "small/office/small-daily-2026-11-23-zh.txt",
    )
    path.unlink()
    office.reporter(office.hub()).look()
    reporter.look()
    assert not path.exists()
    assert [p.name for p in path.parent.iterdir()] == [], "nothing half made is left"


def test_two_hubs_that_look_at_once_make_it_once_and_a_crashed_one_is_stood_in_for(office: Office) -> None:
    office.until("2026-11-23 18:00")
    set_out: list[Any] = []
    for hub in (office.hubs[0], office.hub()):
        office.reporter(hub, set_out).look()
    assert len(set_out) == 1, "the second found it taken"
    office.until("2026-11-23 18:20")
    office.reporter(office.hub(), set_out).look()
    assert len(set_out) == 2, "whoever took it has not ended it in time"


def test_of_two_that_want_it_at_the_same_moment_one_gets_it(office: Office) -> None:
    """Both have looked before either wrote: the row itself decides."""
    (hub,) = office.hubs
    one = (HALL, "daily", "2026-11-20", "2026-11-20")
    with hub.store.writing() as conn:
        assert reports.claim(conn, *one, 1000, 2000)
        assert not reports.claim(conn, *one, 1000, 2000)
        assert not reports.claim(conn, *one, 1999, 3000)
        assert reports.claim(conn, *one, 2000, 3000), "the lease is over"
        made = reports.of_one(conn, *one)
        assert made and made.attempts == 2
        reports.end(conn, HALL, made, "made", "a file", None, 2500)
        assert not reports.claim(conn, *one, 9000, 9999)


def test_after_days_off_only_the_last_one_missed_is_made(office: Office) -> None:
    act(office.hubs[0], "take", services=["permit"], channel="kiosk")
    office.until("2026-11-27 20:00")
    set_out: list[Any] = []
    reporter = office.reporter(office.hub(), set_out)
    reporter.look()
    reporter.look()
    assert [task[2].last for task in set_out] == [date(2026, 11, 27)]


def test_what_fails_is_told_and_tried_again(office: Office) -> None:
    (hub,) = office.hubs
    (office.directory / "reports").write_text("a file where the folder should be")
    office.until("2026-11-23 18:00")
    reporter = office.reporter(hub)
    reporter.look()
    row = office.row()
    assert row and (row.state, row.attempts) == ("failed", 1)
    assert "reports" in row.detail
    reporter.look()
    assert office.row() == row, "not before its time"
    office.until("2026-11-23 18:11")
    set_out: list[Any] = []
    office.reporter(hub, set_out).look()
    assert [task[3].attempts for task in set_out] == [2]


def test_waiting_for_other_reports_is_no_failure_and_what_nobody_foresaw_is_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (hub,) = office.hubs
    monkeypatch.setattr(child, "PATIENCE_SECONDS", 0.0)
    office.until("2026-11-23 18:00")
    with child._turn:
        office.reporter(hub).look()
    row = office.row()
    assert row and (row.state, row.attempts) == ("making", 0)
    office.until("2026-11-23 18:02")
    monkeypatch.setattr(child, "words", None)
    office.reporter(hub).look()
    row = office.row()
    assert row and (row.state, row.attempts, row.detail) == ("failed", 1, "TypeError")


def test_what_fails_for_days_is_given_up(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    (hub,) = office.hubs
    (office.directory / "reports").touch()
    office.until("2026-11-23 18:00")
    reporter = office.reporter(hub)
    for _ in range(8):
        reporter.look()
        office.time.pass_(500 * 60_000 if _ > 5 else DAY // 24)
    row = office.row()
    assert row and row.attempts <= 7 and "was not made" in caplog.text


def test_a_report_may_be_sent_to_who_is_told_of_reports(tmp_path: Path) -> None:
    office = Office(tmp_path, to="webhook", folder="")
    (hub,) = office.hubs
    office.until("2026-11-23 18:00")
    office.reporter(hub).look()
    row = office.row()
    assert row and row.state == "failed" and "paihao webhook add" in row.detail
    with hub.store.writing() as conn:
        hook = webhooks.register(conn, HALL, "http://127.0.0.1:9/", office.time.wall, "reports")
        webhooks.register(conn, HALL, "http://127.0.0.1:9/other", office.time.wall)
    office.until("2026-11-23 18:11")
    office.reporter(hub).look()
    (owed,) = webhooks.due(hub.store.conn, hook.id, office.time.wall, 9)
    said = json.loads(owed.body)
    assert (said["event"], said["report"]["from"]) == ("report.made", "2026-11-23")
    assert "取号 1 个" in said["words"] and b64decode(said["content"]).decode() == said["words"]
    assert hub.store.all("select count(*) from delivery") == [(1,)]
    assert len(owed.body) < MOST_BYTES and datetime.fromtimestamp(owed.made_at / 1000, UTC).year == 2026
    hub.store.close()
