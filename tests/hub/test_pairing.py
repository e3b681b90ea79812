"""Codes in time: ten minutes to be confirmed, ten to be claimed; a name changes hands when its device is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.domain.alarms.devices import Said
from server.hub.devices import pairing
from server.hub.hub import Hub
from server.journal import access
from server.journal.pairings import Pairing
from server.settings import Settings
from server.web.app import create_app
from tests.domain.hall import MINUTE
from tests.hub.test_changes import refusal
from tests.journal.hubs import Time, hub_in, room

DAY = 24 * 60 * MINUTE


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def hub(tmp_path: Path, time: Time) -> Iterator[Hub]:
    hub = hub_in(tmp_path, time)
    hub.wall = lambda: time.wall
    yield hub
    hub.store.close()


def ask(hub: Hub, page: bool = False) -> tuple[Pairing, str]:
    return pairing.ask(hub, room(hub), "printer", "", page, "10.0.0.7", hub.wall())


def confirm(hub: Hub, code: str, name: str = "k1", role: str = "agent") -> Pairing:
    return pairing.confirm(hub, room(hub), code, "li", hub.wall(), role=role, device=name)


def claim(hub: Hub, secret: str) -> str | None:
    return pairing.claim(hub, secret, hub.wall())[1]


def test_a_code_lasts_ten_minutes_and_its_device_asks_for_another(hub: Hub, time: Time) -> None:
    asked, secret = ask(hub)
    time.pass_(10 * MINUTE - 1)
    assert [p["id"] for p in pairing.asking(hub, room(hub), hub.wall())] == [asked.id]
    time.pass_(1)
    assert pairing.asking(hub, room(hub), hub.wall()) == []
    assert refusal(lambda: confirm(hub, asked.code)).code == "unknown_pairing"
    assert refusal(lambda: claim(hub, secret)).code == "unknown_pairing"


def test_what_was_confirmed_can_be_claimed_for_ten_minutes_more(hub: Hub, time: Time) -> None:
    asked, secret = ask(hub)
    time.pass_(9 * MINUTE)
    confirm(hub, asked.code)
    time.pass_(9 * MINUTE)
    token = claim(hub, secret)
    assert token and token == claim(hub, secret)
    time.pass_(MINUTE)
    assert refusal(lambda: claim(hub, secret)).code == "unknown_pairing"
    found = access.by_secret(hub.store.conn, token)
    assert found and found.valid(hub.wall()) and found.label == "paired by li"


def test_a_new_box_takes_the_place_of_one_that_broke(hub: Hub, time: Time) -> None:
    first, secret = ask(hub)
    confirm(hub, first.code)
    old = access.by_secret(hub.store.conn, claim(hub, secret) or "")
    assert old
    hub.devices.beat(room(hub), Said("k1", "printer", "ok", credential=old.id))
    second, another = ask(hub)
    assert refusal(lambda: confirm(hub, second.code)).code == "device_taken"
    time.pass_(31_000)
    confirm(hub, second.code)
    new = access.by_secret(hub.store.conn, claim(hub, another) or "")
    assert new and new.valid(hub.wall())
    gone = access.by_id(hub.store.conn, old.id)
    assert gone and not gone.valid(hub.wall())


def test_a_box_let_in_a_moment_ago_is_not_put_out_before_its_first_beat(hub: Hub, time: Time) -> None:
    first, secret = ask(hub)
    second, _ = ask(hub)
    confirm(hub, first.code)
    claim(hub, secret)
    time.pass_(1000)
    assert refusal(lambda: confirm(hub, second.code)).code == "device_taken"
    time.pass_(30_000)
    confirm(hub, second.code)


def test_an_agents_device_at_work_is_no_name_for_a_page(hub: Hub) -> None:
    hub.devices.beat(room(hub), Said("strip-1", "strip", "ok"))
    asked, _ = ask(hub, page=True)
    assert refusal(lambda: confirm(hub, asked.code, "strip-1", "display")).code == "device_taken"
    confirm(hub, asked.code, "strip-1", "kiosk")


def test_no_two_that_wait_show_the_same_digits(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    digits = iter(["000007", "000007", "000007", "000008"])
    monkeypatch.setattr(pairing, "_code", lambda: next(digits))
    assert [ask(hub)[0].code for _ in range(2)] == ["000007", "000008"]


def test_who_was_let_in_and_by_whom_is_kept_and_the_others_are_forgotten(hub: Hub, time: Time) -> None:
    kept, secret = ask(hub)
    confirm(hub, kept.code)
    claim(hub, secret)
    refused, _ = ask(hub)
    pairing.refuse(hub, room(hub), refused.id, "li", hub.wall())
    ask(hub)
    time.pass_(2 * DAY)
    create_app(hub, Settings("threading")).outbox.let_go()
    assert hub.store.all("select id, by, name from pairing") == [(kept.id, "li", "k1")]
