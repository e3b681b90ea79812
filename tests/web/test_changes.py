"""Changing the hall over HTTP: who may, what it answers, what the screens are told; and opening times as states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.cast import Answer, Caller, Clerk, Guide, Kiosk, Phone, Wall
from tests.hubprocess import SMALL, HubProcess, Json, zone_at
from tests.reserving import at_noon


class Office(Caller):
    """Who runs the hall."""

    def __init__(self, hub: HubProcess, role: str = "manager") -> None:
        super().__init__(hub, hub.token(role))

    def change(self, window: str, **keys: object) -> Answer:
        return self.ask("PATCH", f"{self.here}/windows/{window}", keys)

    def window(self, id: str) -> Json:
        found: Json = next(w for w in self.must("GET", self.here)["windows"] if w["id"] == id)
        return found


def test_a_manager_changes_a_window_and_every_screen_follows(hub: HubProcess) -> None:
    manager, wall = Office(hub), Wall(hub, "caller", "manager", window="w1")
    before = manager.window("w1")
    answer = manager.change("w1", backup=[], help_after=600, features=["low_counter"])
    assert (answer.status, answer.body["version"]) == (200, 2)
    now = manager.window("w1")
    assert (now["help_after"], now["features"], now["services"]) == (600, ["low_counter"], before["services"])
    wall.reaches(answer.body["seq"])
    listed = manager.must("GET", f"{manager.here}/changes")
    assert listed["set"] == {"windows": {"w1": {"backup": [], "help_after": 10, "features": ["low_counter"]}}}
    assert [(c["version"], c["changed"]["windows.w1.help_after"]) for c in listed["changes"]] == [
        (2, {"from": before["help_after"] and before["help_after"] // 60, "to": 10})
    ]
    assert manager.change("w1", backup=None, help_after=None, features=None).body["version"] == 3
    assert manager.window("w1") == before
    assert manager.must("GET", f"{manager.here}/changes")["changes"] == []


def test_a_window_is_changed_while_somebody_is_served_there_and_the_answer_is_about_the_window(
    hub: HubProcess,
) -> None:
    Kiosk(hub).take("marriage")
    clerk = Clerk(hub, "w1")
    clerk.next()
    answer = Office(hub).change("w1", help_after=600)
    assert (answer.status, answer.body["ticket"]) == (200, None)


def test_only_those_who_run_the_hall_may_change_it(hub: HubProcess) -> None:
    for role in ("clerk", "guide", "lead", "auditor", "kiosk"):
        assert Office(hub, role).change("w1", backup=[]).code == "forbidden"
    manager = Office(hub)
    assert manager.change("w99", backup=[]).code == "unknown_window"
    assert manager.change("w1", colour="red").code == "invalid"
    assert manager.change("w1", help_after=90).code == "invalid", "full minutes"
    wrong = manager.change("w1", services=["nothing"])
    assert (wrong.code, wrong.body["errors"][0]["at"]) == ("invalid", "windows.w1.services")


def test_the_same_key_changes_once(hub: HubProcess) -> None:
    manager = Office(hub)
    path = f"{manager.here}/windows/w1"
    first = manager.ask("PATCH", path, {"help_after": 300}, key="k1")
    manager.change("w1", help_after=None)
    assert manager.ask("PATCH", path, {"help_after": 300}, key="k1").body == first.body
    assert manager.ask("PATCH", path, {"help_after": None}, key="k1").code == "key_reused"
    assert manager.window("w1")["help_after"] is None


def test_holidays_and_a_longer_day_are_shown_and_can_be_taken_back(
    new_hub: Callable[..., HubProcess], tmp_path: Path
) -> None:
    hub = opened(new_hub, tmp_path, "00:00-23:00")
    manager, kiosk = Office(hub), Kiosk(hub)
    today = today_there().isoformat()
    path = f"{manager.here}/calendar"
    assert manager.must("GET", path) == {"closed_on": [], "open_on": [], "extended": None}
    manager.must("PUT", path, {"closed_on": [f"{today}..{today}"]})
    assert manager.must("GET", path)["closed_on"] == [today]
    shut = kiosk.ask("POST", f"{kiosk.here}/tickets", {"services": ["marriage"]})
    assert (shut.code, shut.body["reason"]) == ("hall_closed", "day_off")
    assert manager.ask("POST", f"{manager.here}/extend", {"until": "23:30"}).code == "hall_closed"
    manager.must("PUT", path, {"closed_on": None})
    assert manager.must("POST", f"{manager.here}/extend", {"until": "23:30"})["extended"] == "23:30"
    assert manager.must("GET", path)["extended"] == {"day": today, "until": "23:30"}
    assert manager.must("GET", manager.here)["hours"]["extended"] == {"day": today, "until": "23:30"}
    assert manager.ask("POST", f"{manager.here}/extend", {"until": "8"}).code == "invalid"
    manager.must("POST", f"{manager.here}/extend", {"until": None})
    assert manager.must("GET", path)["extended"] is None


def today_there() -> date:
    return datetime.now(ZoneInfo(zone_at(12))).date()


def opened(new_hub: Callable[..., HubProcess], folder: Path, hours: str) -> HubProcess:
    """A hub of its own with the small hall and these hours every day, obeyed."""
    profile = folder / "hours.toml"
    days = "\n".join(f'{day} = "{hours}"' for day in ("workdays", "weekend"))
    without = at_noon(folder, SMALL).read_text("utf-8").partition("[hours]")[0]
    profile.write_text(f"{without}[hours]\n{days}\n", "utf-8")
    return new_hub(profile=profile, options=()).start()


def test_a_screen_is_told_at_once_whether_the_hall_is_open_and_again_when_that_changes(
    new_hub: Callable[..., HubProcess], tmp_path: Path
) -> None:
    hub = opened(new_hub, tmp_path, "00:00-24:00")
    manager = Office(hub)
    taken = Kiosk(hub).take("marriage")
    watchers = [
        Wall(hub),
        Wall(hub, "window", window="w1"),
        Wall(hub, "manage", "manager"),
        Phone(hub, taken).watch(),
    ]
    for watcher in watchers:
        watcher.until(lambda s: s.said.get("hours", {}).get("open") is True)
    tomorrow = (today_there() + timedelta(days=1)).isoformat()
    today = today_there().isoformat()
    manager.must("PUT", f"{manager.here}/calendar", {"closed_on": [today, tomorrow]})
    for watcher in watchers:
        watcher.until(lambda s: s.said["hours"]["reason"] == "day_off")
        assert watcher.said["hours"]["resumes_at"] is not None


def test_closing_the_last_window_and_settling_reaches_wall_and_phone(hub: HubProcess) -> None:
    clerk = Clerk(hub, "w1")
    guide, wall = Guide(hub), Wall(hub)
    taken = Kiosk(hub).take("marriage")
    phone = Phone(hub, taken).watch()
    assert clerk.press("close")["left"] == [{"service": "marriage", "waiting": 1}]
    path = f"{guide.here}/services/marriage/settle"
    assert guide.ask("POST", path, {"do": "transfer"}).code == "invalid"
    assert guide.must("POST", path, {"do": "cancel"})["settled"] == 1
    phone.until(
        lambda s: any(t["status"] == "cancelled" and t["reason"] == "no_window" for t in s.tickets.values())
    )
    wall.until(lambda s: [n["do"] for n in s.said.get("notices", {}).get("notices", [])] == ["cancel"])
