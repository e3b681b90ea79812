"""Which priority classes somebody gets, and why: what the ID number proves, and what staff saw and say.

A class belongs to the person present. What enters the journal is who granted it and a reason's code, and for an
age no more than the band it falls in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from server.domain.errors import HallError
from server.domain.events import Command
from server.domain.profile import Hall, PriorityClass

Facts = Mapping[str, Any]
Granted = list[dict[str, Any]]
UNSTATED = "unstated"
"""The reason of a grant that nobody gave one for; the wire leaves it open, and an exceptions report counts them."""


def age(facts: Facts) -> int | None:
    """In full years; None when no ID number was shown."""
    return int(facts["person"]["age"]) if "person" in facts else None


def proven(hall: Hall, years: int | None) -> list[str]:
    """The classes an age gives by itself."""
    return [k.id for k in hall.classes if _by_age(k) and years is not None and years >= k.min_age]


def age_band(hall: Hall, years: int | None) -> str:
    """`60+`: the greatest age asked for anywhere that this one passes; "" when there is none."""
    passed = [k.min_age for k in hall.classes if _by_age(k) and years is not None and years >= k.min_age]
    return f"{max(passed)}+" if passed else ""


def granted(hall: Hall, c: Command, facts: Facts) -> Granted:
    """Each class asked for or proven with who gave it. Raises HallError(unknown_class, class_needs_evidence).

    `facts["person"]["age"]` is what the ID number showed, `facts["reasons"]` the reason said for each class.
    """
    shown = proven(hall, age(facts))
    wanted = list(dict.fromkeys([*(c.args.get("classes") or ()), *shown]))
    return [{"class": id, "by": "id"} if id in shown else _by_staff(hall, id, c, facts) for id in wanted]


def _by_staff(hall: Hall, id: str, c: Command, facts: Facts) -> dict[str, Any]:
    klass = hall.klass.get(id)
    if klass is None or klass.evidence == "system":
        raise HallError("unknown_class", f"No class «{id}» can be granted here.", klass=id)
    if c.channel == "kiosk":
        raise HallError("class_needs_evidence", "A kiosk cannot grant priority; a guide can.", klass=id)
    reason = facts.get("reasons", {}).get(id) or {"reason": UNSTATED}
    return {"class": id, "by": f"{c.channel}:{c.person or c.actor}", **reason}


def merged(old: Sequence[dict[str, Any]], new: Granted, gone: Sequence[str] = ()) -> Granted:
    """Both together, each class once as it was first granted, without those taken away."""
    kept = [g for g in old if g["class"] not in gone]
    return [*kept, *(g for g in new if g["class"] not in {k["class"] for k in kept})]


def _by_age(klass: PriorityClass) -> bool:
    return klass.evidence == "id" and klass.min_age > 0
