"""What a manager changes while the hall runs: windows, calendar, closing time; and who is looked after then."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from server import profiles
from server.domain.errors import HallError
from server.hub.hub import Hub
from server.hub.setup.importing import Refused, bring_in
from server.journal.store import Full
from tests.domain.hall import MINUTE, WORKDAY, raw
from tests.journal.hubs import Time, act, entries, hub_in, room, store_in

HOUR = 60 * MINUTE
DAY = 24 * HOUR
HOURS = {"workdays": WORKDAY}


def amend(hub: Hub, window: str, waiting: str | None = None, **keys: Any) -> dict[str, Any]:
    return act(hub, "amend", edit={"windows": {window: keys}}, waiting=waiting, actor="manager")


def calendar(hub: Hub, **lists: Any) -> dict[str, Any]:
    return act(hub, "amend", edit={"calendar": lists}, actor="manager")


def take(hub: Hub, *services: str) -> str:
    return str(act(hub, "take", services=list(services))["ticket"]["id"])


def refusal(work: Any) -> HallError:
    with pytest.raises(HallError) as refused:
        work()
    return refused.value


# -- windows ----------------------------------------------------------------------------------------


def test_a_window_gets_a_service_and_calls_for_it_at_once(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    ticket = take(hub, "passport")
    act(hub, "open", window="w1")
    assert act(hub, "call_next", window="w1")["ticket"] is None
    answer = amend(hub, "w1", services=["permit", "passport"])
    assert answer["version"] == 2
    assert act(hub, "call_next", window="w1")["ticket"]["id"] == ticket


def test_the_journal_says_what_changed_from_what_to_what_and_who_did_it(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    amend(hub, "w1", backup=["tax"], kind="dedicated", features=["low_counter"], help_after=15)
    told = entries(hub)[-1]
    assert (told.kind, told.actor, told.data["by"]) == ("profile.changed", "manager", "manager")
    assert told.data["changed"] == {
        "windows.w1.backup": {"from": [], "to": ["tax"]},
        "windows.w1.kind": {"from": "comprehensive", "to": "dedicated"},
        "windows.w1.features": {"from": [], "to": ["low_counter"]},
        "windows.w1.help_after": {"from": None, "to": 15},
    }
    now = room(hub).hall.window["w1"]
    assert (now.backup, now.kind, now.features, now.help_after) == (
        ("tax",),
        "dedicated",
        ("low_counter",),
        15,
    )


def test_the_same_change_again_makes_no_version(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    first = amend(hub, "w1", backup=["tax"])
    assert amend(hub, "w1", backup=["tax"]) == first


def test_null_gives_a_key_back_to_the_file(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    amend(hub, "w1", services=["licence"], backup=["tax"])
    amend(hub, "w1", services=None)
    assert room(hub).hall.window["w1"].services == ("permit", "licence")
    assert room(hub).hall.window["w1"].backup == ("tax",)


def test_every_process_follows_and_a_restart_keeps_it(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    other = Hub(store_in(tmp_path), Time().clock)
    take(hub, "tax")
    amend(hub, "w1", backup=["tax"])
    other.catch_up()
    assert room(other).hall == room(hub).hall
    again = Hub(store_in(tmp_path), Time().clock)
    assert room(again).hall.window["w1"].backup == ("tax",)


def test_the_unchanged_file_stays_the_same_and_keeps_the_changes(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    amend(hub, "w1", backup=["tax"])
    file = raw()
    assert bring_in(hub, file, profiles.build(file), replace=False) == "same"
    assert bring_in(hub, file, profiles.build(file), replace=True) == "same"
    assert room(hub).hall.window["w1"].backup == ("tax",)


def test_another_file_takes_the_place_of_the_changes_and_says_so(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    amend(hub, "w1", backup=["tax"])
    file = raw(undo_minutes=3)
    with pytest.raises(Refused, match=r"What was changed at run time would go: windows\.w1\.backup"):
        bring_in(hub, file, profiles.build(file), replace=False)
    outcome = bring_in(hub, file, profiles.build(file), replace=True)
    assert outcome == "replaced; dropped what was changed at run time: windows.w1.backup"
    assert room(hub).hall.window["w1"].backup == ()
    assert bring_in(hub, file, profiles.build(file), replace=True) == "same"


def test_faults_are_told_as_for_a_file(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    wrong = refusal(lambda: amend(hub, "w1", services=["permitt"], kind="big"))
    assert wrong.code == "invalid"
    assert [e["at"] for e in wrong.facts["errors"]] == ["windows.w1.kind", "windows.w1.services"]
    assert 'did you mean "permit"' in wrong.detail
    assert refusal(lambda: amend(hub, "w9", backup=["tax"])).code == "unknown_window"
    assert room(hub).floor.profile == 1


def test_a_service_is_never_left_without_any_window(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    amend(hub, "w4", services=["tax"])
    bare = refusal(lambda: amend(hub, "w3", waiting="keep", services=["tax", "licence"]))
    assert (bare.code, bare.facts["services"]) == ("would_strand", ["passport"])


def test_those_who_wait_are_not_left_without_a_window_unasked(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    act(hub, "open", window="w1")
    take(hub, "licence")
    take(hub, "licence")
    move = partial(amend, hub, "w1", services=["permit"])
    stranded = refusal(move)
    assert stranded.code == "would_strand"
    assert stranded.facts["left"] == [{"service": "licence", "waiting": 2}]
    act(hub, "open", window="w4")
    assert move()["version"] == 2, "another window is there for them"
    act(hub, "close", window="w4")
    amend(hub, "w1", services=None)
    assert move(waiting="keep")["version"] == 4
    assert all(t.status == "waiting" for t in room(hub).floor.tickets.values())


def test_a_window_that_changes_keeps_whom_it_called(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    ticket = take(hub, "permit")
    act(hub, "open", window="w1")
    act(hub, "call_next", window="w1")
    amend(hub, "w1", services=["licence"])
    act(hub, "start", window="w1")
    assert act(hub, "complete", window="w1", believed=ticket)["ticket"]["status"] == "completed"


def test_a_window_that_ends_today_is_gone_tomorrow_and_one_that_ended_yesterday_at_once(
    tmp_path: Path,
) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    act(hub, "open", window="w2")
    amend(hub, "w2", valid_to="2026-11-23")
    assert "w2" in room(hub).hall.window
    time.pass_(DAY)
    hub.tick()
    assert "w2" not in room(hub).hall.window
    amend(hub, "w2", valid_to=None)
    assert "w2" in room(hub).hall.window, "back again"
    act(hub, "open", window="w2")
    ticket = take(hub, "permit")
    act(hub, "call_next", window="w2")
    busy = refusal(lambda: amend(hub, "w2", valid_to="2026-11-23"))
    assert (busy.code, busy.facts["ticket"]) == ("window_busy", ticket)
    act(hub, "complete", window="w2")
    amend(hub, "w2", valid_to="2026-11-23")
    assert room(hub).floor.window("w2").state == "closed"


def test_views_show_the_window_as_it_is_now(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    take(hub, "passport")
    caller = room(hub).view("caller", "w1")
    assert caller.snapshot()["tickets"] == []
    amend(hub, "w1", backup=["passport"])
    update = caller.take_update()
    assert update is not None and update[0] == "snapshot" and len(update[1]["tickets"]) == 1


def test_a_change_that_cannot_be_written_is_forgotten_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = hub_in(tmp_path)
    take(hub, "tax")

    def full() -> None:
        raise Full("no space")

    with monkeypatch.context() as patch:
        patch.setattr(hub.store, "commit", full)
        with pytest.raises(Full):
            amend(hub, "w1", backup=["tax"])
    amend(hub, "w1", backup=["passport"])
    assert room(hub).hall.window["w1"].backup == ("passport",)
    assert room(hub).floor.profile == 2


# -- calendar and closing time ----------------------------------------------------------------------


def test_a_holiday_put_into_the_calendar_closes_the_hall(tmp_path: Path) -> None:
    hub = hub_in(tmp_path, hours=HOURS)
    take(hub, "tax")
    calendar(hub, closed_on=["2026-11-23..2026-11-24"])
    closed = refusal(lambda: take(hub, "tax"))
    assert (closed.facts["reason"], closed.facts["opens_at"]) == ("day_off", "2026-11-25T08:30:00+08:00")
    calendar(hub, closed_on=None)
    take(hub, "tax")


def test_a_saturday_that_is_worked_opens_it(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time, hours=HOURS)
    time.pass_(5 * DAY)
    assert refusal(lambda: take(hub, "tax")).facts["reason"] == "day_off"
    calendar(hub, open_on=["2026-11-28"])
    take(hub, "tax")
    both = refusal(lambda: calendar(hub, closed_on=["2026-11-28"]))
    assert both.code == "invalid"


def test_taking_goes_on_for_as_long_as_the_manager_says_that_day(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time, hours=HOURS)
    time.pass_(9 * HOUR)  # 18:00
    assert refusal(lambda: take(hub, "tax")).facts["reason"] == "closed"
    assert act(hub, "extend", until=18 * 60 + 30)["extended"] == "18:30"
    take(hub, "tax")
    opening = room(hub).opening(time.wall)
    assert (opening["open"], opening["reason"]) == (True, "extended")
    assert opening["closes_at"] == "2026-11-23T10:30:00.000Z"
    assert room(Hub(store_in(tmp_path), Time(time.wall).clock)).hall == room(hub).hall, "folded again"
    time.pass_(30 * MINUTE)
    assert refusal(lambda: take(hub, "tax")).code == "hall_closed"
    time.pass_(24 * HOUR - 30 * MINUTE)
    assert refusal(lambda: take(hub, "tax")).code == "hall_closed", "the next day as usual"


def test_an_extension_is_later_than_usual_and_can_be_taken_back(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time, hours=HOURS)
    early = refusal(lambda: act(hub, "extend", until=17 * 60))
    assert (early.code, early.detail) == ("invalid", "It is open until 17:30 anyway.")
    act(hub, "extend", until=20 * 60)
    act(hub, "extend", until=None)
    time.pass_(9 * HOUR)
    assert refusal(lambda: take(hub, "tax")).code == "hall_closed"
    calendar(hub, closed_on=["2026-11-23"])
    assert refusal(lambda: act(hub, "extend", until=20 * 60)).facts["reason"] == "day_off"


# -- warnings and lunch -----------------------------------------------------------------------------


def test_who_may_not_be_served_before_closing_is_told_so(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time, hours=HOURS)
    act(hub, "open", window="w1")
    time.pass_(8 * HOUR + 20 * MINUTE)  # 17:20
    assert act(hub, "take", services=["permit"])["warnings"] == []
    take(hub, "permit")
    assert act(hub, "take", services=["permit"], channel="kiosk")["warnings"] == ["may_not_be_served"]
    slips = hub.store.all("select payload from job where kind = 'print'")
    assert [json.loads(payload)["warnings"] for (payload,) in slips] == [["may_not_be_served"]]
    act(hub, "extend", until=22 * 60)
    assert act(hub, "take", services=["permit"])["warnings"] == []


def spoken(hub: Hub) -> list[tuple[str, dict[str, Any]]]:
    rows = hub.store.all("select zone, payload from job where kind = 'speech' and ticket is null order by id")
    return [(zone, json.loads(payload)) for zone, payload in rows]


def test_lunch_is_said_once_in_each_zone_whichever_process_comes_first(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time, hours=HOURS)
    other = Hub(store_in(tmp_path), time.clock)
    take(hub, "tax")
    time.pass_(3 * HOUR - 1)
    hub.tick()
    assert spoken(hub) == []
    time.pass_(1)
    for _ in range(3):
        hub.tick()
        other.catch_up()
        other.tick()
    assert [(zone, p["notice"], p["resumes_at"]) for zone, p in spoken(hub)] == [
        ("east", "lunch", "14:00"), ("west", "lunch", "14:00"),
    ]  # fmt: skip
    assert all(t.status == "waiting" for t in room(hub).floor.tickets.values()), "tickets survive it"
    act(hub, "open", window="w2")
    assert act(hub, "call_next", window="w2")["ticket"], "calls remain possible"


def test_a_zone_that_works_through_lunch_is_not_told_and_a_rehearsal_neither(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time, hours=HOURS)
    file = raw(hours=HOURS)
    for w in file["windows"][:2]:
        w["works_lunch"] = True
    bring_in(hub, file, profiles.build(file), replace=True)
    take(hub, "tax")
    time.pass_(3 * HOUR)
    hub.lax = True
    hub.tick()
    assert spoken(hub) == []
    hub.lax = False
    hub.tick()
    assert [zone for zone, _ in spoken(hub)] == ["west"]


def test_caps_go_on_counting_when_the_clock_was_set_back_into_a_day_that_had_ended(tmp_path: Path) -> None:
    time = Time()
    file = raw()
    file["services"][2]["cap"] = 1
    hub = hub_in(tmp_path, time)
    bring_in(hub, file, profiles.build(file), replace=True)
    take(hub, "tax")
    time.pass_(DAY)
    take(hub, "tax")
    time.wall -= DAY
    act(hub, "accept_clock")
    assert refusal(lambda: take(hub, "tax")).code == "service_full"
