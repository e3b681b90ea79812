"""What a desk takes for true between an act's answer and the view's next word; what a press asks for. Pure."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from queue import SimpleQueue
from typing import Any

import pytest

from caller.desk import acts
from caller.desk.desk import Desk, Hear, Seen, Word
from caller.desk.places import Places
from caller.keypad import frames
from caller.keypad.config import Keypad as Row
from caller.keypad.keypad import Keypad
from caller.keypad.ratings import Ratings
from server import profiles
from server.client import HubClient, ViewCopy
from server.protocol import Json
from tests.hubprocess import SMALL

SECONDS = 30.0


def ticket(id: str, status: str = "called", **more: Any) -> Json:
    return {"id": id, "number": id.upper(), "status": status, "window": "w1", "held_at": None, **more}


def window(here: str | None, state: str = "open", undo: Json | None = None) -> Json:
    return {"id": "w1", "state": state, "ticket": here, "undo": undo}


def seeing(view: Seen, answer: Json | None) -> Seen:
    desk = Desk(HubClient("http://127.0.0.1:1", "", "hall"), "w1", Hear())
    desk._view, desk._answer = view, answer
    return desk.seen


BEFORE = Seen(7, True, window("a002"), ticket("a002"), (ticket("a002"), ticket("a003", "waiting")))


@pytest.mark.parametrize(
    ("answer", "here"),
    [
        ({"seq": 9, "window": window("a003"), "ticket": ticket("a003")}, "a003"),
        # An undo names the one it took back; who is here again stands among `tickets`, and in no view yet.
        ({"seq": 9, "window": window("a001"), "ticket": ticket("a002"), "tickets": [ticket("a001")]}, "a001"),
        ({"seq": 9, "window": window("a003"), "ticket": None}, "a003"),
        ({"seq": 9, "window": window(None), "ticket": ticket("a002", "completed")}, None),
        ({"seq": 7, "window": window(None), "ticket": None}, "a002"),
    ],
)  # fmt: skip
def test_the_newer_of_view_and_answer_says_who_is_here(answer: Json, here: str | None) -> None:
    seen = seeing(BEFORE, answer)
    assert (seen.ticket and seen.ticket["id"]) == here == seen.here


def test_who_was_just_parked_can_be_taken_up_again_before_the_view_says_so() -> None:
    parked = ticket("a002", "held", held_at="2")
    seen = seeing(BEFORE, {"seq": 9, "window": window(None), "ticket": parked})
    assert acts.held_here(list(seen.tickets), "w1") == parked
    assert seen.waiting == 1


def test_nor_need_the_view_have_told_of_them_at_all() -> None:
    parked = ticket("a004", "held", held_at="2")
    seen = seeing(BEFORE, {"seq": 9, "window": window(None), "ticket": parked})
    assert acts.held_here(list(seen.tickets), "w1") == parked
    sent_on = ticket("a004", "waiting") | {"window": None}
    seen = seeing(BEFORE, {"seq": 9, "window": window(None), "ticket": sent_on})
    assert seen.waiting == 1, "perhaps nobody waits for this window"


@pytest.mark.parametrize(
    ("state", "here", "act"),
    [("open", None, "next"), ("open", "a001", "finish_next"), ("paused", None, "back"), ("paused", "a001", "complete"),
     ("closed", None, "open")],
)  # fmt: skip
def test_the_one_big_key_does_what_the_pages_big_place_does(state: str, here: str | None, act: str) -> None:
    assert acts.primary(window(here, state)) == act


def test_a_hub_restored_from_an_older_copy_is_believed_before_what_an_act_answered() -> None:
    desk = Desk(HubClient("http://127.0.0.1:1", "", "hall"), "w1", Hear())
    copy = ViewCopy()
    copy.snapshot({"seq": 7, "windows": [window("a002")], "tickets": [ticket("a002")]})
    desk._changed(copy, None)
    desk._answer = {"seq": 500, "window": window("a003"), "ticket": ticket("a003")}
    assert desk.seen.here == "a003"
    desk._linked(False, None)
    copy.rejoin()
    copy.snapshot({"seq": 100, "windows": [window(None)]})
    desk._changed(copy, None)
    assert desk.seen.here is None


def test_a_snapshot_that_was_on_its_way_already_takes_nothing_back_that_was_answered() -> None:
    """As of a day that opens with the first ticket, while the window's first press is answered."""
    desk = Desk(HubClient("http://127.0.0.1:1", "", "hall"), "w1", Hear())
    copy = ViewCopy()
    copy.snapshot({"seq": 1, "windows": [window(None, "closed")]})
    desk._changed(copy, None)
    desk._answer = {"seq": 4, "window": window(None), "ticket": None}
    copy.snapshot({"seq": 3, "windows": [window(None, "closed")]})
    desk._changed(copy, None)
    assert desk.seen.window == window(None)


def test_a_second_press_waits_for_nothing_but_that_the_first_was_seen() -> None:
    """The view may tell of a call before the call's own answer comes, and a quick hand goes on from what it sees."""
    told: SimpleQueue[tuple[str, bool, str | None]] = SimpleQueue()
    hear = Hear(said=lambda code, facts: told.put((code, desk.busy, desk.seen.here)))
    desk = Desk(HubClient("http://127.0.0.1:1", "", "hall"), "w1", hear)
    desk._view = BEFORE
    desk.start(watching=False)
    answered = threading.Event()

    def call() -> Word:
        answered.wait(SECONDS)
        desk._answer = {"seq": 9, "window": window("a003"), "ticket": ticket("a003")}
        return "next", {}

    assert desk._begin(call)
    assert not desk._begin(lambda: ("recall", {})), "nobody can have seen whom the call brings"
    desk._view = replace(BEFORE, seq=9, window=window("a003"), ticket=ticket("a003"))
    assert not desk.do("complete", BEFORE), "whoever presses has still the one before on the screen"
    assert desk._begin(lambda: ("start", {})), "the call is seen"
    assert not desk._begin(lambda: ("recall", {})), "what the start does is not"
    answered.set()
    assert [told.get(timeout=SECONDS)[::2] for _ in range(2)] == [("next", "a003"), ("start", "a003")]
    assert desk._begin(lambda: ("recall", {}))
    assert told.get(timeout=SECONDS) == ("recall", False, "a003"), "told when the next may begin"
    desk.close()


def in_another_thread(work: Callable[[], None], begun: threading.Event) -> threading.Thread:
    """`work`, once it has begun."""
    thread = threading.Thread(target=work, name="slow")
    thread.start()
    assert begun.wait(SECONDS)
    return thread


def held_up(begun: threading.Event) -> None:
    """The slow thread is overtaken here, where it can be."""
    if threading.current_thread().name == "slow" and not begun.is_set():
        begun.set()
        threading.Event().wait(0.3)


def test_of_two_changes_told_at_once_the_newer_one_is_told_last() -> None:
    told: list[int] = []
    begun = threading.Event()

    def changed(seen: Seen) -> None:
        held_up(begun)
        told.append(seen.seq)

    desk = Desk(HubClient("http://127.0.0.1:1", "", "hall"), "w1", Hear(changed=changed))
    desk._view = BEFORE
    slow = in_another_thread(lambda: desk._linked(True, None), begun)
    desk._view = replace(BEFORE, seq=9)
    desk._linked(True, None)
    slow.join()
    assert told == [7, 9]


def test_of_two_threads_that_show_something_on_a_keypad_the_one_that_has_seen_more_is_the_last() -> None:
    shown: list[tuple[str, bytes]] = []
    begun = threading.Event()

    def send(address: int, kind: str, frame: bytes) -> None:
        shown.append((kind, frame))
        held_up(begun)

    hub, row = HubClient("http://127.0.0.1:1", "", "hall"), Row(address=1, window="w1")
    places = Places(profiles.public(profiles.load(SMALL)[1]))
    keypad = Keypad(row, hub, places, Ratings(), send, lambda: 0.0, 2.0)
    keypad.desk._view = BEFORE
    slow = in_another_thread(keypad.show, begun)
    keypad.desk._view = replace(BEFORE, seq=9, ticket=None, tickets=())
    keypad.show()
    slow.join()
    assert dict(shown) == {"number": frames.ticket(1, ""), "waiting": frames.waiting(1, 0)}


def test_an_act_names_the_ticket_that_was_seen() -> None:
    undo = {"tickets": ["a001", "a002"]}
    assert acts.body("finish_next", window("a002"), "a002", outcome="done", items=None) == {
        "ticket": "a002", "outcome": "done", "finish": "completed",
    }  # fmt: skip
    assert acts.body("next", window(None), None) == {"ticket": None}
    assert acts.body("resume", window(None), None, ticket="a009") == {"ticket": "a009"}
    assert acts.body("undo", window(None, undo=undo), None) == {"ticket": "a002"}
    assert acts.body("undo", window("a001", undo=undo), "a001") == {"ticket": "a001"}
    assert acts.body("pause", window("a001"), "a001", reason="lunch") == {"reason": "lunch"}


def test_the_one_held_last_at_this_window_is_taken_up_again() -> None:
    held = [
        ticket("a", "held", held_at="2"),
        ticket("b", "held", held_at="3"),
        ticket("c", "held", held_at="9", window="w2"),
    ]
    found = acts.held_here(held, "w1")
    assert found and found["id"] == "b"
    assert acts.held_here([ticket("a")], "w1") is None


def test_digits_lead_to_a_services_short_code_or_a_windows_number() -> None:
    hall = profiles.public(profiles.load(SMALL)[1])
    places = Places(hall)
    assert (
        places.typed("71") == {"service": "register"} and places.name({"service": "register"}) == "不动产登记"
    )
    assert places.typed("07") == {"window": "w7"}
    assert places.typed("72") is None
    hall["windows"][0]["number"] = 7
    places.learn(hall)
    assert places.typed("7") is None, "two windows have that number"
    assert places.known({"zone": "z1"}) and not places.known({"zone": "z9"}) and not places.known({})
