"""Who may take a number: real names, one live ticket each, numbers without a name, agents with many cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from server.domain.errors import HallError
from server.domain.events import Command
from server.domain.floor import Floor
from server.domain.profile import Hall, Queue
from server.domain.ticket import MINUTE, Ticket

LIVE = ("waiting", "called", "serving", "held")


def must_be_named(floor: Floor, services: Sequence[str], c: Command, facts: Mapping[str, Any]) -> None:
    """Raises HallError(id_required, already_waiting). `facts["person"]` is there when an ID number was shown.

    A reservation was made under a name; staff at the entrance may say why somebody comes without one.
    """
    asked = [s for s in services if floor.hall.service[s].real_name]
    known = c.args.get("reservation") or (c.channel != "kiosk" and facts.get("reason"))
    if asked and not known and "person" not in facts:
        name = floor.hall.service[asked[0]].name
        raise HallError(
            "id_required", f"{name} needs an ID number; a guide can give a number without, with a reason.",
            service=asked[0],
        )  # fmt: skip
    mine = facts["person"]["tickets"] if "person" in facts else ()
    must_be_alone(floor, asked, [*mine, *facts.get("same_person", ())])


def must_be_alone(floor: Floor, services: Iterable[str], tickets: Iterable[str]) -> None:
    """None of the person's tickets may be live for the same. Raises HallError(already_waiting)."""
    asked = {s for s in services if s in floor.hall.service and floor.hall.service[s].real_name}
    for id in tickets:
        t = floor.tickets.get(id)
        if t and t.status in LIVE and not asked.isdisjoint(s for s in t.services if s not in t.done):
            raise HallError(
                "already_waiting", f"This person has {t.number} for it, which is {t.status}.",
                number=t.number, ticket=t.id,
            )  # fmt: skip


def nameless(c: Command, facts: Mapping[str, Any]) -> bool:
    """Whether the number is given by a machine to nobody knows whom."""
    return c.channel == "kiosk" and "person" not in facts and not c.args.get("reservation")


def must_not_flood(floor: Floor, c: Command, now: int) -> None:
    """Raises HallError(too_many_tickets) when this kiosk gave the hall's number of nameless ones within a minute."""
    most = floor.hall.rules.anonymous_a_minute
    if not most or c.lax:
        return
    lately = [at for at in floor.nameless.get(c.device or c.actor, ()) if now - MINUTE < at <= now]
    if len(lately) >= most:
        seconds = -((now - MINUTE - lately[-most]) // 1000)
        raise HallError(
            "too_many_tickets",
            f"This kiosk gives {most} numbers a minute without an ID number; try again in {seconds} s or use the card.",
            retry_after=seconds,
        )


def cases(hall: Hall, services: Sequence[str], c: Command) -> int:
    """How many cases the ticket stands for. Raises HallError(too_many_cases) with the `most` one ticket may hold."""
    wanted = int(c.args.get("cases") or 1)
    most = min((hall.service[s].cases for s in services if hall.service[s].cases), default=0)
    if most and wanted > most:
        raise HallError(
            "too_many_cases", f"One ticket holds {most} cases of this; take another for the rest.", most=most
        )
    return wanted


def queue_of(hall: Hall, service: str, cases: int) -> Queue:
    """The queue whose letter the ticket gets: its business's, or the agents' when it stands for many cases."""
    agents = hall.rules.agent_queue
    if agents in hall.queue and cases >= hall.rules.agent_cases > 0:
        return hall.queue[agents]
    return hall.queue[hall.service[service].queue]


def line_of(hall: Hall, ticket: Ticket, service: str) -> str:
    """The queue a ticket waits in for one of its businesses."""
    return queue_of(hall, service, ticket.cases).id
