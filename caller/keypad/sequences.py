"""Key sequences of a numeric pad, pure: which keys, one after another, mean what. The clerk's card tells the same.

Enter next · + recall · - no-show · . hold, or take up again · / undo · 0 pause, or go on
1–6 Enter  finish with this outcome, and next          * CODE Enter  transfer to a service or window
*0 Enter   close the window and sign out               NUMBER * PIN Enter  sign in
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from server.protocol import OUTCOMES

FORGET_SECONDS = 10.0
"""What was typed and not finished is forgotten: nobody knows an hour later what a 3 was for."""
LONGEST = 17
"""A number of eight digits, the star, a PIN of eight."""
AT_ONCE = {"+": "recall", "-": "no_show", ".": "park", "/": "undo", "0": "pause"}
IGNORED = ("NUMLOCK",)


class Meant(NamedTuple):
    """A whole sequence, or what it is so far. `name` is an act, `typing`, `pin`, `unknown` or `forgotten`."""

    name: str
    args: Mapping[str, str] = MappingProxyType({})


class Typing:
    """One pad: `press` with each key that goes down, by its name in `server.agent.keys`, and the time in seconds."""

    def __init__(self) -> None:
        self._typed = ""
        self._at = float("-inf")

    def press(self, key: str, now: float) -> Meant | None:
        """What is meant now; None when the key changes nothing."""
        if key in IGNORED:
            return None
        if now - self._at > FORGET_SECONDS:
            self._typed = ""
        self._at = now
        key = key.removeprefix("KP") or key
        if key == "ENTER":
            return self._entered()
        if key == "BACKSPACE":
            return self._back()
        if not self._typed and key in AT_ONCE:
            return Meant(AT_ONCE[key])
        if ((key.isdecimal() and len(key) == 1) or key == "*") and self._may_follow(key):
            self._typed += key
            return self._so_far()
        return self._forget("unknown")

    def _may_follow(self, key: str) -> bool:
        """One star: before a code, or between a number and its PIN."""
        return len(self._typed) < LONGEST and (key != "*" or "*" not in self._typed)

    def _so_far(self) -> Meant:
        number, star, _ = self._typed.partition("*")
        return Meant("pin") if number and star else Meant("typing", self._shown(self._typed))

    @staticmethod
    def _shown(typed: str) -> dict[str, str]:
        """What may stand on a screen: an outcome or a code. More digits are a number, or a PIN typed too early."""
        return {"typed": typed} if typed.startswith("*") or len(typed) == 1 else {}

    def _back(self) -> Meant | None:
        if not self._typed:
            return None
        self._typed = self._typed[:-1]
        return self._so_far() if self._typed else Meant("forgotten")

    def _forget(self, name: str) -> Meant:
        typed, self._typed = self._typed, ""
        return Meant(name, self._shown(typed))

    def _entered(self) -> Meant:
        typed = self._typed
        number, star, rest = typed.partition("*")
        meant = self._forget("unknown")
        if not typed:
            return Meant("primary")
        if star and number and rest:
            return Meant("sign_in", {"number": number, "pin": rest})
        if star and rest == "0":
            return Meant("close")
        if star and rest:
            return Meant("transfer", {"code": rest})
        if not star and number in "123456" and len(number) == 1:
            return Meant("primary", {"outcome": OUTCOMES[int(number) - 1]})
        return meant
