"""Figures over the wire: who may ask, in which cuts, and that every figure is explained."""

from __future__ import annotations

import pytest

from server.domain.counting.figures import Cell, figures
from server.profiles.figures import definitions
from tests.cast import Caller, Kiosk
from tests.hubprocess import HubProcess


@pytest.fixture
def manager(hub: HubProcess) -> Caller:
    return Caller(hub, hub.token("manager"))


def test_todays_figures_come_by_cut_with_names_a_total_and_pages(hub: HubProcess, manager: Caller) -> None:
    for _ in range(3):
        Kiosk(hub).take("marriage")
    here = f"/halls/{hub.hall}/stats"
    told = manager.must("GET", f"{here}?by=service,hour")
    rows = told["rows"]  # two where the hour has just turned
    assert {row["key"]["service"] for row in rows} == {"marriage"}
    assert all(row["name"]["service"] not in ("", "marriage") for row in rows)
    assert sum(row["figures"]["tickets"] for row in rows) == told["total"]["tickets"] == 3
    assert told["total"]["utilisation"] is None, "windows have no service"
    assert (told["next"], told["seq"]) == (None, hub.seq())
    assert told["from"] == told["to"]
    assert manager.must("GET", f"{here}?service=declare")["rows"] == []
    assert manager.must("GET", f"{here}?from=2020-01-01&to=2020-12-31")["total"]["tickets"] == 0


def test_every_figure_has_a_name_a_unit_and_a_sentence_in_both_languages(
    hub: HubProcess, manager: Caller
) -> None:
    told = manager.must("GET", f"/halls/{hub.hall}/stats/definitions")["definitions"]
    assert told == definitions()
    assert {d["id"] for d in told} == set(figures(Cell()))
    assert all(d[k] for d in told for k in ("unit", "name", "name_en", "says", "says_en"))


def test_a_period_is_compared_with_the_one_before_row_by_row(hub: HubProcess, manager: Caller) -> None:
    Kiosk(hub).take("marriage")
    here = f"/halls/{hub.hall}/stats"
    plain = manager.must("GET", here)
    assert (plain["before"], plain["before_from"], plain["rows"][0]["before"]) == (None, None, None)
    told = manager.must("GET", f"{here}?compare=period&by=day&figures=tickets,wait_p90")
    assert told["before_from"] == told["before_to"] < told["from"]
    assert told["before"] == {"tickets": 0, "wait_p90": None}
    assert told["total"].keys() == told["rows"][0]["figures"].keys() == {"tickets", "wait_p90"}
    assert told["rows"][0]["before"] is None, "there was nobody the day before"
    year = manager.must("GET", f"{here}?compare=year&from=2026-02-01&to=2026-02-28")
    assert (year["before_from"], year["before_to"]) == ("2025-02-01", "2025-02-28")


def test_what_is_unusual_is_for_those_who_run_the_hall(hub: HubProcess, manager: Caller) -> None:
    here = f"/halls/{hub.hall}/stats/exceptions"
    told = manager.must("GET", here)
    assert told["limits"]["short_seconds"] == 30
    assert all(row["chosen_calls"]["limit"] == told["limits"]["chosen_calls"] for row in told["rows"])
    assert (told["from"], told["next"]) == (told["to"], None)
    assert Caller(hub, hub.token("clerk")).ask("GET", here).status == 403


@pytest.mark.parametrize(
    "asked",
    [
        "by=moon",
        "by=day,day",
        "from=2026-02-31",
        "from=2026-02-02&to=2026-02-01",
        "hour=24",
        "by=a,b,c",
        "figures=moon",
        "compare=moon",
        "from=0001-01-01&to=0001-01-02&compare=year",
    ],
)
def test_what_makes_no_sense_is_refused(hub: HubProcess, manager: Caller, asked: str) -> None:
    answer = manager.ask("GET", f"/halls/{hub.hall}/stats?{asked}")
    assert (answer.status, answer.code) == (422, "invalid")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("by=hall,zone,window", "cuts are one or two of hall"),
        ("from=2026-02-02&to=2026-02-01", "`to` is not before `from`"),
    ],
)
def test_what_would_make_sense_is_said(hub: HubProcess, manager: Caller, asked: str, says: str) -> None:
    assert says in manager.ask("GET", f"/halls/{hub.hall}/stats?{asked}").body["detail"]
