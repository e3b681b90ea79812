"""`paihao user`: the people who sign in."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import click
from argon2 import PasswordHasher

from server.commands.data import data_option, must_know, open_store
from server.hub.clock import wall_ms
from server.journal import access
from server.journal.access import Person

PEOPLE = ("clerk", "guide", "lead", "manager", "auditor", "admin")
SHORTEST = 6


@click.group("user")
def command() -> None:
    """Add, list and end the accounts of clerks, guides and managers."""


@command.command("add")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(PEOPLE))
@click.option("--hall", help="The hall they work in; without it, all halls.")
@click.option("--password", help=f"At least {SHORTEST} characters; asked for when not given.")
@click.option("--pin", help="4 to 8 digits, for a quick change of person at a window.")
@click.option(
    "--number", help="The staff number typed at a keypad with the PIN: 1 to 8 digits, not beginning with 0."
)
@click.option("--department", help="Of a lead: the department whose figures, tickets and people they see.")
@data_option()
def add(
    name: str,
    role: str,
    hall: str | None,
    password: str | None,
    pin: str | None,
    number: str | None,
    department: str | None,
    data: Path,
) -> None:
    """Add a person, or change the role, department, password, PIN or number of one."""
    if len(name) > 64 or not name.isprintable() or not re.search(access.NAME, name):
        raise click.ClickException(
            "A name has 1 to 64 printable characters, no slash and no space around it, and is not only dots."
        )
    if pin is not None and not re.fullmatch(r"[0-9]{4,8}", pin):
        raise click.ClickException("A PIN has 4 to 8 digits.")
    if number is not None and not re.fullmatch(r"[1-9][0-9]{0,7}", number):
        raise click.ClickException("A staff number has 1 to 8 digits and does not begin with 0.")
    if department is not None and (role != "lead" or hall is None):
        raise click.ClickException("A department is a lead's, in one hall: add --role lead and --hall.")
    store = open_store(data)
    if hall is not None:
        must_know(store, hall, department=department)
    known = access.person(store.conn, name)
    if password is None and (known is None or (pin is None and number is None)):
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if password is not None and len(password) < SHORTEST:
        raise click.ClickException(f"A password has at least {SHORTEST} characters.")
    hasher = PasswordHasher()
    who = Person(
        name, password and hasher.hash(password), pin and hasher.hash(pin), role, hall, number, department
    )
    with store.writing() as conn:
        _must_be_free(conn, who, number or (known.number if known else None))
        access.save_person(conn, who, wall_ms())
    store.close()
    of = f"{department} in {hall}" if department else hall or "all halls"
    click.echo(f"{name} is {'an' if role[0] == 'a' else 'a'} {role} of {of}.")
    if role == "lead" and department is None:
        click.echo("A lead without --department sees no figures, tickets or people yet.")


def _must_be_free(conn: sqlite3.Connection, who: Person, number: str | None) -> None:
    """Raises click.ClickException when somebody else in the same hall has the number."""
    other = number and access.numbered(conn, number, who.hall)
    if other and other.name != who.name:
        raise click.ClickException(f"The number {number} is {other.name}'s; give another.")


@command.command("list")
@data_option()
def list_(data: Path) -> None:
    """List the people who may sign in."""
    store = open_store(data)
    for who in access.people(store.conn):
        click.echo(f"{who.name}  {who.role}  {who.hall or '*'}  {who.number or '-'}  {who.department or '-'}")
    store.close()


@command.command("end")
@click.argument("name")
@data_option()
def end(name: str, data: Path) -> None:
    """End an account and sign it out everywhere; what they did stays in the journal."""
    store = open_store(data)
    with store.writing() as conn:
        done = access.end_person(conn, name, wall_ms())
    store.close()
    if not done:
        raise click.ClickException(f"There is nobody called {name!r}; see `paihao user list`.")
    click.echo(f"{name} cannot sign in any more.")
