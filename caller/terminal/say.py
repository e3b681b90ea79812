"""Sentences about tickets, results and alarms, in the words of the caller's page. Pure: facts in, words out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from caller.terminal.words import Words
from server.protocol import Json, instant


def service(words: Words, hall: Json, id: str) -> str:
    return words.of(_known(hall["services"], id)) or id


def sign(words: Words, hall: Json, id: str) -> str:
    return words.of(_known(hall["windows"], id), "sign") or id


def _known(rows: list[Json], id: Any) -> Json | None:
    return next((row for row in rows if row["id"] == id), None)


def minutes(since: str | None, now: float) -> int:
    """Whole minutes since an instant of the wire; `now` is seconds since 1970."""
    return max(0, int(now - instant(since) / 1000) // 60) if since else 0


def marks(words: Words, hall: Json, ticket: Json) -> str:
    """Classes, needs, a reservation and a number of cases, as the page shows them beside a number."""
    found = [
        words.of(_known(hall["classes"], c)) or c
        for c in ticket["classes"]
        if c != "ordinary" and not (c == "reservation" and ticket["slot"])
    ]
    if ticket["cases"] > 1:
        found.append(words("mark.cases", n=ticket["cases"]))
    found += [words(f"need.{need}") if words.has(f"need.{need}") else need for need in ticket["needs"]]
    if (ticket["bound"] or {}).get("window"):
        found.append(words("bound"))
    return " ".join(f"[{mark}]" for mark in found)


def alarm(words: Words, hall: Json, raised: Json) -> str:
    facts: Json = dict(raised["facts"])
    names: dict[str, Callable[[str], str]] = {
        "queue": lambda id: words.of(_known(hall["queues"], id)),
        "service": lambda id: service(words, hall, id),
        "window": lambda id: sign(words, hall, id),
        "detail": lambda code: words(f"detail.{code}") if words.has(f"detail.{code}") else code,
    }
    facts |= {name: of(facts[name]) for name, of in names.items() if facts.get(name)}
    fresh = facts.get("minutes") == 0 and words.has(f"alarm.{raised['kind']}.new")
    key = f"alarm.{raised['kind']}{'.new' if fresh else ''}"
    if not words.has(key):
        return key
    text = words(key, **{**facts, "device": facts.get("label") or facts.get("device", "")})
    level = raised.get("level")
    return f"{words(f'level.{level}')} · {text}" if level else text


def result(words: Words, hall: Json, code: str, facts: Json) -> str:
    """What an act did."""
    number = facts.get("number", "")
    if code == "signed_in":
        return words("did.open")
    if code == "complete":
        key = "did.complete_on" if facts.get("status") == "waiting" else "did.complete"
        return words(key, number=number, outcome=words(f"outcome.{facts.get('outcome') or 'done'}"))
    return words(f"did.{code}", number=number)


def left(words: Words, hall: Json, rows: list[Json]) -> str:
    """Whom a window leaves behind that nobody serves any more."""
    return "  ".join(
        words("terminal.left", n=row["waiting"], service=service(words, hall, row["service"])) for row in rows
    )
