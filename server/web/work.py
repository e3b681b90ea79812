"""Jobs and beats: what agents ask for and answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from server import runtime
from server.domain.errors import HallError
from server.hub import work
from server.hub.entries import iso
from server.hub.hub import Hub
from server.hub.room import Room
from server.journal import jobs, private
from server.journal.jobs import Job
from server.protocol import WIRE
from server.web import answers_shape as shape
from server.web import shapes
from server.web.route import Ask, Route

AGENTS = ("agent",)
BEATING = ("agent", "kiosk", "display")
LOOK_SECONDS = 0.05
LOOK_AGAIN_SECONDS = 1.0
"""A lease that runs out makes no event, so a waiting agent looks again by itself."""


def lease(ask: Ask) -> dict[str, Any]:
    """Lease what is due; with `wait`, hold the answer back until there is something."""
    room = ask.hub.room(ask.path["hall"])
    if ask.body.zone is not None and ask.body.zone not in room.hall.zone:
        raise HallError("unknown_zone", f"This hall has no zone «{ask.body.zone}».")
    asker, me = (ask.actor, *ask.body.kinds, ask.body.zone, ask.body.device), object()
    ask.hub.asking[asker] = me
    try:
        return _when_due(ask, room, lambda: ask.hub.asking.get(asker) is not me)
    finally:
        if ask.hub.asking.get(asker) is me:
            del ask.hub.asking[asker]


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
    zone, device = body.zone, body.device or (ask.who.device if ask.who else None)
    now = room.clock.now(room.floor.at)

    def due(kind: str) -> list[Job]:
        in_zone = zone if kind == "speech" else None
        return jobs.open_jobs(hub.store.conn, room.id, kind, in_zone, device, now, 200)

    with hub.store.lock:
        if not any(due(kind) for kind in body.kinds):
            return []
    leased: list[dict[str, Any]] = []
    with hub.store.writing() as conn:
        # Another process may just have called: judged by an older floor, its call would be dropped unsaid.
        room.catch_up()
        for job in (j for kind in body.kinds for j in due(kind)):
            if len(leased) == body.limit:
                break
            reason = work.over(room.floor, job, now)
            if reason:
                work.end(conn, job, "dropped", reason, now)
                continue
            jobs.lease(conn, job.id, ask.actor, now + body.seconds * 1000)
            leased.append(_shown(job, _link(hub, room, job)))
    hub.hear()
    return leased


def _link(hub: Hub, room: Room, job: Job) -> dict[str, Any]:
    """A slip's link, joined only now: the code is private, and erased with the rest of the visit."""
    if job.kind != "print":
        return {}
    code = private.value(hub.store.conn, job.ticket or "", "track") if room.hall.public_url else None
    return {"track_url": f"{room.hall.public_url.rstrip('/')}/track/{code}" if code else None}


def _shown(job: Job, link: dict[str, Any]) -> dict[str, Any]:
    """As the agent sees it: an earlier lease without an answer means the work may have been done."""
    return {
        "id": job.id, "kind": job.kind, "zone": job.zone, "device": job.device, "ticket": job.ticket,
        "number": job.number, "seq": job.seq, "made_at": iso(job.made_at), "attempts": job.attempts + 1,
        "repeat": job.state == "leased", "payload": {**job.payload, **link},
    }  # fmt: skip


def _end(ask: Ask, state: str, reason: str | None, permanent: bool = True) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    now = room.clock.now(room.floor.at)
    with ask.hub.store.writing() as conn:
        job = jobs.found(conn, room.id, ask.path["job"])
        if job is None:
            raise HallError("unknown_job", "There is no such job.")
        if job.state in ("done", "failed", "dropped"):
            if job.state != state:
                raise HallError(
                    "job_ended", f"This job is {job.state} already.", state=job.state, reason=job.reason
                )
        elif state == "failed" and not permanent and job.attempts < work.ATTEMPTS:
            jobs.again(conn, job.id, reason or "")
            state = "ready"
        else:
            work.end(conn, job, state, reason, now)
    ask.hub.hear()
    return {"seq": room.floor.seq, "job": {"id": ask.path["job"], "state": state, "reason": reason}}


def done(ask: Ask) -> dict[str, Any]:
    return _end(ask, "done", None)


def failed(ask: Ask) -> dict[str, Any]:
    return _end(ask, "failed", ask.body.reason, ask.body.permanent)


def dropped(ask: Ask) -> dict[str, Any]:
    return _end(ask, "dropped", ask.body.reason)


def beat(ask: Ask) -> dict[str, Any]:
    """A device says how it is; every process hears it."""
    body, room = ask.body, ask.hub.room(ask.path["hall"])
    if body.wire is not None and body.wire != WIRE:
        raise HallError(
            "wire_version", f"This hub speaks wire {WIRE}, the device {body.wire}; update it.", wire=WIRE
        )
    value = {
        "id": body.device, "kind": body.kind, "state": body.state, "detail": body.detail or "",
        "version": body.version or "",
    }  # fmt: skip
    now = ask.hub.tell(room.id, f"device:{body.device}", value)
    return {"seq": room.floor.seq, "at": iso(now), "wire": WIRE}


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
    Route(
        "POST", "/halls/{hall}/beat", "How a device is", beat, shape.Beaten, BEATING, shapes.Beat,
        errors=("wire_version",),
    ),
]  # fmt: skip
