"""A card on the kiosk's reader: from the module's frames through agent and hub to what the person sees, and away."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Request, expect

from kiosk.reader import desk
from kiosk.reader.emulator import cards
from kiosk.reader.table import ReaderTable
from kiosk.reader.virtual import put
from server.agent.presence import Presence
from server.client import HubClient
from tests.browser.kioskhall import OPEN
from tests.browser.realhub import RealHub
from tests.browser.visithall import Visit
from tests.hubprocess import until

HALL = "reader"
Lay = Callable[..., None]


class Looks(threading.Event):
    """What ends a reader's thread, which waits for it after each look."""

    def __init__(self) -> None:
        super().__init__()
        self._turns, self._turned = 0, threading.Condition()

    def wait(self, timeout: float | None = None) -> bool:
        with self._turned:
            self._turns += 1
            self._turned.notify_all()
        return super().wait(timeout)

    def one_more(self) -> None:
        """Until a look is over that began after now: one may be under way."""
        with self._turned:
            end = self._turns + 2
            assert self._turned.wait_for(lambda: self._turns >= end, 60)


@pytest.fixture
def lay(visit_hub: RealHub, tmp_path: Path) -> Iterator[Lay]:
    """The agent of kiosk-1's reader at work: lays a made-up card on it, takes it away, breaks it.

    A card is away when the reader has looked and found nothing: sooner nobody lays another one there.
    """
    stop, looks = threading.Event(), Looks()
    client = HubClient(visit_hub.url, visit_hub.cli("token", "new", "agent", "--hall", HALL), HALL, stop=stop)
    presence = Presence(client, stop)
    table = ReaderTable(url=f"virtual://{tmp_path}", poll_seconds=0.05)
    threads = [*desk.start([table], "kiosk-1", client, presence, looks), presence.start()]

    def lay(card: str = "", fail: str = "") -> None:
        put(tmp_path, card=card, fail=fail)
        if not card and not fail:
            looks.one_more()

    yield lay
    looks.set()
    stop.set()
    presence.wake()
    for thread in threads:
        thread.join(10)


@pytest.fixture
def here(kiosk: OPEN, visit_hub: RealHub) -> Visit:
    found = kiosk(hub=visit_hub, hall=HALL, kind=Visit)
    assert isinstance(found, Visit)
    return found


def kept(hub: RealHub) -> list[tuple[str]]:
    """What the hub still knows of cards."""
    conn = sqlite3.connect(f"file:{hub.data}/paihao.db?mode=ro", uri=True)
    try:
        return conn.execute("select value from private where kind = 'reading'").fetchall()
    finally:
        conn.close()


def test_a_card_greets_its_owner_serves_for_a_number_and_is_forgotten(here: Visit, lay: Lay) -> None:
    bodies: list[str] = []

    def note(request: Request) -> None:
        bodies.append(f"{request.url} {request.post_data or ''}")

    here.page.on("request", note)
    lay("elder")
    card = here.page.locator(".read-card")
    expect(card).to_contain_text("已读到 张* 的身份证")
    expect(card).to_contain_text("60 岁以上优先")
    expect(card).to_contain_text("今天没有您的预约")
    here.go()
    expect(here.page.locator(".read")).to_contain_text("张* 的身份证 · 60 岁以上优先")
    here.choose(1).take.click()
    expect(here.page.locator(".particulars")).to_contain_text("已按 60 岁以上优先安排")
    assert here.taken[-1]["age_band"] == "60+"
    taking = [body for body in bodies if body.split()[0].endswith("/tickets")]
    assert len(taking) == 1 and '"reading"' in taking[0]
    assert not any("19491231" in body or "id_number" in body for body in bodies)
    assert kept(here.hub) == []
    lay()
    lay("foreigner2023")
    expect(card).to_contain_text("已读到 G* 的永久居留身份证")
    assert len(kept(here.hub)) == 1
    here.bar(1).click()
    until(lambda: kept(here.hub) == [])


def test_a_card_finds_todays_reservation_and_a_reader_in_trouble_is_not_asked_for(
    here: Visit, lay: Lay
) -> None:
    number = cards()["adult"][122:158].decode("utf-16-le")
    here.book(-5, id_number=number)
    here.way("booking")
    lay("adult")
    expect(here.page.locator(".particulars")).to_contain_text("您很准时")
    here.go()
    lay()
    lay("strange")
    expect(here.page.locator(".told h1")).to_have_text("这张证件这里读不了")
    here.go()
    here.choose(1)
    expect(here.take).to_have_text("先刷身份证")
    lay(fail="unplugged")
    expect(here.take).to_have_text("先输入证件号")
    lay("youth")
    expect(here.page.locator(".option.by-card")).to_contain_text("欧*")
    expect(here.take).to_have_text("取号")
