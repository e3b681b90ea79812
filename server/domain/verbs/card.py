"""Verbs on cards: issue and revoke one, each by a person and with a reason; and matters brought in from a file."""

from __future__ import annotations

from server.domain.errors import HallError, unfit
from server.domain.events import Command, Event
from server.domain.floor import Floor
from server.domain.ratings import cards
from server.domain.verbs.line import Facts, Verb


def issue(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """`facts`: a fresh `card`, the hall's `people`, `rule` and `reason` each as a code or the reference of words."""
    kind = next(k for k in cards.TO if c.args.get(k))
    cards.must_be(floor.hall, kind, c.args[kind], facts["people"])
    person = _person(c)
    if (kind, c.args[kind]) == ("person", person):
        raise HallError("forbidden", "Nobody issues a card to themselves.")
    if facts.get("matter_known") is False:
        raise unfit("body", "$.matter", "no_matter", "no such matter was brought in")
    return [
        Event(
            "card.issued",
            {
                "card": facts["card"], "colour": c.args["colour"], "to": [kind, c.args[kind]], "by": person,
                "department": facts["department"], "matter": c.args.get("matter"),
                **facts["rule"], **facts["reason"],
            },
        )
    ]  # fmt: skip


def revoke(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    row = facts["row"]
    if row is None:
        raise HallError("unknown_card", "There is no such card.")
    if row["revoked_at"] is not None:
        raise HallError("card_revoked", "This card was revoked already.")
    person = _person(c)
    if row["to"] == ["person", person]:
        raise HallError("forbidden", "Nobody revokes a card of their own.")
    return [Event("card.revoked", {"card": row["id"], "by": person, **facts["reason"]})]


def _person(c: Command) -> str:
    if c.person is None:
        raise HallError("forbidden", "A card is the act of a person who is signed in.")
    return c.person


def bring(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """Matters with their due dates; those that are there already are brought up to date."""
    return [Event("matters.imported", {"rows": c.args["rows"], "by": c.person or c.actor})]


VERBS: dict[str, Verb] = {"issue_card": issue, "revoke_card": revoke, "bring_matters": bring}
