"""The tables, as ordered migrations. A released migration is never changed; a new one is added below it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from server.journal.rating_tables import TABLES as RATINGS

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


RESERVATIONS = """
alter table reservation add column needs text not null default '[]';
alter table reservation add column locale text not null default 'zh';
alter table reservation add column arrival text;
create unique index reservation_ticket on reservation (ticket) where ticket is not null;
create index reservation_open on reservation (hall, day) where status = 'booked';
create index reservation_list on reservation (hall, slot_start, code);
create index reservation_day on reservation (hall, day, slot_start, code);

alter table visit add column reservation text;
alter table visit add column slot integer;
alter table visit add column arrival text;
create unique index visit_reservation on visit (reservation) where reservation is not null;

create table webhook (
    id text primary key, hall text not null, url text not null, secret text not null, made_at integer not null,
    ended_at integer
) strict, without rowid;

create table delivery (
    id text primary key, webhook text not null references webhook (id), hall text not null, seq integer not null,
    event text not null, body text not null, state text not null default 'ready', due_at integer not null,
    lease_until integer, attempts integer not null default 0, reason text, made_at integer not null, ended_at integer
) strict;
create index delivery_due on delivery (webhook, due_at) where state = 'ready';
"""


@migrations(name="m002_reservations")
def m002_reservations(db: Database) -> None:
    for statement in RESERVATIONS.split(";"):
        if statement.strip():
            db.execute(statement)


# Hashes of requests made before they were keyed could be guessed from, where a phone number was in them.
IDENTITY = """
create table secret (
    hall text not null, purpose text not null, key blob not null, made_at integer not null, expires_at integer not null,
    primary key (hall, purpose)
) strict, without rowid;

create table identity (
    hall text not null, purpose text not null, hash text not null, ref text not null, at integer not null,
    expires_at integer not null,
    primary key (hall, purpose, hash, ref)
) strict, without rowid;
create index identity_ref on identity (ref);

update command set body_hash = '';
"""


@migrations(name="m003_identity")
def m003_identity(db: Database) -> None:
    for statement in IDENTITY.split(";"):
        if statement.strip():
            db.execute(statement)


@migrations(name="m004_changes")
def m004_changes(db: Database) -> None:
    """What a manager changed at run time, as JSON over the file in `raw`: {set, changed}; null: the file as it is."""
    db.execute("alter table profile add column changes text")


# What each closed day's services took: estimates read it when a day opens, instead of weeks of steps.
@migrations(name="m005_spent")
def m005_spent(db: Database) -> None:
    db.execute(
        """create table spent (
            hall text not null, day text not null, service text not null, tickets integer not null,
            ms integer not null, primary key (hall, day, service)
        ) strict, without rowid"""
    )
    for (hall,) in db.execute("select distinct hall from profile").fetchall():
        last = db.execute(
            """select day, kind from journal where hall = :hall and kind in ('day.opened', 'day.closed')
                order by seq desc limit 1""",
            {"hall": hall},
        ).fetchone()
        # A day that is open is summed up as it closes.
        db.execute(
            """insert into spent
                select hall, day, service, count(*), sum(max(0, ended_at - started_at - held_ms)) from step
                where hall = :hall and day is not :open and ended = 'completed' and started_at is not null
                    and uncertain = 0
                group by hall, day, service""",
            {"hall": hall, "open": last[0] if last and last[1] == "day.opened" else None},
        )


DEVICES = """
create table device (
    hall text not null, id text not null, beat integer not null, known text not null,
    primary key (hall, id)
) strict;

create table pairing (
    id text primary key, hall text not null, code text not null, hash text not null unique, kind text not null,
    device text not null, page integer not null, address text not null, made_at integer not null,
    expires_at integer not null, state text not null, role text, name text, window text, zone text, by text,
    credential text
) strict, without rowid;
create unique index pairing_code on pairing (code) where state = 'waiting';
"""


@migrations(name="m006_devices")
def m006_devices(db: Database) -> None:
    """Devices that last, with what they are asked to do, as JSON in `known`; and who is let in by six digits."""
    for statement in DEVICES.split(";"):
        if statement.strip():
            db.execute(statement)


# What a staff number is typed on: a keypad without letters. One is given once in a hall.
@migrations(name="m007_numbers")
def m007_numbers(db: Database) -> None:
    db.execute("alter table person add column number text")
    db.execute(
        """create unique index person_number on person (coalesce(hall, ''), number)
            where number is not null and ended_at is null"""
    )


# What an announcer said of a call it has ended: when, for how long, and in which words.
@migrations(name="m008_spoken")
def m008_spoken(db: Database) -> None:
    db.execute("alter table job add column detail text")


# Legs and shifts stand by day, so that a period is read in one piece. What was before is folded at the next start.
LEGS = """
create table leg (
    hall text not null, day integer not null, ticket text not null, part integer not null, began text not null,
    hour integer not null, weekday integer not null, zone text not null, department text not null,
    service text not null, window text not null, person text not null, klass text not null,
    priority integer not null, channel text not null, reserved integer not null, ended text, outcome text,
    items integer not null, cases integer not null,
    wait integer, reach integer, spent integer, held integer not null, sure_wait integer not null,
    sure_spent integer not null, place integer not null, recalls integer not null, chosen integer not null,
    granted integer not null, target integer not null, profile integer not null, net integer,
    promise integer not null, overtaken integer not null, delayed integer not null, absent integer,
    granter text not null, rating integer, let_back integer not null default 0,
    primary key (hall, day, ticket, part)
) strict, without rowid;

create table shift (
    hall text not null, day integer not null, hour integer not null, weekday integer not null, window text not null,
    zone text not null, person text not null, closed integer not null default 0, paused integer not null default 0,
    idle integer not null default 0, idle_waited integer not null default 0, held integer not null default 0,
    called integer not null default 0, serving integer not null default 0, unsure integer not null default 0,
    profile integer not null,
    primary key (hall, day, window, hour, zone, person)
) strict, without rowid;

create table summed (
    hall text not null, day integer not null, seq integer not null, version text not null default '',
    primary key (hall, day)
) strict, without rowid;

create table summary (
    hall text not null, cut text not null, day integer not null, value any not null, cell blob not null,
    primary key (hall, cut, day, value)
) strict, without rowid;

create table unfolded (hall text primary key) strict, without rowid;
insert into unfolded select distinct hall from journal;
"""


@migrations(name="m009_legs")
def m009_legs(db: Database) -> None:
    """What figures are counted from: parts of visits, what windows did (milliseconds), and what closed days come to."""
    for statement in LEGS.split(";"):
        if statement.strip():
            db.execute(statement)


@migrations(name="m010_ratings")
def m010_ratings(db: Database) -> None:
    """Ratings, cases, cards and matters. What was rated before is folded at the next start."""
    for statement in RATINGS.split(";"):
        if statement.strip():
            db.execute(statement)


@migrations(name="m011_staff")
def m011_staff(db: Database) -> None:
    """What somebody may serve and whom they stand in for, as JSON (null: everything, nobody); and whether their
    password was given to them and is still to be changed."""
    db.execute("alter table person add column skills text")
    db.execute("alter table person add column stands_in text")
    db.execute("alter table person add column given integer not null default 0")


@migrations(name="m012_made")
def m012_made(db: Database) -> None:
    """Which scheduled reports were made, so that each is made once."""
    db.execute(
        """create table made (
            hall text not null, report text not null, first text not null, last text not null, state text not null,
            attempts integer not null, due_at integer, detail text not null, at integer not null,
            primary key (hall, report, first, last)
        ) strict, without rowid"""
    )


EVIDENCE = """
alter table person add column department text;
alter table credential add column department text;
create index journal_rare on journal (hall, kind, seq) where kind not in ('ticket.taken', 'ticket.called',
    'ticket.recalled', 'ticket.started', 'ticket.completed', 'ticket.no_show', 'alarm.raised', 'alarm.cleared')
"""


@migrations(name="m013_evidence")
def m013_evidence(db: Database) -> None:
    """Which department a lead looks into; what rarely happens is found without reading what happens all day."""
    for statement in EVIDENCE.split(";"):
        if statement.strip():
            db.execute(statement)


@migrations(name="m014_warned")
def m014_warned(db: Database) -> None:
    """What an address is told of, and from which level on: until now all were told of reservations. And when people
    of a day came and were called, side by side, for the curve of the live room."""
    db.execute("alter table webhook add column topic text not null default 'reservations'")
    db.execute("alter table webhook add column level text not null default 'remind'")
    db.execute(
        "create index visit_curve on visit (hall, day, series, service, taken_at, first_called_at, slot)"
    )


def known() -> set[str]:
    """Names of the migrations this version knows."""
    return {m.name for m in migrations._migrations}
