"""Every figure told by pandas from the parts of visits, stretches of windows and reservations that `figuring` finds
in the raw entries: nothing of the product's SQL, histograms or percentiles.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from server.domain.profile import Hall
from tests.journal import figuring
from tests.journal.expecting import goes_first

Told = dict[tuple[Any, ...], dict[str, Any]]
SPREADS = {
    "wait": ("wait", "served", "sure_wait"), "net_wait": ("net", "served", "sure_wait"),
    "lost_wait": ("wait", "lost", "sure_wait"), "reach": ("reach", "served", "sure"),
    "service": ("spent", "served", "sure"), "reserved_wait": ("wait", "reserving", "sure_wait"),
}  # fmt: skip
OPEN = ("paused", "idle", "idle_waited", "held", "called", "serving")


class Frames:
    """The raw entries of a hall as three tables."""

    def __init__(self, entries: list[Any], hall: Hall) -> None:
        self.parts = flagged(pd.DataFrame(figuring.visits(entries, hall)), hall)
        self.stretches = pd.DataFrame(figuring.hours_of_windows(entries, hall))
        self.booked = pd.DataFrame(figuring.reserved(entries, hall))

    def told(self, *cuts: str) -> Told:
        """Cell → figure → value, without what there is nothing to tell of."""
        by, parts = list(cuts), self.parts
        groups = parts.groupby(by)
        table = counted(groups[FLAGS].sum())
        table["legs"] = groups.size()
        table["share"] = table["called"] / parts["called"].sum()
        counts = [*COUNTS, "abandoned", "no_shows", "let_back", "items", "legs", "share"]
        for name, (column, kind, sure) in SPREADS.items():
            kept = parts[parts[kind] & parts[sure] & parts[column].notna()]
            table = table.join(spread(name, kept.groupby(by)[column]))
        if set(by) <= set(figuring.HOURS):
            table = table.join(windows(self.stretches, by), how="outer")
        if set(by) <= set(self.booked.columns):
            table = table.join(bookings(self.booked, by), how="outer")
            counts.append("booked")
        table[counts] = table[counts].fillna(0)
        return {key if isinstance(key, tuple) else (key,): clean(row) for key, row in table.iterrows()}


def windows(stretches: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    cells = stretches.groupby(by).size().index
    open_ = stretches[stretches["what"].isin(OPEN)]
    whole = open_.groupby(by)["ms"].sum().reindex(cells, fill_value=0)
    doing = {
        w: open_[open_["what"] == w].groupby(by)["ms"].sum().reindex(cells, fill_value=0)
        for w in ("serving", "idle_waited", "paused")
    }
    seats = open_.assign(seat=open_["window"], busy=open_["ms"].where(open_["what"] == "serving", 0))
    each = seats.groupby([*by, "seat"])[["ms", "busy"]].sum()
    uses = (each["busy"] / each["ms"]).groupby(level=list(range(len(by))))
    return pd.DataFrame({
        "open_seconds": (whole / 1000).round(), "serving_seconds": (doing["serving"] / 1000).round(),
        "utilisation": doing["serving"] / whole, "idle_waited_share": doing["idle_waited"] / whole,
        "paused_share": doing["paused"] / whole,
        "imbalance": (uses.std(ddof=0) / uses.mean()).where(uses.size() > 1),
    })  # fmt: skip


def bookings(booked: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    kept = booked.assign(used=booked["status"] == "used", missed=booked["status"] == "missed")
    n = kept.groupby(by)[["used", "missed"]].sum()
    over = n["used"] + n["missed"]
    shares = {"kept_share": n["used"] / over, "missed_share": n["missed"] / over}
    return pd.DataFrame({"booked": kept.groupby(by).size(), **shares})


def flagged(parts: pd.DataFrame, hall: Hall) -> pd.DataFrame:
    """A column for each thing that is counted."""
    p, first = parts, parts["class"].isin(goes_first(hall))
    called, served = p["place"] > 0, p["ended"] == "completed"
    aimed = served & p["sure_wait"] & (p["target"] > 0)
    promised = (p["promise"] > 0) & p["ended"].notna() & (called | (p["wait"] > p["promise"]))
    in_time = promised & called & (p["wait"] <= p["promise"])
    taken, absent = p["began"] == "taken", p["ended"] == "no_show"
    done = p["outcome"].isin(["done", "accepted", "advice"]) & (p["began"] != "returned")
    return p.assign(
        tickets=taken, further=~taken, waiting=p["ended"].isna(), called=called, served=served, absent=absent,
        lost=p["ended"].isin(["no_show", "cancelled", "expired"]) & ~p["let_back"], back=p["let_back"],
        transferred=p["ended"] == "transferred", reserved=taken & p["reservation"].notna(),
        reserving=served & taken & p["reservation"].notna(), matters=p["items"].where(served, 0), aimed=aimed,
        within=aimed & (p["wait"] <= p["target"]), priority=called & first, others=called & ~first,
        passed=called & ~first & (p["overtaken"] > 0), cost=p["delayed"].where(called & ~first, 0),
        promised=promised, in_time=in_time, visits=p["place"] == 1, places=p["place"].isin([1, 2]),
        rated=p["rating"].notna(), stars=p["rating"].fillna(0), content=p["rating"] >= 3, once=served & done,
    )  # fmt: skip


FLAGS = [
    "tickets", "further", "waiting", "called", "served", "absent", "lost", "back", "transferred", "reserved", "matters",
    "aimed", "within", "priority", "others", "passed", "cost", "promised", "in_time", "visits", "places", "rated",
    "stars", "content", "once",
]  # fmt: skip


COUNTS = ["tickets", "further", "waiting", "called", "served", "transferred", "reserved", "rated"]


def counted(n: pd.DataFrame) -> pd.DataFrame:
    """Counts as they are, and what is a share of what."""
    return n[COUNTS].assign(
        abandoned=n["lost"], no_shows=n["absent"], let_back=n["back"], items=n["matters"],
        within_target=n["within"] / n["aimed"],
        no_show_rate=n["absent"] / n["called"], unserved_rate=n["lost"] / (n["lost"] + n["served"]),
        requeue_rate=n["back"] / n["absent"], windows_per_visit=n["places"] / n["visits"],
        priority_share=n["priority"] / n["called"], overtaken_share=n["passed"] / n["others"],
        overtaken_cost=n["cost"] / n["others"], promise_kept=n["in_time"] / n["promised"],
        rating_mean=n["stars"] / n["rated"], satisfied_share=n["content"] / n["rated"],
        one_visit_share=n["once"] / n["served"],
    )  # fmt: skip


def spread(name: str, seconds: Any) -> pd.DataFrame:
    def at(percent: int) -> pd.Series[Any]:
        return seconds.agg(lambda s: s.sort_values().iloc[-(-len(s) * percent // 100) - 1])

    return pd.DataFrame({
        f"{name}_mean": seconds.mean().map(lambda mean: round(mean, 2)), f"{name}_p50": at(50), f"{name}_p90": at(90),
        f"{name}_max": seconds.max(),
    })  # fmt: skip


def clean(row: Any) -> dict[str, Any]:
    """Without what there is nothing to tell of; shares to four places."""
    return {
        name: round(float(value), 4)
        for name, value in row.items()
        if pd.notna(value) and value != float("inf")
    }
