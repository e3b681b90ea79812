"""Who is served when and where, worked out without a line of the product: the order it must give exactly."""

from __future__ import annotations

from collections.abc import Sequence

from server.simulate.visitor import Visitor

Classes = dict[str, tuple[float, float]]
"""class → (head start in minutes, rate)."""


def score(v: Visitor, now: float, classes: Classes) -> float:
    """Minutes; the best of the visitor's claims (queueing.md's table)."""
    claims = [(0.0, 1.0, v.at), *((*classes[c], v.at) for c in v.classes if c != "reservation")]
    if v.slot is not None and v.at <= v.slot + 600:
        claims.append((0.0, 1.5, v.slot - 1200))
    elif v.slot is not None and v.at <= v.slot + 1800:
        claims.append((0.0, 1.0, v.at - 300))
    return max(o + b * max(0.0, now - start) / 60 for o, b, start in claims)


def served(
    people: Sequence[Visitor], windows: Sequence[Sequence[str]], classes: Classes
) -> list[tuple[float, int, int]]:
    """(called at, window from 0, row) in the order of the calls."""
    free, busy = dict.fromkeys(range(len(windows)), -1.0), dict[int, float]()
    line, coming, calls = [], sorted(people, key=lambda v: (v.at, v.row)), []
    while coming or busy:
        now = min([v.at for v in coming[:1]] + list(busy.values()))
        line += [v for v in coming if v.at == now]
        coming = [v for v in coming if v.at > now]
        free |= {w: now for w, end in busy.items() if end == now}
        busy = {w: end for w, end in busy.items() if end > now}
        for w in sorted(free, key=lambda w: (len(windows[w]), free[w], w)):
            able = [v for v in line if v.service in windows[w]]
            if able:
                best = min(able, key=lambda v: (-score(v, now, classes), v.at, v.row))
                line.remove(best)
                del free[w]
                busy[w] = now + best.duration
                calls.append((now, w, best.row))
    return calls
