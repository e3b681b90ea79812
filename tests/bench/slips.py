"""The rows of slips: in the printer's own letters against drawn; bytes, time to make, time on a serial line."""

from __future__ import annotations

import time
from collections.abc import Callable

from kiosk import words
from kiosk.config import KioskFile, PrinterTable, SlipTable
from kiosk.making import Making
from tests.bench.table import Row, middle, ms

ROUNDS = 15
BAUD = 115_200
BITS_A_BYTE = 10


def slips() -> list[Row]:
    return [row for width in (576, 384) for row in _paper(width)]


def _paper(width: int) -> list[Row]:
    text, raster = (_making(mode, width) for mode in ("text", "raster"))
    sizes, times = [len(text()), len(raster())], [_seconds(text), _seconds(raster)]
    line = [size * BITS_A_BYTE / BAUD for size in sizes]
    paper = f"slip of {80 if width == 576 else 58} mm, native against drawn"
    return [
        Row(f"{paper}: bytes", f"{sizes[0]:,}", f"{sizes[1]:,}", f"{sizes[0] / sizes[1]:.1%}", aim="≤ 5%",
            met=sizes[0] <= 0.05 * sizes[1]),
        Row(f"{paper}: made in", ms(times[0]), ms(times[1]), f"{times[0] / times[1]:.0%}"),
        Row(f"{paper}: on a line of {BAUD:,} baud", ms(line[0]), ms(line[1]), f"{line[0] / line[1]:.1%}"),
    ]  # fmt: skip


def _making(mode: str, width: int) -> Callable[[], bytes]:
    config = KioskFile(
        printer=PrinterTable(width=width),  # type: ignore[arg-type]
        slip=SlipTable(mode=mode),  # type: ignore[arg-type]
    )
    making = Making(config)
    return lambda: making.slip(words.SAMPLE, False)


def _seconds(make: Callable[[], bytes]) -> float:
    make()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        make()
        times.append(time.perf_counter() - start)
    return middle(times)
