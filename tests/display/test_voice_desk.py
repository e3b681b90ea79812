"""What the hub hands to announcers: how a zone speaks at that hour, in which order, shortened when many wait."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.protocol import Json
from tests.display.desk import Desk, Hall

MINUTE = 60_000
LUNCH = {"from": "12:00", "to": "14:00", "volume": 60, "syllables_a_minute": 150}


def leased(desk: Desk, zone: str | None = "east", **more: object) -> Json:
    (job,) = desk.lease(["speech"], zone=zone, **more)
    return job


def numbers(desk: Desk, zone: str | None = "east") -> list[str]:
    """All that is handed out, each ended before the next."""
    found = []
    while jobs := desk.lease(["speech"], zone=zone):
        found.append(jobs[0]["number"])
        desk.done(jobs[0]["id"])
    return found


def test_a_call_carries_how_its_zone_speaks_at_that_moment(tmp_path: Path) -> None:
    hall = Hall(tmp_path, {"times": 2, "by_hour": [LUNCH]}, west={"times": 1, "volume": 80})
    desk, found = Desk(hall), []
    for windows in ((1, 51), (2, 52)):
        hall.call(*windows)
        for zone in ("east", "west"):
            payload = (job := leased(desk, zone))["payload"]
            found.append(
                (payload["window"], payload["times"], payload["volume"], payload["syllables_a_minute"])
            )
            desk.done(job["id"])
        hall.time.pass_(3 * 60 * MINUTE)  # from 9:00 to noon
    assert found == [("w1", 2, 100, 170), ("w51", 1, 80, 170), ("w2", 2, 60, 150), ("w52", 1, 80, 150)]


def test_templates_travel_with_the_call_and_pronunciations_are_those_of_now(tmp_path: Path) -> None:
    words = {"vi": "Mời {number} đến {window}", "yue": "请{number}到{window}"}
    hall = Hall(tmp_path, {"languages": ["zh", "vi"], "templates": words, "pronounce": {"长": "chang2"}})
    hall.call(1)
    payload = leased(Desk(hall))["payload"]
    assert payload["templates"] == {"vi": words["vi"]} and payload["pronounce"] == {"长": "chang2"}


def test_a_zone_without_volume_owes_nothing_and_says_why(tmp_path: Path) -> None:
    hall = Hall(tmp_path, east={"volume": 0})
    hall.call(1, 51)
    assert Desk(hall).lease(["speech"], zone="east") == []
    assert hall.speech() == [("A001", "dropped", "muted"), ("A002", "ready", None)]


def test_recalls_go_before_the_rest_and_take_the_place_of_the_call_not_yet_said(tmp_path: Path) -> None:
    hall = Hall(tmp_path)
    hall.call(1, 2, 3)
    hall.press("recall", 3)
    desk = Desk(hall)
    job = leased(desk)
    assert (job["number"], job["payload"]["recall"]) == ("A003", 1)
    desk.done(job["id"])
    assert numbers(desk) == ["A001", "A002"]
    assert ("A003", "dropped", "recalled") in hall.speech()


def test_a_call_whose_announcer_died_is_not_said_beside_its_recall(tmp_path: Path) -> None:
    hall = Hall(tmp_path)
    hall.call(1)
    leased(Desk(hall))
    hall.press("recall", 1)
    assert leased(Desk(hall), anew=True)["payload"]["recall"] == 1
    assert hall.speech() == [("A001", "dropped", "recalled"), ("A001", "leased", None)]


@pytest.mark.parametrize(
    ("after", "times"), [(3, [1, 1, 2, 2, 2, 2]), (0, [2] * 6), (5, [2] * 6), (4, [1, 2, 2, 2, 2, 2])]
)
def test_more_than_so_many_waiting_are_said_once_each(tmp_path: Path, after: int, times: list[int]) -> None:
    hall = Hall(tmp_path, {"times": 2, "shorten_after": after})
    hall.call(*range(1, 7), 51, 52)
    desk, found = Desk(hall), []
    for waiting in reversed(range(6)):
        job = leased(desk)
        assert job["waiting"] == waiting, "those of another zone do not count"
        assert job["payload"]["short"] is (job["payload"]["times"] == 1)
        found.append(job["payload"]["times"])
        desk.done(job["id"])
    assert found == times


def test_those_that_need_not_be_said_any_more_do_not_count_as_waiting(tmp_path: Path) -> None:
    hall = Hall(tmp_path)
    hall.call(1, 2, 3)
    hall.press("start", 2)
    assert leased(Desk(hall))["waiting"] == 1
    assert ("A002", "dropped", "started") in hall.speech()


def test_one_voice_a_zone_while_another_agent_speaks_there_is_nothing_to_say(tmp_path: Path) -> None:
    hall = Hall(tmp_path)
    hall.call(1, 2, 51)
    one, other = Desk(hall, "1"), Desk(hall, "2")
    first = leased(one)
    assert other.lease(["speech"], zone="east") == []
    assert leased(other, None)["number"] == "A003", "the other zone is free"
    one.done(first["id"])
    assert leased(other)["number"] == "A002"


def test_an_agent_that_died_while_speaking_holds_up_its_zone_no_longer_than_its_lease(tmp_path: Path) -> None:
    hall = Hall(tmp_path)
    hall.call(1)
    leased(Desk(hall, "1"))
    other = Desk(hall, "2")
    hall.time.pass_(29_999)
    assert other.lease(["speech"], zone="east", anew=True) == [], (
        "what another agent holds is not for the asking"
    )
    hall.time.pass_(1)
    assert leased(other)["repeat"] is True


def test_an_agent_that_begins_anew_is_given_at_once_what_it_had_in_hand_as_a_repeat_said_once(
    tmp_path: Path,
) -> None:
    hall = Hall(tmp_path, {"times": 3})
    hall.call(1, 2)
    desk = Desk(hall)
    first = leased(desk)
    again = leased(desk, anew=True)
    assert (again["id"], again["repeat"], again["payload"]["times"]) == (first["id"], True, 1)
    desk.done(again["id"])
    after = leased(desk)
    assert (after["number"], after["repeat"], after["payload"]["times"]) == ("A002", False, 3)


def test_when_it_was_heard_is_kept_and_never_before_the_call_or_after_the_answer(tmp_path: Path) -> None:
    hall = Hall(tmp_path)
    hall.call(1, 2, 3)
    made, desk = hall.time.wall, Desk(hall)
    hall.time.pass_(10_000)
    for spoken_at in (made / 1000 + 4, made / 1000 - 3600, made / 1000 + 3600):
        desk.done(leased(desk)["id"], "请A零零一号", spoken_at=spoken_at, seconds=4.5)
    kept = [detail for (detail,) in hall.hub.store.all("select detail from job order by seq")]
    assert '"seconds":4.5' in kept[0] and '"text":"请A零零一号"' in kept[0]
    moments = [detail.partition('"spoken_at":"')[2][:19] for detail in kept]
    assert moments == ["2026-11-23T01:00:04", "2026-11-23T01:00:00", "2026-11-23T01:00:10"]
