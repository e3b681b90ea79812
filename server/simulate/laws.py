"""Laws of chance for service times and patience: each by its mean (seconds) and coefficient of variation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log, sqrt
from random import Random


@dataclass(frozen=True, slots=True)
class Law:
    """`cv` is the standard deviation in means; exponential has 1 and fixed 0, whatever is given."""

    law: str
    mean: float
    cv: float = 1.0

    def draw(self, chance: Random) -> float:
        return self.mean * LAWS[self.law](chance, self.cv)


def lognormal(chance: Random, cv: float) -> float:
    spread = log(1 + cv * cv)
    return exp(chance.gauss(-spread / 2, sqrt(spread)))


def gamma(chance: Random, cv: float) -> float:
    return chance.gammavariate(1 / cv**2, cv**2) if cv > 0 else 1.0


def exponential(chance: Random, _: float) -> float:
    return chance.expovariate(1.0)


def fixed(_: Random, __: float) -> float:
    return 1.0


LAWS: dict[str, Callable[[Random, float], float]] = {
    "lognormal": lognormal, "gamma": gamma, "exponential": exponential, "fixed": fixed,
}  # fmt: skip
"""name → a draw with mean 1."""
