"""The real hub, the real announcer, both in processes of their own: what is called is heard."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.protocol import Json
from tests.display.hall import PAIHAO, Hall

SECONDS = 60.0
"""How long anything here may take."""


class Voice:
    """`paihao announce` with a virtual speaker; `heard` waits for the next thing it said."""

    def __init__(self, hall: Hall, folder: Path, *words: str) -> None:
        self.folder = folder
        token = folder / "token"
        token.write_text(hall.agent.token)
        self.process = subprocess.Popen(
            [PAIHAO, "announce", "--hub", hall.url, "--hall", "small", "--token-file", str(token),
             "--data", str(folder), *(words or ("--speaker", "virtual://x"))],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self.process.stdout and "announcing small" in self.process.stdout.readline()

    def log(self, name: str = "x") -> list[Json]:
        try:
            text = (self.folder / name / "log.jsonl").read_text("utf-8")
        except FileNotFoundError:
            return []
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def heard(self, count: int, name: str = "x", seconds: float = SECONDS) -> list[str]:
        """The numbers said, once there are `count` of them."""
        eventually(lambda: len(self.log(name)) >= count, f"{count} calls heard", seconds)
        return [line["number"] for line in self.log(name)]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def eventually(holds: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
    """Another process's files have no event to wait on, so they are looked at."""
    pause = threading.Event()
    for _ in range(round(seconds / 0.05)):
        if holds():
            return
        pause.wait(0.05)
    raise AssertionError(f"not within {seconds} s: {what}")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path)
    yield hall
    hall.stop()


@pytest.fixture
def voice(hall: Hall, tmp_path: Path) -> Iterator[Callable[..., Voice]]:
    made: list[Voice] = []

    def start(*words: str) -> Voice:
        folder = tmp_path / "voice"
        folder.mkdir(exist_ok=True)
        made.append(Voice(hall, folder, *words))
        return made[-1]

    yield start
    for one in made:
        one.kill()


def test_a_call_is_heard_in_words_and_its_job_ends(hall: Hall, voice: Callable[..., Voice]) -> None:
    speaking = voice()
    assert hall.call(2) == "A001"
    assert speaking.heard(1) == ["A001"]
    [line] = speaking.log()
    assert line["text"] == "请A零零一号到二号窗口办理" and not line["repeat"]
    hall.at(2, "recall")
    assert speaking.heard(2) == ["A001", "A001"]
    assert hall.agent.lease(["speech"]) == [], "both jobs are done"


def test_a_burst_is_heard_in_the_order_of_the_calls(hall: Hall, voice: Callable[..., Voice]) -> None:
    speaking = voice()
    called = [hall.call(window) for window in range(8, 0, -1)]
    assert speaking.heard(8) == called
    assert [line["text"][-7:] for line in speaking.log()][:2] == ["到八号窗口办理", "到七号窗口办理"]


def test_an_undone_call_is_not_said(hall: Hall, voice: Callable[..., Voice]) -> None:
    hall.call(1)
    hall.at(1, "undo")
    speaking = voice()
    assert hall.call(2) == "A001", "it waits again and is the first"
    speaking.heard(1)
    assert [line["text"] for line in speaking.log()] == ["请A零零一号到二号窗口办理"]


def begun(speaking: Voice) -> None:
    """A sentence is in the air; the file `hold` keeps it there."""
    eventually((speaking.folder / "x/000001.wav").exists, "the announcement sounds")


@pytest.fixture
def hold(tmp_path: Path) -> Path:
    """While this file is there the loudspeaker goes on sounding."""
    file = tmp_path / "voice/x/hold"
    file.parent.mkdir(parents=True)
    file.touch()
    return file


def test_a_call_undone_while_it_is_said_is_cut_and_dropped(
    hall: Hall, voice: Callable[..., Voice], hold: Path
) -> None:
    speaking = voice()
    hall.call(1)
    begun(speaking)
    hall.at(1, "undo")
    speaking.heard(1)
    assert [line["whole"] for line in speaking.log()] == [False]


def test_each_zone_says_its_own_calls(hall: Hall, voice: Callable[..., Voice]) -> None:
    both = ("--zone", "east", "--zone", "west", "--speaker", "virtual://e", "--speaker", "virtual://w")
    speaking = voice(*both)
    east, west = hall.call(1), hall.call(9)
    assert speaking.heard(1, "e") == [east]
    assert speaking.heard(1, "w") == [west]


def test_the_hub_killed_and_started_again_loses_no_call(hall: Hall, voice: Callable[..., Voice]) -> None:
    speaking = voice()
    first = hall.call(1)
    speaking.heard(1)
    hall.kill()
    hall.start()
    second = hall.call(2)
    heard = speaking.heard(2)
    assert heard[0] == first and heard[-1] == second and len(heard) <= 3


def test_a_call_another_announcer_was_killed_with_is_said_and_marked(
    hall: Hall, voice: Callable[..., Voice]
) -> None:
    hall.call(1)
    [job] = hall.agent.lease(["speech"], seconds=5)
    assert not job["repeat"], "an announcer took it and was never heard of again"
    speaking = voice()
    assert speaking.heard(1) == ["A001"]
    assert speaking.log()[0]["repeat"] is True


def test_an_announcer_killed_in_mid_sentence_repeats_that_one_once_marked_and_goes_on(
    hall: Hall, voice: Callable[..., Voice], hold: Path
) -> None:
    speaking = voice()
    called = [hall.call(window) for window in (1, 2, 3)]
    begun(speaking)
    speaking.kill()
    hold.unlink()
    again = voice()
    assert again.heard(3) == called
    assert [line["repeat"] for line in again.log()] == [True, False, False]
    assert hall.agent.lease(["speech"]) == []


@pytest.mark.long
def test_sixty_calls_through_kills_of_announcer_and_hub_are_each_said_in_order_or_marked_as_repeated(
    tmp_path: Path,
) -> None:
    hall, folder = Hall(tmp_path, east=60), tmp_path / "voice"
    folder.mkdir()
    try:
        called = [hall.call(window) for window in range(1, 61)]
        for heard in (7, 23):
            speaking = Voice(hall, folder)
            speaking.heard(heard)
            speaking.kill()
        speaking = Voice(hall, folder)
        speaking.heard(40)
        hall.kill()
        hall.start()
        eventually(lambda: called[-1] in speaking.heard(40), "the last one is heard", 120)
        log = speaking.log()
        assert [line["number"] for line in log if not line["repeat"] or repeated_alone(log, line)] == called
        assert sum(line["repeat"] for line in log) <= 3, "at most the one in the air at each kill"
        speaking.kill()
    finally:
        hall.stop()


def repeated_alone(log: list[Json], line: Json) -> bool:
    """Whether a repeat is the only one of its number: its first saying was cut by the kill."""
    return sum(other["number"] == line["number"] for other in log) == 1


def test_its_health_is_seen_by_the_manager(hall: Hall, voice: Callable[..., Voice]) -> None:
    states: queue.Queue[Json] = queue.Queue()
    joined = threading.Event()
    live = hall.lead.follow(
        "manage", on_state=lambda key, value, at: states.put(value | {"key": key}),
        on_link=lambda connected, refused: joined.set() if connected else None,
    )  # fmt: skip
    assert joined.wait(SECONDS)
    speaking = voice("--zone", "east", "--speaker", "virtual://x")
    told = [("", "")]

    def state_of_voice() -> tuple[str, str]:
        """The next one that is another: what has not changed is told again now and then."""
        while told[-1] == told[0]:
            value = states.get(timeout=SECONDS)
            if value["key"] == "device:voice-east":
                told.append((value["state"], value.get("detail") or ""))
        told[0] = told[-1]
        return told[0]

    assert state_of_voice() == ("ok", "")
    broken = speaking.folder / "x/fail"
    broken.touch()
    hall.call(1)
    assert state_of_voice() == ("fault", "the speaker failed: the virtual speaker was told to fail")
    broken.unlink()
    assert state_of_voice() == ("ok", "")
    assert speaking.heard(1) == ["A001"], "it came again and was said"
    live.close()


def test_stopping_in_mid_sentence_finishes_it_and_tells_the_hub(
    hall: Hall, voice: Callable[..., Voice], hold: Path
) -> None:
    speaking = voice()
    hall.call(1)
    begun(speaking)
    speaking.process.send_signal(signal.SIGTERM)
    hold.unlink()
    assert speaking.process.wait(SECONDS) == 0
    assert [line["whole"] for line in speaking.log()] == [True]
    assert hall.agent.lease(["speech"]) == []


def announce(hall: Hall, token: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PAIHAO, "announce", "--hub", hall.url, "--speaker", "virtual://x", "--data", str(hall.folder / "v"), *words],
        env=os.environ | {"PAIHAO_TOKEN": token}, capture_output=True, text=True, timeout=SECONDS,
    )  # fmt: skip


def test_what_the_hub_refuses_is_said_in_a_sentence(hall: Hall) -> None:
    good = hall.agent.token
    for token, words, wrong in (
        ("pht_0_wrong", ("--hall", "small"), "refuses this token"),
        (good, ("--hall", "small", "--zone", "north"), "no zone 'north'; it has: east, west"),
        (good, ("--hall", "nowhere"), "nowhere"),
    ):
        ran = announce(hall, token, *words)
        assert ran.returncode == 1 and wrong in ran.stderr, ran.stderr
