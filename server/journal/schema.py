"""The tables, as ordered migrations. A released migration is never changed; a new one is added below it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("paihao")

# Rows of a kilobyte are kept by rowid: appended side by side, and not spilt over pages of their own.
FIRST = """
create table journal (
    hall text not null, seq integer not null, at integer not null, day text, v integer not null,
    kind text not null, actor text not null, cause text not null, data text not null, hash text not null,
    primary key (hall, seq)
) strict, without rowid;
create index journal_days on journal (hall, seq) where kind = 'day.opened';

create table command (
    hall text not null, actor text not null, key text not null, body_hash text not null,
    status integer not null, answer text not null, first_seq integer, last_seq integer, at integer not null,
    primary key (hall, actor, key)
) strict;

create table visit (
    id text primary key, hall text not null, day text not null, number text not null, series text not null,
    queue text not null, n integer not null, services text not null, service text not null, status text not null,
    classes text not null, needs text not null, channel text not null, device text, locale text not null,
    taken_at integer not null, first_called_at integer, called_at integer, started_at integer, ended_at integer,
    held_ms integer not null, window text, person text, outcome text, items integer not null,
    recalls integer not null, requeues integer not null, uncertain integer not null, rating integer,
    unique (hall, day, series, queue, n)
) strict, without rowid;

create table step (
    ticket text not null references visit (id), leg integer not null, hall text not null, day text not null,
    service text not null, window text not null, person text, called_at integer not null, started_at integer,
    ended_at integer, held_ms integer not null, ended text, outcome text, items integer not null,
    uncertain integer not null,
    primary key (ticket, leg)
) strict, without rowid;

create table reservation (
    code text primary key, hall text not null, service text not null, day text not null, slot_start integer not null,
    slot_end integer not null, status text not null, ticket text references visit (id), source text not null,
    made_at integer not null, changed_at integer not null
) strict, without rowid;
create index reservation_slot on reservation (hall, service, day, slot_start);

create table job (
    id text primary key, hall text not null, kind text not null, zone text, device text, ticket text, number text,
    seq integer not null, made_at integer not null, payload text not null, state text not null default 'ready',
    lease_by text, lease_until integer, attempts integer not null default 0, reason text, ended_at integer
) strict;
create index job_open on job (hall, kind, seq) where state in ('ready', 'leased');

create table profile (
    hall text not null, version integer not null, raw text not null, digest text not null,
    at integer not null, actor text not null,
    primary key (hall, version)
) strict, without rowid;

create table private (
    ref text not null, kind text not null, value text not null, expires_at integer,
    primary key (ref, kind)
) strict, without rowid;
create index private_track on private (value) where kind = 'track';

create table person (
    name text primary key, password text, pin text, role text not null, hall text,
    made_at integer not null, ended_at integer
) strict, without rowid;

create table credential (
    id text primary key, hash text not null unique, kind text not null, role text not null, hall text,
    window text, person text references person (name), device text, label text, made_at integer not null,
    expires_at integer, revoked_at integer
) strict, without rowid;

create table news (
    rev integer primary key autoincrement, hall text not null, key text not null, at integer not null,
    value text not null,
    unique (hall, key)
) strict;
"""


@migrations(name="m001_first")
def m001_first(db: Database) -> None:
    for statement in FIRST.split(";"):
        if statement.strip():
            db.execute(statement)


def known() -> set[str]:
    """Names of the migrations this version knows."""
    return {m.name for m in migrations._migrations}
