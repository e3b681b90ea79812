"""Who is told of reservations and warnings, and what they did not take: for those who run the hall."""

from __future__ import annotations

import sqlite3
from typing import Any

from server.journal import webhooks
from server.protocol import iso
from server.web import shapes
from server.web.booking import shapes as shape
from server.web.route import Ask, Route


def hooks(ask: Ask) -> dict[str, Any]:
    """Where changes are told, how that goes, and the latest messages that nobody took."""
    conn, hall = ask.hub.store.conn, ask.path["hall"]
    return {
        "webhooks": [_hook(conn, h) for h in webhooks.of_hall(conn, hall)],
        "dead": [
            {
                "id": id,
                "event": event,
                "seq": seq,
                "made_at": iso(made_at),
                "attempts": attempts,
                "reason": reason,
            }
            for id, event, seq, made_at, attempts, reason in webhooks.dead(conn, hall, ask.query.limit)
        ],
        "next": None,
    }


def _hook(conn: sqlite3.Connection, hook: webhooks.Webhook) -> dict[str, Any]:
    counts, last = webhooks.counts(conn, hook.id), webhooks.last(conn, hook.id)
    return {
        "id": hook.id, "url": hook.url, "topic": hook.topic, "level": hook.level, "made_at": iso(hook.made_at),
        "ready": counts.get("ready", 0),
        "dead": counts.get("dead", 0),
        "last": last and {"at": iso(last[0]), "state": last[1], "reason": last[2]},
    }  # fmt: skip


ROUTES: list[Route] = [
    Route(
        "GET", "/halls/{hall}/webhooks", "Who is told of reservations or warnings, and what they did not take", hooks,
        shape.Webhooks, ("manager", "auditor", "admin"), query=shapes.Page,
    ),
]  # fmt: skip
