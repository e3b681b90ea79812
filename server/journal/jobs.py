"""Work owed to devices: rows made in the event's transaction, leased to one agent, ended once."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from dataclasses import fields as fields_of
from typing import Any

import msgspec

_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode

INSERT = """insert into job (id, hall, kind, zone, device, ticket, number, seq, made_at, payload)
    values (:id, :hall, :kind, :zone, :device, :ticket, :number, :seq, :made_at, :payload)"""
COLUMNS = """select id, hall, kind, zone, device, ticket, number, seq, made_at, payload, state, lease_by, lease_until,
    attempts, reason from job """
OPEN = (
    COLUMNS
    + """where hall = :hall and kind = :kind and state in ('ready', 'leased')
    and (state = 'ready' or lease_until <= :now or lease_by = :forgotten_by)
    and (:zone is null or zone = :zone) and (:device is null or device is null or device = :device)
    order by kind = 'speech' and coalesce(json_extract(payload, '$.recall'), 0) > 0 desc, seq limit :limit"""
)
SPEAKING = """select distinct zone from job where hall = :hall and kind = 'speech' and state = 'leased'
    and lease_until > :now and lease_by is not :by"""
LEASE = """update job set state = 'leased', lease_by = :by, lease_until = :until, attempts = attempts + 1
    where id = :id"""
END = """update job set state = :state, reason = :reason, ended_at = :now, lease_until = null, detail = :detail
    where id = :id"""
AGAIN = "update job set state = 'ready', lease_by = null, lease_until = null, reason = :reason where id = :id"
WITHDRAW = """update job set state = 'dropped', reason = :reason, ended_at = :now
    where hall = :hall and ticket = :ticket and kind = 'speech' and state = 'ready'"""
OLD = (
    COLUMNS
    + """where hall = :hall and state in ('ready', 'leased') and kind = :kind and made_at < :before
    and (state = 'ready' or lease_until < :now) order by seq limit 200"""
)


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work. Instants are milliseconds UTC; `state` is ready, leased, done, failed or dropped."""

    id: str
    hall: str
    kind: str
    zone: str | None
    device: str | None
    ticket: str | None
    number: str | None
    seq: int
    made_at: int
    payload: dict[str, Any]
    state: str = "ready"
    lease_by: str | None = None
    lease_until: int | None = None
    attempts: int = 0
    reason: str | None = None


JOB = [f.name for f in fields_of(Job)]


def add(conn: sqlite3.Connection, job: Job) -> None:
    conn.execute(
        INSERT,
        {
            "id": job.id, "hall": job.hall, "kind": job.kind, "zone": job.zone, "device": job.device,
            "ticket": job.ticket, "number": job.number, "seq": job.seq, "made_at": job.made_at,
            "payload": _encode(job.payload).decode(),
        },
    )  # fmt: skip


def add_once(conn: sqlite3.Connection, job: Job) -> None:
    """A job that another process may have made already, under the same id."""
    if conn.execute("select 1 from job where id = :id", {"id": job.id}).fetchone() is None:
        add(conn, job)


def _job(row: tuple[Any, ...]) -> Job:
    fields = dict(zip(JOB, row, strict=True))
    return Job(**{**fields, "payload": _decode(fields["payload"])})


def found(conn: sqlite3.Connection, hall: str, id: str) -> Job | None:
    row = conn.execute(COLUMNS + "where hall = :hall and id = :id", {"hall": hall, "id": id}).fetchone()
    return _job(row) if row else None


def open_jobs(
    conn: sqlite3.Connection, hall: str, kind: str, zone: str | None, device: str | None, now: int, limit: int,
    forgotten_by: str | None = None,
) -> list[Job]:  # fmt: skip
    """Ready ones, and leased ones whose lease has run out: recalls first, then the oldest.

    `forgotten_by`: an agent that has begun anew and knows nothing of its leases; they come again at once.
    """
    values = {
        "hall": hall, "kind": kind, "zone": zone, "device": device, "now": now, "limit": limit,
        "forgotten_by": forgotten_by,
    }  # fmt: skip
    return [_job(row) for row in conn.execute(OPEN, values)]


def speaking(conn: sqlite3.Connection, hall: str, by: str, now: int) -> set[str | None]:
    """Zones in which somebody else than `by` is saying something now."""
    return {zone for (zone,) in conn.execute(SPEAKING, {"hall": hall, "by": by, "now": now})}


def lease(conn: sqlite3.Connection, id: str, by: str, until: int) -> None:
    conn.execute(LEASE, {"id": id, "by": by, "until": until})


def end(
    conn: sqlite3.Connection,
    id: str,
    state: str,
    reason: str | None,
    now: int,
    detail: dict[str, Any] | None = None,
) -> None:
    """`detail`: what is worth knowing of how it was done, such as `{"spoken_at": …, "seconds": …, "text": …}`."""
    text = _encode(detail).decode() if detail else None
    conn.execute(END, {"id": id, "state": state, "reason": reason, "now": now, "detail": text})


def again(conn: sqlite3.Connection, id: str, reason: str) -> None:
    conn.execute(AGAIN, {"id": id, "reason": reason})


def withdraw(conn: sqlite3.Connection, hall: str, ticket: str, reason: str, now: int) -> None:
    """Drop what was not yet begun to be said about a ticket."""
    conn.execute(WITHDRAW, {"hall": hall, "ticket": ticket, "reason": reason, "now": now})


def forget(conn: sqlite3.Connection, before: int) -> None:
    """Let go of what ended before a moment; the journal keeps the calls themselves."""
    conn.execute("delete from job where ended_at < :before", {"before": before})


def stale(conn: sqlite3.Connection, hall: str, kind: str, before: int, now: int) -> list[Job]:
    values = {"hall": hall, "kind": kind, "before": before, "now": now}
    return [_job(row) for row in conn.execute(OLD, values)]
