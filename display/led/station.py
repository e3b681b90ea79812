"""One card and the strips on it: what it should show, what it shows, and what is to be said to it next. No threads.

The line it hangs on gives it turns (`line.py`). A failed try is repeated, always with the newest words: a text that was
overtaken is never sent, and a call of another window is another strip's, so none is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from display.led.face import Wanted, face
from display.led.letters import cells, fit
from display.led.spot import NEVER, Spot
from display.led.talk import Card, CardError, Lit, Talk

TRIES = 3
RETRY_SECONDS = 0.1
PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds between tries of a card that has failed three times; others on its line have their turns meanwhile."""
PING_SECONDS = 30.0
REFRESH_SECONDS = 300.0
REFRESH_UNASKED = 60.0
"""For a card that answers but cannot be pinged; one that cannot even answer may have been off and on."""
REFRESH_DEAF = 30.0
AWAKE = ("busy", "checksum", "refused")
"""Reasons a card that is there gives; after any other it may have been switched off, and is greeted again."""


class Task(NamedTuple):
    """Something to say. `at` None: it concerns the whole card, with `level` for its brightness."""

    talk: Talk
    at: int | None = None
    lits: tuple[Lit, ...] = ()
    wanted: tuple[Wanted | None, ...] = ()
    level: int | None = None
    must: bool = True


class Station:
    """`bright` answers the percent of brightness at a local time, None to leave it alone."""

    def __init__(
        self,
        card: Card,
        spots: list[Spot],
        *,
        local: Callable[[], datetime],
        bright: Callable[[datetime], int | None] = lambda now: None,
        refresh: float | None = None,
        flash: bool = True,
    ) -> None:
        self.card, self.spots = card, spots
        self._local, self._bright = local, bright
        self._flash = flash and card.blanks
        self._pings = card.ping() is not None
        usual = (REFRESH_SECONDS if self._pings else REFRESH_UNASKED) if card.answers else REFRESH_DEAF
        self._refresh = refresh or usual
        self.fails, self.trouble, self.remark = 0, "", ""
        self.renew = False
        """Set by another thread: greet the card and send everything again."""
        self._rest_until = self._heard_at = self._fresh_at = NEVER
        self._greeted = False
        self._level: int | None = None
        self._turn = 0

    def due(self, now: float) -> Task | float:
        """The next thing to say, or the moment to ask again."""
        if self.renew:
            self.renew, self._rest_until = False, NEVER
            self._anew()
        if now < self._rest_until:
            return self._rest_until
        if not self._greeted:
            if talk := self.card.greet(self._local()):
                return Task(talk, must=False)
            self._greeted = True
        if now - self._fresh_at >= self._refresh:
            self._forget()
            self._fresh_at = now
        found = self._due_spot(now)
        return found if isinstance(found, Task) else self._due_card(now, found)

    def _due_card(self, now: float, later: float) -> Task | float:
        level = self._bright(self._local())
        if level is not None and level != self._level and (talk := self.card.bright(level)):
            return Task(talk, level=level, must=False)
        ping_at = self._heard_at + PING_SECONDS if self._pings else now + PING_SECONDS
        if now >= ping_at and (talk := self.card.ping()):
            return Task(talk)
        return min(later, ping_at, self._fresh_at + self._refresh)

    def _due_spot(self, now: float) -> Task | float:
        """The next strip, in turn, that stands otherwise than it should; else when the first changes by itself."""
        later, count = now + PING_SECONDS, len(self.spots)
        wanted = tuple(spot.wanted for spot in self.spots)
        seen = [self._lit(spot, want, now) for spot, want in zip(self.spots, wanted, strict=True)]
        for n in (*range(self._turn, count), *range(self._turn)):
            spot, want, (lit, until) = self.spots[n], wanted[n], seen[n]
            if want is None and not spot.overlay:
                continue
            later = later if until is None else min(later, until)
            if lit == spot.shown:
                if want and not spot.overlay:
                    spot.as_of(want.seq)
            elif spot.unfit is None or spot.unfit[0] != lit:
                if now >= spot.sent_at + self.card.pace:
                    self._turn, spot.sent_at = (n + 1) % count, now
                    lits = [one for one, _ in seen]
                    lits[n] = self._aloud(spot, lit, want)
                    return Task(self.card.show(lits, n), n, tuple(lits), wanted)
                later = min(later, spot.sent_at + self.card.pace)
        return later

    def _lit(self, spot: Spot, wanted: Wanted | None, now: float) -> tuple[Lit, float | None]:
        """What the strip shows now, and until when."""
        if spot.overlay and now < spot.overlay[1]:
            return replace(spot.place, lines=spot.overlay[0]), spot.overlay[1]
        wanted = wanted or Wanted()
        still = wanted if self._flash else replace(wanted, since=None)
        seen = face(still, now, self.card.pace, self.card.flashes)
        return replace(spot.place, lines=seen.lines, flashing=seen.flashing), seen.until

    def _aloud(self, spot: Spot, lit: Lit, wanted: Wanted | None) -> Lit:
        """With the words to be said, when this call has not been said yet."""
        if not (wanted and wanted.spoken and wanted.since is not None) or spot.said == wanted.called:
            return lit
        return replace(lit, spoken=wanted.spoken) if lit.lines == wanted.lines else lit

    def _forget(self) -> None:
        """All is sent anew at the next turns."""
        for spot in self.spots:
            spot.shown = spot.unfit = None
            spot.sent_at = NEVER

    def _anew(self) -> None:
        """As after switching on: greeted, and everything sent again."""
        self._greeted, self._level = False, None
        self._forget()

    def done(self, task: Task, now: float) -> None:
        """The card has understood."""
        self.fails, self.trouble, self._heard_at = 0, "", now
        if task.at is not None:
            for n in range(len(self.spots)) if self.card.whole else (task.at,):
                self._took(self.spots[n], task.lits[n], task.wanted[n], now)
        elif task.level is not None:
            self._level = task.level
        else:
            self._greeted = True
        self._tell()

    def _took(self, spot: Spot, lit: Lit, wanted: Wanted | None, now: float) -> None:
        spot.shown, spot.unfit = lit, None
        spot.lost = "".join(dict.fromkeys("".join(fit(line, self.card.encoding).lost for line in lit.lines)))
        room = lit.width / self.card.cell if self.card.cell else float("inf")
        spot.wide = next((line for line in lit.lines if cells(line) > room), "")
        if lit.spoken and wanted:
            spot.said = wanted.called
        if spot.overlay and now >= spot.overlay[1]:
            spot.overlay = None
        if wanted and not spot.overlay:
            spot.as_of(wanted.seq)

    def failed(self, task: Task, error: CardError, now: float) -> None:
        """A try was in vain. Three, and the strips are faulty until one succeeds."""
        spot = None if task.at is None else self.spots[task.at]
        if spot and error.reason in ("unfit", "refused"):
            spot.shown, spot.unfit = None, (task.lits[task.at or 0], str(error))
        elif not task.must and error.reason in ("unfit", "refused"):
            self._passed_over(task, str(error))
        else:
            self._stumbled(task, error, spot, now)
        self._tell()

    def _stumbled(self, task: Task, error: CardError, spot: Spot | None, now: float) -> None:
        if spot and task.lits[task.at or 0].spoken and not error.certain:
            # It may have been said, and only its answer lost: shown again, but not said again.
            wanted = task.wanted[task.at or 0]
            spot.said = wanted.called if wanted else None
        if spot:
            spot.shown, spot.sent_at = None, NEVER
        self.fails += 1
        if self.fails >= TRIES:
            self.trouble = str(error)
            if error.reason not in AWAKE:
                self._anew()
        tired = self.fails - TRIES
        self._rest_until = now + (RETRY_SECONDS if tired < 0 else PAUSES[min(tired, len(PAUSES) - 1)])

    def _passed_over(self, task: Task, words: str) -> None:
        """A card that does not know its clock or brightness is a card all the same."""
        self.remark = words
        if task.level is not None:
            self._level = task.level
        else:
            self._greeted = True

    def lost_line(self) -> None:
        """The connection broke: the card may have been switched off and on."""
        self.card.hung_up()
        self._forget()

    def _tell(self) -> None:
        for spot in self.spots:
            if self.trouble:
                spot.told.tell("fault", self.trouble)
            elif spot.unfit:
                spot.told.tell("fault", spot.unfit[1])
            elif spot.note:
                spot.told.tell("fault", spot.note)
            elif spot.lost:
                spot.told.tell("warning", f"the card cannot show: {spot.lost}")
            elif spot.wide:
                spot.told.tell("warning", f"wider than the strip: {spot.wide}")
            else:
                spot.told.tell("warning" if self.remark else "ok", self.remark)
