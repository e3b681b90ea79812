"""Ratings, cases and cards outlive their day: deadlines, alarms, what counts by default; made anew from the journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from server.commands.erase import command as erase
from server.domain.ratings import cards as due_dates
from server.domain.ratings import cases as rules
from server.hub import platform
from server.hub.entries import asked as asking
from server.hub.entries import iso
from server.hub.hub import Hub
from server.hub.tracking import find
from server.journal import cards, cases, ratings
from server.web.ratings.ratings import summed
from tests.journal import hubs
from tests.journal.hubs import HALL, Time, act, entries, hub_in, rebuilt, room

DAY = 24 * 3600 * 1000
TABLES = ("rating", "case_file", "case_step", "card", "matter")
WORDS = "等了很久"


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def hub(tmp_path: Path, time: Time) -> Iterator[Hub]:
    """Open on weekdays; the day is Monday 23 November."""
    hub = hub_in(tmp_path, time, hours={"workdays": "08:30-17:30"})
    yield hub
    hub.store.close()


def visit(hub: Hub, level: int | None = None, **more: object) -> str:
    """A visit at w1 that has ended, and is rated there."""
    act(hub, "open", window="w1", person="li")
    id = str(act(hub, "take", services=["permit"], lax=True)["ticket"]["id"])
    act(hub, "call_next", window="w1")
    act(hub, "complete", window="w1")
    if level is not None:
        act(hub, "rate_here", window="w1", actor="screen", level=level, source="screen", **more)
    return id


def tables(hub: Hub) -> list[list[tuple[object, ...]]]:
    return [hub.store.all(f"select * from {name} order by 1, 2, 3") for name in TABLES]


def test_a_case_is_told_when_its_days_are_over_each_day_until_it_ends(hub: Hub, time: Time) -> None:
    visit(hub, 1)
    (case,) = cases.listed(hub.store.conn, asked(hub, time), (-1, ""), 9)
    assert case["due_day"] == "2026-11-30", "five working days"
    time.pass_(7 * DAY)
    hub.tick()
    assert "case_overdue" not in {a.kind for a in room(hub).floor.alarms.values()}, "its last day is not over"
    for _ in range(2):
        time.pass_(DAY)
        hub.tick()
        (alarm,) = (a for a in room(hub).floor.alarms.values() if a.kind == "case_overdue")
        assert alarm.facts["case"] == case["id"]
    for step, code in (("verify", "unfounded"), ("feed_back", "reached"), ("review", "settled")):
        act(hub, "case_step", actor="person:chen", person="chen", case=case["id"], step=step, code=code)
    hub.tick()
    assert [e.kind for e in entries(hub)[-1:]] == ["alarm.cleared"]


def asked(hub: Hub, time: Time) -> dict[str, object]:
    nothing = dict.fromkeys(("department", "service", "window", "person", "state", "from", "to", "reader"))
    return {**nothing, "hall": HALL, "open": 0, "overdue": 0, "now": time.wall, "today": "2026-11-30"}


def test_what_was_rated_is_closed_when_the_day_and_its_case_are_over(hub: Hub, time: Time) -> None:
    good, bad = visit(hub, 5), visit(hub, 2, words=WORDS)
    codes = {id: str(hub.store.one("select value from private where ref = :id and kind = 'track'", id=id)[0])
             for id in (good, bad)}  # fmt: skip
    time.pass_(DAY)
    hub.tick()
    seen = {id: find(hub, code)[2] for id, code in codes.items()}
    assert [(seen[id]["rating"], seen[id]["rated"]) for id in (good, bad)] == [(None, True)] * 2, (
        "null for bad ones alone would tell them"
    )
    late = visit(hub)
    time.pass_(DAY)
    hub.tick()
    act(hub, "rate", ticket=late, actor="holder:x", channel="holder", level=2)
    said = entries(hub)[-2].data
    assert (said["day"], said["window"], said["person"]) == ("2026-11-24", "w1", "li"), (
        "of the visit's own day"
    )
    assert entries(hub)[-1].data["due_day"] == rules.deadline(room(hub).hall, "2026-11-25", 5), (
        "from when it was said"
    )
    rows = ratings.listed(hub.store.conn, period(time, "2026-11-24", "2026-11-24"), (2**62, ""), 9)
    assert [row["ticket"] for row in rows] == [late]
    whole = period(time, "2026-11-23", "2026-11-25")
    theirs = ratings.listed(hub.store.conn, whole | {"reader": "li"}, (2**62, ""), 9)
    assert [row["ticket"] for row in theirs] == [good], (
        "a lead who served reads what is closed, and others' anyway"
    )
    assert len(ratings.listed(hub.store.conn, whole | {"reader": "wang"}, (2**62, ""), 9)) == 3
    same_day = whole | {"reader": "li", "today": "2026-11-23"}
    assert ratings.listed(hub.store.conn, same_day, (2**62, ""), 9) == [], "the day is not over"
    assert cases.listed(hub.store.conn, asked(hub, time) | {"reader": "li"}, (-1, ""), 9) == []


def period(time: Time, first: str, last: str) -> dict[str, object]:
    nothing = dict.fromkeys(("department", "service", "window", "person", "level", "source", "reader"))
    return {**nothing, "hall": HALL, "from": first, "to": last, "now": time.wall, "today": last}


def test_tables_made_anew_from_the_journal_are_the_same_to_the_last_row(hub: Hub, time: Time) -> None:
    visit(hub, 2, words=WORDS, reasons=["speed"])
    visit(hub, 4)
    (case,) = cases.listed(hub.store.conn, asked(hub, time), (-1, ""), 9)
    who = {"actor": "person:chen", "person": "chen"}
    act(hub, "case_step", **who, case=case["id"], step="verify", code="confirmed", words=WORDS)
    card = {"colour": "red", "window": "w1", "rule": "late_open", "reason": "again"}
    act(hub, "issue_card", **who, **{k: v for k, v in card.items() if k != "window"}, to="w1")
    (issued,) = cards.listed(hub.store.conn, every(), (2**62, ""), 9)
    act(hub, "revoke_card", **who, card=issued["id"], reason="mistake")
    row = {
        "matter": "M1",
        "service": "permit",
        "department": "",
        "person": None,
        "due": "2026-11-20",
        "done": None,
    }
    act(hub, "bring_matters", **who, rows=[row])
    before = tables(hub)
    assert all(before), "each table has something in it"
    rebuilt(hub)
    assert tables(hub) == before
    said = CliRunner().invoke(
        erase, ["A001", "--hall", HALL, "--day", "2026-11-23", "--data", str(hub.store.directory)]
    )
    assert "private facts erased" in said.output, said.output
    assert WORDS not in "".join(map(str, hub.store.all("select value from private"))), (
        "of the rating and its case"
    )
    assert WORDS not in "".join(map(str, hub.store.all("select data from journal"))), (
        "erased with what is private"
    )


def every() -> dict[str, object]:
    return {**dict.fromkeys(("from", "to", "colour", "kind", "whose", "state", "department")), "hall": HALL}


def test_who_does_not_rate_counts_apart_and_only_after_the_halls_days(hub: Hub, time: Time) -> None:
    for level in (None, None, 3):
        visit(hub, level)
    for counts_as, days, default, share in (
        ("none", 9, 0, 1),
        ("satisfied", 7, 0, 1),
        ("satisfied", 8, 2, 1),
    ):
        hall = hubs.profiles.build(hubs.raw() | {"ratings": {"unrated_counts_as": counts_as}})
        given = period(time, "2026-11-23", "2026-11-30") | {
            "today": f"2026-{'11-30' if days < 8 else '12-01'}"
        }
        conn = hub.store.conn
        found = summed(
            hall, given, ratings.tally(conn, given), ratings.visits(conn, given, None, "rehearsal"),
            cases.counts(conn, given),
        )  # fmt: skip
        assert (found["visits"], found["rated"], found["unrated"]) == (3, 1, 2)
        assert (found["by_default"], found["satisfied_share_with_default"]) == (default, share), (
            counts_as,
            days,
        )
        assert (found["rated_share"], found["satisfied_share"]) == (1 / 3, 1), "never among those who said it"


def test_what_a_hall_sets_for_ratings_is_what_it_does(hub: Hub) -> None:
    own = {
        "ratings": {"ask_seconds": 7, "near_days": 9, "export": ["level", "Item=code"], "reasons_most": 1},
        "rating_reasons": [{"id": "dark", "name": "Dark"}], "card_rules": [{"id": "late", "name": "Late"}],
    }  # fmt: skip
    hall = hubs.profiles.build(hubs.raw() | own)
    told = hubs.profiles.public(hall)["ratings"]
    assert told == {"ask": 7, "most": 1, "reasons": [{"id": "dark", "name": "Dark", "name_en": ""}]}
    assert [platform.column(c, "en") for c in hall.ratings.export] == [("Level", "level"), ("Item", "code")]
    visit(hub)
    floor = room(hub).floor
    ended = floor.tickets[str(floor.window("w1").ended)].ended_at or 0
    for seconds, until in ((7, iso(ended + 7000)), (0, None)):
        floor.hall = replace(hall, ratings=replace(hall.ratings, ask_seconds=seconds))
        assert (asking(floor.window("w1"), floor) or {"until": None})["until"] == until
    stands = [
        due_dates.stands("2026-12-01", None, "2026-11-23", due_dates.near_until(h, "2026-11-23"))
        for h in (hall, hubs.profiles.build(hubs.raw()))
    ]
    assert stands == ["near", "open"]
    rule = {"colour": "red", "rule": "late", "reason": "again", "to": "w1", "person": "chen"}
    act(hub, "issue_card", **rule)
    assert entries(hub)[-1].data["rule"] == "late", "a rule of the hall is a code, another is words"
