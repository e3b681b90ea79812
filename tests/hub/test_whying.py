"""Why a call was this one: told by the routing's own code from the floor as it was, for every call of any day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from server.domain.errors import HallError
from server.domain.whys import REASONS
from server.hub.hub import Hub
from server.hub.past import past, whying
from server.hub.past.past import Past
from tests.domain.hall import MINUTE
from tests.hub.pastdays import lived
from tests.journal import hubs
from tests.journal.hubs import HALL, act


def why(hub: Hub, seq: int, department: str | None = None) -> dict[str, Any]:
    return whying.why(Past(), hub.store.conn, HALL, seq, department)


def skipped(hub: Hub, ticket: str) -> dict[str, Any]:
    return whying.skipped(Past(), hub.store.conn, HALL, ticket, None)


def calls(hub: Hub) -> list[Any]:
    return [e for e in hubs.entries(hub) if e.kind == "ticket.called"]


def reasons(told: dict[str, Any]) -> dict[str, str]:
    """Number → why it was not called."""
    return {r["number"]: r["reason"] for r in (*told["candidates"], *told["kept_away"]) if r["reason"]}


@pytest.mark.parametrize("seed", range(3))
def test_every_call_of_any_day_is_explained_as_it_was_decided(tmp_path: Path, seed: int) -> None:
    hub, _ = lived(tmp_path, seed)
    folds, conn, found = Past(), hub.store.conn, calls(hub)
    assert len(found) > 30
    for call in found:
        told = whying.why(folds, conn, HALL, call.seq, None)
        recorded = call.data["why"]
        assert told["agrees"], (call, told)
        assert (told["ticket"]["number"], told["chosen"]) == (call.data["number"], recorded.get("chosen"))
        if told["chosen"] is None:
            assert told["candidates"][0] == told["ticket"]
            assert (told["could"], told["ticket"]["score"]) == (recorded["waiting"], recorded["score"])
            assert told["ticket"]["class"] == recorded["class"]
            second = told["candidates"][1]["number"] if told["could"] > 1 else None
            assert (recorded["runner_up"] or {}).get("number") == second
        assert set(reasons(told).values()) <= set(REASONS)


@pytest.mark.parametrize("seed", range(3))
def test_nobody_is_passed_over_without_a_reason(tmp_path: Path, seed: int) -> None:
    """Of every ticket: each later number that was called first, and a reason that the call itself also gives."""
    hub, _ = lived(tmp_path, seed, presses=150)
    folds, conn = Past(), hub.store.conn
    some = 0
    for (ticket,) in hub.store.all("select id from visit order by id")[::3]:
        told = whying.skipped(folds, conn, HALL, ticket, None)
        some += told["total"]
        assert told["total"] == sum(told["reasons"].values())
        for row in told["calls"]:
            assert row["taken_at"] >= told["ticket"]["taken_at"]
            assert row["reason"] in REASONS
            assert row["reason"] != "later", "the same score never goes to a later number"
            there = reasons(whying.why(folds, conn, HALL, row["seq"], None))
            if row["reason"] not in ("held", "no_show"):
                assert there[told["ticket"]["number"]] == row["reason"]
    assert some > 0


def test_a_disputed_call_is_told_in_every_kind_of_reason(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = hubs.hub_in(tmp_path, time, no_show_recalls=0, no_show_seconds=0)
    first = act(hub, "take", services=["licence"])["ticket"]
    bound = act(hub, "take", services=["permit"])["ticket"]
    act(hub, "transfer_ticket", ticket=bound["id"], window="w4", to="w4")
    other = act(hub, "take", services=["passport"])["ticket"]
    time.pass_(MINUTE)
    act(hub, "take", services=["permit"], classes=["quick"], reasons={"quick": "seen"}, channel="guide")
    act(hub, "open", window="w1", person="chen")
    act(hub, "call_next", window="w1")
    told = why(hub, calls(hub)[-1].seq)
    assert told["ticket"]["number"] == "A003" and told["ticket"]["class"] == "quick"
    assert reasons(told) == {"A001": "lower", "A002": "sent_elsewhere", "C001": "not_served"}
    assert told["reasons"] == {"sent_elsewhere": 1, "not_served": 1}
    assert told["names"]["windows"] == {"w1": ["Counter 1", "Window 1"]}
    act(hub, "complete", window="w1")
    act(hub, "take", services=["licence"])
    act(hub, "call", window="w1", number="A004", reason="asked_for")
    assert reasons(why(hub, calls(hub)[-1].seq))["A001"] == "chosen_by_clerk"
    mine = skipped(hub, first["id"])
    assert [(c["number"], c["reason"]) for c in mine["calls"]] == [
        ("A003", "lower"),
        ("A004", "chosen_by_clerk"),
    ]
    assert mine["calls"][0]["facts"]["their_class"] == "quick"
    assert skipped(hub, other["id"])["calls"] == [], "nobody was called where it might have been"
    assert [c["reason"] for c in skipped(hub, bound["id"])["calls"]] == ["sent_elsewhere", "sent_elsewhere"]


def test_a_backup_that_helps_only_later_is_said_to(tmp_path: Path) -> None:
    hub = hubs.hub_in(tmp_path, hubs.Time())
    act(hub, "take", services=["tax"])
    act(hub, "amend", edit={"windows": {"w1": {"backup": ["tax"]}}}, actor="person:boss")
    act(hub, "take", services=["permit"])
    act(hub, "open", window="w1", person="chen")
    act(hub, "call_next", window="w1")
    assert reasons(why(hub, calls(hub)[-1].seq)) == {"B01": "help_later"}


def test_who_is_let_back_in_by_the_press_itself_is_among_the_candidates(tmp_path: Path) -> None:
    """Passed, and then alone: the next press lets them in and calls them at once."""
    hub = hubs.hub_in(tmp_path, hubs.Time(), no_show_recalls=0, no_show_seconds=0, passed="after_calls")
    act(hub, "open", window="w1", person="chen")
    act(hub, "take", services=["permit"])
    act(hub, "call_next", window="w1")
    act(hub, "no_show", window="w1")
    act(hub, "call_next", window="w1")
    assert [e.kind for e in hubs.entries(hub)][-2:] == ["ticket.requeued", "ticket.called"]
    told = why(hub, calls(hub)[-1].seq)
    assert (told["agrees"], [c["number"] for c in told["candidates"]]) == (True, ["A001"])


def test_what_is_no_call_has_no_why(tmp_path: Path) -> None:
    hub = hubs.hub_in(tmp_path, hubs.Time())
    act(hub, "take", services=["tax"])
    for seq in (1, past.last(hub.store.conn, HALL), 99):
        with pytest.raises(HallError) as refusal:
            why(hub, seq)
        assert refusal.value.code == "unknown_call"
