"""Figures told a second time: from the raw entries in plain Python, knowing nothing of legs, shifts or tables.

`visits` follows each ticket with a pile of what it was, for undo; `hours_of_windows` looks at every window between
every two entries. What they come to is added up in `expecting`, and by pandas in `framed`.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from server.domain.counting.figures import Cell, figures
from server.domain.events import Entry
from server.domain.floor import Floor
from server.domain.happenings import apply
from server.domain.profile import Hall
from server.hub.hub import Hub
from server.hub.room import Room
from server.journal import counting
from tests.journal import hubs, truths
from tests.journal.expecting import expected, goes_first

Part = dict[str, Any]
Order = defaultdict[str, list[tuple[int, str, int, bool]]]
"""line → its calls that stand: when, whose, since when that one had waited, whether it went first."""
COSTED = {
    "ticket.called", "ticket.resumed", "ticket.completed", "ticket.no_show", "ticket.cancelled", "ticket.expired",
    "ticket.transferred", "ticket.classes_changed",
}  # fmt: skip
PILED = {"ticket.called", "ticket.completed", "ticket.no_show", "ticket.requeued"}
GONE = {"ticket.completed", "ticket.no_show", "ticket.cancelled", "ticket.expired", "ticket.transferred"}
HOURS = ("window", "zone", "person", "hall", "hour", "weekday", "day", "month")


def visits(entries: list[Entry], hall: Hall) -> list[Part]:
    """Every part of every visit, rehearsals left out."""
    now: dict[str, list[Part]] = {}
    order: Order = defaultdict(list)
    first = goes_first(hall)
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
            if d["was"] == "called":
                drop(order, id)
            overtaken(now[id][-1], order, id)
        elif id in now and e.kind.startswith("ticket."):
            if e.kind in PILED:
                piles[id].append(copy.deepcopy(now[id]))
            p = now[id][-1]
            follow(now[id], e)
            if e.kind == "ticket.called":
                order[d["line"]].append((e.at, id, p["since"], p["klass"] in first))
            if e.kind in COSTED:
                overtaken(p, order, id)
    shut = nobody_there(entries, hall)
    return [told(p, parts[:n], hall, shut) for parts in now.values() for n, p in enumerate(parts)]


def drop(order: Order, id: str) -> None:
    """Its last call goes; those it had before, in another line perhaps, stand."""
    last = max((call for line in order.values() for call in line if call[1] == id), default=None)
    for line in order.values():
        if last in line:
            line.remove(last)


def overtaken(p: Part, order: Order, id: str) -> None:
    """By how many of the same line, and how much sooner it would have been called that many calls before."""
    p |= {"overtaken": 0, "delayed": 0}
    for line in order.values():
        mine = [n for n, call in enumerate(line) if call[1] == id and call[0] == p["called"]]
        if mine and not line[mine[-1]][3]:
            before = line[: mine[-1]]
            times = sum(first and at >= p["since"] and since > p["since"] for at, _, since, first in before)
            p |= {
                "overtaken": times,
                "delayed": (p["called"] - [*before, line[mine[-1]]][-1 - times][0]) // 1000,
            }


def nobody_there(entries: list[Entry], hall: Hall) -> dict[str, list[tuple[int, int]]]:
    """service → the stretches between two entries in which no window that may serve it was open."""
    able = {s.id: {w.id for w in hall.windows if s.id in (*w.services, *w.backup)} for s in hall.services}
    found: dict[str, list[tuple[int, int]]] = {s.id: [] for s in hall.services}
    opened: set[str] = set()
    for e, later in pairwise(entries):
        if e.kind == "day.opened":
            opened = set()
        if e.kind.startswith("window.") and e.kind != "window.ready":
            (opened.add if e.kind == "window.opened" else opened.discard)(e.data["window"])
        for service, windows in able.items():
            if not windows & opened:
                found[service].append((e.at, later.at))
    return found


def at_lunch(hall: Hall, at: int) -> bool:
    """Before the day's hours, and between them."""
    moment = datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(hall.timezone))
    spans = hall.hours.week.get(moment.isoweekday(), ()) if hall.hours.week else ()
    minute = moment.hour * 60 + moment.minute
    later = [start for start, _ in spans if start > minute]
    return bool(later) and not any(start <= minute < end for start, end in spans)


def closed(hall: Hall, shut: list[tuple[int, int]], since: int, until: int) -> int:
    """Looked at from moment to moment: full minutes, and whenever something happened."""
    marks = {since, until, *range(since - since % 60_000 + 60_000, until, 60_000)}
    marks |= {at for span in shut for at in span if since < at < until}
    return sum(
        b - a for a, b in pairwise(sorted(marks)) if at_lunch(hall, a) or any(s <= a < u for s, u in shut)
    )


def part(of: Part, began: str, since: int, wanted: str) -> Part:
    kept = {k: of.get(k) for k in ("day", "channel", "reservation", "classes", "slot", "arrival")}
    return kept | {
        "began": began, "since": since, "service": wanted, "called": None, "window": None, "person": None,
        "start": None, "held": 0, "held_at": None, "ended": None, "end": None, "unsure": of.get("unsure", False),
        "rating": None, "let_back": False, "overtaken": 0, "delayed": 0, "outcome": None, "items": 0, "klass": None,
        "status": "waiting",
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


def told(p: Part, before: list[Part], hall: Hall, shut: dict[str, list[tuple[int, int]]]) -> Part:
    called = p["called"] is not None
    window = p["window"] if called else ""
    been = {b["window"] for b in before if b["called"] is not None}
    zones = {w.zone for w in hall.windows if p["service"] in (*w.services, *w.backup)}
    moment = datetime.fromtimestamp(p["since"] / 1000, UTC).astimezone(ZoneInfo(hall.timezone))
    day = date.fromisoformat(p["day"])
    ended = p["ended"] is not None
    until = (p["called"] or p["left"]) if ended else p["since"]
    wait = until - p["since"] if ended else None
    net = wait and wait - closed(hall, shut[p["service"]], p["since"], until)
    kept = not before and p["slot"] and p["arrival"] in ("early", "on_time")
    started = p["start"] is not None and ended
    return p | {
        "hall": hall.id, "window": window, "person": (p["person"] or "") if called else "",
        "zone": hall.window[window].zone if window else zones.pop() if len(zones) == 1 else "",
        "department": hall.service[p["service"]].department, "hour": moment.hour, "weekday": day.isoweekday(),
        "day": int(p["day"].replace("-", "")), "month": int(p["day"].replace("-", "")) // 100,
        "class": p["klass"] if called else (*p["classes"], "ordinary")[0],
        "place": 0 if not called else 1 if not been else 3 if window in been else 2,
        "wait": None if wait is None else max(0, wait) // 1000, "net": None if net is None else max(0, net) // 1000,
        "promise": 60 * hall.reservations.promise_minutes if kept else 0,
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


def reserved(entries: list[Entry], hall: Hall) -> list[Part]:
    """Each reservation as its entries leave it; those cancelled are none."""
    found: dict[str, Part] = {}
    for e in entries:
        d = e.data
        if e.kind == "reservation.made":
            found[d["code"]] = {"service": d["service"], "day": d["day"], "status": "booked"}
        elif e.kind == "reservation.changed":
            found[d["code"]] |= {"service": d["service"], "day": d["day"]}
        elif e.kind in ("reservation.missed", "reservation.cancelled"):
            found[d["code"]]["status"] = e.kind.partition(".")[2]
        elif e.kind == "ticket.taken" and d.get("reservation"):
            found[d["reservation"]]["status"] = "used"
    for r in found.values():
        day = date.fromisoformat(r["day"])
        number = int(f"{day:%Y%m%d}")
        r |= {
            "day": number,
            "month": number // 100,
            "weekday": day.isoweekday(),
            "hall": hall.id,
            "department": hall.service[r["service"]].department,
        }
    return [r for r in found.values() if r["status"] != "cancelled"]


def figures_equal_a_second_count(hub: Hub, room: Room, *by: tuple[str, ...]) -> None:
    """Every cell of every cut, and the whole, against a count from the raw entries."""
    entries = hubs.entries(hub)
    parts, stretches = visits(entries, room.hall), hours_of_windows(entries, room.hall)
    booked, departments = reserved(entries, room.hall), {s.id: s.department for s in room.hall.services}
    for cuts in by or [(cut,) for cut in counting.LEG_CUTS]:
        asked = counting.Question(room.id, 0, 99991231, cuts, departments=departments)
        found = counting.count(hub.store.conn, asked)
        timed = set(cuts) <= set(counting.SHIFT_CUTS)
        kept = set(cuts) <= set(counting.BOOKING_CUTS)
        groups: defaultdict[Any, tuple[list[Any], list[Any], list[Any]]] = defaultdict(lambda: ([], [], []))
        for part in parts:
            groups[tuple(part[cut] for cut in cuts)][0].append(part)
        for stretch in stretches if timed else ():
            groups[tuple(stretch[cut] for cut in cuts)][1].append(stretch)
        for booking in booked if kept else ():
            groups[tuple(booking[cut] for cut in cuts)][2].append(booking["status"])
        whole = Cell()
        for cell in found.values():
            whole.add(cell)
        calls = whole.sums["called"]
        assert {k: figures(c, whole) for k, c in found.items()} == {
            k: expected(p, s, room.hall, calls, b if kept else None) for k, (p, s, b) in groups.items()
        }, cuts
        assert figures(whole) == expected(
            parts,
            stretches if timed else None,
            room.hall,
            None,
            [b["status"] for b in booked] if kept else None,
        ), cuts
