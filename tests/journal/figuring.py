"""Figures told a second time: from the raw entries in plain Python, knowing nothing of legs, shifts or tables.

`visits` follows each ticket with a pile of what it was, for undo; `hours_of_windows` looks at every window between
every two entries; `expected` adds both up as the definitions say.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from datetime import UTC, date, datetime
from math import ceil
from statistics import fmean, pstdev
from typing import Any
from zoneinfo import ZoneInfo

from server.domain.events import Entry
from server.domain.figures import Cell, figures
from server.domain.floor import Floor
from server.domain.happenings import apply
from server.domain.profile import Hall
from server.hub.hub import Hub
from server.hub.room import Room
from server.journal import counting
from tests.journal import hubs, truths

Part = dict[str, Any]
PILED = {"ticket.called", "ticket.completed", "ticket.no_show", "ticket.requeued"}
GONE = {"ticket.completed", "ticket.no_show", "ticket.cancelled", "ticket.expired", "ticket.transferred"}
HOURS = ("window", "zone", "person", "hall", "hour", "weekday", "day", "month")


def visits(entries: list[Entry], hall: Hall) -> list[Part]:
    """Every part of every visit, rehearsals left out."""
    now: dict[str, list[Part]] = {}
    piles: defaultdict[str, list[list[Part]]] = defaultdict(list)
    rehearsal, day = False, ""
    for e in entries:
        d, id = e.data, e.data.get("ticket", "")
        if e.kind == "day.opened":
            rehearsal, day = d.get("rehearsal", False), d["day"]
        if e.kind == "ticket.taken" and not rehearsal:
            now[id] = [part(d, "taken", max(e.at, d.get("slot") or 0), d["services"][0]) | {"day": day}]
        elif id in now and e.kind == "ticket.rated":
            now[id][-1]["rating"] = d["level"]
        elif id in now and e.kind == "ticket.undone":
            rating = now[id][-1]["rating"]
            now[id] = piles[id].pop()
            now[id][-1]["rating"] = rating or now[id][-1]["rating"]
        elif id in now and e.kind.startswith("ticket."):
            if e.kind in PILED:
                piles[id].append(copy.deepcopy(now[id]))
            follow(now[id], e)
    return [told(p, parts[:n], hall) for parts in now.values() for n, p in enumerate(parts)]


def part(of: Part, began: str, since: int, wanted: str) -> Part:
    kept = {k: of.get(k) for k in ("day", "channel", "reservation", "classes")}
    return kept | {
        "began": began, "since": since, "service": wanted, "called": None, "window": None, "person": None,
        "start": None, "held": 0, "held_at": None, "ended": None, "end": None, "unsure": of.get("unsure", False),
        "rating": None, "let_back": False, "outcome": None, "items": 0, "klass": None, "status": "waiting",
    }  # fmt: skip


def follow(parts: list[Part], e: Entry) -> None:
    p, d = parts[-1], e.data
    what = e.kind.removeprefix("ticket.")
    if what == "called":
        p |= {
            "called": p["called"] or e.at,
            "window": d["window"],
            "person": d["person"],
            "service": d["service"],
        }
        p |= {"start": None, "held": 0, "klass": d["why"]["class"], "status": "called"}
    elif what == "started":
        p |= {"start": e.at, "unsure": p["unsure"] or d["uncertain"], "status": "serving"}
    elif what == "held":
        p |= {"held_at": e.at, "status": "held"}
    elif what == "resumed":
        p |= {"window": d["window"], "person": d["person"], "status": "serving"}
        p |= {"held": p["held"] + e.at - p["held_at"]} if p["start"] else {"start": e.at}
    elif what == "classes_changed":
        p["classes"] = d["classes"]
    elif what == "requeued":
        returned = d.get("returned")
        p["let_back"] = not returned
        wanted = d.get("again", [p["service"]])[0] if returned else p["service"]
        parts.append(
            part(p | {"classes": d["classes"]}, "returned" if returned else "requeued", e.at, wanted)
        )
    elif what == "transferred" and p["status"] == "waiting":
        p["service"] = d["service"]
    elif e.kind in GONE and p["ended"] is None:
        sure = not d.get("uncertain")
        p |= {
            "ended": what,
            "end": p["held_at"] if p["status"] == "held" else e.at,
            "left": e.at,
            "status": "ended",
        }
        p |= {"outcome": d.get("outcome"), "items": d.get("items", 0), "unsure": p["unsure"] or not sure}
        if what == "transferred" or d.get("next"):
            parts.append(
                part(
                    p, "transferred" if what == "transferred" else "next", e.at, d.get("next") or d["service"]
                )
            )


def told(p: Part, before: list[Part], hall: Hall) -> Part:
    called = p["called"] is not None
    window = p["window"] if called else ""
    been = {b["window"] for b in before if b["called"] is not None}
    zones = {w.zone for w in hall.windows if p["service"] in (*w.services, *w.backup)}
    moment = datetime.fromtimestamp(p["since"] / 1000, UTC).astimezone(ZoneInfo(hall.timezone))
    day = date.fromisoformat(p["day"])
    ended = p["ended"] is not None
    wait = ((p["called"] or p["left"]) - p["since"]) if ended else None
    started = p["start"] is not None and ended
    return p | {
        "hall": hall.id, "window": window, "person": (p["person"] or "") if called else "",
        "zone": hall.window[window].zone if window else zones.pop() if len(zones) == 1 else "",
        "department": hall.service[p["service"]].department, "hour": moment.hour, "weekday": day.isoweekday(),
        "day": int(p["day"].replace("-", "")), "month": int(p["day"].replace("-", "")) // 100,
        "class": p["klass"] if called else (*p["classes"], "ordinary")[0],
        "place": 0 if not called else 1 if not been else 3 if window in been else 2,
        "wait": None if wait is None else max(0, wait) // 1000,
        "reach": max(0, p["start"] - p["called"]) // 1000 if started and called else None,
        "spent": max(0, p["end"] - p["start"] - p["held"]) // 1000 if started else None,
        "sure_wait": called or p["ended"] != "expired", "sure": not p["unsure"],
        "target": hall.service[p["service"]].target_wait * 60,
    }  # fmt: skip


def hours_of_windows(entries: list[Entry], hall: Hall) -> list[Part]:
    """Each stretch between two entries, of every window that was ever touched that day."""
    floor, found, running = Floor(hall), [], {}
    zone = ZoneInfo(hall.timezone)
    if entries:
        floor.seq = entries[0].seq - 1
    for e in entries:
        before = floor.at
        pressed = not (
            e.kind == "ticket.expired" or e.data.get("uncertain") or e.data.get("reason") == "day_end"
        )
        live = floor.day is not None and not floor.rehearsal
        then = {w.id: (doing(floor, w.id), w.person or "") for w in floor.windows.values()} if live else {}
        day = floor.day
        apply(floor, e)
        after = {w.id: (doing(floor, w.id), w.person or "") for w in floor.windows.values()}
        for id, was in then.items():
            running.setdefault(id, []).append((before, e.at))
            if floor.day is None or after.get(id) == was:
                continue
            for since, until in running.pop(id):
                found += pieces(
                    hall, zone, day or "", id, was if pressed else ("unsure", was[1]), since, until
                )
        if floor.day is None or e.kind == "day.opened":
            running = {}
    return found


def pieces(
    hall: Hall, zone: ZoneInfo, day: str, id: str, was: tuple[str, str], since: int, until: int
) -> list[Part]:
    found = []
    while since < until:
        end = min(until, (since // 900_000 + 1) * 900_000)
        number = int(day.replace("-", ""))
        found.append({
            "hall": hall.id, "window": id, "zone": hall.window[id].zone, "person": was[1], "what": was[0],
            "ms": end - since, "hour": datetime.fromtimestamp(since / 1000, UTC).astimezone(zone).hour,
            "day": number, "month": number // 100, "weekday": date.fromisoformat(day).isoweekday(),
        })  # fmt: skip
        since = end
    return found


def doing(floor: Floor, id: str) -> str:
    state = floor.window(id)
    at = [t for t in floor.tickets.values() if t.window == id and t.status in ("called", "serving")]
    if at:
        return at[0].status
    if state.state != "open":
        return state.state
    own = floor.hall.window[id].services
    waiting = [t for t in floor.tickets.values() if t.status == "waiting"]
    if any(s in own and truths.may_come(floor, t, s, id) for t in waiting for s in t.awaited):
        return "idle_waited"
    held = any(t.status == "held" and t.window == id for t in floor.tickets.values())
    return "held" if held else "idle"


def expected(parts: list[Part], stretches: list[Part] | None, hall: Hall) -> dict[str, Any]:
    """Every figure of these parts and stretches; None of stretches: the cut is none of windows."""
    n = Tally(parts)
    served = [p for p in parts if p["ended"] == "completed"]
    lost = [p for p in parts if p["ended"] in ("no_show", "cancelled", "expired") and not p["let_back"]]
    called, absent = n(lambda p: p["place"] > 0), n(lambda p: p["ended"] == "no_show")
    aimed = [p for p in served if p["sure_wait"] and p["target"]]
    stars = [p["rating"] for p in parts if p["rating"]]
    first = {k.id for k in hall.classes if k.evidence != "system"}
    return {
        "tickets": n(lambda p: p["began"] == "taken"), "legs": len(parts), "waiting": n(lambda p: not p["ended"]),
        "called": called, "served": len(served), "abandoned": len(lost),
        "transferred": n(lambda p: p["ended"] == "transferred"), "items": sum(p["items"] for p in served),
        "reserved": n(lambda p: p["began"] == "taken" and p["reservation"]),
        "within_target": over(sum(p["wait"] <= p["target"] for p in aimed), len(aimed)),
        "no_show_rate": over(absent, called), "unserved_rate": over(len(lost), len(lost) + len(served)),
        "requeue_rate": over(n(lambda p: p["let_back"]), absent),
        "windows_per_visit": over(n(lambda p: p["place"] in (1, 2)), n(lambda p: p["place"] == 1)),
        "priority_share": over(n(lambda p: p["place"] > 0 and p["class"] in first), called),
        "rated": len(stars), "rating_mean": over(sum(stars), len(stars)),
        "satisfied_share": over(sum(s >= 3 for s in stars), len(stars)),
        "one_visit_share": over(
            sum(p["outcome"] in ("done", "accepted", "advice") and p["began"] != "returned" for p in served),
            len(served),
        ),
        **spread("wait", [p["wait"] for p in served if p["sure_wait"]]),
        **spread("lost_wait", [p["wait"] for p in lost if p["sure_wait"]]),
        **spread("reach", [p["reach"] for p in served if p["reach"] is not None and p["sure"]]),
        **spread("service", [p["spent"] for p in served if p["spent"] is not None and p["sure"]]),
        **windows(stretches),
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


def figures_equal_a_second_count(hub: Hub, room: Room, *by: tuple[str, ...]) -> None:
    """Every cell of every cut, and the whole, against a count from the raw entries."""
    entries = hubs.entries(hub)
    parts, stretches = visits(entries, room.hall), hours_of_windows(entries, room.hall)
    for cuts in by or [(cut,) for cut in counting.LEG_CUTS]:
        found = counting.count(hub.store.conn, counting.Question(room.id, 0, 99991231, cuts))
        timed = set(cuts) <= set(counting.SHIFT_CUTS)
        groups: defaultdict[Any, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
        for part in parts:
            groups[tuple(part[cut] for cut in cuts)][0].append(part)
        for stretch in stretches if timed else ():
            groups[tuple(stretch[cut] for cut in cuts)][1].append(stretch)
        assert {k: figures(c) for k, c in found.items()} == {
            k: expected(*of, room.hall) for k, of in groups.items()
        }, cuts
        whole = Cell()
        for cell in found.values():
            whole.add(cell)
        assert figures(whole) == expected(parts, stretches if timed else None, room.hall), cuts
