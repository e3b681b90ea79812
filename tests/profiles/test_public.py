"""The public profile: what `GET /halls/{hall}` answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from server.profiles import build, load, public


def test_the_public_profile_is_plain_json_and_holds_what_the_wire_promises(config: Path) -> None:
    found = public(load(config / "puning.toml")[1])
    assert json.loads(json.dumps(found)) == found
    tables = (
        "zones departments queues services windows classes hours rules reservations ratings voice screens"
    )
    assert list(found) == f"id name name_en timezone public_url languages needs {tables}".split()
    window = "id number sign sign_en spoken kind zone floor features services backup call_sign call_sign_en"
    window += " help_after works_lunch valid_from valid_to"
    assert set(found["windows"][0]) == set(window.split())
    assert {"id", "code", "name", "name_en", "department", "queue", "bring", "search"} <= set(
        found["services"][0]
    )


def test_durations_are_seconds_on_the_wire(raw: dict[str, Any]) -> None:
    raw["services"][0] |= {"target_wait": 15, "typical_service": 4}
    first = public(build(raw))["services"][0]
    assert (first["target_wait"], first["typical_service"], first["target_service"]) == (900, 240, 0)


def test_hours_read_as_people_write_them(raw: dict[str, Any]) -> None:
    raw["hours"] = {"workdays": ["8:30-12:00", "14:00-17:30"], "closed_on": "2026-10-01..2026-10-02"}
    hours = public(build(raw))["hours"]
    assert hours["mon"] == ["08:30-12:00", "14:00-17:30"]
    assert hours["sun"] == []
    assert (hours["closed_on"], hours["open_on"]) == (["2026-10-01", "2026-10-02"], [])
    assert public(build(raw | {"hours": {}}))["hours"]["sun"] == ["00:00-24:00"]


def test_what_classes_are_worth_is_nobody_elses_business(raw: dict[str, Any]) -> None:
    assert set(public(build(raw))["classes"][0]) == {"id", "name", "name_en", "evidence", "min_age"}
