"""Rows of the hub without its web: commands against plain statements, a short line against a long one."""

from __future__ import annotations

from tests.bench.processes import folder, inside
from tests.bench.table import Row, delay, rate


def commands() -> list[Row]:
    with folder() as at:
        said = inside("tests.bench.inside", "commands", str(at))
    ours, plain = said["ours"], said["plain"]
    figure = f"commands in the hub ({said['statements']:.1f} rows each)"
    return [rate(figure, 1 / ours["seconds"], 1 / plain["seconds"], ours["cpu"], plain["cpu"], 0.7)]


def lines() -> list[Row]:
    with folder() as at:
        said = inside("tests.bench.inside", "lines", str(at))
    long, short = said["10000"], said["10"]
    cpu = {"cpu": long["cpu"], "bound_cpu": short["cpu"]}
    return [delay("call-next, 10,000 waiting against 10", long["seconds"], short["seconds"], **cpu)]
