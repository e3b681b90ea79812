"""The terminal's state: what is seen, what is asked, what was said, and what a key means now. Pure of any terminal.

What would be refused is not begun; the hub decides all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from caller.desk.desk import Seen
from caller.terminal import asking, say
from caller.terminal.keys import CALLED_ONLY, KEYS
from caller.terminal.sheets import LEAVE, Answer, Sheet
from caller.terminal.words import Words
from server.protocol import Json

ASKED = ("complete", "transfer", "hold", "resume", "call", "pause", "person", "help")
ANY_TIME = ("person", "help", "quit", "acknowledge")


class Hands(Protocol):
    """What the console does through: the desk, the hub's alarms, the terminal."""

    def do(self, act: str, /, **asked: Any) -> bool: ...

    def sign_in(self, **who: str) -> bool: ...

    def leave(self) -> bool: ...

    def acknowledge(self, key: str) -> None: ...

    def quit(self) -> None: ...

    def bell(self) -> None: ...


class Console:
    """One window's terminal. `person` answers who is signed in."""

    def __init__(
        self, words: Words, hall: Json, window: str, hands: Hands, person: Callable[[], str | None]
    ) -> None:
        self.words, self.hall, self.window, self.hands, self.person = words, hall, window, hands, person
        self.seen = Seen()
        self.said: tuple[str, str] = ("", "")
        self.sheet: tuple[str, Sheet] | None = None
        self._rung: Json = {}
        self._alarms: set[str] = set()
        self._last: tuple[str, Json] = ("", {})
        self.ask("person")

    def learn(self, hall: Json) -> None:
        """The hall's profile may have changed."""
        self.hall = hall

    @property
    def alarms(self) -> list[Json]:
        """Those nobody has acknowledged."""
        all_: list[Json] = (self.seen.states.get("alarms") or {}).get("alarms", [])
        return [a for a in all_ if not a["acknowledged"]]

    def possible(self) -> set[str]:
        """The acts that may be begun now; the page offers the same."""
        window, here = self.seen.window, self.seen.ticket
        can = set(ANY_TIME)
        if window is None:
            return can
        state, called = window["state"], bool(here and here["status"] == "called")
        can |= {"pause"} if state != "closed" else set()
        can |= {"primary"}
        if called:
            can |= {"recall", "start", "no_show"} | (
                {"finish_next", "absent_next"} if state == "open" else set()
            )
        if window["ticket"]:
            can |= {"complete", "hold", "transfer"}
        elif state == "open":
            can |= {"call", "resume"}
        if state != "closed" and not window["ticket"]:
            can.add("close")
        return can | ({"undo"} if window.get("undo") else set())

    # -- keys --------------------------------------------------------------------------------------

    def press(self, key: str) -> None:
        """A key: for what is asked now, else an act."""
        if self.sheet:
            self._asked(key)
            return
        name = KEYS.get(key if len(key) > 1 else key.upper())
        if name is None or (key in CALLED_ONLY and not self._called):
            return
        if name not in self.possible():
            self.tell("info", self.words("cannot", verb=self.words(f"verb.{name}")))
        else:
            self._begin(name)

    @property
    def _called(self) -> bool:
        return bool(self.seen.ticket and self.seen.ticket["status"] == "called")

    def _asked(self, key: str) -> None:
        assert self.sheet
        name, sheet = self.sheet
        answer = sheet.press(key)
        if answer is None:
            return
        if answer is LEAVE:
            self.sheet = None
        else:
            self._answered(name, answer)

    def _begin(self, name: str) -> None:
        window = self.seen.window or {}
        if name == "primary":
            self._primary()
        elif name == "quit":
            self.hands.quit()
        elif name == "acknowledge":
            if self.alarms:
                self.hands.acknowledge(self.alarms[0]["key"])
        elif name == "pause" and window["state"] == "paused":
            self.do("back")
        elif name == "close":
            self._held_up(self.hands.leave())
        elif name in ASKED:
            self.ask(name)
        else:
            self.do(name)

    def _primary(self) -> None:
        """As the page's big place: somebody who was only called is asked about first."""
        window = self.seen.window or {}
        if self._called and window["state"] == "open":
            self.tell("info", self.words("ask.keys", number=(self.seen.ticket or {})["number"]))
        elif window["ticket"]:
            self.do("finish_next" if window["state"] == "open" else "complete")
        else:
            self.do({"open": "next", "paused": "back"}.get(window["state"], "open"))

    # -- asking ------------------------------------------------------------------------------------

    def ask(self, name: str, **facts: Any) -> None:
        """Put a sheet up; what cannot be asked about anything is said instead."""
        self.sheet = (name, asking.sheet(name, self, **facts))

    def _answered(self, name: str, answer: Answer) -> None:
        self.sheet = None
        if name == "person":
            self._held_up(self.hands.sign_in(**answer))
        elif name == "call":
            self.ask("chosen", number=answer["number"])
        elif name == "chosen":
            self.do("call", **answer)
        elif name == "absent":
            self.do(self._last[0], **answer)
        else:
            self.do(name, **answer)

    def do(self, act: str, **asked: Any) -> None:
        self._last = (act, asked)
        self._held_up(self.hands.do(act, **asked))

    def _held_up(self, begun: bool) -> None:
        if not begun:
            self.tell("info", self.words("busy"))

    # -- what is heard -----------------------------------------------------------------------------

    def changed(self, seen: Seen) -> None:
        """The view is another. A ring and a new alarm are heard once."""
        self.seen = seen
        ring = seen.states.get("ring") or {}
        keys = {a["key"] for a in self.alarms}
        if (ring.get("ring") and ring != self._rung) or keys - self._alarms:
            self.hands.bell()
        self._rung, self._alarms = ring, keys

    def heard(self, code: str, facts: Json) -> None:
        """What became of an act."""
        if code == "refused":
            self._refused(facts)
        elif code == "offline":
            self.tell("problem", self.words("terminal.offline"))
        elif code == "close" and facts.get("left"):
            self.tell("problem", say.left(self.words, self.hall, facts["left"]))
        else:
            self.tell("info", say.result(self.words, self.hall, code, facts))
        if code == "close":
            self.ask("person")

    def _refused(self, facts: Json) -> None:
        code = facts["error"]
        if code == "too_early" and self._last[0] in ("no_show", "absent_next"):
            self.ask("absent")
        elif code == "unauthenticated" or self.person() is None:
            self.ask("person")
        self.tell("problem", self.words.refusal(code, str(facts.get("detail", "")), facts))

    def tell(self, kind: str, text: str) -> None:
        """`kind` is `info` or `problem`."""
        self.said = (kind, text)
