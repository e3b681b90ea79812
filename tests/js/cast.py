"""A hall of four windows as the wire shows it: profile, tickets, windows, queues, snapshots, updates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

AT = "2026-11-22T02:03:04.567Z"
Json = dict[str, Any]

QUEUES = {"a": "综合受理", "b": "市场监管局", "c": "不动产登记综合业务"}


def profile(**screens: Any) -> Json:
    return {
        "id": "hall", "name": "普宁市政务服务中心", "name_en": "Puning Service Centre", "timezone": "Asia/Shanghai",
        "zones": [{"id": "east", "name": "东区", "name_en": "East", "floor": "2"}],
        "departments": [{"id": "land", "name": "不动产登记中心", "short_name": "不动产"}],
        "queues": [{"id": q, "prefix": q.upper(), "name": QUEUES[q], "name_en": f"Queue {q}"} for q in QUEUES],
        "services": [{"id": f"s{q}", "name": f"业务{q}", "name_en": f"Service {q}", "queue": q,
                      "department": "land"} for q in QUEUES],
        "windows": [{"id": f"w{n}", "number": n, "sign": f"{n}号窗口", "sign_en": f"Window {n}", "zone": "east",
                     "services": ["sa"] if n < 4 else ["sb"]} for n in range(1, 41)],
        "screens": {"notice": "", "board_width_mm": 1218, "board_distance_m": 10, "board_show_seconds": 4, **screens},
    }  # fmt: skip


def ticket(n: int, seq: int, status: str = "called", window: int | None = None, **more: Any) -> Json:
    at = window or n
    return {
        "id": f"t{n}", "number": f"A{n:03d}", "status": status, "window": f"w{at}", "sign": f"{at}号窗口",
        "called_at": AT, "called_seq": seq, "recalls": 0, "last_call": False, "classes": [], **more,
    }  # fmt: skip


def window(n: int, state: str = "open", ticket: str | None = None) -> Json:
    return {
        "id": f"w{n}", "number": n, "sign": f"{n}号窗口", "zone": "east", "kind": "dedicated", "state": state,
        "reason": None, "since": AT, "ticket": ticket, "called_seq": None, "called_at": None,
    }  # fmt: skip


def queue(id: str, waiting: int) -> Json:
    return {"id": id, "prefix": id.upper(), "name": QUEUES[id], "name_en": f"Queue {id}", "waiting": waiting}


def snapshot(
    seq: int, tickets: Sequence[Json] = (), windows: list[Json] | None = None, queues: Sequence[Json] = ()
) -> Json:
    places = [window(n) for n in range(1, 41)] if windows is None else windows
    return {
        "view": "board", "hall": "hall", "seq": seq, "at": AT, "tickets": list(tickets), "windows": places,
        "queues": list(queues),
    }  # fmt: skip


def event(ticket: Json, kind: str = "ticket.called", seq: int | None = None) -> Json:
    return {"seq": seq or ticket["called_seq"], "kind": kind, "ticket": ticket["id"], "number": ticket["number"],
            "window": ticket["window"]}  # fmt: skip


def update(prev: int, seq: int, tickets: list[Json], events: list[Json] | None = None, **more: Any) -> Json:
    happened = [event(t) for t in tickets if not t.get("gone")] if events is None else events
    return {"seq": seq, "prev": prev, "at": AT, "events": happened, "tickets": tickets, "windows": [], "queues": [],
            **more}  # fmt: skip


def gone(n: int) -> Json:
    return {"id": f"t{n}", "gone": True}
