"""Reports over the wire: who may have them, that a workbook says what the statistics say, and a day in words."""

from __future__ import annotations

import io

import openpyxl
import pytest
import requests

from server.protocol import API
from tests.cast import Caller, Kiosk
from tests.hubprocess import HubProcess


def fetched(hub: HubProcess, role: str, path: str) -> requests.Response:
    headers = {"Authorization": f"Bearer {hub.token(role)}"}
    return requests.get(f"{hub.url}{API}/halls/{hub.hall}{path}", headers=headers, timeout=60)


def test_a_workbook_fetched_from_the_hub_says_what_the_statistics_say(hub: HubProcess) -> None:
    for _ in range(3):
        Kiosk(hub).take("marriage")
    told = Caller(hub, hub.token("manager")).must("GET", f"/halls/{hub.hall}/stats?by=service")
    got = fetched(hub, "auditor", "/reports/figures.xlsx?by=service&figures=tickets,legs&lang=en")
    assert got.status_code == 200, got.text
    assert f"{hub.hall}-figures-" in got.headers["Content-Disposition"]
    assert int(got.headers["Content-Length"]) == len(got.content)
    rows = list(openpyxl.load_workbook(io.BytesIO(got.content))["Data"].values)
    (row,) = told["rows"]
    assert (row["name_en"]["service"], "marriage", 3, 3, 0, 0) in rows
    assert ("Total", None, 3, 3, 0, 0) in rows


def test_a_day_is_told_in_words_and_is_not_over(hub: HubProcess) -> None:
    Kiosk(hub).take("marriage")
    told = Caller(hub, hub.token("manager")).must("GET", f"/halls/{hub.hall}/daily?lang=en")
    assert not told["over"] and told["figures"]["tickets"] == 1 and told["usual"] is None
    assert "1 ticket was taken and 0 services completed; 1 is still waiting" in told["words"]
    assert "the day is not over" in told["words"]


@pytest.mark.parametrize(
    ("asked", "at"),
    [
        ("figures.xlsx?by=moon", "by"),
        ("tickets.csv?figures=joy", "figures"),
        ("exceptions.csv?zone=z1", "zone"),
        ("bulletin.pdf?month=2026-13", "month"),
        ("bulletin.pdf?month=0000-01", "month"),
        ("bulletin.pdf?month=9999-12", "month"),
        ("figures.csv?person=a%00b", "person"),
        ("figures.csv?from=0001-01-01&to=0001-01-02&compare=year", "from"),
        ("figures.csv?from=2026-03-02&to=2026-03-01", "to"),
        ("../daily?day=2026-02-30", "day"),
        ("../daily?day=0001-01-01", "day"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_made(hub: HubProcess, asked: str, at: str) -> None:
    path = f"/reports/{asked}" if not asked.startswith("..") else asked[2:]
    got = fetched(hub, "manager", path)
    assert (got.status_code, got.json()["code"]) == (422, "invalid")
    assert got.json()["errors"][0]["at"] == f"$.{at}"


def test_a_clerk_has_no_reports(hub: HubProcess) -> None:
    assert fetched(hub, "clerk", "/reports/figures.csv").status_code == 403
    assert fetched(hub, "lead", "/reports/bulletin.pdf").status_code == 403
