"""ESC/POS bytes: a picture as a raster with a cut, the status questions, and what their answers mean.

Bytes only. python-escpos makes the raster and the cut; the status bits are of Epson's public reference.
"""

from __future__ import annotations

from dataclasses import dataclass

from escpos.capabilities import Profile
from escpos.printer import Dummy
from PIL import Image

BAND = 240
"""Lines a raster command carries: cheap printers lose bands larger than their buffer."""
AT_ONCE = (b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04")
"""DLE EOT 1, 2, 4: printer, cause of being offline, paper. Answered at once, also in the middle of a slip."""
IN_TURN = b"\x1dr\x01"
"""GS r 1: the paper sensor, answered when everything sent before has been printed."""


@dataclass(frozen=True, slots=True)
class Status:
    """`reason` is None when it can print; `low`: paper near its end; `known` is False of a one-way pipe."""

    reason: str | None = None
    low: bool = False
    known: bool = True


def slip_bytes(picture: Image.Image) -> bytes:
    """A 1-bit picture as GS v 0 bands, then a feed and a partial cut: the slip hangs until it is taken."""
    paper = Dummy(profile=_profile(picture.width))
    paper.hw("INIT")
    paper.image(picture, fragment_height=BAND)
    paper.cut(mode="PART")
    return bytes(paper.output)


def _profile(width: int) -> Profile:
    """Paper of this width with a cutter; python-escpos's default has no width and complains on stdout."""
    profile = Profile(features={"paperFullCut": True, "paperPartCut": True})
    profile.profile_data = {**profile.profile_data, "media": {"dpi": 203, "width": {"pixels": width}}}
    return profile


def at_once(answer: bytes) -> int | None:
    """The first byte with a DLE EOT answer's fixed bits; others are late answers to IN_TURN (bit 4 is 0)."""
    return next((byte for byte in answer if byte & 0b10010011 == 0b00010010), None)


def judge(printer: int, cause: int, paper: int) -> Status:
    """The answers to AT_ONCE in words. An open cover also reads as no paper and offline: it comes first."""
    low = bool(paper & 0x0C)
    if cause & 0x04:
        return Status("cover_open", low)
    if paper & 0x60 or cause & 0x20:
        return Status("paper_out", low)
    if cause & 0x40:
        return Status("unknown", low)
    return Status("offline" if printer & 0x08 else None, low)
