"""Cases of bad ratings: step by step, by people, by a deadline in the hall's working days; and cards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from server.domain.alarms.watching import Seen
from server.domain.errors import HallError
from server.domain.events import Command
from server.domain.ratings import cards, cases
from server.domain.ratings.cases import Overdue
from tests.domain.hall import WORKDAY, hall
from tests.domain.play import Play

WEEK = {"workdays": WORKDAY, "closed_on": ["2026-11-26"], "open_on": ["2026-11-28"]}


def row(state: str = "opened", found: str | None = None, called_back: str | None = None) -> dict[str, Any]:
    return {"id": "k1", "person": "li", "state": state, "found": found, "called_back": called_back}


def step(
    at: Play, file: dict[str, Any] | None, name: str, code: str, person: str | None = "chen"
) -> list[str]:
    command = Command("case_step", f"person:{person}", {"step": name, "code": code}, person=person)
    return at.do(command, file=file)


def test_a_case_goes_from_verifying_to_its_review_and_each_step_is_in_the_journal() -> None:
    at = Play("w1")
    course = (
        ("verify", "confirmed"),
        ("correct", "trained"),
        ("feed_back", "reached"),
        ("review", "settled"),
    )
    file = row()
    for name, code in course:
        (kind,) = step(at, file, name, code)
        file["state"] = kind.partition(".")[2]
        file |= {"verify": {"found": code}, "feed_back": {"called_back": code}}.get(name, {})
        assert at.written[-1].data == {"case": "k1", "code": code, "person": "chen"}
    assert cases.following(**{k: file[k] for k in ("state", "found", "called_back")}) == ("reopen",)
    assert step(at, file, "reopen", "complained_again") == ["case.reopened"]
    assert at.written[-1].data["due_day"] > at.floor.day, "it has its days again"


@pytest.mark.parametrize(
    ("file", "name", "code", "next"),
    [(row(), "correct", "trained", ["verify"]), (row(), "review", "settled", ["verify"]),
     (row("verified", "unfounded"), "correct", "trained", ["feed_back"]),
     (row("corrected", "confirmed"), "review", "settled", ["feed_back"]),
     (row("fed_back", "partly", "reached"), "feed_back", "reached", ["review", "reopen"]),
     (row("reviewed", "partly", "reached"), "verify", "confirmed", ["reopen"])],
)  # fmt: skip
def test_a_step_out_of_turn_is_refused_with_what_comes_first(
    file: dict[str, Any], name: str, code: str, next: list[str]
) -> None:
    with pytest.raises(HallError) as refusal:
        step(Play("w1"), file, name, code)
    assert (refusal.value.code, refusal.value.facts["next"]) == ("case_step", next)
    assert next[0].replace("_", " ") in refusal.value.detail


def test_a_step_is_taken_by_a_person_and_not_by_whoever_was_rated() -> None:
    at = Play("w1")
    for person in (None, "li"):
        with at.refuses("forbidden"):
            step(at, row(), "verify", "confirmed", person)
    with at.refuses("unknown_case"):
        step(at, None, "verify", "confirmed")
    with at.refuses("invalid"):
        step(at, row(), "verify", "nonsense")


def test_whoever_could_not_be_reached_may_be_called_again() -> None:
    assert cases.following("fed_back", "confirmed", "unreached")[-1] == "feed_back"


def test_a_deadline_counts_the_days_the_hall_works() -> None:
    """From Monday 23 November; the Thursday is off and the Saturday worked."""
    given = hall(hours=WEEK)
    assert [cases.deadline(given, "2026-11-23", n) for n in (1, 2, 3, 4, 5)] == [
        "2026-11-24", "2026-11-25", "2026-11-27", "2026-11-28", "2026-11-30",
    ]  # fmt: skip
    short = replace(given, ratings=replace(given.ratings, case_days=2))
    assert cases.due(short, "2026-11-23")["due_day"] == "2026-11-25"


def test_a_case_past_its_deadline_is_told_once_and_names_no_ticket() -> None:
    at = Play("w1")
    seen = Seen(
        others=tuple(cases.alarms((Overdue("k1", at.now - 60_000, "2026-11-20", "verify", ""),), at.now))
    )
    watch = Command("alarms", "system")
    assert at.do(watch, seen=seen) == ["alarm.raised"]
    assert at.do(watch, seen=seen) == []
    facts = at.floor.alarms["case_overdue:k1"].facts
    assert facts == {"case": "k1", "due": "2026-11-20", "next": "verify", "department": None, "minutes": 1}
    assert at.do(watch, seen=Seen()) == ["alarm.cleared"]


# -- cards -----------------------------------------------------------------------------------------


def issue(at: Play, by: str | None = "chen", to: str | None = None, **args: Any) -> list[str]:
    """To the person `to`, or what else is named."""
    facts = {
        "card": "c1", "people": frozenset({"li", "chen"}), "rule": {"rule": "late"}, "department": "",
        "reason": {"reason": "overdue"},
    }  # fmt: skip
    said = {"colour": "yellow", **({"person": to} if to else {}), **args}
    return at.do(Command("issue_card", f"person:{by}", said, person=by), **facts)


def test_a_card_is_the_act_of_a_person_about_somebody_else() -> None:
    at = Play("w1")
    assert issue(at, window="w1") == ["card.issued"]
    said = at.written[-1].data
    assert (said["to"], said["by"], said["rule"], said["reason"]) == (
        ["window", "w1"],
        "chen",
        "late",
        "overdue",
    )
    assert issue(at, to="li", colour="red") == ["card.issued"]
    for by, to, code in (
        (None, {"window": "w1"}, "forbidden"), ("chen", {"to": "chen"}, "forbidden"),
        ("chen", {"to": "nobody"}, "invalid"), ("chen", {"window": "w99"}, "invalid"),
    ):  # fmt: skip
        with at.refuses(code):
            issue(at, by, **to)


def test_a_card_is_revoked_once_and_never_by_whom_it_is_about() -> None:
    at = Play("w1")
    card = {"id": "c1", "to": ["person", "li"], "revoked_at": None}
    revoke = Command("revoke_card", "person:chen", person="chen")
    assert at.do(revoke, row=card, reason={"reason": "mistake"}) == ["card.revoked"]
    for row, who, code in (
        ({**card, "revoked_at": 1}, "chen", "card_revoked"), (None, "chen", "unknown_card"), (card, "li", "forbidden"),
    ):  # fmt: skip
        with at.refuses(code):
            at.do(replace(revoke, person=who), row=row, reason={"reason": "mistake"})


def test_dates_alone_say_how_a_matter_stands() -> None:
    given = hall(hours=WEEK)
    near = cards.near_until(given, "2026-11-23")
    stood = {
        due: cards.stands(due, None, "2026-11-23", near)
        for due in ("2026-11-20", "2026-11-23", "2026-11-25", "2026-11-27")
    }
    assert stood == {
        "2026-11-20": "overdue",
        "2026-11-23": "near",
        "2026-11-25": "near",
        "2026-11-27": "open",
    }
    assert cards.stands("2026-11-20", "2026-11-19", "2026-11-23", near) == "done"
    spans = {state: cards.due_between(state, "2026-11-23", near) for state in set(stood.values())}
    assert all(spans[state][0] <= due <= spans[state][1] for due, state in stood.items())
    assert sum(first <= due <= last for due in stood for first, last in spans.values()) == len(stood)
