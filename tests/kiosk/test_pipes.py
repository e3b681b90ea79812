"""Printers on the network and behind a device file, against a printer played by a real socket or pipe."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.printer import door
from kiosk.printer.asking import TwoWay
from kiosk.printer.commands import AT_ONCE, CUT, IN_TURN, Status
from kiosk.printer.device import Label, Printer, PrinterError
from kiosk.printer.door import open_printer
from kiosk.printer.file import FilePipe
from kiosk.printer.paper import slips
from server.agent.pipe import open_pipe
from tests.kiosk.cast import paper_bytes
from tests.kiosk.patient import Patient

LABEL = Label("p1", "A001", copy=False)
WELL = {request: b"\x12" for request in AT_ONCE} | {IN_TURN: b"\x00"}


class Device:
    """A network printer: keeps what it is sent and gives its answers, one connection at a time."""

    def __init__(self, answers: dict[bytes, bytes]) -> None:
        self.answers, self.received = answers, b""
        self.hangs_up_after_slip = False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            with line:
                self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        while data := line.recv(65536):
            if data in (*AT_ONCE, IN_TURN):
                line.sendall(self.answers.get(data, b""))
            else:
                self.received += data.removesuffix(IN_TURN)
                if self.hangs_up_after_slip and CUT in self.received:
                    # Questions may have come in one piece with the slip's end.
                    self.received = self.received[: self.received.rindex(CUT) + len(CUT)]
                    return
                if data.endswith(IN_TURN):
                    line.sendall(self.answers.get(IN_TURN, b""))


def quick(real: Device) -> Printer:
    """A network printer whose silence is not waited for long."""
    line = Patient(open_pipe(f"tcp://127.0.0.1:{real.port}"), lambda asked: real.answers.get(asked, b""))
    return Printer(TwoWay(line, seconds=0.05, settle_seconds=0.05))


@contextmanager
def device(answers: dict[bytes, bytes]) -> Iterator[Device]:
    printer = Device(answers)
    yield printer
    printer.listener.shutdown(socket.SHUT_RDWR)
    printer.listener.close()


def test_a_network_printer_is_asked_and_gets_the_slip() -> None:
    data = paper_bytes()
    with device(WELL) as real:
        assert open_printer(f"tcp://127.0.0.1:{real.port}").print(data, LABEL) == Status()
    assert len(list(slips(real.received))) == 1 and real.received == data


def test_a_network_printer_without_paper_gets_nothing() -> None:
    with device(WELL | dict(zip(AT_ONCE, (b"\x1a", b"\x32", b"\x7e"), strict=True))) as real:
        with pytest.raises(PrinterError) as caught:
            open_printer(f"tcp://127.0.0.1:{real.port}").print(b"slip", LABEL)
        assert (caught.value.reason, caught.value.permanent, real.received) == ("paper_out", False, b"")


def test_a_printer_that_is_not_there_is_offline_for_now() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    printer = open_printer(f"tcp://127.0.0.1:{port}")
    assert printer.status() == Status("offline")
    with pytest.raises(PrinterError) as caught:
        printer.print(b"slip", LABEL)
    assert (caught.value.reason, caught.value.permanent) == ("offline", False)


def test_silence_is_mute_and_not_paper_adequate() -> None:
    with device({}) as real:
        printer = quick(real)
        assert printer.status() == Status("mute")
        with pytest.raises(PrinterError) as caught:
            printer.print(b"slip", LABEL)
        assert (caught.value.reason, caught.value.permanent, real.received) == ("mute", False, b"")


def test_a_printer_that_never_answers_can_be_taken_at_its_word() -> None:
    data = paper_bytes()
    with device({}) as real:
        assert not open_printer(f"tcp://127.0.0.1:{real.port}?status=off").print(data, LABEL).known


def test_a_late_answer_is_not_taken_for_the_next_one() -> None:
    answers = WELL | {AT_ONCE[0]: b"\x00\x12"}
    with device(answers) as real:
        assert open_printer(f"tcp://127.0.0.1:{real.port}").status() == Status()


def test_a_printer_that_knows_one_question_only_is_asked_that_one() -> None:
    data = paper_bytes()
    with device({IN_TURN: b"\x00"}) as real:
        printer = quick(real)
        assert printer.print(data, LABEL) == Status()
        real.answers[IN_TURN] = b"\x03"
        assert printer.status() == Status(low=True)
        real.answers[IN_TURN] = b"\x0f"
        assert printer.status() == Status("paper_out", low=True)


def test_a_printer_of_one_question_can_be_named_as_such() -> None:
    with device({IN_TURN: b"\x0f"}) as real:
        assert open_printer(f"tcp://127.0.0.1:{real.port}?status=paper").status().reason == "paper_out"


def test_a_printer_that_has_told_its_state_before_is_mute_when_it_falls_silent() -> None:
    with device(dict(WELL)) as real:
        printer = quick(real)
        assert printer.status() == Status()
        for request in AT_ONCE:
            del real.answers[request]
        assert printer.status() == Status("mute")


def test_answers_that_are_no_status_are_told_as_such_and_end() -> None:
    with device(dict.fromkeys(AT_ONCE, b"\xff" * 5000)) as real:
        status = quick(real).status()
    assert status == Status("garbled") and "ff ff" in status.detail


def test_a_line_that_breaks_after_the_slip_is_no_reason_to_print_it_again() -> None:
    data = paper_bytes()
    with device({request: answer for request, answer in WELL.items() if request != IN_TURN}) as real:
        real.hangs_up_after_slip = True
        with pytest.raises(PrinterError) as caught:
            quick(real).print(data, LABEL)
        assert (caught.value.reason, caught.value.permanent, real.received) == ("offline", True, data)


def test_a_device_file_gets_the_slip_and_cannot_be_asked(tmp_path: Path) -> None:
    path, data = tmp_path / "lp0", paper_bytes()
    path.touch()
    assert open_printer(f"file://{path}").print(data, LABEL) == Status(known=False)
    assert path.read_bytes() == data


def test_a_missing_device_file_is_offline_for_now(tmp_path: Path) -> None:
    with pytest.raises(PrinterError) as caught:
        open_printer(f"file://{tmp_path}/lp0").print(b"slip", LABEL)
    assert (caught.value.reason, caught.value.permanent) == ("offline", False)


def test_a_device_file_that_takes_no_more_bytes_does_not_hold_the_agent(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")
    reader = os.open(tmp_path / "lp0", os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(PrinterError) as caught:
        Printer(FilePipe(tmp_path / "lp0", seconds=0.05)).print(b"x" * 1_000_000, LABEL)
    os.close(reader)
    assert (caught.value.reason, caught.value.permanent) == ("mute", True)


class Memory:
    """A kind of printer that nobody knew: all a pipe has to be."""

    def __init__(self) -> None:
        self.data = b""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def settle(self) -> None: ...

    def look(self) -> Status:
        return Status(low=bool(self.data))

    def write(self, data: bytes, label: Label) -> None:
        self.data += data


def test_a_new_kind_of_printer_is_one_class_and_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = Memory()
    monkeypatch.setitem(door.PIPES, "memory", lambda url, parts, options, width: pipe)
    assert open_printer("memory://x").print(b"slip", LABEL) == Status(low=True)
    assert pipe.data == b"slip"
