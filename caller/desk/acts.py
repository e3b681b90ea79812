"""What a press asks of the hub: an act's path and body, and the one act that a single big key means. Pure.

The acts are those of the page: a ticket's acts name the ticket the clerk believes in, so that a press which comes
too late meets another one and is refused.
"""

from __future__ import annotations

from typing import Any

from server.protocol import Json

PATHS = {
    "open": "open", "back": "open", "pause": "pause", "close": "close", "next": "call-next", "finish_next": "call-next",
    "absent_next": "call-next", "call": "call", "recall": "recall", "start": "start", "complete": "complete",
    "no_show": "no-show", "hold": "hold", "resume": "resume", "transfer": "transfer", "undo": "undo",
}  # fmt: skip
"""Act → the last part of its path; its other names are those of the page's words."""
FINISH = {"finish_next": "completed", "absent_next": "no_show"}
ABOUT_WINDOW = ("open", "back", "pause", "close")
AT_WINDOW = ("called", "serving")


def primary(window: Json) -> str:
    """What the one big key does now: whoever is here is finished and the next one called, where that may be."""
    if window["ticket"]:
        return "finish_next" if window["state"] == "open" else "complete"
    return {"open": "next", "paused": "back"}.get(window["state"], "open")


def body(act: str, window: Json, ticket: str | None, /, **more: Any) -> Json:
    """The body of an act; `ticket` is the one believed to be here, `more` what was asked for. None is left out."""
    said = {name: value for name, value in more.items() if value is not None}
    if act in ABOUT_WINDOW:
        return said
    if act == "undo":
        return said | {"ticket": undone(window)}
    found = {"ticket": ticket, **said}
    return found | {"finish": FINISH[act]} if act in FINISH else found


def undone(window: Json) -> str | None:
    """The ticket an undo is named by: the one here, else the last that the window's last press moved."""
    moved: list[str] = (window.get("undo") or {}).get("tickets", [])
    return window["ticket"] if window["ticket"] in moved else moved[-1] if moved else None


def held_here(tickets: list[Json], window: str) -> Json | None:
    """The ticket this window has parked last."""
    parked = [t for t in tickets if t["status"] == "held" and t["window"] == window]
    return max(parked, key=lambda t: t["held_at"] or "", default=None)


def said(act: str, before: Json | None, answer: Json) -> tuple[str, Json]:
    """What to tell the clerk: a word of the page's `did.` list, and the number it is about."""
    called, finished = answer.get("ticket"), answer.get("finished")
    if PATHS[act] == "call-next":
        if called:
            return "next", {"number": called["number"]}
        return ("finished_nobody", {"number": finished["number"]}) if finished else ("nobody", {})
    if act in ABOUT_WINDOW:
        return act, {}
    about = called or before
    return act, {"number": about["number"], "status": about["status"]} if about else {}
