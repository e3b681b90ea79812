"""Reads ESC/POS bytes back into the slips a printer would have cut: the virtual printer's paper.

It understands what Paihao sends and no more; a byte outside that is an error, for on real paper it would be a
line of rubbish.
"""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image


class RubbishError(ValueError):
    """Bytes that are no command this paper knows."""


def slips(data: bytes) -> Iterator[Image.Image]:
    """One 1-bit picture per cut; what stands below the last cut stays in the printer, as in a real one."""
    bands: list[Image.Image] = []
    at = 0
    while at < len(data):
        command = data[at : at + 2]
        if command == b"\x1dv":
            band, at = _band(data, at)
            bands.append(band)
        elif command == b"\x1dV":
            at += 4 if data[at + 2] in (65, 66) else 3
            if bands:
                yield _joined(bands)
            bands = []
        elif command == b"\x1b@":
            at += 2
        elif command in (b"\x1bd", b"\x1bJ", b"\x1ba"):
            at += 3
        elif data[at : at + 1] == b"\n":
            at += 1
        else:
            raise RubbishError(f"byte {at} begins no known command: {data[at : at + 8].hex(' ')}")


def _band(data: bytes, at: int) -> tuple[Image.Image, int]:
    """The raster of GS v 0 at `at`, and where the next command begins. Bits are 1 for black."""
    head = data[at : at + 8]
    if len(head) < 8 or head[2:3] != b"0":
        raise RubbishError(f"a broken raster command at byte {at}: {head.hex(' ')}")
    across, height = int.from_bytes(head[4:6], "little"), int.from_bytes(head[6:8], "little")
    body = data[at + 8 : at + 8 + across * height]
    if len(body) < across * height:
        raise RubbishError(f"the raster at byte {at} ends early: {len(body)} of {across * height} bytes")
    return Image.frombytes("1", (across * 8, height), body, "raw", "1;I"), at + 8 + across * height


def _joined(bands: list[Image.Image]) -> Image.Image:
    page = Image.new("1", (max(band.width for band in bands), sum(band.height for band in bands)), 1)
    y = 0
    for band in bands:
        page.paste(band, (0, y))
        y += band.height
    return page
