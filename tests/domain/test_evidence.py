"""Which priority somebody gets and why: by the ID number, by staff with a reason; and how it is taken away again."""

from __future__ import annotations

from typing import Any

import pytest

from server import profiles
from server.domain.events import Command
from server.domain.evidence import age_band, proven
from tests.domain.hall import raw
from tests.domain.play import Play

REASON = {"reason": "certificate_seen"}


def play(**elderly: Any) -> Play:
    given = raw()
    given["classes"][0] |= {"evidence": "id", "min_age": 60, **elderly}
    given["classes"].append(
        {"id": "very_old", "name": "Very old", "head_start": 15, "evidence": "id", "min_age": 80}
    )
    return Play("w1", given=profiles.build(given))


def take(at: Play, age: int | None = None, channel: str = "kiosk", **facts: Any) -> str:
    id = f"t{len(at.floor.tickets) + 1}"
    if age is not None:
        facts["person"] = {"age": age, "tickets": []}
    args = {"services": ["permit"], "classes": list(facts.pop("asked", ()))}
    at.do(Command("take", "token:1", args, channel=channel), ticket=id, series="hub", **facts)
    return id


@pytest.mark.parametrize(
    ("age", "classes", "band"),
    [
        (59, (), ""),
        (60, ("elderly",), "60+"),
        (79, ("elderly",), "60+"),
        (80, ("elderly", "very_old"), "80+"),
    ],
)
def test_every_class_the_age_proves_is_granted_by_itself(
    age: int, classes: tuple[str, ...], band: str
) -> None:
    at = play()
    ticket = at[take(at, age)]
    assert (ticket.classes, ticket.age_band) == (classes, band)
    assert ticket.granted == tuple({"class": c, "by": "id"} for c in classes)
    written = at.written[-1].data
    assert age not in written.values() and not {"age", "born", "id_number", "person"} & written.keys()


def test_the_age_asked_for_is_the_hall_s_to_set() -> None:
    assert proven(play(min_age=65).floor.hall, 64) == []
    assert proven(play(min_age=65).floor.hall, 65) == ["elderly"]
    assert age_band(play(min_age=65).floor.hall, 70) == "65+"


def test_a_class_whose_evidence_is_staff_is_not_given_by_age() -> None:
    at = play(evidence="staff")
    assert at[take(at, 70)].classes == ()


def test_a_kiosk_claims_only_what_the_number_proves() -> None:
    at = play()
    assert at[take(at, 61, asked=["elderly"])].classes == ("elderly",)
    for asked, age in ((["elderly"], None), (["elderly"], 59), (["disabled"], 70)):
        with at.refuses("class_needs_evidence"):
            take(at, age, asked=asked, reasons={"disabled": REASON, "elderly": REASON})


@pytest.mark.parametrize("channel", ["guide", "clerk", "lead", "manager", "admin"])
def test_staff_grant_any_class_with_a_reason_the_elderly_s_too(channel: str) -> None:
    at = play()
    id = take(
        at, channel=channel, asked=["elderly", "disabled"], reasons={"elderly": REASON, "disabled": REASON}
    )
    assert at[id].granted == tuple(
        {"class": c, "by": f"{channel}:token:1", "reason": "certificate_seen"}
        for c in ("elderly", "disabled")
    )
    assert at[id].age_band == ""


def test_a_grant_whose_reason_was_not_said_stands_in_the_journal_as_that() -> None:
    at = play()
    unsaid = at[take(at, channel="guide", asked=["elderly"], reasons={})].granted[0]
    assert unsaid["reason"] == "unstated"
    assert at[take(at, 66, channel="guide", asked=["elderly"], reasons={})].granted[0]["by"] == "id"


def test_a_person_is_named_as_who_granted_it() -> None:
    at = play()
    id = take(at)
    command = Command(
        "classes", "person:li", {"classes": ["disabled"]}, ticket=id, channel="guide", person="li"
    )
    at.do(command, reasons={"disabled": REASON})
    assert at[id].granted == ({"class": "disabled", "by": "guide:li", "reason": "certificate_seen"},)


def test_a_class_is_taken_away_with_a_reason_and_its_worth_goes_with_it() -> None:
    at = play()
    first, id = take(at), take(at, 70)
    at.wait(1)
    assert at.of(id, "classes", why="mistake", remove=["elderly"]) == ["ticket.classes_changed"]
    assert (at[id].classes, at[id].granted) == ((), ())
    assert (at.written[-1].data["removed"], at.written[-1].data["reason"]) == (["elderly"], "mistake")
    at.at("w1", "call_next")
    assert at[first].status == "called"


def test_taking_away_needs_a_reason_and_a_class_that_is_there_and_was_granted() -> None:
    at = play()
    id = take(at, 70)
    with at.refuses("invalid"):
        at.of(id, "classes", remove=["elderly"])
    with at.refuses("unknown_class"):
        at.of(id, "classes", why="mistake", remove=["disabled"])
    at.at("w1", "call_next")
    at.at("w1", "no_show", why="gone")
    at.of(id, "requeue")
    with at.refuses("unknown_class"):
        at.of(id, "classes", why="mistake", remove=["requeued"])


def test_a_class_stays_with_the_person_through_a_requeue_and_a_return() -> None:
    at = play()
    id = take(at, 70)
    at.at("w1", "call_next")
    at.at("w1", "no_show", why="gone")
    at.of(id, "requeue")
    assert (at[id].classes, at[id].granted[0]["by"]) == (("elderly", "requeued"), "id")
    at.serve("w1")
    at.at("w1", "complete", outcome="incomplete")
    at.of(id, "requeue")
    assert at[id].classes == ("elderly", "returning")
