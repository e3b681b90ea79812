"""A hall that takes reservations, a booking platform that makes them, and slots about the present moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.cast import Caller
from tests.hubprocess import HALLS, HubProcess, Json, zone_at

RESERVING = HALLS / "reserving.toml"
LI = "11010519491231002X"


def at_noon(directory: Path, profile: Path = RESERVING) -> Path:
    """The profile with a time zone in which it is about noon, so that no slot of a test is of another business day."""
    zone = f'timezone = "{zone_at(12)}"\n'
    file = directory / profile.name
    file.write_text(profile.read_text("utf-8").replace("[[zones]]", f"{zone}\n[[zones]]", 1), "utf-8")
    return file


def slot(minutes: float) -> str:
    """The slot of five minutes in which the moment so many minutes from now falls."""
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    return f"{at.replace(minute=at.minute - at.minute % 5, second=0, microsecond=0):%Y-%m-%dT%H:%M:%SZ}"


class Partner(Caller):
    """A booking platform."""

    def __init__(self, hub: HubProcess) -> None:
        super().__init__(hub, hub.token("partner"))

    def slots(self, service: str = "permit", **query: str) -> list[Json]:
        asked = "&".join(f"{k}={v}" for k, v in {"service": service, **query}.items())
        found: list[Json] = self.must("GET", f"{self.here}/slots?{asked}")["slots"]
        return found

    def book(self, start: str, **more: object) -> Json:
        body = {"service": "permit", "start": start, **more}
        found: Json = self.must("POST", f"{self.here}/reservations", body)["reservation"]
        return found
