"""`paihao simulate`: a day of a hall in seconds, by the hall's own rules. Needs no running hub."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from server.commands.visitors import Coming, Source, coming, is_date
from server.domain import dated
from server.domain.booking.arrival import RESERVED
from server.domain.profile import Hall
from server.profiles import ProfileFaults, load
from server.simulate import arrivals, comparing, plot, promise, table
from server.simulate.course import Course, always_open, first_open_day, working_day
from server.simulate.figures import of_run
from server.simulate.policies import ARRANGEMENTS, POLICIES

FILE = click.Path(path_type=Path, dir_okay=False)
FIRST_DAY = date(2026, 1, 5)
"""A Monday: without --date the first day from here on with hours, so that a seed repeats whenever it is run."""
PROMISE_DAYS = 3
PROMISED = 90


@click.command("simulate")
@click.argument("file", required=False, type=FILE)
@click.option("--hall", type=FILE, help="The hall's profile (TOML); may also be given as FILE.")
@click.option("--arrivals", "arrivals_file", type=FILE, help="Visitors as CSV: at,duration,service,classes,…")
@click.option(
    "--day", metavar="FILE|DATE", help="A demand file (TOML), or with --data a past day to run again."
)
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="A hub's data directory.")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day whose hours apply.")
@click.option("--visitors", type=click.IntRange(1, 1_000_000), help="How many come; 1200 by default.")
@click.option(
    "--seed", default=1, show_default=True, help="Of synthetic demand; the same seed, the same day."
)
@click.option(
    "--always-open", "lax", is_flag=True, help="Ignore hours, breaks, calendar, caps and the day's end."
)
@click.option(
    "--windows-open", metavar="LIST", help="Ids of the windows that work, commas between; all by default."
)
@click.option(
    "--policy", type=click.Choice(POLICIES), default="affine", show_default=True, help="Who is next."
)
@click.option(
    "--windows",
    type=click.Choice(ARRANGEMENTS),
    default="profile",
    show_default=True,
    help="Who serves what.",
)
@click.option("--compare", is_flag=True, help="Every policy, and every arrangement of windows, side by side.")
@click.option(
    "--promise", "promised", is_flag=True, help="Is the promise to reservations kept, and what keeps it?"
)
@click.option("--tickets", type=FILE, help="Write what became of each visitor as CSV.")
@click.option("--csv", "figures", type=FILE, help="Write the table as CSV, waits in seconds.")
@click.option("--plot", "picture", type=FILE, help="Write a picture (SVG).")
def command(
    file: Path | None, hall: Path | None, arrivals_file: Path | None, day: str | None, data: Path | None,
    on: datetime | None, visitors: int | None, seed: int, lax: bool, windows_open: str | None, policy: str,
    windows: str, compare: bool, promised: bool, tickets: Path | None, figures: Path | None, picture: Path | None,
) -> None:  # fmt: skip
    """Run a day through the hall's own rules: who waits how long, how busy the windows are.

    Visitors come from --arrivals, from --day, or are drawn as the profile suggests.
    """
    source = Source(arrivals_file, _day(day, data, on), data, visitors)
    profile = _profile(file, hall)
    when = _when(profile, source, on)
    profile = dated.on(profile, when)
    course, who = _course(profile, source, when, lax, windows_open)
    people = who.of(seed)
    if compare:
        found = comparing.compared(profile, people, course, policy, windows)
        click.echo(comparing.text(found))
    if promised:
        _promise(profile, who, course, seed)
    run = comparing.under(profile, people, course, policy, windows)
    rows = of_run(run)
    if not (compare or promised):
        click.echo(table.text(rows))
        _note(table.remark(rows), source)
    _write(tickets, arrivals.written(run.fates))
    _write(figures, [table.as_csv(rows)])
    _write(
        picture, [plot.picture(run, f"{profile.id}, {len(people)} visitors, {policy}, windows: {windows}")]
    )


def _note(remark: str, source: Source) -> None:
    """Only drawn demand can be too much by mistake."""
    if remark and source.arrivals is None and source.day is None:
        click.echo(remark)


def _day(day: str | None, data: Path | None, on: datetime | None) -> str | None:
    """`--data DIR --date D` without --day means that past day."""
    return f"{on:%Y-%m-%d}" if day is None and data is not None and on is not None else day


def _profile(file: Path | None, hall: Path | None) -> Hall:
    path = hall or file
    if path is None or (hall and file):
        raise click.UsageError("Name one hall profile: paihao simulate --hall config/puning.toml")
    try:
        return load(path)[1]
    except ProfileFaults as faults:
        raise click.ClickException("\n".join(fault.told(str(path)) for fault in faults.faults)) from faults


def _when(hall: Hall, source: Source, on: datetime | None) -> date:
    if on is not None:
        return on.date()
    if source.day and is_date(source.day):
        return date.fromisoformat(source.day)
    return first_open_day(hall, FIRST_DAY)


def _course(
    hall: Hall, source: Source, when: date, lax: bool, windows_open: str | None
) -> tuple[Course, Coming]:
    """How the day runs and who comes; windows named on the command line go before the demand file's."""
    named = _named(hall, windows_open)
    walk = 0.0 if source.arrivals else 20.0
    day = working_day(hall, when, named, walk)
    who = coming(source, hall, day)
    if lax:
        return replace(always_open(hall, named or who.windows), walk=walk), who
    return (day if named or who.windows is None else working_day(hall, when, who.windows, walk)), who


def _named(hall: Hall, windows_open: str | None) -> tuple[str, ...] | None:
    if windows_open is None:
        return None
    ids = tuple(id.strip() for id in windows_open.split(",") if id.strip())
    for id in ids:
        if id not in hall.window:
            raise click.BadParameter(f"the hall has no window «{id}»", param_hint="--windows-open")
    return ids


def _promise(hall: Hall, who: Coming, course: Course, seed: int) -> None:
    if RESERVED not in hall.klass:
        raise click.ClickException("The hall has no class «reservation»; there is nothing to promise.")
    percent = hall.reservations.promise_percent or PROMISED
    days = [who.of(seed + n) for n in range(1 if who.fixed is not None else PROMISE_DAYS)]
    click.echo(promise.told(promise.searched(hall, days, course, percent, hall.reservations.promise_minutes)))


def _write(file: Path | None, parts: Iterable[str]) -> None:
    if file is None:
        return
    try:
        with file.open("w", encoding="utf-8", newline="") as out:
            out.writelines(parts)
    except OSError as problem:
        raise click.ClickException(f"{file} cannot be written: {problem.strerror or problem}.") from problem
