"""What queueing theory says of mean waits (without service), for M/G/1 and M/M/c. Written down independently.

Classes go from the slowest rate to the fastest. Kleinrock 1964 (affine with equal head starts), Cobham 1954 (strict).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import factorial


def erlang_c(c: int, load: float) -> float:
    """The share of those who wait at all in M/M/c; `load` is λ·E[S]."""
    last = load**c / factorial(c) * c / (c - load)
    return last / (sum(load**k / factorial(k) for k in range(c)) + last)


def w0(rates: Sequence[float], c: int = 1, square: float = 2.0) -> float:
    """The wait for a window to come free, E[S] = 1; `square` is E[S²], which only one window needs."""
    total = sum(rates)
    return total * square / 2 if c == 1 else erlang_c(c, total) / c


def affine(rates: Sequence[float], slopes: Sequence[float], c: int = 1, square: float = 2.0) -> list[float]:
    rho = [r / c for r in rates]
    waits: list[float] = []
    for p, b in enumerate(slopes):
        slower = sum(rho[i] * waits[i] * (1 - slopes[i] / b) for i in range(p))
        faster = sum(rho[i] * (1 - b / slopes[i]) for i in range(p + 1, len(rho)))
        waits.append((w0(rates, c, square) / (1 - sum(rho)) - slower) / (1 - faster))
    assert all(a <= b for a, b in pairwise(slopes))
    return waits


def strict(rates: Sequence[float], c: int = 1, square: float = 2.0) -> list[float]:
    rho = [r / c for r in rates]
    return [w0(rates, c, square) / ((1 - sum(rho[p + 1 :])) * (1 - sum(rho[p:]))) for p in range(len(rho))]


def conserved(rates: Sequence[float], c: int = 1, square: float = 2.0) -> float:
    """Σ ρ_i W_i under every order that does not look at service times."""
    rho = sum(rates) / c
    return rho * w0(rates, c, square) / (1 - rho)
