"""`[screens] media`: names of films, pictures and music that a wall can show, and nothing that leads elsewhere."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from server import profiles
from server.profiles.faults import ProfileFaults

VILLAGE = tomllib.loads((Path(__file__).resolve().parents[2] / "config/village.toml").read_text("utf-8"))


def hall(*media: Any) -> Any:
    return profiles.build({**VILLAGE, "screens": {**VILLAGE.get("screens", {}), "media": list(media)}})


def test_what_is_named_reaches_the_pages_in_its_order() -> None:
    names = ["开场.mp4", "2026/spring.JPG", "/static/icon.svg", "music.mp3"]
    assert profiles.public(hall(*names))["screens"]["media"] == names


@pytest.mark.parametrize(
    "name",
    ["film.avi", "../paihao.db", "a/../../x.png", "/etc/x.png", "http://far/x.mp4", "", ".png", "x.png?y", 7],
)
def test_what_is_no_media_file_is_refused(name: Any) -> None:
    with pytest.raises(ProfileFaults, match=r"media"):
        hall(name)
