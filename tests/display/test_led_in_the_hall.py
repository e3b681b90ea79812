"""The agent, the real hub, cards behind real sockets: calls reach their windows' strips, whoever is away meanwhile."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from display.led.agent import command, work
from display.led.arrange import signs
from display.led.file import LedFile
from display.led.virtual.serve import Server
from server.agent.config import read
from server.client import HubClient
from tests.display.hall import PAIHAO, Hall
from tests.display.ledcast import rig

SECONDS = 60.0
"""How long anything here may take."""
FILE = """
hub = "{hub}"
hall = "small"
token_file = "token"

[boards.strip]
card = "onbon5"
url = "{first}"
seconds = 60

[boards.huge]
card = "huidu"
url = "{second}"
seconds = 60
width = 256
height = 64

[[strips]]
window = "{windows[1]}"
board = "strip"

[[strips]]
window = "{windows[2]}"
board = "huge"
height = 32

[[strips]]
window = "{windows[3]}"
board = "huge"
y = 32
"""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    hall = Hall(tmp_path_factory.mktemp("hall"))
    yield hall
    hall.stop()


class Strips:
    """Two virtual cards and the agent that shows on them, in threads of this process."""

    def __init__(self, hall: Hall, folder: Path) -> None:
        self.stop, self.cards_stop = threading.Event(), threading.Event()
        self.first, self.second = (
            Server(rig(card), "127.0.0.1:0", self.cards_stop) for card in ("onbon5", "huidu")
        )
        threads = [self.first.start(), self.second.start()]
        self.file = folder / "led.toml"
        text = FILE.format(
            hub=hall.url, windows=hall.windows, first=self.first.address, second=self.second.address
        )
        self.file.write_text(text)
        (folder / "token").write_text(hall.agent.token)
        self.client = HubClient(hall.url, hall.agent.token, "small", stop=self.stop)
        file = read(self.file, LedFile)
        self.threads = [
            *threads,
            threading.Thread(target=work, args=(file, signs(file), self.client, self.stop, folder)),
        ]
        self.threads[-1].start()

    def lit(self, server: Server, area: int = 0) -> str:
        strip = server.rig.card.screen.strips.get(area)
        return "\n".join(strip.lines) if strip else "-"

    def end(self) -> None:
        self.stop.set()
        self.threads[-1].join(SECONDS)
        self.cards_stop.set()
        for thread in self.threads:
            thread.join(SECONDS)
            assert not thread.is_alive()


@pytest.fixture
def strips(hall: Hall, tmp_path: Path) -> Iterator[Strips]:
    made = Strips(hall, tmp_path)
    yield made
    made.end()


def seen(holds: Callable[[], Any], what: str, seconds: float = SECONDS) -> None:
    """Another thread shows it, so it is looked at."""
    pause, end = threading.Event(), time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        pause.wait(0.02)


def test_calls_reach_their_windows_strips_and_the_hub_hears_how_they_are(hall: Hall, strips: Strips) -> None:
    first, second = strips.first, strips.second
    numbers = [hall.call(window) for window in (1, 2, 3)]
    seen(lambda: strips.lit(first) == numbers[0], "the call at window 1")
    seen(lambda: [strips.lit(second, n) for n in (0, 1)] == numbers[1:], "two windows on one board")
    hall.at(2, "complete", outcome="done")
    hall.at(2, "pause")
    first.rig.command(fail="unplugged")
    number = hall.call(1)
    seen(lambda: strips.lit(second, 0) == "暂停服务", "the pause")
    seen(lambda: device(hall).get("state") == "fault", "the fault")
    first.rig.command()
    seen(lambda: strips.lit(first) == number, "the present once the card is back")
    seen(lambda: device(hall)["state"] == "ok", "well again")
    found = device(hall)
    assert (found["kind"], found["window"]) == ("strip", hall.windows[1])
    assert found["drives"] == f"onbon5 {first.address}" and found["shown"] > 0


def device(hall: Hall) -> dict[str, Any]:
    found = hall.lead.get("/halls/small/devices")["devices"]
    return next((d for d in found if d["id"] == f"strip-{hall.windows[1]}"), {})


@pytest.mark.long
def test_a_hub_that_was_killed_is_followed_again_and_orders_are_carried_out(
    hall: Hall, strips: Strips
) -> None:
    number = hall.call(1)
    seen(lambda: strips.lit(strips.first) == number, "the call")
    hall.kill()
    hall.start()
    number = hall.call(1)
    seen(lambda: strips.lit(strips.first) == number, "a call after the hub's restart")
    name = f"strip-{hall.windows[1]}"
    hall.lead.post(f"/halls/small/devices/{name}/orders", {"do": "identify"})
    seen(lambda: strips.lit(strips.first) == name, "its name, with the next beat")


@pytest.mark.long
def test_the_process_ends_cleanly_when_told(hall: Hall, strips: Strips) -> None:
    running = subprocess.Popen(
        [PAIHAO, "led", "--config", str(strips.file)], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout and "on 3 strips" in running.stdout.readline()
    running.send_signal(signal.SIGTERM)
    assert running.wait(SECONDS) == 0
    running.stdout.close()


def test_check_says_what_each_card_answered_without_a_hub(tmp_path: Path) -> None:
    stop = threading.Event()
    first, second = (Server(rig(card), "127.0.0.1:0", stop) for card in ("onbon5", "huidu"))
    threads = [first.start(), second.start()]
    second.rig.command(fail="busy")
    windows = {n: f"w{n}" for n in (1, 2, 3)}
    file = tmp_path / "led.toml"
    file.write_text(FILE.format(hub="", windows=windows, first=first.address, second=second.address))
    ran = CliRunner().invoke(command, ["--config", str(file), "--check"])
    stop.set()
    said = ran.output.splitlines()
    assert ran.exit_code == 1 and len(said) == 3
    assert said[0].endswith("the card answered: ok")
    assert first.rig.card.screen.strips[0].lines == ["测试 0123456789"]
    assert "taken by another program" in said[1]
    for thread in threads:
        thread.join(3)


def test_a_virtual_card_from_the_command_line_keeps_what_is_lit(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [PAIHAO, "virtual-led", "--card", "template:generic-text", "--listen", "127.0.0.1:0",
         "--folder", str(tmp_path)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert running.stdout
    address = running.stdout.readline().split(" at ")[1].split(",")[0]
    file = tmp_path / "led.toml"
    file.write_text(
        f'[boards.b]\ncard = "template:generic-text"\nurl = "{address}"\nseconds = 60\n'
        '[[strips]]\nwindow = "w1"\nboard = "b"\n'
    )
    ran = CliRunner().invoke(command, ["--config", str(file), "--check"])
    assert ran.exit_code == 0, ran.output
    seen(lambda: json.loads((tmp_path / "strips.json").read_text("utf-8"))["strips"], "what is lit")
    [strip] = json.loads((tmp_path / "strips.json").read_text("utf-8"))["strips"]
    assert strip["lines"] == ["测试 0123456789"] and (tmp_path / "lit.png").exists()
    running.send_signal(signal.SIGTERM)
    assert running.wait(SECONDS) == 0
    running.stdout.close()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("strips = 1", "strips"),
        ("[[strips]]\nwindow='w'\nboard='x'\n", "there is no [boards.x]; known: none"),
    ],
)
def test_a_file_that_cannot_be_is_refused_in_a_sentence(text: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "led.toml").write_text(text)
    ran = CliRunner().invoke(command, ["--config", str(tmp_path / "led.toml"), "--check"])
    assert ran.exit_code == 1 and says in ran.output
