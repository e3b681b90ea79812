"""Tables of ratings, cases, cards and matters, as the migration makes them: projections that outlive their days."""

from __future__ import annotations

TABLES = """
create table rating (
    hall text not null, ticket text not null, day text not null, number text not null, at integer not null,
    level integer not null, source text not null, service text not null, department text not null, window text,
    person text, reasons text not null, words text, seq integer not null,
    primary key (hall, ticket)
) strict, without rowid;
create index rating_day on rating (hall, day, at);

create table case_file (
    hall text not null, id text not null, visit text not null, number text not null, day text not null,
    level integer not null, service text not null, department text not null, window text, person text,
    opened_at integer not null, due integer not null, due_day text not null, state text not null, found text,
    called_back text, corrected_at integer, ended_at integer, reopened integer not null default 0,
    primary key (hall, id)
) strict, without rowid;
create index case_open on case_file (hall, due) where ended_at is null;
create index case_visit on case_file (hall, visit);
create index case_day on case_file (hall, day, opened_at);

create table case_step (
    hall text not null, case_file text not null, seq integer not null, at integer not null, step text not null,
    code text not null, person text not null, note text,
    primary key (hall, case_file, seq)
) strict, without rowid;

create table card (
    hall text not null, id text not null, at integer not null, day text not null, colour text not null,
    kind text not null, whose text not null, department text not null, matter text, rule text not null, rule_ref text,
    reason text not null, reason_ref text, by text not null, seq integer not null, revoked_at integer,
    revoked_by text, revoked text, revoked_ref text,
    primary key (hall, id)
) strict, without rowid;
create index card_at on card (hall, at);
create unique index card_seq on card (hall, seq);

create table matter (
    hall text not null, number text not null, service text not null, department text not null, person text,
    due text not null, done text, imported_at integer not null,
    primary key (hall, number)
) strict, without rowid;
create index matter_due on matter (hall, due) where done is null;

insert or ignore into unfolded select distinct hall from visit where rating is not null;
delete from summed where hall in (select hall from unfolded);
"""
