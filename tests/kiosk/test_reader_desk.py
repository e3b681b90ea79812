"""The readers of a kiosk at work: what they read reaches the hub, what ails them is their device's state."""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path

import pytest

from kiosk.config import read
from kiosk.reader import desk
from kiosk.reader.bridge import Bridge
from kiosk.reader.desk import Desk, check
from kiosk.reader.emulator import cards
from kiosk.reader.table import ReaderTable, Said
from kiosk.reader.virtual import put
from kiosk.reader.watching import Typing, Watching
from server.agent import keys
from server.agent.pipe import PipeError
from server.agent.presence import Order, Presence
from server.protocol import Json
from tests.kiosk.readerdesk import ELDER, Counter
from tests.kiosk.test_reader_typing import typed


def test_a_card_on_a_reader_reaches_the_hub_for_its_kiosk_and_no_log_says_whose_it_was(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    counter, stop = Counter(), threading.Event()
    presence = Presence(Beats(), stop)
    put(tmp_path, card="elder")
    table = ReaderTable(url=f"virtual://{tmp_path}", poll_seconds=0.01)
    (thread,) = desk.start([table], "kiosk-1", counter, presence, stop)
    assert counter.next() == {
        "device": "kiosk-1.reader", "for": "kiosk-1", "kind": "id_card", "id_number": ELDER, "name": "张秀英",
    }  # fmt: skip
    stop.set()
    thread.join(10)
    assert counter.heard.empty()
    assert "id_card" in caplog.text
    assert ELDER not in caplog.text and "张" not in caplog.text


class Beats:
    """A hub that hears beats."""

    def beat(self, device: str, kind: str, state: str, detail: str | None = None, **more: object) -> Json:
        return {"at": "2026-11-22T00:00:00.000Z", "orders": []}


def test_each_reader_is_a_device_of_the_kiosk_whose_page_it_serves(tmp_path: Path) -> None:
    stop = threading.Event()
    presence = Presence(Beats(), stop)
    tables = [ReaderTable(url=f"virtual://{tmp_path}"), ReaderTable(url=f"keys://{tmp_path}/none"),
              ReaderTable(url="bridge://0", for_="kiosk-2", device="huashi")]  # fmt: skip
    stop.set()
    desk.start(tables, "kiosk-1", Counter(), presence, stop)
    known = [(d.name, d.kind, d.facts["drives"]) for d in presence._devices]
    assert known == [
        ("kiosk-1.reader", "reader", "virtual"),
        ("kiosk-1.reader2", "scanner", "keys"),
        ("huashi", "reader", "bridge"),
    ]


def test_a_hub_that_is_away_costs_the_reading_and_nothing_else() -> None:
    counter = Counter(deaf=True)
    door = Desk(counter, "kiosk-1.reader", "kiosk-1")
    assert door.take(Said("id_card", ELDER)) == "hub_unreachable"
    counter.deaf = False
    assert door.take(Said("id_card", ELDER)) == ""
    assert counter.next()["id_number"] == ELDER and counter.heard.empty()


def test_a_number_the_hub_finds_wrong_is_a_card_to_be_laid_on_again() -> None:
    counter = Counter(refusal="invalid_id")
    assert Desk(counter, "r", "kiosk-1").take(Said("id_card", ELDER)) == "invalid_id"
    assert counter.next() == {"device": "r", "for": "kiosk-1", "kind": "id_card", "trouble": "unread"}


def test_trouble_is_told_silence_and_rubbish_only_when_they_come_twice_and_an_end_of_it_at_once() -> None:
    troubles = iter(["mute", "", "mute", "mute", "unplugged", "unknown", ""])

    def turn() -> None:
        trouble = next(troubles)
        if trouble == "unknown":
            raise ZeroDivisionError
        if trouble:
            raise PipeError(trouble)

    counter, watching = Counter(), Watching("r", turn, 0.4)
    waits = [watching.once(counter) for _ in range(7)]
    assert counter.told == [
        ("ok", ""),
        ("fault", "mute"),
        ("fault", "unplugged"),
        ("fault", "unknown"),
        ("ok", ""),
    ]
    assert waits[1] == waits[6] == 0.4 and all(0 < wait <= 8 for wait in waits)


def test_a_test_order_answers_how_the_reader_is() -> None:
    watching = Watching("r", lambda: None, 1)
    watching.trouble = "mute"
    assert watching.obey(Order("1", "test", {})) == "mute"
    assert watching.obey(Order("2", "zone", {})) != ""
    watching.trouble = ""
    assert watching.obey(Order("3", "test", {})) == ""


def test_a_scanner_that_is_pulled_out_is_a_fault_and_is_heard_again_when_it_is_back(tmp_path: Path) -> None:
    board = tmp_path / "event0"
    taken: list[Said] = []
    typing = Typing(str(board), lambda said: taken.append(said) or "")
    counter, watching = Counter(), Watching("r", typing.turn, 0)
    watching.once(counter)
    os.mkfifo(board)
    watching.once(counter)
    end = os.open(board, os.O_RDWR)
    os.write(end, struck("A012") + struck("hello, world"))
    while len(taken) < 2:
        watching.once(counter)
    os.close(end)
    watching.once(counter)
    assert taken == [Said("scan", text="A012"), Said("scan", trouble="unreadable")]
    watching.once(counter)
    assert [state for state, _ in counter.told] == ["fault", "ok", "fault", "ok"]
    assert {detail for _, detail in counter.told} == {"", "unplugged"}


def struck(words: str) -> bytes:
    return b"".join(keys.event(key, down) for key, down in typed(words))


def test_a_check_says_in_words_how_each_reader_is(tmp_path: Path) -> None:
    assert check(ReaderTable(url=f"virtual://{tmp_path}")).endswith(
        "ok, module 05.03-20150312-0001234567-0123456789"
    )
    put(tmp_path, fail="mute")
    assert "fault (mute" in check(ReaderTable(url=f"virtual://{tmp_path}"))
    assert "fault (" in check(ReaderTable(url="serial:///dev/no-such-line"))
    assert "fault (" in check(ReaderTable(url="keys:///dev/input/none"))
    taken = Bridge(0, "", lambda said: "")
    assert "fault (taken" in check(ReaderTable(url=f"bridge://{taken.server_port}"))
    taken.server_close()
    assert ": ok, " in check(ReaderTable(url="bridge://0"))


def test_readers_stand_in_the_kiosks_file(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text(
        'device = "kiosk-1"\n[printer]\nurl = "virtual://slips"\n[reader]\nurl = "serial:///dev/ttyUSB0"\n'
        '[[readers]]\nurl = "keys://Newland"\nfor = "kiosk-2"\n', "utf-8",
    )  # fmt: skip
    given = read(tmp_path / "kiosk.toml")
    assert [(t.url, t.for_) for t in given.all_readers] == [
        ("serial:///dev/ttyUSB0", ""),
        ("keys://Newland", "kiosk-2"),
    ]


def test_a_secret_file_that_is_missing_or_empty_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    for name in ("none", "empty"):
        with pytest.raises(ValueError, match="secret"):
            desk.secret(ReaderTable(url="bridge://0", secret_file=str(tmp_path / name)))


def test_made_up_cards_have_names_for_the_command_line() -> None:
    assert {"elder", "adult", "hongkong", "foreigner2017", "foreigner2023", "strange"} <= set(cards())
