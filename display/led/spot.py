"""One strip as its card's line sees it: what is wanted, what is shown, and who is told how it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from display.led.face import Wanted
from display.led.talk import Lit

NEVER = float("-inf")


class Told(Protocol):
    """What is needed of `server.agent.presence.Beating`."""

    def tell(self, state: str, detail: str = "") -> None: ...

    def shown(self, seq: int) -> None: ...


@dataclass
class Spot:
    """A strip on the card. `wanted` and `overlay` are set by other threads, each as a whole."""

    id: str
    place: Lit
    told: Told
    wanted: Wanted | None = None
    """None until the hub has said anything: a strip is left as it is till then."""
    overlay: tuple[tuple[str, ...], float] | None = None
    """Lines that cover what is wanted, and until when."""
    shown: Lit | None = None
    seq: int | None = None
    sent_at: float = NEVER
    said: int | None = None
    unfit: tuple[Lit, str] | None = None
    """What the card will not take, and why; tried again when the words change, or at the next refresh."""
    lost: str = ""
    wide: str = ""
    """A line that is wider than the strip."""
    note: str = ""
    """What is wrong with the file, not with the card."""

    def want(self, wanted: Wanted) -> bool:
        """From another thread. True when only the seq is newer and nothing need be sent."""
        before, self.wanted = self.wanted, wanted
        if before is None or before.seen != wanted.seen:
            return False
        if self.seq == before.seq and not self.overlay:
            self.as_of(wanted.seq)
        return True

    def as_of(self, seq: int) -> None:
        """It is right as of that seq, and the hub may hear it."""
        if self.seq != seq:
            self.seq = seq
            self.told.shown(seq)
