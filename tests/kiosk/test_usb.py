"""A printer on USB, with pyusb above a bus of software: found, used, pulled out and plugged in again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.printer.asking import TwoWay
from kiosk.printer.commands import Status
from kiosk.printer.device import Label, Printer, PrinterError
from kiosk.printer.door import open_printer
from kiosk.printer.machine import Machine
from kiosk.printer.usbline import UsbLine, printers
from tests.kiosk.cast import paper_bytes, pictures
from tests.kiosk.usbworld import UsbWorld

LABEL = Label("p1", "A001", copy=False)


def plugged(folder: Path, **more: bool) -> tuple[Printer, UsbWorld]:
    world = UsbWorld(Machine(folder), **more)
    line = UsbLine("usb://0416:5011", 0x0416, 0x5011, seconds=0.05, backend=world)
    return Printer(TwoWay(line, keep=True, seconds=0.05, settle_seconds=0.05)), world


def test_a_usb_printer_is_asked_and_prints_at_its_own_endpoints(tmp_path: Path) -> None:
    printer, world = plugged(tmp_path)
    assert printer.print(paper_bytes(), LABEL) == Status()
    assert len(pictures(tmp_path)) == 1 and not world.driver
    printer.status()
    assert world.claims == 1, "it stays open between slips"


def test_one_without_paper_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    printer, _ = plugged(tmp_path)
    (tmp_path / "state.json").write_text('{"fail": "paper_out"}')
    with pytest.raises(PrinterError) as caught:
        printer.print(paper_bytes(), LABEL)
    assert (caught.value.reason, caught.value.permanent) == ("paper_out", False)


def test_pulled_out_in_the_middle_of_a_slip_and_plugged_in_again(tmp_path: Path) -> None:
    printer, world = plugged(tmp_path)
    (tmp_path / "state.json").write_text('{"fail": "unplugged"}')
    with pytest.raises(PrinterError) as caught:
        printer.print(paper_bytes(), LABEL)
    assert (caught.value.reason, caught.value.permanent) == ("offline", True)
    assert printer.status() == Status("offline")
    world.plugged, world.driver = True, True
    assert printer.print(paper_bytes(), LABEL) == Status()
    assert world.claims == 2


def test_one_that_takes_no_more_bytes_does_not_hold_the_agent(tmp_path: Path) -> None:
    printer, world = plugged(tmp_path)
    world.takes = 10_000
    with pytest.raises(PrinterError) as caught:
        printer.print(paper_bytes(), LABEL)
    assert (caught.value.reason, caught.value.permanent) == ("mute", True)


@pytest.mark.parametrize(
    ("trouble", "reason", "words"),
    [
        ("plugged", "offline", "not plugged in"),
        ("allowed", "forbidden", "udev"),
        ("busy", "offline", "another program"),
    ],
)
def test_one_that_cannot_be_used_says_what_to_do(
    tmp_path: Path, trouble: str, reason: str, words: str
) -> None:
    printer, world = plugged(tmp_path)
    setattr(world, trouble, trouble == "busy")
    status = printer.status()
    assert status == Status(reason) and words in status.detail


def test_a_printer_without_a_way_back_prints_when_it_is_not_asked(tmp_path: Path) -> None:
    printer, world = plugged(tmp_path, one_way=True)
    assert printer.status() == Status("mute")
    line = UsbLine("usb://0416:5011", 0x0416, 0x5011, backend=world)
    assert Printer(TwoWay(line, "off")).print(paper_bytes(), LABEL) == Status(known=False)


def test_what_is_plugged_in_can_be_listed(tmp_path: Path) -> None:
    assert printers(UsbWorld(Machine(tmp_path))) == ["0416:5011"]


def test_the_real_libusb_is_there_and_finds_no_such_printer() -> None:
    status = open_printer("usb://ffff:fffe").status()
    assert status == Status("offline") and "USB printers here" in status.detail


def test_a_slip_is_logged_with_what_stands_on_it(tmp_path: Path) -> None:
    printer, _ = plugged(tmp_path)
    printer.print(paper_bytes(), LABEL)
    assert json.loads((tmp_path / "slips.jsonl").read_text())["slip"] == "slip-000001.png"
