"""The demo's page of devices: what virtual devices left in their folders, and troubles they understand."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from display.led.virtual import rig
from display.led.virtual.pipe import VirtualPipe
from display.led.virtual.screen import Strip
from display.voice import virtual
from display.voice.utterance import SpeakerError, Utterance
from kiosk.printer import machine
from kiosk.reader import emulator
from kiosk.reader import virtual as reader
from server import profiles
from server.hub.hub import Hub
from server.hub.setup import importing
from server.journal.store import Store
from server.settings import Settings
from server.web import demo_devices
from server.web.app import create_app
from server.web.demo_devices import Folders

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def at(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "slips", tmp_path / "strips", tmp_path / "speech", tmp_path / "reader")


@pytest.fixture
def demo(tmp_path: Path, at: Folders) -> Iterator[FlaskClient]:
    store = Store(tmp_path / "data", threading.RLock())
    hub = Hub(store)
    importing.bring_in(hub, *profiles.load(ROOT / "config/village.toml"), replace=False)
    web = create_app(hub, Settings())
    demo_devices.add(web.app, hub, web.gate, at)
    yield web.app.test_client()
    store.close()


def wish(demo: FlaskClient, which: str, fail: str) -> int:
    return demo.post(f"/demo/devices/{which}", json={"fail": fail}).status_code


def test_before_anything_happened_it_shows_nothing_and_every_device_well(demo: FlaskClient) -> None:
    found = demo.get("/demo/devices.json").json
    assert found and (found["slips"], found["strips"], found["spoken"]) == ([], [], [])
    assert [fails["now"] for fails in found["fails"].values()] == ["", "", "", ""]


def test_it_shows_the_newest_first_and_leaves_out_a_line_just_being_written(
    demo: FlaskClient, at: Folders
) -> None:
    at.slips.mkdir()
    lines = [
        {"at": f"2026-11-22T02:00:0{n}Z", "slip": f"slip-00000{n}.png", "number": f"A00{n}"} for n in range(9)
    ]
    at.slips.joinpath("slips.jsonl").write_text(
        "\n".join(json.dumps(line) for line in lines) + '\n{"at": "2026'
    )
    at.slips.joinpath("slip-000008.png").write_bytes(b"picture")
    for zone in ("z1", "z2"):
        folder = at.speech / zone
        folder.mkdir(parents=True)
        said = {"at": f"2026-11-22T02:00:0{zone[1]}Z", "file": "000001.wav", "text": "请A001号"}
        folder.joinpath("log.jsonl").write_text(json.dumps(said) + "\n")
    found = demo.get("/demo/devices.json").json
    assert found
    assert [slip["number"] for slip in found["slips"]] == ["A008", "A007", "A006", "A005", "A004", "A003"]
    assert [said["file"] for said in found["spoken"]] == ["z2/000001.wav", "z1/000001.wav"]
    assert demo.get("/demo/slips/slip-000008.png").data == b"picture"
    assert demo.get("/demo/slips/slips.jsonl").status_code == 404


def test_the_printer_suffers_what_is_wished_and_is_mended(demo: FlaskClient, at: Folders) -> None:
    printer = machine.Machine(at.slips)
    assert set(demo_devices.FAILS["printer"]) <= set(machine.FAILS)
    assert wish(demo, "printer", "paper_out") == 200 and printer.fail() == "paper_out"
    assert wish(demo, "printer", "on_fire") == 422 and printer.fail() == "paper_out"
    assert wish(demo, "printer", "") == 200 and printer.fail() == ""


def test_the_strips_suffer_what_is_wished_and_what_they_show_is_seen(demo: FlaskClient, at: Folders) -> None:
    card = VirtualPipe("virtual://x", str(at.strips), {"card": "onbon5", "name": "w1"})
    assert set(demo_devices.FAILS["strips"]) <= set(rig.FAILS)
    wish(demo, "strips", "unplugged")
    assert not card.rig.plugged()
    wish(demo, "strips", "")
    assert card.rig.plugged()
    shown = Strip(0, ["A001", "请到1号窗口"], "green", True)
    card.rig.card.screen.change(None, [shown])
    card.rig.card.screen.keep()
    found = demo.get("/demo/devices.json").json
    assert found
    [strip] = found["strips"]
    assert [strip[key] for key in ("id", "lines", "colour", "flashing")] == ["w1", shown.lines, "green", True]


def test_a_broken_speaker_says_nothing_until_it_is_mended(demo: FlaskClient, at: Folders) -> None:
    speaker = virtual.VirtualSpeaker(at.speech)
    wish(demo, "speaker", "broken")
    with pytest.raises(SpeakerError, match="demo"):
        speaker.play(Utterance(at.speech / "x.wav", 1.0, "j", "A001", ""), threading.Event())
    wish(demo, "speaker", "")
    assert not at.speech.joinpath("fail").exists()


def test_cards_are_laid_on_the_reader_taken_away_and_it_is_broken(demo: FlaskClient, at: Folders) -> None:
    assert set(demo_devices.CARDS) <= set(emulator.cards())
    assert set(demo_devices.FAILS["reader"]) - set(demo_devices.CARDS) <= set(emulator.FAILS)
    for word, said in (("elder", {"card": "elder"}), ("mute", {"fail": "mute"}), ("", {})):
        assert wish(demo, "reader", word) == 200
        assert reader.state(at.reader, {"card": "adult"}) == said
        assert demo_devices.fail(at, "reader") == word
    assert wish(demo, "reader", "nobody") == 422


def test_another_site_may_not_break_it(demo: FlaskClient) -> None:
    refused = demo.post(
        "/demo/devices/printer", json={"fail": "jam"}, headers={"Origin": "http://evil.example"}
    )
    assert refused.status_code == 403
