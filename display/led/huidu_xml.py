"""What is said to a Huidu card in XML: a programme of texts, its brightness. Pure.

Elements and attributes after the open implementation that `huidu.py` names. Doubtful: that an area shows its items in
turn, by which a strip flashes, and that `duration` is in tenths of a second.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from display.led.picture import COLOURS
from display.led.talk import Lit

SPACE = uuid.UUID("6b1f3a52-7d0e-4f0b-9f38-5a0f6f1c2d11")
"""Names of our programmes and areas are made from this, so that an update replaces and never piles up."""


def sdk(guid: str, method: str, inside: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\r\n<sdk guid={quoteattr(guid)}>'
        f"<in method={quoteattr(method)}>{inside}</in></sdk>"
    ).encode()


def element(tag: str, inside: str = "", **attributes: object) -> str:
    facts = "".join(f" {name}={quoteattr(str(value))}" for name, value in attributes.items())
    return f"<{tag}{facts}>{inside}</{tag}>" if inside else f"<{tag}{facts}/>"


def luminance(percent: int) -> str:
    parts = (element("mode", value="default"), element("default", value=max(1, percent)), "<ploy></ploy>",
             element("sensor", min=1, max=100, time=10))  # fmt: skip
    return "".join(parts)


def programme(board: Sequence[Lit], font: str, name: str, stamp: int) -> str:
    """The one programme of a board, for AddProgram: it takes the place of whatever the card showed.

    `stamp`: milliseconds, rising with every programme; so the open implementation marks a new screen.
    """
    areas = "".join(_area(lit, font, name) for lit in board)
    control = element("playControl", count=1, disabled="false")
    facts = {"type": "normal", "id": 0, "guid": _named(name, "programme"), "name": "paihao"}
    return element("screen", element("program", control + areas, **facts), timeStamps=stamp)


def _area(lit: Lit, font: str, name: str) -> str:
    own = f"{name}/{lit.area}"
    place = element("rectangle", x=lit.x, y=lit.y, width=lit.width, height=lit.height)
    items = _text(lit, font, own, lit.text, 5 if lit.flashing else 30)
    if lit.flashing:
        items += _text(lit, font, own + "/dark", " ", 5)
    return element("area", place + element("resources", items), guid=_named(own, "area"), alpha=255)


def _text(lit: Lit, font: str, own: str, text: str, tenths: int) -> str:
    size = max(8, round(lit.height * 0.75 / max(1, len(lit.lines))))
    colour = "#{:02x}{:02x}{:02x}".format(*COLOURS.get(lit.colour, COLOURS["red"]))
    inside = (
        element("style", align="center", valign="middle"),
        f"<string>{escape(text)}</string>",
        element("font", name=font, size=size, color=colour, bold="true", italic="false", underline="false"),
        # Effect 0 shows at once; the stay is in tenths of a second.
        f'<effect in="0" inSpeed="4" out="0" outSpeed="4" duration="{tenths}"/>',
    )
    return element("text", "".join(inside), guid=_named(own, "text"), singleLine="false")


def _named(own: str, kind: str) -> str:
    return str(uuid.uuid5(SPACE, f"{own}/{kind}"))
