"""Jobs: what agents ask for and answer."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from server import runtime
from server.domain.errors import HallError, unfit
from server.hub import speaking, work
from server.hub.entries import iso
from server.hub.hub import Hub
from server.hub.room import Room
from server.journal import jobs, private
from server.journal.jobs import Job
from server.protocol import instant
from server.web import answers_shape as shape
from server.web import shapes
from server.web.route import Ask, Route

AGENTS = ("agent", "display")
"""A display with a voice is an agent for speech, and for nothing else."""
LOOK_SECONDS = 0.05
LOOK_AGAIN_SECONDS = 1.0
"""A lease that runs out makes no event, so a waiting agent looks again by itself."""

Told = Callable[[Job, int], dict[str, Any]]


def lease(ask: Ask) -> dict[str, Any]:
    """Lease what is due; with `wait`, hold the answer back until there is something."""
    room = ask.hub.room(ask.path["hall"])
    if ask.body.zone is not None and ask.body.zone not in room.hall.zone:
        raise HallError("unknown_zone", f"This hall has no zone «{ask.body.zone}».")
    if ask.who and ask.who.role == "display":
        _may_speak(ask, room)
    asker, me = (ask.actor, *ask.body.kinds, ask.body.zone, ask.body.device), object()
    ask.hub.asking[asker] = me
    try:
        return _when_due(ask, room, lambda: ask.hub.asking.get(asker) is not me)
    finally:
        if ask.hub.asking.get(asker) is me:
            del ask.hub.asking[asker]


def _may_speak(ask: Ask, room: Room) -> None:
    """A display says calls, and those of the zone where staff have put it. Raises HallError(forbidden)."""
    known = ask.hub.devices.get(room.id, ask.who.device) if ask.who and ask.who.device else None
    at = known.assigned if known else None
    if ask.body.kinds != ["speech"] or (at is not None and (at or None) != ask.body.zone):
        where = f"the zone {at}" if at else "the whole hall" if at is not None else "a zone"
        raise HallError("forbidden", f"This display may lease the speech of {where} only.", role="display")


def _when_due(ask: Ask, room: Room, replaced: Callable[[], bool]) -> dict[str, Any]:
    """An agent that asks again has forgotten its earlier question: work must not go to a dead connection."""
    give_up = time.monotonic() + ask.body.wait
    while True:
        ask.hub.catch_up()
        seq = room.floor.seq
        forgotten = replaced()
        leased = [] if forgotten else _lease_now(ask, room)
        if leased or forgotten or time.monotonic() >= give_up or ask.hub.closing:
            return {"jobs": leased, "seq": room.floor.seq}
        look_again = min(give_up, time.monotonic() + LOOK_AGAIN_SECONDS)
        while room.floor.seq == seq and time.monotonic() < look_again:
            runtime.sleep(LOOK_SECONDS)


def _lease_now(ask: Ask, room: Room) -> list[dict[str, Any]]:
    body, hub = ask.body, ask.hub
    now = room.clock.now(room.floor.at)
    with hub.store.lock:
        if not _due(ask, room, now):
            return []
    leased: list[Job] = []
    waiting: Counter[str] = Counter()
    with hub.store.writing() as conn:
        # Another process may just have called: judged by an older floor, its call would be dropped unsaid.
        room.catch_up()
        for job in _due(ask, room, now):
            if reason := work.over(room.floor, job, now):
                work.end(conn, job, "dropped", reason, now)
            elif len(leased) < body.limit:
                jobs.lease(conn, job.id, ask.actor, now + body.seconds * 1000)
                leased.append(job)
            else:
                waiting[job.kind] += 1
        shown = [_shown(hub, room, job, waiting[job.kind]) for job in leased]
    hub.hear()
    return shown


def _due(ask: Ask, room: Room, now: int) -> list[Job]:
    """What may be begun now, in order. Where another agent is speaking nothing is: a zone hears one voice at a time."""
    body, conn = ask.body, ask.hub.store.conn
    device = body.device or (ask.who.device if ask.who else None)
    mine = ask.actor if body.anew else None
    taken = jobs.speaking(conn, room.id, ask.actor, now) if "speech" in body.kinds else set()
    found: list[Job] = []
    for kind in body.kinds:
        zone, others = (body.zone, taken) if kind == "speech" else (None, set())
        due = jobs.open_jobs(conn, room.id, kind, zone, device, now, 200, mine)
        found += [job for job in due if job.zone not in others]
    return found


def _shown(hub: Hub, room: Room, job: Job, waiting: int) -> dict[str, Any]:
    """As the agent sees it: an earlier lease without an answer means the work may have been done."""
    payload = job.payload
    if job.kind == "print":
        payload = {**payload, "track_url": _link(hub, room, job)}
    elif job.kind == "speech":
        payload = speaking.said(room.hall, job, waiting)
    return {
        "id": job.id, "kind": job.kind, "zone": job.zone, "device": job.device, "ticket": job.ticket,
        "number": job.number, "seq": job.seq, "made_at": iso(job.made_at), "attempts": job.attempts + 1,
        "repeat": job.state == "leased", "waiting": waiting, "payload": payload,
    }  # fmt: skip


def _link(hub: Hub, room: Room, job: Job) -> str | None:
    """A slip's link, joined only now: the code is private, and erased with the rest of the visit."""
    code = private.value(hub.store.conn, job.ticket or "", "track") if room.hall.public_url else None
    return f"{room.hall.public_url.rstrip('/')}/track/{code}" if code else None


def _end(
    ask: Ask, state: str, reason: str | None, permanent: bool = True, told: Told | None = None
) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    now = room.clock.now(room.floor.at)
    with ask.hub.store.writing() as conn:
        job = jobs.found(conn, room.id, ask.path["job"])
        if job is None:
            raise HallError("unknown_job", "There is no such job.")
        if ask.who and ask.who.role == "display" and job.lease_by != ask.actor:
            raise HallError("forbidden", "A display ends only what it has leased itself.", role="display")
        if job.state in ("done", "failed", "dropped"):
            if job.state != state:
                raise HallError(
                    "job_ended", f"This job is {job.state} already.", state=job.state, reason=job.reason
                )
        elif state == "failed" and job.state == "leased" and job.lease_by != ask.actor:
            state, reason = job.state, None  # somebody else is at it by now
        elif state == "failed" and not permanent and job.attempts < work.ATTEMPTS:
            jobs.again(conn, job.id, reason or "")
            state = "ready"
        else:
            work.end(conn, job, state, reason, now, told and told(job, now))
    ask.hub.hear()
    return {"seq": room.floor.seq, "job": {"id": ask.path["job"], "state": state, "reason": reason}}


def done(ask: Ask) -> dict[str, Any]:
    """Kept with the job: what was said or printed, when it was heard, for how long."""
    body, spoken = ask.body, None
    if body.spoken_at is not None:
        try:
            spoken = instant(body.spoken_at)
        except ValueError:
            wrong = "an instant is like 2026-11-23T01:00:00Z"
            raise unfit("body", "$.spoken_at", "instant", wrong) from None

    def told(job: Job, now: int) -> dict[str, Any]:
        # An agent's clock may be wrong, but nothing is heard before its call or after its answer.
        heard = None if spoken is None else iso(min(max(spoken, job.made_at), now))
        facts = {"spoken_at": heard, "seconds": body.seconds, "text": body.detail}
        return {name: value for name, value in facts.items() if value is not None}

    return _end(ask, "done", None, told=told)


def failed(ask: Ask) -> dict[str, Any]:
    return _end(ask, "failed", ask.body.reason, ask.body.permanent)


def dropped(ask: Ask) -> dict[str, Any]:
    return _end(ask, "dropped", ask.body.reason)


ROUTES: list[Route] = [
    Route(
        "POST", "/halls/{hall}/jobs/lease", "Lease work", lease, shape.Jobs, AGENTS, shapes.Lease,
        errors=("unknown_zone",),
    ),
    Route(
        "POST", "/halls/{hall}/jobs/{job}/done", "The work was done", done, shape.JobEnd, AGENTS, shapes.JobDone,
        errors=("unknown_job", "job_ended"),
    ),
    Route(
        "POST", "/halls/{hall}/jobs/{job}/failed", "The work failed", failed, shape.JobEnd, AGENTS, shapes.JobFailed,
        errors=("unknown_job", "job_ended"),
    ),
    Route(
        "POST", "/halls/{hall}/jobs/{job}/dropped", "The work need not be done", dropped, shape.JobEnd, AGENTS,
        shapes.JobDropped, errors=("unknown_job", "job_ended"),
    ),
]  # fmt: skip
