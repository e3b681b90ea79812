"""`paihao webhook`: the secret is shown once, bad addresses are refused, what was given up is seen and tried again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hub.listener import Listener
from tests.hubprocess import HubProcess, paihao, until
from tests.reserving import Partner, at_noon, slot


@pytest.fixture
def hub(new_hub: Callable[..., HubProcess], tmp_path: Path) -> HubProcess:
    return new_hub(profile=at_noon(tmp_path)).start()


def test_an_address_is_added_listed_and_removed_and_its_secret_seen_once(hub: HubProcess) -> None:
    ran = paihao(
        "webhook", "add", "https://booking.example/paihao", "--hall", hub.hall, "--data", str(hub.data)
    )
    secret = ran.stdout.strip()
    assert secret.startswith("whs_") and len(secret.split()) == 1
    listed = hub.cli("webhook", "list")
    id = listed.split()[0]
    assert "https://booking.example/paihao" in listed and secret not in listed
    assert hub.cli("webhook", "remove", id) == f"{id} is told nothing more.\n"
    assert hub.cli("webhook", "list") == ""
    assert "no such webhook" in hub.cli("webhook", "remove", id, code=1)
    duty = ("https://duty.example/", "--hall", hub.hall, "--tell", "warnings", "--level", "red")
    hub.cli("webhook", "add", *duty)
    assert hub.rows("select topic, level from webhook where ended_at is null") == [("warnings", "red")]


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/", "booking.example", "http://", "http://name:word@a.example/", "http://a.example/ b",
     "http://a.example:99999/", "file:///etc/passwd", "http://a.example/#x"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(hub: HubProcess, url: str) -> None:
    assert "ddress" in hub.cli("webhook", "add", url, "--hall", hub.hall, code=1)
    assert hub.rows("select * from webhook") == []


def test_messages_given_up_are_seen_and_tried_again(hub: HubProcess) -> None:
    platform = Listener()
    hub.cli("webhook", "add", platform.url, "--hall", hub.hall)
    Partner(hub).book(slot(60))
    platform.until(1)
    until(lambda: hub.rows("select state from delivery") == [("done",)])
    store = hub.store()
    with store.writing() as conn:
        conn.execute("update delivery set state = 'dead', attempts = 10, reason = 'HTTP 500'")
    store.close()
    assert "reservation.made  10 attempts  HTTP 500" in hub.cli("webhook", "dead", "--hall", hub.hall)
    assert "1 messages are tried again." in hub.cli("webhook", "dead", "--hall", hub.hall, "--retry")
    platform.until(2)
    platform.close()
