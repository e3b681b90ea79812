"""Erlang C: how many windows let so large a share of people wait no longer than so long. Pure arithmetic.

People come at random at an even rate, each window takes the next of one line, service times are exponential. Real ones
vary less, so it asks for rather too much; a rate that changes within half an hour, or a backlog, it does not see.
"""

from __future__ import annotations

from math import exp

MOST = 1000
"""No hall has more windows; where so many would be needed the question is wrong."""


def waits(windows: int, load: float) -> float:
    """The chance that somebody who comes must wait; `load` = rate × mean service time, 1 from `load` windows on."""
    if load <= 0:
        return 0.0
    if windows <= load:
        return 1.0
    blocked = 1.0
    for n in range(1, windows + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked * windows / (windows - load * (1 - blocked))


def within(windows: int, load: float, service: float, wait: float) -> float:
    """The share called within `wait`, in the unit of `service` (the mean service time); 0 where the line only grows."""
    if load <= 0:
        return 1.0
    if windows <= load:
        return 0.0
    return 1 - waits(windows, load) * exp(-(windows - load) * wait / service)


def needed(load: float, service: float, wait: float, share: float) -> int:
    """The fewest windows with which at least `share` are called within `wait`; 0 where nobody comes."""
    if load <= 0:
        return 0
    blocked, windows = 1.0, 0
    while windows < MOST:
        windows += 1
        blocked = load * blocked / (windows + load * blocked)
        if windows <= load:
            continue
        delayed = blocked * windows / (windows - load * (1 - blocked))
        if 1 - delayed * exp(-(windows - load) * wait / service) >= share:
            break
    return windows
