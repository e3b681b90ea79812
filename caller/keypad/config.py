"""The keypads' TOML file: one serial line with its addresses, and the USB pads of this computer."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from caller.desk.places import Target
from server.agent.config import ConfigError, Place

Level = Annotated[int, Meta(ge=0, le=5)]
LEVELS: dict[int, tuple[int, ...]] = {
    # The four keys send 0 bad, 1 none, 2 good, 3 very good (as the published program reads them).
    4: (2, 0, 4, 5),
    # No document of a rater with five keys was found: that each sends its level is our guess; --check shows it.
    5: (0, 1, 2, 3, 4, 5),
}
"""Keys of a rater → the level that each value it sends stands for, 5 very satisfied … 1, 0 for no rating."""


class Where(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place that the transfer key sends people to."""

    service: str = ""
    window: str = ""
    zone: str = ""

    @property
    def target(self) -> Target:
        named = {"service": self.service, "window": self.window, "zone": self.zone}
        return {kind: id for kind, id in named.items() if id}


class Keypad(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One keypad of the line. `rater`: how many keys its rater has; `levels`: what each value counts for."""

    address: Annotated[int, Meta(ge=1, le=254)]
    window: str
    rater: Literal[0, 4, 5] = 0
    levels: tuple[Level, ...] = ()
    transfer: Where = Where()

    def level(self, value: int) -> int:
        """The level that a value of the rater stands for; 0 when it is none."""
        levels = self.levels or LEVELS.get(self.rater, ())
        return levels[value] if 0 <= value < len(levels) else 0


class Pad(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A USB numeric pad: `keys` is its path below /dev/input, or a part of its name.

    `sign_in`: a closed window is opened by number and PIN only; without it Enter opens it for the device.
    """

    keys: str
    window: str
    sign_in: bool = True


class KeypadFile(Place, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`again_seconds`: the same key pressed again within it is the same press; `quiet_minutes`: a keypad whose window
    is open and that has not been heard for so long is doubtful, 0 asks for nothing."""

    pipe: str = ""
    keypads: tuple[Keypad, ...] = ()
    pads: tuple[Pad, ...] = ()
    again_seconds: Annotated[float, Meta(ge=0, le=10)] = 1.5
    quiet_minutes: Annotated[int, Meta(ge=0, le=480)] = 0

    @property
    def windows(self) -> tuple[str, ...]:
        return tuple([*(k.window for k in self.keypads), *(p.window for p in self.pads)])


def judged(file: KeypadFile) -> KeypadFile:
    """The file, if its parts fit together. Raises ConfigError."""
    if not file.keypads and not file.pads:
        raise ConfigError("nothing to listen to: add [[keypads]] with an address, or [[pads]] with keys")
    if bool(file.pipe) != bool(file.keypads):
        raise ConfigError("pipe and [[keypads]] belong together: name the serial line and who is on it")
    for what, named in (
        ("address", [k.address for k in file.keypads]),
        ("keys", [p.keys for p in file.pads]),
        ("window", list(file.windows)),
    ):
        if twice := [name for name, n in Counter(named).items() if n > 1]:
            raise ConfigError(f"the {what} {twice[0]!r} is given twice")
    for keypad in file.keypads:
        if keypad.levels and not keypad.rater:
            raise ConfigError(f"address {keypad.address}: levels belong to a rater; say rater = 4 or 5")
        if len(keypad.transfer.target) > 1:
            raise ConfigError(
                f"address {keypad.address}: transfer names {' and '.join(keypad.transfer.target)}; keep one of them"
            )
        if "window" in keypad.transfer.target and keypad.transfer.window == keypad.window:
            raise ConfigError(f"address {keypad.address}: transfer leads to its own window")
    return file
