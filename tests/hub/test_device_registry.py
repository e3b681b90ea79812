"""The registry in running hubs: every process knows every device, a restart forgets nothing, a beat costs little."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.domain.alarms.devices import Device, Said
from server.domain.errors import HallError
from server.hub import entries as wire
from server.hub import work
from server.hub.devices import registry
from server.hub.hub import Hub
from server.journal import jobs
from tests.domain.hall import MINUTE, WORKDAY
from tests.hub.test_changes import refusal
from tests.journal import hubs
from tests.journal.hubs import HALL, Time, act, entries, hub_in, room

SECOND = 1000


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def hub(tmp_path: Path, time: Time) -> Iterator[Hub]:
    hub = hub_in(tmp_path, time)
    yield hub
    hub.store.close()


@pytest.fixture
def other(hub: Hub, tmp_path: Path, time: Time) -> Iterator[Hub]:
    """A second process of the same hall."""
    other = Hub(hubs.store_in(tmp_path), time.clock)
    yield other
    other.store.close()


def beat(hub: Hub, id: str = "k1", state: str = "ok", **more: Any) -> Device:
    return hub.devices.beat(room(hub), Said(id, more.pop("kind", "printer"), state, **more))[0]


def shown(hub: Hub, id: str = "k1") -> dict[str, Any]:
    hub.catch_up()
    at = room(hub)
    return wire.device(hub.devices.known(HALL, id), at.clock.now(at.floor.at), at.listening)


def order(hub: Hub, do: str = "test", id: str = "k1", zone: str | None = None) -> str:
    return hub.devices.order(room(hub), id, do, "li", zone).id


def changes(hub: Hub) -> int:
    return hub.store.conn.total_changes


def test_what_one_process_hears_the_other_knows(hub: Hub, other: Hub) -> None:
    beat(hub, zone="east", drives="tcp://10.0.0.9", version="0.1.0")
    assert shown(other) == shown(hub)
    beat(other, state="fault", detail="paper_out")
    assert (shown(hub)["state"], shown(hub)["detail"]) == ("fault", "paper_out")


def test_a_beat_with_nothing_new_is_written_every_ten_seconds_with_two_statements(
    hub: Hub, time: Time
) -> None:
    beat(hub)
    before = changes(hub)
    for _ in range(4):
        time.pass_(2 * SECOND)
        beat(hub, shown=5)
    assert changes(hub) == before
    assert shown(hub)["shown"] == 5
    time.pass_(2 * SECOND)
    beat(hub)
    assert changes(hub) - before <= 3, "the row, the news, and sqlite's count of what the news replaced"
    before = changes(hub)
    beat(hub, state="warning", detail="paper_low")
    assert changes(hub) > before, "what is new is told at once"


def test_a_device_that_beats_every_ten_seconds_never_seems_silent_to_another_process(
    hub: Hub, other: Hub, time: Time
) -> None:
    beat(hub)
    for _ in range(30):
        time.pass_(9_900)
        assert shown(other)["state"] == shown(hub)["state"] == "ok"
        beat(hub)


def test_a_needed_device_outlives_weeks_of_silence_and_a_restart(
    hub: Hub, tmp_path: Path, time: Time
) -> None:
    beat(hub)
    beat(hub, "passer-by", kind="board", needed=False, role="display")
    time.pass_(20 * 24 * 60 * MINUTE)
    hub.devices.let_go()
    again = Hub(hubs.store_in(tmp_path), time.clock)
    assert [d.id for d in again.devices.all(HALL)] == ["k1"]
    assert shown(again)["state"] == "ok", "nobody could hear it until now"
    time.pass_(31 * SECOND)
    assert shown(again)["state"] == "silent"
    again.store.close()


def test_an_unneeded_one_is_forgotten_after_a_day_everywhere(hub: Hub, other: Hub, time: Time) -> None:
    beat(hub, "passer-by", needed=False)
    assert shown(other, "passer-by")["needed"] is False
    time.pass_(24 * 60 * MINUTE)
    hub.devices.let_go()
    other.catch_up()
    assert hub.devices.all(HALL) == other.devices.all(HALL) == []


def test_an_order_given_in_one_process_is_carried_out_through_another(hub: Hub, other: Hub) -> None:
    beat(hub)
    other.catch_up()
    id = order(other, "identify")
    assert [o.id for o in beat(hub).orders] == [id]
    assert beat(other, did=((id, ""),)).orders == ()
    assert shown(hub)["last_order"]["error"] == ""


def test_what_two_processes_say_of_a_device_at_the_same_moment_is_both_kept(hub: Hub, other: Hub) -> None:
    beat(hub)
    other.catch_up()
    other.devices.amend(room(other), "k1", "li", label="Door")
    order(hub)
    assert (shown(other)["label"], len(shown(other)["orders"])) == ("Door", 1)


def test_an_order_waits_over_a_restart_until_it_is_answered_or_five_minutes_old(
    hub: Hub, tmp_path: Path, time: Time
) -> None:
    beat(hub)
    id = order(hub)
    time.pass_(4 * MINUTE)
    again = Hub(hubs.store_in(tmp_path), time.clock)
    assert [o.id for o in beat(again).orders] == [id]
    time.pass_(MINUTE)
    assert beat(again).orders == ()
    assert shown(again)["last_order"] | {"id": id} == shown(again)["last_order"]
    assert shown(again)["last_order"]["error"] == "no_answer"
    again.store.close()


def test_nobody_orders_a_device_that_would_not_hear(hub: Hub, time: Time) -> None:
    beat(hub)
    time.pass_(31 * SECOND)
    assert refusal(lambda: order(hub)).code == "device_silent"
    assert refusal(lambda: order(hub, id="k9")).code == "unknown_device"
    beat(hub)
    assert refusal(lambda: order(hub, "zone", zone="moon")).code == "unknown_zone"
    assert shown(hub)["orders"] == []


def test_a_screen_sent_to_a_zone_belongs_there_also_when_it_comes_back(
    hub: Hub, tmp_path: Path, time: Time
) -> None:
    beat(hub, "wall", kind="board", role="display")
    order(hub, "zone", "wall", "west")
    assert beat(hub, "wall", kind="board", role="display", zone="east").assigned == "west"
    again = Hub(hubs.store_in(tmp_path), time.clock)
    assert shown(again, "wall")["assigned"] == {"zone": "west"}
    again.devices.amend(room(again), "wall", "li", zone=None)
    assert shown(again, "wall")["assigned"] == {"zone": None}
    assert [o["args"] for o in shown(again, "wall")["orders"]] == [{"zone": None}]
    again.store.close()


def test_a_silent_screen_can_be_given_a_zone_for_when_it_comes_back(hub: Hub, time: Time) -> None:
    beat(hub, "wall", kind="board", role="display")
    time.pass_(MINUTE)
    hub.devices.amend(room(hub), "wall", "li", zone="east", label="Wall by the door")
    assert shown(hub, "wall")["orders"] == []
    assert beat(hub, "wall", kind="board", role="display").assigned == "east"
    assert shown(hub, "wall")["label"] == "Wall by the door"


def test_a_page_may_not_pass_for_a_device_of_an_agent(hub: Hub) -> None:
    beat(hub)
    assert refusal(lambda: beat(hub, role="display", kind="board")).code == "device_taken"
    assert shown(hub)["kind"] == "printer"


def test_a_hall_has_room_for_five_hundred_devices(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MOST", 3)
    for n in range(3):
        beat(hub, f"d{n}")
    assert refusal(lambda: beat(hub, "d3")).code == "too_many_devices"
    assert beat(hub, "d1").id == "d1"


def test_news_of_another_version_do_no_harm(hub: Hub, other: Hub) -> None:
    beat(hub)
    other.catch_up()
    hub.tell(HALL, "device:k1", {"id": "k1", "kind": "printer", "state": "ok"})
    hub.tell(HALL, "device:k2", {"from": "the future"})
    assert shown(other)["id"] == "k1"
    assert other.devices.get(HALL, "k2") is None


def test_a_clock_that_was_wrong_for_an_hour_makes_nobody_silent(hub: Hub, time: Time) -> None:
    beat(hub)
    for jump in (3_600_000, -7_200_000):
        time.wall += jump
        act(hub, "accept_clock")
        assert shown(hub)["state"] == "ok"
        time.pass_(31 * SECOND)
        assert shown(hub)["state"] == "silent"
        beat(hub)
        assert shown(hub)["state"] == "ok"


# -- alarms -----------------------------------------------------------------------------------------


def kinds(hub: Hub) -> list[tuple[str, str]]:
    found = [e for e in entries(hub) if e.kind in ("alarm.raised", "alarm.cleared")]
    return [(e.kind.partition(".")[2], e.data["key"]) for e in found]


def seconds(time: Time, *looking: Hub, n: int) -> None:
    for _ in range(n // 10):
        time.pass_(10 * SECOND)
        for one in looking:
            one.catch_up()
            one.tick()


def test_trouble_is_journalled_once_by_two_processes_and_goes_when_it_is_well(
    hub: Hub, other: Hub, time: Time
) -> None:
    act(hub, "open", window="w1")
    beat(hub, state="fault", detail="cover_open")
    for _ in range(8):
        seconds(time, hub, other, n=10)
        beat(hub, state="fault", detail="cover_open")
    assert kinds(hub) == [("raised", "device_fault:k1")]
    for _ in range(4):
        beat(other)
        seconds(time, other, hub, n=10)
    assert kinds(hub) == [("raised", "device_fault:k1"), ("cleared", "device_fault:k1")]


def test_a_hub_that_comes_back_after_a_power_cut_first_listens(hub: Hub, tmp_path: Path, time: Time) -> None:
    act(hub, "open", window="w1")
    beat(hub)
    beat(hub, "k2")
    time.pass_(60 * MINUTE)
    again = Hub(hubs.store_in(tmp_path), time.clock)
    for _ in range(9):
        seconds(time, again, n=10)
        beat(again)
    assert kinds(again) == [("raised", "device_silent:k2")]
    again.store.close()


def test_devices_are_missed_while_the_hall_is_open_and_not_at_night(tmp_path: Path, time: Time) -> None:
    hub = hub_in(tmp_path, time, hours={"workdays": WORKDAY})
    act(hub, "open", window="w1")
    beat(hub)
    time.pass_(9 * 60 * MINUTE)
    hub.tick()
    assert kinds(hub) == []
    hub.lax = True
    hub.tick()
    assert kinds(hub) == [("raised", "device_silent:k1")]
    hub.store.close()


def called(hub: Hub) -> jobs.Job:
    act(hub, "open", window="w1")
    act(hub, "take", services=["permit"])
    act(hub, "call_next", window="w1")
    t = next(iter(room(hub).floor.tickets.values()))
    found = jobs.found(hub.store.conn, HALL, work.job_id("speech", t.called_seq or 0, t.id))
    assert found
    return found


def test_a_call_that_no_voice_spoke_is_told_and_over_when_the_citizen_came_all_the_same(
    hub: Hub, time: Time
) -> None:
    beat(hub, "voice-east", kind="voice", zone="east")
    job = called(hub)
    with hub.store.writing() as conn:
        work.end(conn, job, "dropped", "stale", time.wall)
    seconds(time, hub, n=50)
    assert kinds(hub) == []
    beat(hub, "voice-east", kind="voice", zone="east")
    seconds(time, hub, n=10)
    assert kinds(hub) == [("raised", "voice_late:east")]
    act(hub, "start", window="w1")
    for _ in range(6):
        beat(hub, "voice-east", kind="voice", zone="east")
        seconds(time, hub, n=10)
    assert kinds(hub)[1:] == [("cleared", "voice_late:east")]


def test_a_call_that_was_spoken_is_not_missed_however_long_it_stands(hub: Hub, time: Time) -> None:
    beat(hub, "voice", kind="voice")
    job = called(hub)
    with hub.store.writing() as conn:
        work.end(conn, job, "done", None, time.wall)
    for _ in range(12):
        seconds(time, hub, n=10)
        beat(hub, "voice", kind="voice")
    assert kinds(hub) == []


def test_a_recall_is_another_call_to_be_spoken(hub: Hub, time: Time) -> None:
    beat(hub, "voice", kind="voice")
    job = called(hub)
    with hub.store.writing() as conn:
        work.end(conn, job, "done", None, time.wall)
    act(hub, "recall", window="w1")
    for _ in range(7):
        seconds(time, hub, n=10)
        beat(hub, "voice", kind="voice")
    assert kinds(hub) == [("raised", "voice_late:east")]


def test_a_retired_device_is_missed_by_nobody(hub: Hub, other: Hub, time: Time) -> None:
    act(hub, "open", window="w1")
    beat(hub)
    assert hub.devices.retire(room(hub), "k1") is False
    other.catch_up()
    with pytest.raises(HallError):
        other.devices.known(HALL, "k1")
    seconds(time, hub, other, n=120)
    assert kinds(hub) == []
