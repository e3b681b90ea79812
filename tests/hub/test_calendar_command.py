"""`paihao calendar` beside a hub: shown, changed, and refused in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from server.commands.calendar import command, runs
from server.hub.hub import Hub
from tests.domain.hall import WORKDAY
from tests.journal.hubs import HALL, hub_in, room


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return hub_in(tmp_path, hours={"workdays": WORKDAY, "closed_on": ["2030-10-01"]})


def said(hub: Hub, *words: str, code: int = 0) -> str:
    ran = CliRunner().invoke(command, ["--hall", HALL, "--data", str(hub.store.directory), *words])
    assert ran.exit_code == code, ran.output
    hub.catch_up()
    return ran.output


def test_a_holiday_and_a_worked_saturday_are_added_to_what_there_is(hub: Hub) -> None:
    assert "closed on  2030-10-01\n" in said(hub)
    shown = said(hub, "--close", "2030-10-02..2030-10-03", "--open", "2030-10-05")
    assert shown == "closed on  2030-10-01..2030-10-03\nopen on    2030-10-05\n"
    assert len(room(hub).hall.hours.closed_on) == 3
    assert said(hub, "--open", "2030-10-02").startswith("closed on  2030-10-01, 2030-10-03\n")


def test_what_cannot_be_is_said_in_a_sentence(hub: Hub) -> None:
    assert "is not a date" in said(hub, "--close", "tomorrow", code=1)
    assert "is not a time of day" in said(hub, "--until", "late", code=1)
    nowhere = CliRunner().invoke(command, ["--hall", "nowhere", "--data", str(hub.store.directory)])
    assert (nowhere.exit_code, nowhere.output) == (1, "Error: This hub has no hall «nowhere».\n")


def test_neighbours_are_written_as_runs() -> None:
    from datetime import date

    days = frozenset({date(2030, 1, 1), date(2030, 1, 2), date(2030, 1, 4)})
    assert runs(days) == ["2030-01-01..2030-01-02", "2030-01-04"]
