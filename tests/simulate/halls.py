"""Small halls and streams of visitors for the simulator's tests. Times in seconds, rates a minute."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

from server import profiles
from server.domain.profile import Hall
from server.simulate.course import always_open
from server.simulate.engine import Run, simulate
from server.simulate.visitor import Visitor

MINUTE = 60.0


def hall(
    *windows: Sequence[str] | tuple[Sequence[str], Sequence[str]],
    classes: dict[str, tuple[float, float]] | None = None,
    **more: Any,
) -> Hall:
    """Windows are given by their services, or (own, backup); classes by (head start, rate)."""
    both = [w if w and not isinstance(w[0], str) else (w, ()) for w in windows]
    names = sorted({s for own, backup in both for s in (*own, *backup)})
    return profiles.build(
        {
            "hall": {"id": "tried", "name": "Tried"},
            "zones": [{"id": "z", "name": "Zone"}],
            "queues": [{"prefix": "A", "name": "All"}],
            "services": [{"id": s, "name": s.upper()} for s in names],
            "windows": [
                {"number": n, "kind": "comprehensive", "services": list(own), "backup": list(backup)}
                for n, (own, backup) in enumerate(both, 1)
            ],
            "classes": [
                {"id": id, "name": id[:4], "head_start": head, "rate": rate}
                for id, (head, rate) in (classes or {}).items()
            ],
            **more,
        }
    )


def poisson(
    chance: Random, number: int, rates: dict[str, float], service: str = "s", law: str = "exponential"
) -> list[Visitor]:
    """A stream of classes, each at its rate a minute, served for one minute on average ("" is ordinary)."""
    at, total, people = 0.0, sum(rates.values()), []
    for row in range(1, number + 1):
        at += chance.expovariate(total) * MINUTE
        name = chance.choices(list(rates), list(rates.values()))[0]
        duration = {"exponential": chance.expovariate(1.0), "fixed": 1.0, "uniform": chance.uniform(0, 2)}[
            law
        ]
        people.append(Visitor(row, at, duration * MINUTE, service, (name,) if name else ()))
    return people


def played(hall: Hall, visitors: Iterable[Visitor]) -> Run:
    return simulate(hall, visitors, always_open(hall))


def waits(run: Run, drop: float = 0.05) -> dict[str, float]:
    """Mean wait by class in minutes, without those who came first."""
    found: dict[str, list[float]] = {}
    for f in run.fates[round(drop * len(run.fates)) :]:
        assert f.wait is not None, f
        found.setdefault("".join(f.visitor.classes), []).append(f.wait / MINUTE)
    return {name: sum(w) / len(w) for name, w in found.items()}
