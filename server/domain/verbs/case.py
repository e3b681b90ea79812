"""Verbs on cases: one step further, by a person, never by whoever was rated."""

from __future__ import annotations

from server.domain.errors import HallError
from server.domain.events import Command, Event
from server.domain.floor import Floor
from server.domain.ratings import cases
from server.domain.verbs.line import Facts, Verb


def step(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """`facts["file"]` is the case's row, None for one that there is not; the note is words, kept apart."""
    row = facts["file"]
    if row is None:
        raise HallError("unknown_case", "There is no such case.")
    if c.person is None:
        raise HallError("forbidden", "A step of a case is taken by a person who is signed in.")
    if c.person == row["person"]:
        raise HallError("forbidden", "Whoever served the visit does not handle its case.")
    name, code = c.args["step"], c.args["code"]
    cases.must_follow(row, name, code)
    note = {"note_ref": facts["reason"]["reason_ref"]} if "reason_ref" in facts.get("reason", {}) else {}
    # A case opened again has its days again.
    until = cases.due(floor.hall, str(floor.day)) if name == "reopen" else {}
    return [Event(cases.STEPS[name], {"case": row["id"], "code": code, "person": c.person, **note, **until})]


VERBS: dict[str, Verb] = {"case_step": step}
