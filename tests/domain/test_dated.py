"""Windows and services that are there for a time, and classes whose clock begins earlier."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from server import profiles
from server.domain import dated
from server.domain.errors import HallError
from server.domain.profile import Hall
from tests.domain.hall import DAY, MINUTE, raw
from tests.domain.play import Play
from tests.journal import hubs
from tests.journal.hubs import act

TODAY, LATER = date.fromisoformat(DAY), date(2026, 11, 24)


def hall(window: dict[str, Any] | None = None, **tables: Any) -> Hall:
    given = raw() | tables
    given["windows"][0] |= window or {}
    return profiles.build(given)


@pytest.mark.parametrize(
    ("dates", "there"),
    [
        ({}, True),
        ({"valid_from": "2026-11-24"}, False),
        ({"valid_from": DAY, "valid_to": DAY}, True),
        ({"valid_to": "2026-11-22"}, False),
    ],
)
def test_a_window_is_there_from_its_first_day_to_its_last(dates: dict[str, str], there: bool) -> None:
    assert ("w1" in dated.on(hall(dates), TODAY).window) is there


def test_an_assignment_gives_windows_more_for_its_days() -> None:
    rows = [
        {"windows": ["w1"], "services": ["passport"], "valid_from": DAY, "valid_to": DAY},
        {"windows": ["w2"], "services": ["licence"], "backup": True, "valid_from": "2026-11-24"},
    ]
    found = hall(assignments=rows)
    today, later = dated.on(found, TODAY), dated.on(found, LATER)
    assert today.window["w1"].services == ("permit", "licence", "passport")
    assert today.window["w2"].backup == ()
    assert later.window["w1"].services == ("permit", "licence")
    assert later.window["w2"].backup == ("licence",)
    play = Play("w1", given=today)
    play.take("passport")
    play.at("w1", "call_next")
    assert play["t1"].window == "w1"


def test_a_date_takes_effect_when_the_day_opens(tmp_path: Path) -> None:
    time = hubs.Time()
    given = raw()
    given["windows"][3]["valid_from"] = "2026-11-24"
    hub = hubs.Hub(hubs.store_in(tmp_path), time.clock)
    hubs.bring_in(hub, given, profiles.build(given), replace=False)
    with pytest.raises(HallError, match="w4"):
        act(hub, "open", window="w4", person="chen")
    time.pass_(24 * 60 * MINUTE)
    act(hub, "open", window="w4", person="chen")
    assert hubs.room(hub).floor.window("w4").state == "open"


def test_a_class_may_count_from_before_the_taking() -> None:
    given = raw()
    given["classes"][0] |= {"head_start": 0, "rate": 1, "credit": 12}
    play = Play("w1", given=profiles.build(given))
    play.take("permit")
    play.wait(11.9)
    play.take("permit", classes=["elderly"], facts={"reasons": {"elderly": {"reason": "seen"}}})
    play.at("w1", "call_next")
    assert play.window("w1").ticket == "t2"


def test_a_call_says_what_the_hall_wants_said() -> None:
    given = {"call_sign": "{number}号台", "call_sign_en": "Desk {number}"}
    plate = hall(given).window["w1"]
    assert (plate.sign, plate.call_sign, plate.call_sign_en) == ("Counter 1", "1号台", "Desk 1")
    neutral = hall({"kind": "complaint"}).window["w1"]
    assert (neutral.sign, neutral.call_sign) == ("Counter 1", "1号窗口")
