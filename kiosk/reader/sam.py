"""An ID card reader with a SAM_V module at the end of a pipe: find, select, read; the card that lies there once.

One request at a time, each answered within its seconds. There is nothing in an answer that names its request, so what
comes late is thrown away before the next card is looked for: else one citizen's card could be taken for the next one's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import blake2b
from secrets import token_bytes

from kiosk.reader import samv
from kiosk.reader.card import CardError, read
from kiosk.reader.samv import Answer, Command, Frames
from kiosk.reader.table import Said
from server.agent.pipe import Pipe, PipeError

SHORT_SECONDS, READ_SECONDS = 1.0, 3.0
CHUNK = 4096
TRIES = 4
"""Looks at a card that cannot be read before its owner is told: it may just be on its way to the reader."""


class SamReader:
    """`seconds` are the patience for a short answer and for a whole card."""

    def __init__(
        self, pipe: Pipe, seconds: tuple[float, float] = (SHORT_SECONDS, READ_SECONDS),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._pipe, self._seconds, self._monotonic = pipe, seconds, monotonic
        self._frames = Frames()
        self._salt = token_bytes(16)
        self._lying = b""
        self._misses = 0

    def number(self) -> str:
        """The module's own number, if it says that it is well. Raises PipeError."""
        self._drain()
        self._ask(samv.STATE)
        return samv.sam_number(self._ask(samv.SAM_ID).data)

    def look(self) -> Said | None:
        """What is new on the reader; None for nothing, or what has lain there before. Raises PipeError."""
        self._drain()
        if self._ask(samv.FIND).word != "found":
            self._lying, self._misses = b"", 0
            return None
        if self._ask(samv.SELECT).word != "ok":
            return self._missed("unread")
        answer = self._ask(samv.READ)
        if answer.word != "ok":
            return self._missed("unread")
        try:
            card = read(answer.data)
        except CardError as error:
            return self._missed(error.reason)
        return self._new(Said(card.kind, card.id_number, card.name))

    def _missed(self, reason: str) -> Said | None:
        """Told once: after some tries, or at once where trying again cannot help."""
        self._misses += 1
        # Modules that do not let go of a card they have read may refuse it from then on.
        due = not self._lying and self._misses == (1 if reason == "other_card" else TRIES)
        return Said("id_card", trouble=reason) if due else None

    def _new(self, said: Said) -> Said | None:
        mark = blake2b(said.id_number.encode(), key=self._salt).digest()
        before, self._lying, self._misses = self._lying, mark, 0
        return said if mark != before else None

    def _ask(self, command: Command) -> Answer:
        """Raises PipeError: `mute`, `garbled` (bytes, but none of them right), `unauthorised`, and the pipe's own."""
        seconds = self._seconds[command == samv.READ]
        broken, end = self._frames.broken, self._monotonic() + seconds
        self._pipe.write(samv.request(command))
        heard = False
        # What is there is heard also by a box that was held up for longer than the module was.
        while (left := end - self._monotonic()) > 0 or not heard:
            if not (data := self._pipe.read(CHUNK, max(left, 0.0))):
                break
            heard = True
            for answer in filter(None, map(samv.answer, self._frames.feed(data))):
                if answer.word == "not_authorised":
                    raise PipeError("unauthorised", f"{self._pipe.url}: its module may not read cards")
                return answer
        self._frames.clear()
        if self._frames.broken > broken or heard:
            raise PipeError("garbled", f"{self._pipe.url} sends bytes that are no answer")
        raise PipeError("mute", f"{self._pipe.url} does not answer")

    def _drain(self) -> None:
        """Throw away what is still coming; whoever never stops sending is garbled."""
        self._frames.clear()
        end = self._monotonic() + self._seconds[0]
        while self._pipe.read(CHUNK, 0):
            if self._monotonic() > end:
                raise PipeError("garbled", f"{self._pipe.url} does not stop sending")
