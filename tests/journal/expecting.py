"""Every figure of some parts and stretches, added up in plain Python as the definitions say."""

from __future__ import annotations

from math import ceil
from statistics import fmean, pstdev
from typing import Any

from server.domain.profile import Hall

Part = dict[str, Any]


def goes_first(hall: Hall) -> set[str]:
    """The classes that give priority; whom a reservation brings forward has none."""
    return {k.id for k in hall.classes if k.evidence not in ("system", "reservation")}


def expected(
    parts: list[Part],
    stretches: list[Part] | None,
    hall: Hall,
    whole: int | None = None,
    booked: list[str] | None = None,
) -> dict[str, Any]:
    """Every figure of these parts and stretches; None of stretches: the cut is none of windows.

    `whole`: how many calls there were in all; `booked`: the reservations' states.
    """
    n = Tally(parts)
    served = [p for p in parts if p["ended"] == "completed"]
    lost = [p for p in parts if p["ended"] in ("no_show", "cancelled", "expired") and not p["let_back"]]
    called, absent = n(lambda p: p["place"] > 0), n(lambda p: p["ended"] == "no_show")
    aimed = [p for p in served if p["sure_wait"] and p["target"]]
    stars = [p["rating"] for p in parts if p["rating"]]
    first = goes_first(hall)
    others = [p for p in parts if p["place"] > 0 and p["class"] not in first]
    promised = [
        p for p in parts if p["promise"] and p["ended"] and (p["place"] > 0 or p["wait"] > p["promise"])
    ]
    return {
        "tickets": n(lambda p: p["began"] == "taken"), "legs": len(parts), "waiting": n(lambda p: not p["ended"]),
        "called": called, "served": len(served), "abandoned": len(lost),
        "no_shows": absent, "let_back": n(lambda p: p["let_back"]), "further": n(lambda p: p["began"] != "taken"),
        "transferred": n(lambda p: p["ended"] == "transferred"), "items": sum(p["items"] for p in served),
        "reserved": n(lambda p: p["began"] == "taken" and p["reservation"]),
        "within_target": over(sum(p["wait"] <= p["target"] for p in aimed), len(aimed)),
        "no_show_rate": over(absent, called), "unserved_rate": over(len(lost), len(lost) + len(served)),
        "requeue_rate": over(n(lambda p: p["let_back"]), absent),
        "windows_per_visit": over(n(lambda p: p["place"] in (1, 2)), n(lambda p: p["place"] == 1)),
        "priority_share": over(n(lambda p: p["place"] > 0 and p["class"] in first), called),
        "share": over(called, called if whole is None else whole),
        "overtaken_share": over(sum(p["overtaken"] > 0 for p in others), len(others)),
        "overtaken_cost": over(sum(p["delayed"] for p in others), len(others)),
        "promise_kept": over(sum(p["place"] > 0 and p["wait"] <= p["promise"] for p in promised), len(promised)),
        "rated": len(stars), "rating_mean": over(sum(stars), len(stars)),
        "satisfied_share": over(sum(s >= 3 for s in stars), len(stars)),
        "one_visit_share": over(
            sum(p["outcome"] in ("done", "accepted", "advice") and p["began"] != "returned" for p in served),
            len(served),
        ),
        **spread("wait", [p["wait"] for p in served if p["sure_wait"]]),
        **spread("net_wait", [p["net"] for p in served if p["sure_wait"]]),
        **spread(
            "reserved_wait",
            [p["wait"] for p in served if p["sure_wait"] and p["reservation"] and p["began"] == "taken"],
        ),
        **spread("lost_wait", [p["wait"] for p in lost if p["sure_wait"]]),
        **spread("reach", [p["reach"] for p in served if p["reach"] is not None and p["sure"]]),
        **spread("service", [p["spent"] for p in served if p["spent"] is not None and p["sure"]]),
        **windows(stretches), **bookings(booked),
    }  # fmt: skip


class Tally:
    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts

    def __call__(self, holds: Any) -> int:
        return sum(bool(holds(p)) for p in self.parts)


def over(a: float, b: float) -> float | None:
    return round(a / b, 4) if b else None


def spread(name: str, values: list[int]) -> dict[str, Any]:
    values = sorted(values)
    if not values:
        return dict.fromkeys([f"{name}_{which}" for which in ("mean", "p50", "p90", "max")])
    half, nine = values[ceil(len(values) / 2) - 1], values[ceil(len(values) * 9 / 10) - 1]
    return {
        f"{name}_mean": round(fmean(values), 2),
        f"{name}_p50": half,
        f"{name}_p90": nine,
        f"{name}_max": values[-1],
    }


def windows(stretches: list[Part] | None) -> dict[str, Any]:
    names = (
        "open_seconds",
        "serving_seconds",
        "utilisation",
        "idle_waited_share",
        "paused_share",
        "imbalance",
    )
    if not stretches:
        return dict.fromkeys(names)
    opened = [s for s in stretches if s["what"] not in ("closed", "unsure")]
    total = sum(s["ms"] for s in opened)
    spent = {
        what: sum(s["ms"] for s in opened if s["what"] == what)
        for what in ("serving", "idle_waited", "paused")
    }
    each = []
    for window in sorted({s["window"] for s in opened}):
        mine = [s for s in opened if s["window"] == window]
        each.append(sum(s["ms"] for s in mine if s["what"] == "serving") / sum(s["ms"] for s in mine))
    uneven = round(pstdev(each) / fmean(each), 4) if len(each) > 1 and fmean(each) else None
    values = (
        round(total / 1000),
        round(spent["serving"] / 1000),
        *(over(spent[k], total) for k in spent),
        uneven,
    )
    return dict(zip(names, values, strict=True))


def bookings(states: list[str] | None) -> dict[str, Any]:
    if states is None:
        return dict.fromkeys(("booked", "kept_share", "missed_share"))
    over_ = [s for s in states if s in ("used", "missed")]
    shares = [over(over_.count(s), len(over_)) for s in ("used", "missed")]
    return dict(zip(("booked", "kept_share", "missed_share"), (len(states), *shares), strict=True))
