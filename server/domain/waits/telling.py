"""What a holder is told of the wait, now that something was told before: it falls freely and rises only with a reason.

Pure. Small rises without a cause are kept back; when it takes clearly longer than was said, that is said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from server.domain.floor import Floor
from server.domain.waits.estimate import STEP, Prospect
from server.domain.waits.staffing import Windows

REASONS = ("window_closed", "window_paused", "lunch", "priority", "slow", "moved")


@dataclass(frozen=True, slots=True)
class Told:
    """The prospect as it was told, and what that rested on: the windows, and the fewest people ahead since."""

    prospect: Prospect
    windows: Windows
    fewest: int


def tell(before: Told | None, found: Prospect, floor: Floor) -> Told:
    """What to tell, given what was found and what was told before."""
    anew = Told(found, found.windows, found.ahead)
    if before is None:
        return anew
    last = before.prospect.wait
    if found.wait is None:
        kept = before.prospect.reason if last is None else _gone(before.windows, floor) or "window_closed"
        return replace(anew, prospect=replace(found, reason=found.reason or kept))
    if last is None:
        return anew
    if found.wait != last and found.wait[0] <= last[0] and found.wait[1] <= last[1]:
        return anew
    risen = None if found.wait == last else _risen(before, found, floor)
    if risen:
        return replace(anew, prospect=replace(found, reason=risen))
    kept = None if before.prospect.reason == "lunch" else before.prospect.reason
    told = replace(
        found, low=min(last[0], found.wait[0]), high=min(last[1], found.wait[1]), reason=found.reason or kept
    )
    return Told(told, before.windows | found.windows, min(before.fewest, found.ahead))


def _risen(before: Told, found: Prospect, floor: Floor) -> str | None:
    """Why it has risen, or None where nothing explains it."""
    if found.place != before.prospect.place:
        return "moved"
    if found.resumes_at is not None and before.prospect.resumes_at is None:
        return "lunch"
    if len(found.windows) < len(before.windows) and (gone := _gone(before.windows - found.windows, floor)):
        return gone
    if found.ahead > before.fewest:
        return "priority"
    (low, high), (was_low, was_high) = found.wait or (0, 0), before.prospect.wait or (0, 0)
    return "slow" if low > was_low and high >= was_high + 2 * STEP else None


def _gone(windows: Windows, floor: Floor) -> str | None:
    """What became of windows that called before: most closed or paused; None when they only do something else."""
    states = [floor.window(w).state for w in windows]
    closed, paused = states.count("closed"), states.count("paused")
    if not closed and not paused:
        return None
    return "window_closed" if closed >= paused else "window_paused"
