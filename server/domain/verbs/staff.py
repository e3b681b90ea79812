"""Accounts of people: the journal says who changed whose, and which things; never a password, PIN or number."""

from __future__ import annotations

from server.domain.events import Command, Event
from server.domain.floor import Floor
from server.domain.verbs.line import Facts, Verb


def staff(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """`facts`: `person`, `role`, `department`, and the names of what `changed`; nothing changed, nothing happens."""
    if not facts["changed"]:
        return []
    told = {key: facts[key] for key in ("person", "role", "department", "changed")}
    return [Event("person.changed", told | {"by": c.person or c.actor})]


VERBS: dict[str, Verb] = {"staff": staff}
