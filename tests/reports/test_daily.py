"""A day in words: what happened and no more, in grammatical Chinese and English."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from server.domain.counting.figures import Cell, figures
from server.reports import daily
from server.reports.daily import Day
from server.reports.source import Source
from server.reports.words_daily import ALARMS, said, took, took_en
from tests.domain.hall import MINUTE
from tests.journal.hubs import HALL, Time, act, hub_in
from tests.reports.desk import NOW, month

MONDAY = date(2026, 10, 19)


def told(day: date, lang: str = "zh", now: datetime = NOW) -> str:
    return daily.told(Source(month().store.conn, HALL), day, lang, now).words


def test_a_whole_day_is_told_and_held_against_the_same_weekdays_before_it() -> None:
    found = daily.of_day(Source(month().store.conn, HALL), MONDAY, "zh", NOW)
    words = told(MONDAY)
    f = found.figures
    assert words.splitlines()[0] == "【Small hall】10月19日（周一）日报"
    assert f"取号 {f['tickets']} 个，办结 {f['served']} 人次。" in words
    assert f"等候达标率 {100 * (f['within_target'] or 0):.1f}%。" in words
    assert found.compared == (date(2026, 10, 12), date(2026, 10, 5), date(2026, 9, 28), date(2026, 9, 21))
    usual = (found.usual["tickets"] or 0) / 4
    change = round(100 * ((f["tickets"] or 0) - usual) / usual, 1)
    assert f"与此前 4 个周一的平均水平相比：取号{'多' if change > 0 else '少'} {abs(change):g}%" in words
    assert "当日尚未结束" not in words


def test_the_busiest_half_hour_is_that_of_the_hall_s_clock() -> None:
    """At 01:00 UTC it is 09:00 in Shanghai."""
    halves = month().store.all(
        """select (v.taken_at / 60000 + 480) % 1440 / 30 * 30 as half, count(*) from leg l
            join visit v on v.id = l.ticket where l.day = 20261019 group by half order by 2 desc, 1"""
    )
    found = daily.of_day(Source(month().store.conn, HALL), MONDAY, "zh", NOW)
    assert found.peak == tuple(halves[0])


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (date(2026, 11, 24), "这一天还没有到。", "This day has not come yet."),
        (date(2026, 11, 22), "当日不办公，没有人取号。", "The hall was closed; nobody took a ticket."),
        (date(2026, 11, 20), "没有当日的叫号记录。", "There is no record of this day."),
    ],
)
def test_a_day_with_nothing_says_why_as_far_as_that_is_known(day: date, zh: str, en: str) -> None:
    assert told(day).splitlines()[1:] == [zh]
    assert told(day, "en").splitlines()[1:] == [en]


def test_a_day_that_goes_on_says_so_and_is_compared_with_nothing(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    for _ in range(2):
        act(hub, "take", services=["permit"], channel="kiosk")
    act(hub, "open", window="w1", person="li")
    act(hub, "call_next", window="w1", person="li")
    time.pass_(3 * MINUTE)
    act(hub, "start", window="w1", person="li")
    source = Source(hub.store.conn, HALL)
    words = daily.told(source, date(2026, 11, 23), "zh", datetime(2026, 11, 23, 9, 3)).words
    assert words.splitlines() == [
        "【Small hall】11月23日（周一）日报（截至09:03，当日尚未结束）",
        "取号 2 个，办结 0 人次，2 人次还在等候或办理。",
        "取号最集中的时段是 09:00–09:30，取号 2 个。",
        "到目前没有预警。",
    ]
    hub.store.close()


def test_half_a_day_is_not_held_against_whole_ones() -> None:
    words = told(MONDAY, now=datetime(2026, 10, 19, 12, 0))
    assert "（截至12:00，当日尚未结束）" in words and "相比" not in words


def test_a_rehearsal_counts_nothing(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    hub.rehearsal = True
    act(hub, "take", services=["permit"], channel="kiosk")
    words = daily.told(Source(hub.store.conn, HALL), date(2026, 11, 23), "en", NOW).words
    assert words.splitlines()[1:] == ["The day was a rehearsal; nothing of it is counted."]
    hub.store.close()


def test_warnings_are_named_and_counted(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time, **{"longest_wait": 30})
    act(hub, "take", services=["permit"], channel="kiosk")
    time.pass_(31 * MINUTE)
    hub.tick()
    found = daily.of_day(Source(hub.store.conn, HALL), date(2026, 11, 23), "zh", NOW)
    raised = hub.store.all("select data from journal where kind = 'alarm.raised'")
    assert sum(found.alarms.values()) == len(raised) > 0
    assert f"预警 {len(raised)} 次：" in said(found, "zh")
    assert "业务无窗口办理 1 次" in said(found, "zh")
    hub.store.close()


def full(**changes: object) -> Day:
    numbers = figures(Cell()) | {
        "tickets": 1, "served": 1, "waiting": 0, "wait_mean": 59.6, "wait_p90": 3600, "within_target": 1.0, "rated": 1,
        "satisfied_share": 0.0, "further": 1,
    }  # fmt: skip
    usual = figures(Cell()) | {"tickets": 2, "wait_mean": 60.0, "within_target": 0.5}
    day = Day(
        "Hall", MONDAY, None, "", numbers, 1, 1, 1, 1, (600, 1), {"used": 1, "missed": 1, "cancelled": 5},
        {"longest_wait": 2, "unheard_of": 1}, (date(2026, 10, 12),), usual,
    )  # fmt: skip
    return replace(day, **changes)  # type: ignore[arg-type]


def test_one_of_everything_is_grammatical_in_english() -> None:
    assert said(full(), "en").splitlines() == [
        "Hall: Monday, 19 October",
        "1 ticket was taken and 1 service completed.",
        "No-shows: 1, of which 1 was let back in.",
        "Further legs: 1 (a next service, sent here, let back in, or returned with what was missing).",
        "The mean wait was 1 min; nine in ten waited no longer than 1 h.",
        "Called within target: 100.0%.",
        "Busiest half hour: 10:00–10:30, 1 ticket.",
        "Reservations: 2, of which 1 has been kept (50.0%).",
        "Ratings: 1, 0.0% satisfied, 1 bad.",
        "Against Monday, 12 October: 50% fewer tickets, the same mean wait, 50 points more within target.",
        "3 warnings: wait too long 2, other 1.",
        "Note: 1 duration rests on a moment nobody pressed and counts in no mean.",
    ]


def test_and_in_chinese() -> None:
    assert said(full(), "zh").splitlines()[1:] == [
        "取号 1 个，办结 1 人次。",
        "过号 1 人次，其中 1 人次恢复排队。",
        "续办 1 人次（接着办下一项、转来、恢复排队或补正后再来）。",
        "平均等候 1 分钟，九成办事人等候不超过 1 小时。",
        "等候达标率 100.0%。",
        "取号最集中的时段是 10:00–10:30，取号 1 个。",
        "预约 2 个，到场 1 个，履约率 50.0%。",
        "收到评价 1 个，满意率 0.0%，差评 1 个。",
        "与上一个有记录的周一（10月12日）相比：取号少 50%，平均等候相同，达标率高 50 个百分点。",
        "预警 3 次：等候过久 2 次、其他 1 次。",
        "注：1 项时长由系统推定，未计入平均值。",
    ]


def test_what_was_not_counted_is_not_said() -> None:
    bare = full(
        figures=figures(Cell()) | {"tickets": 3},
        no_shows=0,
        unsure=0,
        bad=0,
        peak=None,
        booked={},
        alarms={},
        compared=(),
    )
    assert said(bare, "zh").splitlines()[1:] == ["取号 3 个，办结 0 人次。", "没有预警。"]
    assert said(bare, "en").splitlines()[1:] == [
        "3 tickets were taken and 0 services completed.",
        "No warnings.",
    ]


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [(0, " 0 秒", "0 s"), (59.4, " 59 秒", "59 s"), (60, " 1 分钟", "1 min"), (754, " 12 分 34 秒", "12 min 34 s"),
     (3600, " 1 小时", "1 h"), (7505, " 2 小时 5 分", "2 h 5 min")],
)  # fmt: skip
def test_durations_are_said_as_people_say_them(seconds: float, zh: str, en: str) -> None:
    assert (took(seconds), took_en(seconds)) == (zh, en)


def test_every_alarm_the_pages_know_has_a_name_in_the_report(root: Path) -> None:
    words = json.loads((root / "caller/web/i18n/zh.json").read_text("utf-8"))
    kinds = {key.split(".")[1] for key in words if key.startswith("alarm.") and "{" in words[key]}
    assert len(kinds) > 8
    assert kinds - set(ALARMS) == set()
