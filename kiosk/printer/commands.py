"""ESC/POS bytes: pictures as rasters, QR codes, the cut, the status questions, and what their answers mean.

Bytes only. python-escpos makes rasters and codes; the status bits are of Epson's public reference.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from escpos.capabilities import Profile
from escpos.escpos import QR_ECLEVEL_M
from escpos.printer import Dummy
from PIL import Image

INIT = b"\x1b@"
CHINESE, LATIN = b"\x1c&", b"\x1c."
"""FS & and FS .: two-byte characters on and off."""
CUT = b"\x1bd\x06\x1dV\x01"
"""A feed past the knife and a partial cut: the slip hangs until it is taken."""
BAND = 240
"""Lines a raster command carries: cheap printers lose bands larger than their buffer."""
AT_ONCE = (b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04")
"""DLE EOT 1, 2, 4: printer, cause of being offline, paper. Answered at once, also in the middle of a slip."""
WHY = b"\x10\x04\x03"
"""DLE EOT 3: which error it is, asked when there is one."""
IN_TURN = b"\x1dr\x01"
"""GS r 1: the paper sensor, answered when everything sent before has been printed."""


@dataclass(frozen=True, slots=True)
class Status:
    """`reason` is None when it can print; `low`: paper near its end; `known` is False of a one-way pipe.

    `detail` says more to whoever mends it; it is no part of the state.
    """

    reason: str | None = None
    low: bool = False
    known: bool = True
    detail: str = field(default="", compare=False)


def slip_bytes(picture: Image.Image) -> bytes:
    """A 1-bit picture as a whole slip."""
    return INIT + raster(picture) + CUT


def raster(picture: Image.Image) -> bytes:
    """A 1-bit picture as GS v 0 bands."""
    paper = Dummy(profile=_profile(picture.width))
    paper.image(picture, fragment_height=BAND)
    return bytes(paper.output)


def code(text: str, dot: int) -> bytes:
    """A QR code that the printer makes itself, by GS ( k; `dot` is the dots of a module."""
    paper = Dummy(profile=_profile(576))
    paper.qr(text, ec=QR_ECLEVEL_M, size=dot, native=True)
    return bytes(paper.output)


def _profile(width: int) -> Profile:
    """Paper of this width with a cutter; python-escpos's default has no width and complains on stdout."""
    profile = Profile(features={"paperFullCut": True, "paperPartCut": True})
    profile.profile_data = {**profile.profile_data, "media": {"dpi": 203, "width": {"pixels": width}}}
    return profile


def in_turn(answer: bytes) -> int | None:
    """The first byte with the fixed bits of a GS r answer; others are late answers to AT_ONCE."""
    return next((byte for byte in answer if byte & 0b10010000 == 0), None)


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


def judge_error(error: int) -> str:
    """The answer to WHY as a reason."""
    return "cutter" if error & 0x08 else "unknown"


def judge_paper(sensors: int) -> Status:
    """The answer to IN_TURN in words; `0F` is how printers that answer nothing else say «no paper»."""
    return Status("paper_out" if sensors & 0x0C else None, low=bool(sensors & 0x03))
