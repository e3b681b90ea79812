"""The Windows spooler's words in ours. The spooler itself has not been tried: it is written against its documents."""

from __future__ import annotations

import pytest

from kiosk.printer.commands import Status
from kiosk.printer.door import open_printer
from kiosk.printer.windows import spooled


@pytest.mark.parametrize(
    ("bits", "status"),
    [(0, Status(known=False)), (0x10, Status("paper_out")), (0x40, Status("paper_out")), (0x80, Status("offline")),
     (0x400000 | 0x80, Status("cover_open")), (0x8, Status("unknown")), (0x400, Status(known=False))],
)  # fmt: skip
def test_what_the_spooler_says_has_one_word(bits: int, status: Status) -> None:
    assert spooled(bits) == status


def test_elsewhere_a_printer_of_windows_is_refused_with_the_other_ways() -> None:
    with pytest.raises(ValueError, match="usb://"):
        open_printer("win://XP-80C")
