"""Who is told of reservations or warnings over HTTP, and what they are owed: made with the event, ended once."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import asdict, dataclass

HOOKS = "select id, hall, url, secret, made_at, topic, level from webhook where ended_at is null "
DUE = """select d.id, d.webhook, w.url, w.secret, d.body, d.event, d.attempts, d.made_at
    from delivery d join webhook w on w.id = d.webhook
    where d.webhook = :webhook and d.state = 'ready' and d.due_at <= :now
        and (d.lease_until is null or d.lease_until <= :now)
    order by d.seq, d.id limit :limit"""
ADD = """insert into delivery (id, webhook, hall, seq, event, body, due_at, made_at)
    values (:id, :webhook, :hall, :seq, :event, :body, :now, :now)"""
DEAD = """select d.id, d.event, d.seq, d.made_at, d.attempts, d.reason
    from delivery d join webhook w on w.id = d.webhook
    where d.hall = :hall and d.state = 'dead' and w.ended_at is null order by d.made_at desc, d.id limit :limit"""
COUNTS = "select state, count(*) from delivery where webhook = :webhook group by state"
LAST = """select ended_at, state, reason from delivery where webhook = :webhook and ended_at is not null
    order by ended_at desc limit 1"""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where a hall's changes of reservations, or its warnings from a level on, are told; `secret` signs them."""

    id: str
    hall: str
    url: str
    secret: str
    made_at: int
    topic: str = "reservations"
    level: str = "remind"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message owed. `attempts` were made before; instants are milliseconds UTC."""

    id: str
    webhook: str
    url: str
    secret: str
    body: str
    event: str
    attempts: int
    made_at: int


def register(
    conn: sqlite3.Connection,
    hall: str,
    url: str,
    now: int,
    topic: str = "reservations",
    level: str = "remind",
) -> Webhook:
    secret = f"whs_{secrets.token_urlsafe(24)}"
    hook = Webhook(secrets.token_hex(4), hall, url, secret, now, topic, level)
    conn.execute(
        """insert into webhook (id, hall, url, secret, made_at, topic, level)
            values (:id, :hall, :url, :secret, :made_at, :topic, :level)""",
        asdict(hook),
    )
    return hook


def end(conn: sqlite3.Connection, id: str, now: int) -> bool:
    """Tell nothing more there, and let go of what was owed; whether there was one."""
    done = conn.execute(
        "update webhook set ended_at = :now, secret = '' where id = :id and ended_at is null",
        {"id": id, "now": now},
    )
    conn.execute("delete from delivery where webhook = :id", {"id": id})
    return done.rowcount == 1


def of_hall(conn: sqlite3.Connection, hall: str, topic: str | None = None) -> list[Webhook]:
    """All of a hall, or those that are told of one topic."""
    sql = HOOKS + "and hall = :hall and (:topic is null or topic = :topic) order by made_at, id"
    return [Webhook(*row) for row in conn.execute(sql, {"hall": hall, "topic": topic})]


def every(conn: sqlite3.Connection) -> list[Webhook]:
    return [Webhook(*row) for row in conn.execute(HOOKS + "order by hall, made_at, id")]


# -- messages ------------------------------------------------------------------------------------------


def add(conn: sqlite3.Connection, hook: Webhook, id: str, seq: int, event: str, body: str, now: int) -> None:
    values = {
        "id": id,
        "webhook": hook.id,
        "hall": hook.hall,
        "seq": seq,
        "event": event,
        "body": body,
        "now": now,
    }
    conn.execute(ADD, values)


def due(conn: sqlite3.Connection, webhook: str, now: int, limit: int) -> list[Delivery]:
    """Those to be sent now, in the order of what happened."""
    rows = conn.execute(DUE, {"webhook": webhook, "now": now, "limit": limit})
    return [Delivery(*row) for row in rows]


def lease(conn: sqlite3.Connection, id: str, until: int) -> None:
    """This process sends it now; whoever crashes over it leaves it to be sent again."""
    conn.execute("update delivery set lease_until = :until where id = :id", {"id": id, "until": until})


def done(conn: sqlite3.Connection, id: str, now: int) -> None:
    conn.execute(
        """update delivery set state = 'done', ended_at = :now, attempts = attempts + 1, reason = null,
            lease_until = null where id = :id""",
        {"id": id, "now": now},
    )


def failed(conn: sqlite3.Connection, id: str, reason: str, due_at: int | None, now: int) -> None:
    """Again at `due_at`; given up when that is None."""
    conn.execute(
        """update delivery set attempts = attempts + 1, reason = :reason, lease_until = null,
            state = case when :due_at is null then 'dead' else 'ready' end, due_at = coalesce(:due_at, due_at),
            ended_at = case when :due_at is null then :now end where id = :id and state = 'ready'""",
        {"id": id, "reason": reason, "due_at": due_at, "now": now},
    )


def dead(conn: sqlite3.Connection, hall: str, limit: int) -> list[tuple[str, str, int, int, int, str | None]]:
    """(id, event, seq, made_at, attempts, reason) of those given up, newest first."""
    return conn.execute(DEAD, {"hall": hall, "limit": limit}).fetchall()


def retry(conn: sqlite3.Connection, hall: str, now: int) -> int:
    """Try those given up again, from the first attempt on; how many."""
    return conn.execute(
        """update delivery set state = 'ready', attempts = 0, due_at = :now, ended_at = null
            where hall = :hall and state = 'dead'""",
        {"hall": hall, "now": now},
    ).rowcount


def counts(conn: sqlite3.Connection, webhook: str) -> dict[str, int]:
    """How many are ready, done and dead."""
    return dict(conn.execute(COUNTS, {"webhook": webhook}).fetchall())


def last(conn: sqlite3.Connection, webhook: str) -> tuple[int, str, str | None] | None:
    """When the latest ended, how, and why."""
    row: tuple[int, str, str | None] | None = conn.execute(LAST, {"webhook": webhook}).fetchone()
    return row


def forget(conn: sqlite3.Connection, done_before: int, dead_before: int) -> None:
    """Let go of messages long delivered, and of those given up longer ago."""
    conn.execute(
        """delete from delivery where (state = 'done' and ended_at < :done_before)
            or (state = 'dead' and ended_at < :dead_before)""",
        {"done_before": done_before, "dead_before": dead_before},
    )
