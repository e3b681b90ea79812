"""Raters of keypads: whom a press is about, how four keys become five levels, what is late or twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from caller.keypad.config import Keypad, KeypadFile, Where, judged
from caller.keypad.simulator import VirtualLine
from server.agent.config import ConfigError, read
from tests.caller.hall import Keypads, tcp_line
from tests.cast import Clerk, Kiosk
from tests.hubprocess import HubProcess, Json, until

ROWS = (
    Keypad(address=1, window="w1", rater=4),
    Keypad(address=2, window="w2", rater=5),
    Keypad(address=3, window="w3", rater=5, levels=(0, 5, 4, 3, 2, 1)),
)


@pytest.fixture
def line() -> Iterator[VirtualLine]:
    line = tcp_line()
    yield line
    line.close()


@pytest.fixture
def keys(hub: HubProcess, line: VirtualLine) -> Iterator[Keypads]:
    keys = Keypads(hub, line, *ROWS)
    yield keys
    keys.end()


def served(hub: HubProcess, window: str) -> Json:
    """The ticket of a visit that has just ended at a window."""
    taken: Json = Kiosk(hub).take("marriage")["ticket"]
    clerk = Clerk(hub, window)
    clerk.next()
    clerk.press("complete")
    return taken


def rated(hub: HubProcess) -> list[tuple[str, int]]:
    return [(e["data"]["number"], e["data"]["level"]) for e in hub.journal() if e["kind"] == "ticket.rated"]


def test_the_rater_is_lit_and_what_is_pressed_is_the_visits_rating(
    hub: HubProcess, line: VirtualLine, keys: Keypads
) -> None:
    ticket = served(hub, "w1")
    line.until("1 rater lit")
    line.rate(1, 3)
    line.until("1 acknowledged")
    until(lambda: rated(hub) == [(ticket["number"], 5)])
    (entry,) = (e for e in hub.journal() if e["kind"] == "ticket.rated")
    assert (entry["data"]["window"], entry["data"]["source"]) == ("w1", "rater")
    assert entry["actor"].startswith("token:")


@pytest.mark.parametrize(
    ("row", "value", "level"),
    [(ROWS[0], 0, 2), (ROWS[0], 1, 0), (ROWS[0], 2, 4), (ROWS[0], 3, 5), (ROWS[0], 4, 0), (ROWS[0], 255, 0),
     (ROWS[1], 5, 5), (ROWS[1], 1, 1), (ROWS[1], 0, 0), (ROWS[2], 1, 5), (Keypad(address=4, window="w4"), 3, 0)],
)  # fmt: skip
def test_each_value_of_a_rater_stands_for_its_level(row: Keypad, value: int, level: int) -> None:
    assert row.level(value) == level


def test_a_value_that_stands_for_no_rating_counts_for_nothing(
    hub: HubProcess, line: VirtualLine, keys: Keypads
) -> None:
    ticket = served(hub, "w1")
    line.until("1 rater lit")
    line.rate(1, 1)
    line.rate(1, 2)
    until(lambda: rated(hub) == [(ticket["number"], 4)])


def test_an_answer_counts_for_the_visit_it_was_asked_about(
    hub: HubProcess, line: VirtualLine, keys: Keypads
) -> None:
    """The clerk has called the next one meanwhile."""
    first = served(hub, "w2")
    line.until("2 rater lit")
    Kiosk(hub).take("marriage")
    Clerk(hub, "w2").next()
    line.rate(2, 4)
    until(lambda: rated(hub) == [(first["number"], 4)])


def test_a_second_press_and_one_without_a_visit_are_acknowledged_and_count_for_nothing(
    hub: HubProcess, line: VirtualLine, keys: Keypads
) -> None:
    line.rate(3, 1)
    line.until("3 acknowledged")
    ticket = served(hub, "w3")
    line.until("3 rater lit")
    for value in (1, 5):
        keys.now += 2
        line.rate(3, value)
        line.until("3 acknowledged")
    other = served(hub, "w2")
    line.until("2 rater lit")
    line.rate(2, 5)
    until(lambda: len(rated(hub)) == 2)
    assert rated(hub) == [(ticket["number"], 5), (other["number"], 5)]


@pytest.mark.parametrize(
    ("row", "levels"), [(ROWS[0], [2, 0, 4, 5]), (ROWS[1], [0, 1, 2, 3, 4, 5]), (ROWS[2], [0, 5, 4, 3, 2, 1])]
)
def test_four_keys_and_five_keys_say_each_level_as_they_are_made(row: Keypad, levels: list[int]) -> None:
    assert [row.level(value) for value in range(-1, len(levels) + 2)] == [0, *levels, 0, 0], "0 is no rating"


def test_the_example_of_a_file_is_one_that_can_be_used(root: Path) -> None:
    file = judged(read(root / "docs/units/keypad.toml", KeypadFile))
    assert file.windows == ("w3", "w4", "w5")
    assert file.keypads[0].transfer.target == {"service": "register"}


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (
            KeypadFile(pipe="tcp://a:1", keypads=(Keypad(address=1, window="w1", levels=(1,)),)),
            "rater = 4 or 5",
        ),
        (KeypadFile(keypads=(Keypad(address=1, window="w1"),)), "pipe and"),
        (KeypadFile(), "nothing to listen to"),
        (KeypadFile(pipe="tcp://a:1", keypads=(ROWS[0], ROWS[0])), "address 1 is given twice"),
        (
            KeypadFile(
                pipe="tcp://a:1",
                keypads=(Keypad(address=1, window="w1", transfer=Where(service="a", zone="b")),),
            ),
            "address 1: transfer names service and zone; keep one",
        ),
    ],
)
def test_a_file_that_does_not_fit_together_is_refused_in_words(file: KeypadFile, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        judged(file)
