"""An agent's file is taken whole or refused in words that say where, what, and what would be right."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
import pytest

from server.agent.config import ConfigError, Place, over, read


class Strip(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    window: str
    width: int = 64


class LedFile(Place, frozen=True, kw_only=True):
    strips: tuple[Strip, ...] = ()
    pipes: dict[str, Strip] = msgspec.field(default_factory=dict)
    one: Strip | None = None
    mode: Literal["drawn", "text"] | None = None


def written(folder: Path, text: str) -> Path:
    path = folder / "led.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_becomes_the_agents_struct_and_files_lie_beside_it(tmp_path: Path) -> None:
    text = (
        'hub = "http://10.0.0.2:8080"\nhall = "puning"\ntoken_file = "led.token"\n[[strips]]\nwindow = "w3"\n'
    )
    found = read(written(tmp_path, text), LedFile)
    assert found.strips == (Strip(window="w3"),)
    assert found.token_file == str(tmp_path / "led.token") and found.ca == ""


def test_the_command_line_is_heard_before_the_file(tmp_path: Path) -> None:
    found = over(
        read(written(tmp_path, 'hub = "http://a:1"\nhall = "puning"\n'), LedFile), hub="http://b:2", hall=None
    )
    assert (found.hub, found.hall) == ("http://b:2", "puning")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hall = ", "is not TOML"),
        ('hal = "puning"', "there is no key 'hal'; did you mean hall?"),
        ('[[strips]]\nwindow = "w3"\nwidht = 3', "strips[0]: there is no key 'widht'; did you mean width?"),
        ('[pipes.a]\nwindow = "w3"\nzzz = 3', "known here: width, window"),
        ('[one]\nwindow = "w3"\nwindo = 3', "one: there is no key 'windo'; did you mean window?"),
        ("[[strips]]\nwidth = 3", "strips[0]"),
        ('mode = "fax"', 'mode: \'fax\' is not one of "drawn", "text"'),
        ('[[strips]]\nwindow = "w3"\nwidth = "wide"', "Expected `int`, got `str`"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read(written(tmp_path, text), LedFile)
    assert "led.toml" in str(refused.value)
    assert said in str(refused.value)


def test_a_file_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        read(tmp_path / "none.toml", LedFile)
    (tmp_path / "latin.toml").write_bytes(b'hall = "\xff"')
    with pytest.raises(ConfigError, match="not UTF-8"):
        read(tmp_path / "latin.toml", LedFile)
