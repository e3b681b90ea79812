"""A day on which every device fails once: no ticket is lost, none waits for a device, none is announced twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Caller, Clerk, Kiosk
from tests.hubprocess import HubProcess, until

KIOSK = "k1"
OWED = "select 1 from job where hall = :hall and kind = 'print' and state in ('ready', 'leased')"
"""Slips whose fate at the printer is still open."""
SAYING = "select 1 from job where hall = :hall and kind = 'speech' and state = 'leased'"
"""Calls of which the hub does not know yet that they were said."""


class Agents:
    """The processes beside the devices, each with its file, its log and its folder of virtual devices."""

    def __init__(self, hub: HubProcess, home: Path) -> None:
        self.hub, self.home = hub, home
        self.popen: dict[str, subprocess.Popen[bytes]] = {}
        head = f'hub = "{hub.url}"\nhall = "{hub.hall}"\n'
        strips = "".join(
            f'[[strips]]\nwindow = "{window}"\nboard = "strip"\n'
            f'url = "virtual://{home}/strips?card=onbon5&name=strip-{window}"\n'
            for window in ("w1", "w2")
        )
        self.files = {
            "kiosk": f'device = "{KIOSK}"\n[printer]\nurl = "virtual://{home}/slips"\n'
            f'[reader]\nurl = "virtual://{home}/reader"\n',
            "announce": f'device = "voice"\ndata = "{home}/voice"\n'
            f'[[zones]]\nid = "z1"\nspeakers = ["virtual://{home}/speech"]\n',
            "led": f'device = "led"\n[boards.strip]\ncard = "onbon5"\n{strips}',
        }
        for name, text in self.files.items():
            (home / f"{name}.toml").write_text(head + text, "utf-8")

    def start(self, name: str) -> None:
        words = [sys.executable, "-m", "server.commands", name, "--config", str(self.home / f"{name}.toml")]
        device = KIOSK if name == "kiosk" else None
        environment = os.environ | {"PAIHAO_TOKEN": self.hub.token("agent", device=device)}
        with (self.home / f"{name}.log").open("ab") as log:
            self.popen[name] = subprocess.Popen(words, env=environment, stdout=log, stderr=log)

    def kill(self, name: str) -> None:
        self.popen[name].kill()
        self.popen[name].wait()

    def end(self) -> None:
        for popen in self.popen.values():
            popen.send_signal(signal.SIGTERM)
        assert {name: popen.wait(30) for name, popen in self.popen.items()} == dict.fromkeys(self.popen, 0)


class Hall:
    """What a person standing in the hall could see, hear and hold, and what staff see of the devices."""

    def __init__(self, hub: HubProcess, home: Path) -> None:
        self.home, self.kiosk = home, Kiosk(hub, KIOSK)
        self.staff = Caller(hub, hub.token("manager"))

    def lines(self, name: str) -> list[dict[str, Any]]:
        """Those that are written to their ends."""
        log = self.home / name
        text = log.read_text("utf-8") if log.exists() else ""
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    @property
    def printed(self) -> list[tuple[str, bool]]:
        return [(slip["number"], slip["copy"]) for slip in self.lines("slips/slips.jsonl") if slip["slip"]]

    @property
    def heard(self) -> list[str]:
        return [said["number"] for said in self.lines("speech/log.jsonl") if said["whole"]]

    def lit(self, window: str) -> str:
        try:
            strips = json.loads((self.home / "strips/strips.json").read_text("utf-8"))["strips"]
        except (FileNotFoundError, ValueError):
            return ""
        return " ".join(" ".join(s["lines"]) for s in strips if s["card"] == f"strip-{window}")

    def devices(self) -> dict[str, str]:
        """kind and id → state, as staff see it."""
        listed = self.staff.must("GET", f"{self.staff.here}/devices")["devices"]
        return {f"{d['kind']} {d['id']}": d["state"] for d in listed}

    def troubled(self, kind: str) -> bool:
        return any(state != "ok" for name, state in self.devices().items() if name.startswith(kind))

    def suffer(self, folder: str, trouble: str) -> None:
        name = "reader.json" if folder == "reader" else "state.json"
        (self.home / folder).mkdir(exist_ok=True)
        (self.home / folder / name).write_text(json.dumps({"fail": trouble} if trouble else {}))


@pytest.fixture
def agents(hub: HubProcess, tmp_path: Path) -> Iterator[Agents]:
    found = Agents(hub, tmp_path)
    for name in found.files:
        found.start(name)
    yield found
    found.end()


class Day:
    """The day's visits, in the order in which they must be heard, each taken and called whatever the devices do."""

    def __init__(self, hub: HubProcess, home: Path) -> None:
        self.hub, self.hall = hub, Hall(hub, home)
        self.clerks = {window: Clerk(hub, window) for window in ("w1", "w2")}
        self.numbers: list[str] = []

    def visit(self, window: str) -> str:
        number: str = self.hall.kiosk.take("marriage")["ticket"]["number"]
        assert self.clerks[window].next(finish="completed") == number
        self.numbers.append(number)
        return number

    def told(self, window: str) -> bool:
        """The last call was heard, and stands above its window."""
        return self.hall.heard == self.numbers and self.numbers[-1] in self.hall.lit(window)

    def printer_without_paper(self) -> str:
        """The number stands; staff print its slip when there is paper again."""
        hall, before = self.hall, self.hall.printed
        hall.suffer("slips", "paper_out")
        until(lambda: hall.devices()[f"printer {KIOSK}"] == "fault")
        number = self.visit("w2")
        until(lambda: self.told("w2") and not self.hub.rows(OWED, hall=self.hub.hall))
        assert hall.printed == before
        hall.suffer("slips", "")
        until(lambda: hall.devices()[f"printer {KIOSK}"] == "ok")
        found = hall.staff.must("GET", f"{hall.staff.here}/tickets?number={number}")["tickets"]
        hall.staff.must("POST", f"{hall.staff.here}/tickets/{found[0]['id']}/reprint")
        until(lambda: hall.printed == [*before, (number, True)])
        return number

    def amplifier_without_power(self) -> None:
        """The strip calls; what can still be said is said once the sound is back."""
        trouble = self.hall.home / "speech" / "fail"
        trouble.write_text("no power")
        number = self.visit("w1")
        until(lambda: number in self.hall.lit("w1") and self.hall.troubled("voice"))
        trouble.unlink()
        until(lambda: self.told("w1"))

    def strip_unplugged(self) -> None:
        """The voice calls; plugged in again the strip shows who is called now."""
        self.hall.suffer("strips", "unplugged")
        self.visit("w2")
        until(lambda: self.hall.heard == self.numbers and self.hall.troubled("strip"))
        self.hall.suffer("strips", "")
        until(lambda: self.told("w2") and not self.hall.troubled("strip"))

    def reader_mute(self) -> None:
        """Numbers are given all the same."""
        self.hall.suffer("reader", "mute")
        until(lambda: self.hall.troubled("reader"))
        self.visit("w1")
        self.hall.suffer("reader", "")
        until(lambda: self.told("w1") and not self.hall.troubled("reader"))

    def announcer_and_hub_killed(self, agents: Agents) -> None:
        """Both come back, and nobody is called twice. Neither has a call or a slip in hand, which would come again."""
        until(lambda: not self.hub.rows(SAYING, hall=self.hub.hall))
        agents.kill("announce")
        number = self.visit("w2")
        until(lambda: self.hall.printed[-1][0] == number)
        self.hub.run.kill()
        self.hub.restart()
        agents.start("announce")
        until(lambda: self.told("w2"))
        number = self.visit("w1")
        until(lambda: self.told("w1") and self.hall.printed[-1][0] == number)


def test_every_device_fails_once_and_every_ticket_goes_its_way(
    hub: HubProcess, agents: Agents, tmp_path: Path
) -> None:
    day = Day(hub, tmp_path)
    hall = day.hall
    until(lambda: {n.split()[0] for n in hall.devices()} >= {"printer", "reader", "voice", "strip"})
    first = day.visit("w1")
    until(lambda: hall.printed == [(first, False)] and day.told("w1"))
    late = day.printer_without_paper()
    day.amplifier_without_power()
    day.strip_unplugged()
    day.reader_mute()
    day.announcer_and_hub_killed(agents)
    assert sorted(hall.printed) == sorted((n, n == late) for n in day.numbers), (
        "each slip once; the late one a copy"
    )
    called = [e["data"]["number"] for e in hub.journal() if e["kind"] == "ticket.called"]
    assert called == day.numbers
    until(lambda: not any(state == "fault" for state in hall.devices().values()))
