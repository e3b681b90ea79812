"""A device as its beats tell it: silence, trouble that comes and goes, and orders until they are answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.alarms import devices
from server.domain.alarms.devices import ORDER_LASTS, SILENT, WELL, Device, Order, Said

SECOND = 1000
T = 1_700_000_000_000


def beat(old: Device | None, at: int, state: str = "ok", detail: str = "", **more: Any) -> Device:
    """The device after a beat `at` milliseconds after T."""
    return devices.heard(old, Said("k1", "printer", state, detail, **more), T + at, T)


def state(device: Device, at: int) -> tuple[str, int]:
    found, since = devices.state_of(device, T + at, T)
    return found, since - T


def test_a_device_is_silent_thirty_seconds_after_its_last_beat_and_not_before() -> None:
    device = beat(None, 0)
    assert state(device, SILENT) == ("ok", 0)
    assert state(device, SILENT + 1) == ("silent", SILENT)
    assert state(beat(device, 70 * SECOND), 71 * SECOND) == ("ok", 70 * SECOND)


def test_while_nobody_listened_nothing_is_called_silence() -> None:
    device = beat(None, 0)
    restarted = T + 3_600_000
    assert devices.state_of(device, restarted + SILENT, restarted)[0] == "ok"
    assert devices.state_of(device, restarted + SILENT + 1, restarted)[0] == "silent"


def test_a_clock_that_was_set_back_does_not_keep_a_dead_device_alive() -> None:
    device = beat(None, 3_600_000)
    accepted = T + 1000
    assert devices.state_of(device, accepted + SILENT + 1, accepted)[0] == "silent"


def test_a_state_begins_when_it_changes_and_not_with_each_beat() -> None:
    device = beat(beat(None, 0), 10 * SECOND, "fault", "paper_out")
    device = beat(device, 20 * SECOND, "fault", "cover_open")
    assert state(device, 20 * SECOND) == ("fault", 10 * SECOND)
    assert device.last_error == (T + 20 * SECOND, "cover_open")
    again = beat(device, 30 * SECOND, "fault", "cover_open")
    assert again.last_error == device.last_error
    assert beat(again, 40 * SECOND).last_error == device.last_error, "what went wrong last stays known"


def trouble(device: Device, at: int) -> int | None:
    began = devices.trouble(device, T + at, T)
    return None if began is None else began - T


def test_trouble_that_comes_and_goes_is_one_trouble_until_it_was_well_for_half_a_minute() -> None:
    device = beat(None, 0)
    for at in range(10 * SECOND, 100 * SECOND, 20 * SECOND):
        device = beat(beat(device, at, "fault", "paper_out"), at + 10 * SECOND)
    assert trouble(device, 105 * SECOND) == 10 * SECOND
    assert trouble(device, 100 * SECOND + WELL) is None
    device = beat(device, 100 * SECOND + WELL - 1, "warning", "paper_low")
    assert trouble(device, 100 * SECOND + WELL) is None, "a warning is no trouble"


def test_silence_after_a_fault_goes_on_with_the_same_trouble() -> None:
    device = beat(beat(None, 0), 10 * SECOND, "fault", "offline")
    assert trouble(device, 200 * SECOND) == 10 * SECOND
    back = beat(device, 200 * SECOND)
    assert trouble(back, 229 * SECOND) == 10 * SECOND
    assert trouble(back, 230 * SECOND) is None


def test_silence_alone_is_trouble_from_when_it_began() -> None:
    device = beat(None, 0)
    assert trouble(device, 20 * SECOND) is None
    assert trouble(device, 90 * SECOND) == SILENT
    assert trouble(beat(device, 90 * SECOND), 91 * SECOND) == SILENT


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(1, 60_000), st.sampled_from(("ok", "warning", "fault"))),
        min_size=1,
        max_size=12,
    )
)
def test_a_device_is_in_trouble_whenever_it_is_silent_or_at_fault_and_never_when_long_well(
    beats: list[tuple[int, str]],
) -> None:
    device, now = beat(None, 0), 0
    for pause, said in beats:
        for at in (now + pause // 2, now + pause - 1):
            bad = devices.state_of(device, T + at, T)[0] in ("silent", "fault")
            began = trouble(device, at)
            assert (began is not None) or not bad
            assert began is None or began <= at
        now += pause
        device = beat(device, now, said)
    if device.state != "fault":
        assert trouble(replace(device, beat=T + now + WELL), now + WELL) is None


# -- orders -----------------------------------------------------------------------------------------


def asked(device: Device, id: str, do: str, at: int = 0, **args: Any) -> Device:
    return devices.ordered(device, Order(id, do, args, T + at, "li"))


def test_an_order_waits_until_the_device_says_that_it_did_it() -> None:
    device = asked(beat(None, 0), "o1", "test")
    assert [o.id for o in beat(device, 10).orders] == ["o1"]
    done = beat(device, 20, did=(("o1", ""), ("never given", "")))
    assert done.orders == ()
    assert done.last_order and (done.last_order.do, done.last_order.error) == ("test", "")
    assert done.last_error is None


def test_what_went_wrong_with_an_order_is_the_devices_last_error() -> None:
    device = beat(asked(beat(None, 0), "o1", "test"), 20, did=(("o1", "no paper"),))
    assert device.last_error == (T + 20, "test: no paper")
    assert device.last_order and device.last_order.error == "no paper"


def test_the_same_order_twice_is_one_and_a_new_zone_goes_before_an_older() -> None:
    device = asked(asked(beat(None, 0), "o1", "identify"), "o2", "identify")
    assert [o.id for o in device.orders] == ["o1"]
    device = asked(asked(device, "o3", "zone", zone="east"), "o4", "zone", zone="west")
    assert [(o.id, o.args) for o in device.orders] == [("o1", {}), ("o4", {"zone": "west"})]


@pytest.mark.parametrize(("after", "waits"), [(ORDER_LASTS - 1, True), (ORDER_LASTS, False)])
def test_after_five_minutes_an_order_is_over_and_it_is_known_that_nobody_answered(
    after: int, waits: bool
) -> None:
    device = asked(beat(None, 0), "o1", "reload")
    looked = devices.current(device, T + after)
    assert bool(looked.orders) is waits
    late = beat(device, after, did=(("o1", ""),))
    assert late.last_order and late.last_order.error == ("" if waits else devices.UNANSWERED)
    assert late.orders == ()


def test_a_beat_that_says_nothing_new_is_the_same_but_for_what_it_has_shown() -> None:
    one = beat(None, 0)
    assert devices.same(one, beat(one, 5000, shown=17))
    assert not devices.same(one, beat(one, 5000, "warning", "paper_low"))
    assert not devices.same(asked(one, "o1", "test"), one)
