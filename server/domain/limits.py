"""What keeps a number from being given: hours, weekends, lunch, the last minutes of the day, caps.

Asked before a ticket is taken; the counts are the floor's own fold of what was taken today.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta

from server.domain import hours
from server.domain.errors import HallError
from server.domain.floor import Floor
from server.domain.profile import Cap, Hall, Service, Span


def must_allow(floor: Floor, services: Sequence[str], now: int) -> None:
    """Raises HallError: hall_closed, not_offered_now, service_full. The services exist."""
    for service in (floor.hall.service[s] for s in services):
        must_be_open(floor.hall, service, now)
        _must_have_left(floor, service, now)


def must_be_open(hall: Hall, service: Service, now: int) -> None:
    """Raises HallError(hall_closed), or (not_offered_now) where the hall is open but not for this."""
    moment = hours.local(hall, now)
    day, here = moment.date(), hours.minute(moment)
    spans = hours.spans_of(hall, service, day)
    if any(start <= here < end for start, end in spans):
        if here >= last_taking(hall, spans):
            raise _closed(hall, service, moment, "last_ticket")
        return
    if any(start <= here < end for start, end in hours.spans(hall, day)):
        opens = _opens(hall, service, moment)
        raise HallError(
            "not_offered_now", f"No numbers for «{service.name}» now. {_when(opens)}",
            service=service.id, opens_at=opens and opens.isoformat(),
        )  # fmt: skip
    raise _closed(hall, service, moment, str(hours.state(hall, now)["reason"]))


def last_taking(hall: Hall, spans: Sequence[Span]) -> int:
    """The minute from which no more numbers are given before the end of the day's last span."""
    end = max(end for _, end in spans)
    return end - hall.rules.last_ticket_minutes if end < 24 * 60 else end


def _closed(hall: Hall, service: Service, moment: datetime, reason: str) -> HallError:
    opens = _opens(hall, service, moment)
    says = {
        "lunch": "It is the lunch break.",
        "last_ticket": "It is too close to closing time.",
        "day_off": "The hall is closed today.",
    }.get(reason, "No tickets are given now.")
    return HallError(
        "hall_closed", f"{says} {_when(opens)}", reason=reason, opens_at=opens and opens.isoformat()
    )


def _opens(hall: Hall, service: Service, moment: datetime) -> datetime | None:
    return hours.next_opening(hall, moment, lambda day: hours.spans_of(hall, service, day))


def _when(opens: datetime | None) -> str:
    return f"It opens {opens:%Y-%m-%d %H:%M}." if opens else "No opening is set in the next two weeks."


# -- caps -------------------------------------------------------------------------------------------


def _must_have_left(floor: Floor, service: Service, now: int) -> None:
    """Raises HallError(service_full) with `next_at`, when numbers are given again."""
    hall, moment = floor.hall, hours.local(floor.hall, now)
    if service.cap and len(floor.taken.get(service.id, ())) >= service.cap:
        midnight = hours.at(hall, moment.date() + timedelta(days=1), 0)
        again = _opens(hall, service, midnight - timedelta(minutes=1))
        raise _full(service, f"All {service.cap} numbers for «{service.name}» are taken today.", again)
    here = hours.minute(moment)
    for cap in service.caps:
        if cap.span[0] <= here < cap.span[1] and _taken_within(floor, service.id, cap, moment) >= cap.most:
            again = _after(hall, service, cap, moment)
            says = f"All numbers for «{service.name}» until {hours.said(cap.span[1])} are taken."
            raise _full(service, says, again)


def _taken_within(floor: Floor, service: str, cap: Cap, moment: datetime) -> int:
    """How many were taken since the span began; what is asked now is the newest."""
    start = round(hours.at(floor.hall, moment.date(), cap.span[0]).timestamp() * 1000)
    taken = floor.taken.get(service, [])
    return len(taken) - bisect_left(taken, start)


def _after(hall: Hall, service: Service, cap: Cap, moment: datetime) -> datetime | None:
    """When numbers go on after a span: at its end, if the service is still to be had then."""
    end = cap.span[1]
    if any(start <= end < stop for start, stop in hours.spans_of(hall, service, moment.date())):
        return hours.at(hall, moment.date(), end)
    return _opens(hall, service, hours.at(hall, moment.date(), min(end, 24 * 60 - 1)))


def _full(service: Service, says: str, again: datetime | None) -> HallError:
    more = f" Again from {again:%Y-%m-%d %H:%M}." if again else ""
    return HallError("service_full", says + more, service=service.id, next_at=again and again.isoformat())
