"""A new box in the hall: it shows six digits, a manager confirms them, and from then on the hub knows how it is."""

from __future__ import annotations

import io
import re
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest

from server.agent.config import Place
from server.agent.enter import enter
from server.agent.presence import Order, Presence
from server.client import HubClient, HubRefusal
from server.protocol import Json
from server.web.devices.shapes import Beat
from tests.cast import Caller
from tests.hubprocess import HubProcess, until


class Keeper(Caller):
    """Who lets devices in and gives them orders."""

    def __init__(self, hub: HubProcess) -> None:
        super().__init__(hub, hub.token("manager"))

    def asking(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.must("GET", f"{self.here}/pairings")["pairings"]
        return found

    def confirm(self, code: str, device: str) -> None:
        body = {"role": "agent", "device": device}
        self.must("POST", f"{self.here}/pairings/{code}/confirm", body)

    def device(self, name: str) -> dict[str, Any]:
        listed = self.must("GET", f"{self.here}/devices")["devices"]
        return next(d for d in listed if d["id"] == name)

    def order(self, device: str, do: str) -> None:
        self.must("POST", f"{self.here}/devices/{device}/orders", {"do": do})


class Box:
    """An agent on its way in, in a thread as its process would be."""

    def __init__(self, hub: HubProcess, token_file: Path, device: str = "strip-box") -> None:
        self.stop, self.found, self.trouble = threading.Event(), None, None
        self.place = Place(hub=hub.url, hall=hub.hall, device=device, token_file=str(token_file))
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            self.found: HubClient | None = enter(self.place, "led", self.stop)
        except click.ClickException as trouble:
            self.trouble: click.ClickException | None = trouble


def shown(monkeypatch: pytest.MonkeyPatch) -> Callable[[], str | None]:
    """The six digits a box shows from now on, once it does. Not by `capsys`: taking out what was said may lose what is
    just being said."""
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)

    def look() -> str | None:
        found = re.search(r"(\d{3}) (\d{3})", said.getvalue())
        return found and found[1] + found[2]

    return look


def test_a_box_shows_six_digits_and_is_in_when_a_manager_has_confirmed_them(
    hub: HubProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = shown(monkeypatch)
    box, manager = Box(hub, tmp_path / "led.token"), Keeper(hub)
    until(code)
    asking = manager.asking()
    assert [(a["kind"], a["device"]) for a in asking] == [("led", "strip-box")]
    manager.confirm(str(code()), "strip-box")
    box.thread.join(30)
    assert box.found and box.found.me()["device"] == "strip-box"
    kept = tmp_path / "led.token"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    again = enter(box.place, "led", threading.Event())
    assert again and again.token == kept.read_text().strip() == box.found.token


def test_a_box_that_is_refused_says_so_and_ends(
    hub: HubProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = shown(monkeypatch)
    box, manager = Box(hub, tmp_path / "led.token"), Keeper(hub)
    until(code)
    manager.must("POST", f"{manager.here}/pairings/{code()}/refuse", {})
    box.thread.join(30)
    assert box.trouble and "refused" in box.trouble.message
    assert not (tmp_path / "led.token").exists()


def test_a_box_that_is_told_to_stop_stops_waiting(
    hub: HubProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = shown(monkeypatch)
    box = Box(hub, tmp_path / "led.token")
    until(code)
    box.stop.set()
    box.thread.join(30)
    assert not box.thread.is_alive() and box.found is None and box.trouble is None


def test_a_token_that_cannot_be_kept_is_told_before_anybody_types_a_code(
    hub: HubProcess, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    place = Place(hub=hub.url, hall=hub.hall, token_file=str(tmp_path / "file" / "led.token"))
    with pytest.raises(click.ClickException, match="could not be kept"):
        enter(place, "led", threading.Event())


def test_certificates_that_are_not_there_are_told_in_words(tmp_path: Path) -> None:
    place = Place(hub="https://127.0.0.1:9", hall="village", ca=str(tmp_path / "hall.pem"))
    with pytest.raises(click.UsageError, match=r"hall\.pem"):
        enter(place, "led", threading.Event(), token="pht_any")


def test_a_token_of_something_else_is_refused_before_the_day_begins(hub: HubProcess, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(hub.token("kiosk"))
    place = Place(hub=hub.url, hall=hub.hall, token_file=str(file))
    with pytest.raises(click.ClickException, match=r"token of a kiosk, not of an agent.*token new agent"):
        enter(place, "voice", threading.Event())


def test_a_wrong_token_is_answered_with_what_to_do(hub: HubProcess, tmp_path: Path) -> None:
    place = Place(hub=hub.url, hall=hub.hall)
    with pytest.raises(click.ClickException, match="paihao token new agent --hall"):
        enter(place, "led", threading.Event(), token="pht_nonsense")
    with pytest.raises(click.UsageError, match="missing hub and hall"):
        enter(Place(), "led", threading.Event())
    with pytest.raises(click.UsageError, match="token_file"):
        enter(place, "led", threading.Event())


class Bench:
    """One agent's devices, with a clock moved by hand and every beat sent to a real hub."""

    def __init__(self, hub: HubProcess) -> None:
        self.clock, self.obeyed = 1000.0, list[str]()
        client = HubClient(hub.url, hub.token("agent"), hub.hall, patience=0)
        self.presence = Presence(client, threading.Event(), lambda: self.clock)
        self.strip = self.presence.add("strip-1", "strip", drives="onbon5 tcp", zone="z1", order=self.obey)

    def obey(self, order: Order) -> str:
        self.obeyed.append(order.do)
        return "" if order.do == "identify" else "this strip has no test"


def test_the_hub_knows_a_device_from_its_first_beat_and_each_change_at_once(hub: HubProcess) -> None:
    bench, manager = Bench(hub), Keeper(hub)
    bench.presence.turn()
    found = manager.device("strip-1")
    assert (found["kind"], found["state"], found["drives"], found["zone"]) == (
        "strip",
        "ok",
        "onbon5 tcp",
        "z1",
    )
    bench.strip.tell("fault", "unplugged")
    bench.strip.shown(7)
    bench.presence.turn()
    found = manager.device("strip-1")
    assert (found["state"], found["detail"], found["shown"]) == ("fault", "unplugged", 7)


def test_an_order_is_carried_out_once_and_answered_also_when_the_answer_was_lost(hub: HubProcess) -> None:
    bench, manager = Bench(hub), Keeper(hub)
    bench.presence.turn()
    manager.order("strip-1", "identify")
    bench.clock += 11
    bench.presence.turn()
    assert bench.obeyed == ["identify"]
    bench.strip.did.clear()  # the beat that said so never arrived
    bench.clock += 11
    bench.presence.turn()
    assert bench.obeyed == ["identify"] and bench.strip.did
    bench.presence.turn()
    bench.clock += 11
    bench.presence.turn()
    assert bench.obeyed == ["identify"] and not bench.strip.did


def test_what_a_device_cannot_do_is_said_to_whoever_asked(hub: HubProcess) -> None:
    bench, manager = Bench(hub), Keeper(hub)
    bench.presence.turn()
    manager.order("strip-1", "test")
    bench.clock += 11
    bench.presence.turn()
    bench.presence.turn()
    assert "no test" in str(manager.device("strip-1"))


def test_a_hub_that_is_away_costs_nothing_and_hears_the_state_of_then(hub: HubProcess) -> None:
    client = HubClient("http://127.0.0.1:9", "nobody", hub.hall, patience=0)
    presence = Presence(client, threading.Event())
    strip = presence.add("strip-1", "strip")
    strip.tell("fault", "mute")
    presence.turn()
    assert strip.told is None
    presence._hub = HubClient(hub.url, hub.token("agent"), hub.hall, patience=0)
    presence.turn()
    assert Keeper(hub).device("strip-1")["detail"] == "mute"


class Odd:
    """A hub whose first answer makes no sense, and that never hears of `stranger`."""

    def __init__(self) -> None:
        self.beats: list[dict[str, Any]] = []

    def beat(self, device: str, kind: str, state: str, detail: str | None = None, **more: Any) -> Json:
        if device == "stranger":
            raise HubRefusal("device_taken", 409)
        self.beats.append({"device": device, "kind": kind, "state": state, **more})
        return {"at": "2026-11-22T00:00:00.000Z"} if len(self.beats) > 1 else {}


def test_an_answer_that_makes_no_sense_does_not_end_the_beats() -> None:
    odd = Odd()
    presence = Presence(odd, threading.Event())
    strip = presence.add("strip-1", "strip")
    presence.turn()
    assert strip.told is None
    presence.turn()
    assert strip.told == ("ok", "") and len(odd.beats) == 2


def test_a_device_the_hub_refuses_is_told_once_while_the_others_beat(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = iter(range(0, 1000, 20))
    presence = Presence(Odd(), threading.Event(), lambda: float(next(clock)))
    for name in ("stranger", "strip-1"):
        presence.add(name, "strip")
    for _ in range(4):
        presence.turn()
    assert len([record for record in caplog.records if "stranger" in record.getMessage()]) == 1


def test_what_hangs_on_a_device_is_said_in_as_many_words_as_the_hub_takes() -> None:
    odd = Odd()
    presence = Presence(odd, threading.Event())
    presence.add("board", "strip", drives=", ".join(f"window {n}" for n in range(60)))
    presence.turn()
    msgspec.convert(odd.beats[0], Beat)
