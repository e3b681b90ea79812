"""The same code, or the last place, asked for at the same moment at two hub processes of one hall."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cast import Kiosk, at_once
from tests.hubprocess import HubProcess
from tests.reserving import Partner, at_noon, slot

NewHub = Callable[..., HubProcess]


@pytest.fixture
def two(new_hub: NewHub, tmp_path: Path) -> list[HubProcess]:
    first, second = new_hub(profile=at_noon(tmp_path)).start(), new_hub(profile=None).start()
    second.hall = first.hall
    return [first, second]


def test_one_code_gives_one_ticket(two: list[HubProcess]) -> None:
    partner, doors = Partner(two[0]), [Kiosk(hub, f"k{n}") for hub in two for n in range(3)]
    for n in range(6):
        code = partner.book(slot(5 * n))["code"]
        path = f"{partner.here}/reservations/{code}/check-in"
        answers = at_once(*[lambda k=k, path=path: k.ask("POST", path) for k in doors])
        assert sorted(a.status for a in answers) == [201] + [409] * 5
        (taken,) = (a.body["ticket"] for a in answers if a.status == 201)
        assert {(a.code, a.body["number"]) for a in answers if a.status == 409} == {
            ("reservation_used", taken["number"])
        }
    assert two[0].rows("select count(*), count(distinct reservation) from visit") == [(6, 6)]


def test_the_last_place_is_given_once(two: list[HubProcess]) -> None:
    platforms = [Partner(hub) for hub in two for _ in range(4)]
    for n in range(6):
        body = {"service": "permit", "start": slot(30 + 5 * n)}
        path = f"{platforms[0].here}/reservations"
        answers = at_once(*[lambda p=p, path=path, body=body: p.ask("POST", path, body) for p in platforms])
        assert sorted(a.status for a in answers) == [201, 201] + [409] * 6
        assert {a.code for a in answers if a.status == 409} == {"slot_full"}
