"""The virtual printer on real lines: sockets, pseudo-terminals and socat; each trouble as the agent meets it."""

from __future__ import annotations

import json
import os
import select
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import zxingcpp
from click.testing import CliRunner
from PIL import Image

from kiosk.printer.asking import TwoWay
from kiosk.printer.commands import Status
from kiosk.printer.device import Label, Pipe, Printer, PrinterError
from kiosk.printer.machine import Machine
from kiosk.printer.serialline import SerialLine
from kiosk.printer.simulator import Door, PtyDoor, Simulator, TcpDoor, command
from kiosk.printing import Printing
from server.agent.pipe import PipeError, open_pipe
from server.protocol import Json
from tests.hubprocess import until
from tests.kiosk.cast import TRACK, Desk, at, job, paper_bytes, pictures
from tests.kiosk.patient import Patient

LABEL = Label("p1", "A001", copy=False)
QUICK = {"seconds": 0.6, "settle_seconds": 2.0}


class Bench:
    """A virtual printer behind a door, and an agent's printer at the other end."""

    def __init__(self, folder: Path, door: Door, make: Callable[[str, Machine], Pipe]) -> None:
        self.folder, self.stop = folder, threading.Event()
        machine = Machine(folder, sleep=self.stop.wait)
        self.thread = threading.Thread(target=Simulator(machine, door, self.stop).run, daemon=True)
        self.thread.start()
        self.printer = Printer(make(door.url, machine))

    def suffer(self, fail: str) -> None:
        (self.folder / "state.json").write_text(json.dumps({"fail": fail}))

    def end(self) -> None:
        self.stop.set()
        self.thread.join(5)


def over_tcp(url: str, machine: Machine) -> Pipe:
    return TwoWay(Patient(open_pipe(url), machine.answer), **QUICK)


def over_serial(url: str, machine: Machine) -> Pipe:
    line = SerialLine(url, url.removeprefix("serial://"), seconds=2.0)
    return TwoWay(Patient(line, machine.answer), keep=True, **QUICK)


@pytest.fixture(params=["tcp", "pty"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    tcp = request.param == "tcp"
    door: Door = TcpDoor("127.0.0.1", 0) if tcp else PtyDoor(tmp_path / "tty")
    bench = Bench(tmp_path / "slips", door, over_tcp if tcp else over_serial)
    yield bench
    bench.end()


def trouble(bench: Bench) -> tuple[str, bool]:
    with pytest.raises(PrinterError) as caught:
        bench.printer.print(paper_bytes(), LABEL)
    return caught.value.reason, caught.value.permanent


def test_a_slip_goes_over_the_line_and_can_be_read(bench: Bench) -> None:
    assert bench.printer.print(paper_bytes(), LABEL) == Status()
    (picture,) = pictures(bench.folder)
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(picture).convert("L"))] == [TRACK]


@pytest.mark.parametrize(
    ("bench", "fail", "reason"),
    [("tcp", "paper_out", "paper_out"), ("pty", "cover_open", "cover_open"), ("tcp", "jam", "cutter"),
     ("pty", "mute", "mute"), ("pty", "garbage", "garbled"), ("tcp", "half_open", "mute")],
    indirect=["bench"],
)  # fmt: skip
def test_each_trouble_is_known_before_a_byte_of_the_slip_goes(bench: Bench, fail: str, reason: str) -> None:
    bench.suffer(fail)
    assert trouble(bench) == (reason, False)
    assert not pictures(bench.folder)


def test_paper_near_its_end_prints_and_is_told(bench: Bench) -> None:
    bench.suffer("paper_low")
    assert bench.printer.print(paper_bytes(), LABEL) == Status(low=True)


@pytest.mark.parametrize("bench", ["tcp"], indirect=True)
def test_paper_that_ends_within_the_slip_is_a_permanent_failure(bench: Bench) -> None:
    bench.suffer("runs_out")
    assert trouble(bench) == ("paper_out", True)


def test_a_line_that_breaks_in_the_middle_of_a_slip_and_comes_back(bench: Bench) -> None:
    bench.suffer("unplugged")
    assert trouble(bench) == ("offline", True)
    until(lambda: bench.printer.status() == Status("offline"))
    bench.suffer("")
    until(lambda: bench.printer.status() == Status())
    assert bench.printer.print(paper_bytes(), LABEL) == Status()
    assert len(pictures(bench.folder)) == 1


def test_a_slip_broken_off_is_never_printed_again_without_the_mark_of_a_copy(bench: Bench) -> None:
    drawn: list[bool] = []

    def draw(payload: Json, copy: bool) -> bytes:
        drawn.append(copy)
        return paper_bytes(payload, copy)

    desk, stop = Desk(job(), job()), threading.Event()
    work = Printing(desk, bench.printer, "kiosk-1", draw, stop, now=lambda: at(1))
    bench.suffer("unplugged")
    work.turn()
    assert desk.heard == [("failed", "p1", "offline", "permanent")]
    bench.suffer("")
    until(lambda: bench.printer.status() == Status())
    work.turn()
    assert desk.heard[1:] == [("done", "p1")] and drawn == [False, True]


def test_one_that_answers_a_single_question_is_found_out(bench: Bench) -> None:
    bench.suffer("paper_only")
    assert bench.printer.print(paper_bytes(), LABEL) == Status()
    assert len(pictures(bench.folder)) == 1


def test_rubbish_is_logged_and_the_next_slip_comes_out(bench: Bench) -> None:
    bench.printer.print(b"\x1b@\x1bZ rubbish", LABEL)
    bench.printer.print(paper_bytes(), LABEL)
    entries = [json.loads(line) for line in (bench.folder / "slips.jsonl").read_text().splitlines()]
    assert [entry.get("lost") or entry["slip"] for entry in entries] == ["rubbish", "slip-000001.png"]


def test_a_serial_printer_that_takes_no_byte_does_not_hold_the_agent() -> None:
    ours, theirs = os.openpty()
    line = SerialLine("serial://x", os.ttyname(theirs), seconds=0.1)
    with pytest.raises(PipeError) as caught:
        line.write(b"x" * 100_000)
    assert caught.value.reason == "mute"
    os.close(ours)
    os.close(theirs)


def test_a_serial_line_that_is_not_there_or_not_ours_is_told() -> None:
    with pytest.raises(PipeError) as caught:
        SerialLine("serial:///dev/ttyNONE", "/dev/ttyNONE").write(b"x")
    assert caught.value.reason == "offline"


@contextmanager
def socat(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Two ends of a serial line, `a` and `b`, until socat is ended."""
    ends = [f"pty,raw,echo=0,link={folder / end}" for end in "ab"]
    running = subprocess.Popen(["socat", "-d", "-d", *ends], stderr=subprocess.PIPE)
    assert running.stderr is not None
    while b"starting data transfer loop" not in running.stderr.readline():
        assert running.poll() is None, "socat did not start"
    try:
        yield running
    finally:
        running.kill()
        running.wait(5)
        running.stderr.close()


@pytest.mark.skipif(not shutil.which("socat"), reason="make test installs socat")
def test_through_socat_and_with_the_cable_cut_in_mid_slip(tmp_path: Path) -> None:
    machine, cut, stop = Machine(tmp_path / "slips"), threading.Event(), threading.Event()
    with socat(tmp_path) as running:
        far = os.open(tmp_path / "b", os.O_RDWR | os.O_NOCTTY)

        def play() -> None:
            while not stop.is_set():
                if select.select([far], [], [], 0.05)[0]:
                    data = os.read(far, 4096)
                    if cut.is_set() and len(data) > 16:
                        running.kill()
                        return
                    os.write(far, machine.take(data))

        threading.Thread(target=play, daemon=True).start()
        printer = Printer(over_serial(f"serial://{tmp_path / 'a'}", machine))
        assert printer.print(paper_bytes(), LABEL) == Status()
        assert len(pictures(tmp_path / "slips")) == 1
        cut.set()
        with pytest.raises(PrinterError) as caught:
            printer.print(paper_bytes(), LABEL)
        assert caught.value.permanent and caught.value.reason in ("offline", "mute")
        stop.set()
    os.close(far)


def test_the_command_refuses_an_address_that_is_taken_or_none(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        folder = ("--folder", str(tmp_path))
        done = CliRunner().invoke(command, ["--listen", f"127.0.0.1:{port}", *folder])
    assert done.exit_code == 1 and "in use" in done.output
    assert "looks like 127.0.0.1:9100" in CliRunner().invoke(command, ["--listen", "9100", *folder]).output
