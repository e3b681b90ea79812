"""`paihao erase`: what is private about one visit, at the citizen's request."""

from __future__ import annotations

from pathlib import Path

import click

from server.commands.data import data_option, must_know, open_store
from server.journal import bookings, cases, identity, private


@click.command("erase")
@click.argument("number")
@data_option()
@click.option("--hall", required=True, help="The hall of the ticket.")
@click.option("--day", required=True, help="The business day, such as 2026-11-22.")
def command(number: str, data: Path, hall: str, day: str) -> None:
    """Erase the phone, link and words of one visit and of its case, and whose it was.

    The journal and its chain do not change.
    """
    store = open_store(data)
    must_know(store, hall)
    row = store.one(
        "select id, reservation from visit where hall = :hall and day = :day and number = :number",
        hall=hall, day=day, number=number.upper(),
    )  # fmt: skip
    if row is None:
        raise click.ClickException(f"{hall} gave no ticket {number!r} on {day}; see `paihao journal`.")
    references = store.all(
        """select distinct tree.value from journal, json_tree(journal.data) as tree
            where hall = :hall and day >= :day and json_extract(data, '$.ticket') = :id and tree.key = 'reason_ref'""",
        hall=hall, day=day, id=row[0],
    )  # fmt: skip
    references += cases.notes(store.conn, hall, row[0])
    with store.writing() as conn:
        count = sum(private.erase(conn, ref) for ref in (row[0], *(ref for (ref,) in references)))
        count += identity.erase(conn, row[0])
        if row[1]:
            count += bookings.erase(conn, hall, row[1])
        # The request's hash covers the phone or ID number, and its key is still here for a day or two.
        conn.execute(
            """update command set body_hash = '' where hall = :hall and first_seq in
                (select seq from journal where hall = :hall and json_extract(data, '$.ticket') = :id)""",
            {"hall": hall, "id": row[0]},
        )
    store.close()
    click.echo(f"{number.upper()} of {day}: {count} private facts erased.")
