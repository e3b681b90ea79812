"""The tokens' colours are readable: measured as WCAG 2 measures, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEXT = ("ink", "quiet", "action", "open", "paused", "closed", "warning", "alarm", "newest")


def tokens(root: Path, selector: str) -> dict[str, str]:
    css = (root / "static/css/tokens.css").read_text()
    block = re.search(rf"^{re.escape(selector)} \{{(.*?)^\}}", css, re.M | re.S)
    assert block
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))


def light(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    bright, dim = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("name", TEXT)
@pytest.mark.parametrize("selector", [":root", ".dark"])
@pytest.mark.parametrize("ground", ["ground", "surface"])
def test_text_colours_are_readable_on_both_grounds(root: Path, selector: str, name: str, ground: str) -> None:
    found = tokens(root, selector)
    least = 6.4 if selector == ".dark" else 6.7
    assert ratio(found[name], found[ground]) >= least


@pytest.mark.parametrize("selector", [":root", ".dark"])
def test_action_words_and_edges_stand_out(root: Path, selector: str) -> None:
    found = tokens(root, selector)
    assert ratio(found["on-action"], found["action"]) >= 7
    assert ratio(found["edge"], found["surface"]) >= 3
    assert ratio(found["warning"], found["warning-soft"]) >= 4.5
    assert ratio(found["alarm"], found["alarm-soft"]) >= 4.5
    assert ratio(found["warning"], found["ground"]) >= 4.5
