"""`paihao check FILE…`: is this profile right, and what would trouble people? Needs no running hub."""

from __future__ import annotations

from collections import Counter

import click

from server.domain.profile import Hall
from server.profiles import ProfileFaults, load, public, warnings
from server.profiles.keys import DAYS


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
def command(files: tuple[str, ...]) -> None:
    """Check hall profiles: what is wrong and what would be right.

    A right profile gets a summary and warnings; one wrong profile makes the exit status 1.
    """
    wrong = [file for file in files if not _checked(file)]
    if wrong:
        raise SystemExit(1)


def _checked(file: str) -> bool:
    try:
        _, hall = load(file)
    except ProfileFaults as error:
        for fault in error.faults:
            click.echo(fault.told(file), err=True)
        count = len(error.faults)
        click.echo(f"{file}: {count} {'fault' if count == 1 else 'faults'}", err=True)
        return False
    click.echo("\n".join([f"{file}: right", *summary(hall)]))
    found = warnings(hall)
    for warning in found:
        click.echo(f"  warning: {warning.key}: {warning.says}")
    click.echo(f"  {len(found) or 'no'} {'warning' if len(found) == 1 else 'warnings'}")
    return True


def summary(hall: Hall) -> list[str]:
    """The hall on one screen."""
    kinds = Counter(w.kind for w in hall.windows)
    frequent = sum(s.frequency == "high" for s in hall.services)
    lines = {
        "hall": f"{hall.name} ({hall.id}) {hall.name_en}".rstrip(),
        "zones": f"{len(hall.zones)}: {', '.join(z.name for z in hall.zones)}",
        "windows": f"{len(hall.windows)}: {', '.join(f'{n} {kind}' for kind, n in kinds.items())}",
        "departments": str(len(hall.departments)),
        "services": f"{len(hall.services)}, of which {frequent} frequent",
        "queues": f"{len(hall.queues)}: {' '.join(q.prefix for q in hall.queues)}",
        "classes": ", ".join(f"{c.name} {c.head_start:g}/{c.rate:g}" for c in hall.classes),
        "hours": _week(hall),
        "day ends": f"{hall.day_ends_at // 60:02d}:{hall.day_ends_at % 60:02d} {hall.timezone}",
    }
    return [f"  {name:<12} {text}" for name, text in lines.items()]


def _week(hall: Hall) -> str:
    """`mon–fri 08:30-12:00 14:00-17:30; sat 09:00-12:00`: like days together, closed days left out."""
    hours = public(hall)["hours"]
    runs: list[tuple[list[str], str]] = []
    for day in DAYS:
        spans = " ".join(hours[day])
        if runs and runs[-1][1] == spans:
            runs[-1][0].append(day)
        else:
            runs.append(([day], spans))
    told = [
        f"{days[0]}–{days[-1]} {spans}" if len(days) > 1 else f"{days[0]} {spans}"
        for days, spans in runs
        if spans
    ]
    differ = [
        f"{len(hours[key])} days {word}"
        for key, word in (("closed_on", "closed"), ("open_on", "opened"))
        if hours[key]
    ]
    return "; ".join(told + differ)
