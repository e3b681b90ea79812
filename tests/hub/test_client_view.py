"""A device's copy of a view: whatever order the messages arrive in, it is the hub's view of one moment."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from server.view import EARLY_MAX, ViewCopy

IDS = ("t1", "t2", "t3")
Message = tuple[str, dict[str, Any]]
touches = st.dictionaries(st.sampled_from(IDS), st.integers(0, 9) | st.none(), min_size=1)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[dict[str, dict[str, Any]]], list[Message], list[Message]]:
    """(the truth after each seq, updates of the view, snapshots). Some seqs touch other views only."""
    truth: list[dict[str, dict[str, Any]]] = [{}]
    updates: list[Message] = []
    merged: dict[str, Any] | None = None
    touched = 0
    for touch in draw(st.lists(touches | st.none(), max_size=12)):
        seq, state = len(truth), dict(truth[-1])
        for id, value in (touch or {}).items():
            state.pop(id, None)
            if value is not None:
                state[id] = {"id": id, "value": value}
        truth.append(state)
        if touch is None:
            continue
        merged = merged or {"prev": touched, "events": [], "tickets": {}}
        merged["tickets"] |= {id: state.get(id, {"id": id, "gone": True}) for id in touch}
        merged["events"].append({"seq": seq, "kind": "ticket.called"})
        touched = merged["seq"] = seq
        if draw(st.booleans()):
            updates.append(("update", merged | {"tickets": list(merged["tickets"].values())}))
            merged = None
    if merged:
        updates.append(("update", merged | {"tickets": list(merged["tickets"].values())}))
    at = draw(st.lists(st.integers(0, len(truth) - 1), min_size=1, max_size=3))
    return truth, updates, [snapshot(seq, truth[seq]) for seq in at]


def snapshot(seq: int, tickets: dict[str, dict[str, Any]]) -> Message:
    return "snapshot", {"seq": seq, "hall": "h", "tickets": list(tickets.values())}


def deliver(copy: ViewCopy, message: Message) -> None:
    copy.snapshot(message[1]) if message[0] == "snapshot" else copy.update(message[1])


@given(histories(), st.data())
def test_the_copy_is_always_the_view_of_its_seq_whatever_comes_when(
    history: Any, data: st.DataObject
) -> None:
    truth, updates, snapshots = history
    sent = updates + snapshots
    some = data.draw(st.lists(st.sampled_from(sent), max_size=20)) if sent else []
    copy = ViewCopy()
    for message in data.draw(st.permutations(sent)) + some:
        deliver(copy, message)
        if copy.fresh:
            assert copy.tickets == truth[copy.seq]


@given(histories(), st.data())
def test_when_everything_has_arrived_nothing_is_missing(history: Any, data: st.DataObject) -> None:
    truth, updates, snapshots = history
    copy = ViewCopy()
    for message in data.draw(st.permutations(updates + snapshots)):
        deliver(copy, message)
    assert copy.tickets == truth[-1]
    assert not copy.waiting


@given(histories(), st.data())
@settings(max_examples=200, deadline=None)
def test_a_lost_update_is_noticed_or_covered_and_a_snapshot_heals_it(
    history: Any, data: st.DataObject
) -> None:
    truth, updates, snapshots = history
    kept = data.draw(st.lists(st.sampled_from(updates), unique_by=lambda m: m[1]["seq"])) if updates else []
    copy = ViewCopy()
    for message in data.draw(st.permutations(kept + snapshots)):
        deliver(copy, message)
    if kept and max(m[1]["seq"] for m in kept) > copy.seq:
        assert copy.waiting
    deliver(copy, snapshot(len(truth) - 1, truth[-1]))
    assert copy.tickets == truth[-1] and not copy.waiting


@given(histories(), st.data())
def test_every_event_after_the_snapshot_is_told_once_and_in_order(history: Any, data: st.DataObject) -> None:
    _, updates, snapshots = history
    first = min(snapshots, key=lambda m: m[1]["seq"])
    told: list[int] = []
    seen: list[int] = []

    def tell(update: Any) -> None:
        told.extend(e["seq"] for e in (update or {"events": []})["events"])
        seen.append(copy.seq)

    copy = ViewCopy(tell)
    for message in data.draw(st.permutations([*updates, first])):
        deliver(copy, message)
    news = [e["seq"] for _, m in updates for e in m["events"] if e["seq"] > first[1]["seq"]]
    assert told == news
    made = [m["seq"] for _, m in updates if m["seq"] > first[1]["seq"]]
    assert seen == [first[1]["seq"], *made], "each is told with the copy as that change made it"


def test_after_a_new_connection_even_a_lower_snapshot_counts() -> None:
    """The hub was restored from an older copy of its data."""
    told: list[Any] = []
    copy = ViewCopy(told.append)
    copy.snapshot({"seq": 9, "tickets": [{"id": "t1"}]})
    copy.rejoin()
    assert copy.waiting and copy.tickets, "what was shown stays until the hub says otherwise"
    copy.snapshot({"seq": 4, "tickets": []})
    assert told == [None, None]
    assert copy.seq == 4 and copy.tickets == {}


def test_a_snapshot_overtaken_by_an_update_does_not_turn_the_copy_back() -> None:
    told: list[Any] = []
    copy = ViewCopy(told.append)
    copy.snapshot({"seq": 1, "tickets": []})
    copy.update({"prev": 1, "seq": 2, "tickets": [{"id": "t1"}], "events": []})
    copy.snapshot({"seq": 1, "tickets": []})
    assert len(told) == 2
    assert copy.tickets == {"t1": {"id": "t1"}}


def test_updates_that_wait_for_one_that_never_comes_do_not_pile_up() -> None:
    copy = ViewCopy()
    copy.snapshot({"seq": 0})
    for seq in range(2, 3 * EARLY_MAX):
        copy.update({"prev": seq - 1, "seq": seq, "events": []})
        assert copy.waiting and len(copy._early) <= EARLY_MAX
    copy.snapshot({"seq": 3 * EARLY_MAX})
    assert not copy.waiting
