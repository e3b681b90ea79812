"""ESC/POS bytes and back: what was drawn is what comes out of the printer."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops

from kiosk import drawing, fonts, slip
from kiosk.printer import commands
from kiosk.printer.commands import Status, at_once, judge, slip_bytes
from kiosk.printer.paper import RubbishError, slips
from tests.kiosk.cast import LONG


@pytest.mark.parametrize("width", drawing.WIDTHS)
def test_the_printed_slip_is_the_drawn_one_dot_for_dot(width: int) -> None:
    drawn = drawing.draw(slip.blocks(LONG), width, fonts.find())
    (printed,) = slips(slip_bytes(drawn))
    assert printed.size == drawn.size
    assert ImageChops.difference(printed.convert("L"), drawn.convert("L")).getbbox() is None


def test_each_slip_is_cut_off_and_one_without_a_cut_stays_inside() -> None:
    data = slip_bytes(Image.new("1", (384, 500), 0))
    assert [picture.height for picture in slips(data + data)] == [500, 500]
    assert list(slips(data[: data.rindex(b"\x1dV")])) == []


def test_bands_are_no_higher_than_a_small_printer_can_hold() -> None:
    data = slip_bytes(Image.new("1", (576, 1000), 1))
    heights = [
        data[at + 6] + 256 * data[at + 7] for at in range(len(data)) if data[at : at + 4] == b"\x1dv0\0"
    ]
    assert sum(heights) == 1000 and max(heights) <= commands.BAND


def test_the_printer_is_told_nothing_but_pictures(capsys: pytest.CaptureFixture[str]) -> None:
    data = slip_bytes(Image.new("1", (384, 10), 1))
    assert data.startswith(b"\x1b@\x1dv0\0") and data.endswith(b"\x1bd\x06\x1dV\x01")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("data", [b"A001", b"\x1dv0\0\x48\0", b"\x1dv0\0\x48\0\x10\0short"])
def test_rubbish_is_not_taken_for_a_slip(data: bytes) -> None:
    with pytest.raises(RubbishError):
        list(slips(data))


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ((0x12, 0x12, 0x12), Status()),
        ((0x12, 0x12, 0x1E), Status(low=True)),
        ((0x1A, 0x32, 0x7E), Status("paper_out", low=True)),
        ((0x12, 0x12, 0x72), Status("paper_out")),
        ((0x1A, 0x16, 0x12), Status("cover_open")),
        ((0x1A, 0x36, 0x7E), Status("cover_open", low=True)),
        ((0x1A, 0x52, 0x12), Status("unknown")),
        ((0x1A, 0x12, 0x12), Status("offline")),
    ],
)
def test_status_bytes_mean_what_the_reference_says(answers: tuple[int, int, int], status: Status) -> None:
    assert judge(*answers) == status


def test_silence_and_late_bytes_are_no_answer() -> None:
    assert at_once(b"") is None
    assert at_once(b"\x00\x0f") is None
    assert at_once(b"\x0f\x1a") == 0x1A
