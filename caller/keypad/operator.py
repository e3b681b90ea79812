"""What a named press does at its window: pure of wires and bytes, the same for keypads of a line and USB pads.

One press, one act. The same key again within the hall's seconds is the same press; while an act is under way the next
one is not begun, because nobody can have seen what it would be about.
"""

from __future__ import annotations

from collections.abc import Callable

from caller.desk import acts
from caller.desk.desk import Desk
from caller.desk.places import Places, Target
from server.protocol import Json


class Operator:
    """`say` is told each word for the clerk: a code and its facts; `clock` answers seconds that only grow.

    `target` is where the transfer key leads without digits; `signs_in`: a closed window is opened by a PIN only.
    """

    def __init__(
        self, desk: Desk, places: Places, say: Callable[[str, Json], None], again: float,
        clock: Callable[[], float], *, target: Target | None = None, signs_in: bool = False,
    ) -> None:  # fmt: skip
        self.desk, self._places, self._say = desk, places, say
        self._again, self._clock = again, clock
        self._target, self._signs_in = target or {}, signs_in
        self._last: tuple[str, Json, float] | None = None
        self._named: dict[str, Callable[[], None]] = {
            "pause": self._pause, "hold": lambda: self._at_ticket("hold"), "resume": self._resume, "park": self._park,
            "rate": lambda: self._at_ticket("complete"), "recall": lambda: self._at_ticket("recall"),
            "no_show": lambda: self._at_ticket("no_show"), "undo": self._undo,
            "close": lambda: self._begun(self.desk.leave()),
        }  # fmt: skip

    def press(self, name: str, **args: str) -> None:
        """A press by its name in `frames` or `sequences`."""
        if self._repeated(name, args):
            return
        if name == "sign_in":
            self._begun(self.desk.sign_in(number=args["number"], pin=args["pin"]))
        elif self.desk.seen.window is None:
            self._say("offline", {})
        elif name == "primary":
            self._primary(args)
        elif name == "transfer":
            self._transfer(args.get("code", ""))
        else:
            self._named[name]()

    def _repeated(self, name: str, args: Json) -> bool:
        """A held or bouncing key puts its end off, so that it never acts again by itself."""
        now, last = self._clock(), self._last
        self._last = (name, args, now)
        return last is not None and last[:2] == (name, args) and now - last[2] < self._again

    def _primary(self, asked: Json) -> None:
        act = acts.primary(self.desk.seen.window or {})
        if act == "open" and self._signs_in:
            self._say("sign_in", {})
        else:
            self._begun(self.desk.do(act, **(asked if act in ("finish_next", "complete") else {})))

    def _pause(self) -> None:
        window = self.desk.seen.window or {}
        self._begun(self.desk.do("back" if window["state"] == "paused" else "pause"))

    def _park(self) -> None:
        """One key for both: park who is here, or take up again who was parked last."""
        if self.desk.seen.here:
            self._at_ticket("hold")
        else:
            self._resume()

    def _resume(self) -> None:
        held = acts.held_here(list(self.desk.seen.tickets), self.desk.window)
        if held:
            self._begun(self.desk.do("resume", ticket=held["id"]))
        else:
            self._say("nobody_held", {})

    def _undo(self) -> None:
        if (self.desk.seen.window or {}).get("undo"):
            self._begun(self.desk.do("undo"))
        else:
            self._say("nothing_to_undo", {})

    def _at_ticket(self, act: str) -> None:
        if self.desk.seen.here:
            self._begun(self.desk.do(act))
        else:
            self._say("no_ticket", {})

    def _transfer(self, code: str) -> None:
        """To the place of the digits typed, else to the one this keypad was given."""
        target = self._places.typed(code) if code else self._target
        if self.desk.seen.here is None:
            self._say("no_ticket", {})
        elif not target:
            self._say("unknown_code" if code else "no_target", {"typed": code} if code else {})
        else:
            self._begun(self.desk.do("transfer", **target))

    def _begun(self, begun: bool) -> None:
        if not begun:
            self._say("busy", {})
