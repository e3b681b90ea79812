"""`paihao crowd` over the real wire: a hall at work, and a window left to whoever sits down at it."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path

from server.client import HubClient
from server.commands.crowd import Crowd
from server.profiles import load
from server.simulate.visitor import Visitor
from tests.hubprocess import SMALL, HubProcess, paihao, zone_at

SPEED = 1000.0


def crowd(hub: HubProcess, leave: frozenset[str] = frozenset()) -> Crowd:
    stop = threading.Event()
    client = HubClient(hub.url, hub.token("manager"), hub.hall, stop=stop)
    return Crowd(client, load(SMALL)[1], SPEED, stop, leave)


def people(count: int, service: str = "marriage") -> list[Visitor]:
    return [
        Visitor(n, n * 60.0, 300.0, service, ("elderly",) if n % 3 == 0 else ()) for n in range(1, count + 1)
    ]


def kinds(hub: HubProcess) -> Counter[str]:
    return Counter(e["kind"] for e in hub.journal())


def test_everybody_who_comes_is_called_started_and_completed(hub: HubProcess) -> None:
    crowd(hub).play(people(12))
    told = kinds(hub)
    assert [told[f"ticket.{k}"] for k in ("taken", "called", "started", "completed")] == [12] * 4
    assert told["window.opened"] == 8


def test_a_second_day_follows_the_first_at_the_same_windows(hub: HubProcess) -> None:
    ours = crowd(hub)
    ours.play(people(3))
    ours.play(people(3))
    assert kinds(hub)["ticket.completed"] == 6
    assert kinds(hub)["window.opened"] == 8


def test_a_window_that_is_left_free_stays_closed(hub: HubProcess) -> None:
    crowd(hub, leave=frozenset({"w1", "w2"})).play(people(6))
    used = {e["data"]["window"] for e in hub.journal() if e["kind"] in ("window.opened", "ticket.called")}
    assert used == {"w3", "w4", "w5", "w6", "w7", "w8"}


def test_where_a_person_sits_down_the_crowd_gets_up(hub: HubProcess) -> None:
    ours = crowd(hub)
    ours.play(people(1))
    clerk = HubClient(hub.url, hub.token("clerk"), hub.hall)
    clerk.post(f"{clerk.path}/windows/w4/open", {})
    ours.play(people(4, "collect"))
    assert "w4" not in {e["data"]["window"] for e in hub.journal() if e["kind"] == "ticket.called"}
    assert kinds(hub)["ticket.completed"] == 1


def test_the_day_that_was_can_be_simulated_again(hub: HubProcess, tmp_path: Path) -> None:
    crowd(hub).play(people(6))
    (day,) = {
        day for (day,) in hub.rows("select day from journal where hall = :hall and day != ''", hall=hub.hall)
    }
    tickets = tmp_path / "tickets.csv"
    hub.cli("simulate", str(named(hub, tmp_path)), "--date", day, "--always-open", "--tickets", str(tickets))
    rows = tickets.read_text().splitlines()
    assert len(rows) == 7 and all(row.endswith(",done") for row in rows[1:])
    told = hub.cli("simulate", str(named(hub, tmp_path)), "--day", "2020-01-01", code=1)
    assert "On 2020-01-01 nobody took a number" in told


def named(hub: HubProcess, tmp_path: Path) -> Path:
    """The hall's profile as a file, with the time zone that its tests are in the morning of."""
    file, mine = tmp_path / "hall.toml", f'id = "{hub.hall}"\ntimezone = "{zone_at(10)}"'
    file.write_text(SMALL.read_text("utf-8").replace('id = "small"', mine), "utf-8")
    return file


def test_the_command_plays_a_day_and_ends(hub: HubProcess, tmp_path: Path) -> None:
    profile, token = named(hub, tmp_path), tmp_path / "token"
    token.write_text(hub.token("manager"))
    words = (
        "--hub",
        hub.url,
        "--token-file",
        str(token),
        "--speed",
        "1000",
        "--visitors",
        "5",
        "--days",
        "1",
    )
    ran = paihao("crowd", str(profile), *words)
    assert ran.returncode == 0, ran.stderr
    assert kinds(hub)["ticket.taken"] >= 4
    token.write_text("wrong")
    ran = paihao("crowd", str(profile), *words)
    assert (ran.returncode, "The hub does not take the crowd" in ran.stderr) == (1, True)
