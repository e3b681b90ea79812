"""The virtual printer comes in by the real one's door, can be looked at, and fails on command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from kiosk.printer.commands import Status
from kiosk.printer.device import Label, Printer, PrinterError
from kiosk.printer.door import open_printer
from kiosk.printer.virtual import VirtualPipe
from tests.kiosk.cast import TRACK, paper_bytes, pictures

LABEL = Label("p1", "A001", copy=False)


def suffer(folder: Path, **state: object) -> None:
    (folder / "state.json").write_text(json.dumps(state))


def log(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "slips.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def data() -> bytes:
    return paper_bytes()


def test_a_slip_can_be_looked_at_and_is_logged(tmp_path: Path, data: bytes) -> None:
    printer = open_printer(f"virtual://{tmp_path}/slips")
    assert printer.print(data, LABEL) == Status()
    first = tmp_path / "slips" / "slip-000001.png"
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(first).convert("L"))] == [TRACK]
    assert (tmp_path / "slips" / "latest.png").read_bytes() == first.read_bytes()
    (entry,) = log(tmp_path / "slips")
    assert (entry["slip"], entry["job"], entry["number"], entry["copy"]) == (first.name, "p1", "A001", False)


def test_slips_are_numbered_on_after_a_restart(tmp_path: Path, data: bytes) -> None:
    for _ in range(2):
        open_printer(f"virtual://{tmp_path}").print(data, LABEL)
    assert [path.name for path in pictures(tmp_path)] == ["slip-000001.png", "slip-000002.png"]


@pytest.mark.parametrize(
    ("fail", "reason"),
    [("paper_out", "paper_out"), ("cover_open", "cover_open"), ("jam", "cutter"), ("offline", "offline"),
     ("mute", "mute")],
)  # fmt: skip
def test_a_failure_is_known_before_anything_is_printed(
    tmp_path: Path, data: bytes, fail: str, reason: str
) -> None:
    printer = open_printer(f"virtual://{tmp_path}?fail={fail}")
    assert printer.status().reason == reason
    with pytest.raises(PrinterError) as caught:
        printer.print(data, LABEL)
    assert (caught.value.reason, caught.value.permanent) == (reason, False)
    assert not pictures(tmp_path) and not (tmp_path / "slips.jsonl").exists()


def test_it_fails_and_recovers_while_it_runs(tmp_path: Path, data: bytes) -> None:
    printer = open_printer(f"virtual://{tmp_path}")
    suffer(tmp_path, fail="paper_out")
    assert printer.status().reason == "paper_out"
    (tmp_path / "state.json").write_text('{"fail": ')
    assert printer.status().reason == "paper_out", "half a state file changes nothing"
    suffer(tmp_path)
    assert printer.print(data, LABEL) == Status()


def test_a_state_it_does_not_know_is_a_fault_and_not_health(tmp_path: Path) -> None:
    suffer(tmp_path, fail="papre_out")
    assert open_printer(f"virtual://{tmp_path}").status() == Status("unknown")


def test_paper_that_ends_inside_a_slip_is_a_permanent_failure(tmp_path: Path, data: bytes) -> None:
    printer = open_printer(f"virtual://{tmp_path}?fail=runs_out")
    with pytest.raises(PrinterError) as caught:
        printer.print(data, LABEL)
    assert (caught.value.reason, caught.value.permanent) == ("paper_out", True)
    (half,) = pictures(tmp_path)
    assert zxingcpp.read_barcodes(Image.open(half).convert("L")) == []
    assert printer.status().reason == "paper_out"


def test_paper_near_its_end_still_prints(tmp_path: Path, data: bytes) -> None:
    printer = open_printer(f"virtual://{tmp_path}?fail=paper_low")
    assert printer.print(data, LABEL) == Status(low=True)
    assert len(pictures(tmp_path)) == 1


def test_bytes_sent_without_paper_vanish_and_nobody_is_told(tmp_path: Path, data: bytes) -> None:
    pipe = VirtualPipe(tmp_path, "paper_out")
    pipe.write(data, LABEL)
    assert not pictures(tmp_path)
    assert [entry["lost"] for entry in log(tmp_path)] == ["paper_out"]


def test_a_slow_printer_keeps_its_last_state_while_it_prints(tmp_path: Path, data: bytes) -> None:
    seen: list[object] = []

    def wait(seconds: float) -> None:
        seen.extend([seconds, printer.status(), pictures(tmp_path)])

    printer = Printer(VirtualPipe(tmp_path, "slow", sleep=wait))
    suffer(tmp_path, fail="slow", seconds=2)
    printer.print(data, LABEL)
    assert seen == [2.0, Status(), []]
    assert len(pictures(tmp_path)) == 1


def test_bytes_that_are_no_slip_are_a_permanent_failure(tmp_path: Path) -> None:
    with pytest.raises(PrinterError) as caught:
        open_printer(f"virtual://{tmp_path}").print(b"hello", LABEL)
    assert (caught.value.reason, caught.value.permanent) == ("unknown", True)


@pytest.mark.parametrize(
    "url", ["", "nothing", "virtual://", "tcp://", "usb://04b8", "file://host/x", "tcp://h:abc",
            "virtual://x?fial=jam", "virtual://x?fail=tired", "serial:///dev/ttyS0?parity=ne",
            "serial:///dev/ttyS0?parity="],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_in_words(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=r"virtual|[Pp]ort|usb|parity"):
        open_printer(url)
