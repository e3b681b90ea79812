"""`python -m tests.bench [name …]`: measure, and print one table."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from tests.bench.core import commands, lines
from tests.bench.displays import displays
from tests.bench.estimating import estimating
from tests.bench.figuring import figuring
from tests.bench.simulating import simulating
from tests.bench.size import memory
from tests.bench.slips import slips
from tests.bench.starting import starting
from tests.bench.table import Row, written
from tests.bench.taking import taking
from tests.bench.watching import watching

ROWS: dict[str, Callable[[], list[Row]]] = {
    "commands": commands, "taking": taking, "displays": displays, "lines": lines, "starting": starting,
    "memory": memory, "simulating": simulating, "estimating": estimating, "slips": slips,
    "figuring": figuring, "watching": watching,
}  # fmt: skip


def main(names: list[str]) -> None:
    unknown = [n for n in names if n not in ROWS]
    if unknown:
        sys.exit(f"There is no {', '.join(unknown)}; there are: {', '.join(ROWS)}.")
    start, rows = time.monotonic(), []
    for name in names or list(ROWS):
        print(f"{name} …", file=sys.stderr, flush=True)
        rows += ROWS[name]()
    print(written(rows))
    print(f"{time.monotonic() - start:.0f} s; what each line means: tests/bench/README.md")


if __name__ == "__main__":
    main(sys.argv[1:])
