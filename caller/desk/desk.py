"""One window of the hub as a device beside it has it: the live view, who is signed in, and one act at a time.

Acts run in a thread of the desk's own, so that neither a serial line nor a screen waits for the hub. What may be done
the hub says; a press carries the ticket that was shown when it was made.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from caller.desk import acts
from server.client import HubClient, HubRefusal, HubUnreachable, ViewCopy
from server.protocol import Json

log = logging.getLogger("paihao.desk")

PATIENCE = 4.0
"""Seconds that a press is asked again when its answer was lost; a clerk does not wait longer without a word."""
ANSWER_SECONDS = 6.0
PROFILE_KINDS = ("profile.changed", "day.opened")
"""What may come with another profile of the hall; a snapshot may, too."""
TOLD = {"transfer": ("service", "window", "zone"), "complete": ("outcome",)}
"""What was asked for and is said with what became of it: by then the clerk may have pressed on."""
Word = tuple[str, Json]
"""What is said of an act: its code and its facts."""


@dataclass(frozen=True)
class Seen:
    """The window's view at a moment: the `ticket` here, all `tickets` of the view, the latest of each state."""

    seq: int = -1
    linked: bool = False
    window: Json | None = None
    ticket: Json | None = None
    tickets: tuple[Json, ...] = ()
    queues: tuple[Json, ...] = ()
    states: Mapping[str, Json] = field(default_factory=dict)

    @property
    def here(self) -> str | None:
        """The id of the ticket at the window."""
        return self.window["ticket"] if self.window else None

    @property
    def waiting(self) -> int:
        return sum(t["status"] == "waiting" for t in self.tickets)

    @property
    def ring(self) -> bool:
        """Whether this idle window is the one that should call."""
        return bool((self.states.get("ring") or {}).get("ring"))


@dataclass(frozen=True)
class Hear:
    """Who is told: `changed` after each change of the view, `happened` what kinds of events caused it, `said` what
    became of an act, after what it changed and when the next may begin. Called in the desk's or the view's thread; must
    be quick."""

    changed: Callable[[Seen], None] = lambda seen: None
    happened: Callable[[list[Json]], None] = lambda events: None
    said: Callable[[str, Json], None] = lambda code, facts: None


class Desk:
    """`agent` is the device's own client, `window` the id; `start` begins, `close` ends."""

    def __init__(self, agent: HubClient, window: str, hear: Hear, *, patience: float = PATIENCE) -> None:
        self.agent, self.window, self._hear, self._patience = agent, window, hear, patience
        self.path = f"{agent.path}/windows/{quote(window, safe='')}"
        self.person: str | None = None
        self.stale = threading.Event()
        """The hall's profile may be another one since."""
        self._session: HubClient | None = None
        self._view = Seen()
        self._answer: Json | None = None
        self._joined_anew = True
        self._live: Any = None
        self._watching: HubClient | None = None
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._under_way: list[Json | None] = []
        self._pressing, self._telling = threading.Lock(), threading.Lock()
        self._note: Word | None = None
        self._thread = threading.Thread(target=self._run, name=f"desk-{window}", daemon=True)

    def start(self, *, watching: bool = True) -> None:
        """`watching`: follow the view with the agent's own token; else from the first sign-in on."""
        self._thread.start()
        if watching:
            self._watch(self.agent)

    def close(self) -> None:
        """Nothing is told any more; a session that is still open is ended."""
        if self._live:
            self._live.close(0.5)
        self._work.put(None)
        self._thread.join(ANSWER_SECONDS)

    @property
    def seen(self) -> Seen:
        """The newer of the live view and what the last act answered."""
        view, answer = self._view, self._answer
        if answer is None or answer["seq"] <= view.seq:
            return view
        window = answer["window"]
        told = [answer["ticket"], answer.get("finished"), *answer.get("tickets", ())]
        newer = {t["id"]: t for t in told if t}
        here = newer.get(window["ticket"])
        if here is None:
            here = next((t for t in view.tickets if t["id"] == window["ticket"]), None)
        tickets = {t["id"]: t for t in view.tickets}
        tickets |= {id: t for id, t in newer.items() if id in tickets or t["window"] == self.window}
        return replace(view, window=window, ticket=here, tickets=tuple(tickets.values()))

    @property
    def busy(self) -> bool:
        """Whether an act is under way."""
        return bool(self._under_way)

    # -- acting ------------------------------------------------------------------------------------

    def do(self, act: str, shown: Seen | None = None, /, **asked: Any) -> bool:
        """Begin an act of `acts.PATHS` on what is `shown`, else on what is seen now; False where nothing is known, or
        where nobody can have seen yet what the act before did."""
        seen = shown or self.seen
        if seen.window is None:
            return False
        body = acts.body(act, seen.window, seen.here, **asked)
        return self._begin(lambda: self._act(act, seen, body), seen)

    def sign_in(self, **who: str) -> bool:
        """`number` or `name` with `pin` or `password`; whoever it is opens the window."""
        return self._begin(lambda: self._sign_in(who))

    def leave(self) -> bool:
        """Close the window and end the session."""
        return self._begin(self._leave)

    def acknowledge(self, alarm: str) -> bool:
        """Say that an alarm was seen."""
        path = f"{self.agent.path}/alarms/{quote(alarm, safe='')}/acknowledge"

        def seen() -> None:
            self._by().post(path, {}, patience=self._patience)

        return self._begin(seen)

    def rate(self, level: int, source: str, ticket: str | None, key: str, patience: float) -> None:
        """What somebody pressed on the rater; asked again for `patience` seconds, and never twice for its key."""
        body = {"level": level, "source": source} | ({"ticket": ticket} if ticket else {})
        self.agent.post(f"{self.path}/rate", body, key, patience=patience)

    def tell(self, code: str, /, **facts: str) -> None:
        """A word to the clerk on the window's screen; if another follows at once, only that one is sent."""
        with self._pressing:
            self._note = (code, dict(facts))
        self._work.put(self._tell)

    def _begin(self, work: Callable[[], Word | None], shown: Seen | None = None) -> bool:
        """One act at a time, or a second press would be about what nobody has seen. The view may tell what an act did
        before its answer comes; the next press is about that, and waits for the answer."""
        with self._pressing:
            window = (shown or self.seen).window
            if self._under_way and window == self._under_way[-1]:
                return False
            self._under_way.append(window)

        def ended() -> None:
            with self._pressing:
                del self._under_way[0]
            self._tell_change()

        def one() -> None:
            try:
                word = work()
            finally:
                ended()
            if word:
                self._hear.said(*word)

        self._work.put(one)
        return True

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            try:
                work()
            except HubRefusal as refusal:
                self._refused(refusal)
            except HubUnreachable as error:
                log.warning("%s: %s", self.window, error)
                self._hear.said("offline", {})
            except Exception:
                log.exception("an act at %s failed", self.window)
        self._end_session()

    def _by(self) -> HubClient:
        """Whose act it is: the person's who is signed in, else the device's."""
        return self._session or self.agent

    def _post(self, verb: str, body: Json) -> Json:
        return self._by().post(f"{self.path}/{verb}", body, patience=self._patience, seconds=ANSWER_SECONDS)

    def _act(self, act: str, seen: Seen, body: Json) -> Word:
        self._answer = answer = self._post(acts.PATHS[act], body)
        code, facts = acts.said(act, seen.ticket, answer)
        return code, facts | {k: body[k] for k in TOLD.get(act, ()) if k in body}

    def _refused(self, refusal: HubRefusal) -> None:
        """A session that has ended is forgotten: the next sign-in makes another."""
        if refusal.status == 401 and refusal.code == "unauthenticated":
            self._session = self.person = None
        self._hear.said("refused", {"error": refusal.code, "detail": str(refusal), **refusal.facts})

    def _tell_change(self) -> None:
        """In turn: of two threads that tell at once, what the slower one has seen must not be told last."""
        with self._telling:
            self._hear.changed(self.seen)

    def _tell(self) -> None:
        with self._pressing:
            note, self._note = self._note, None
        if note is None:
            return
        try:
            self.agent.post(f"{self.path}/desk", {"code": note[0], "facts": note[1]}, patience=0)
        except (HubRefusal, HubUnreachable) as error:
            log.debug("the screen of %s was not told: %s", self.window, error)

    # -- who is here -------------------------------------------------------------------------------

    def _sign_in(self, who: Json) -> Word:
        body = {**who, "hall": self.agent.hall, "window": self.window}
        answer = self.agent.post("/session", body, patience=self._patience, seconds=ANSWER_SECONDS)
        self._end_session()
        self._session = HubClient(
            self.agent.base, answer["token"], self.agent.hall, stop=self.agent.stop, ca=self.agent.ca
        )
        self.person = answer["me"]["person"]
        if self._watching is not self.agent:
            self._watch(self._session)
        self._answer = self._post("open", {})
        return "signed_in", {}

    def _leave(self) -> Word:
        self._answer = answer = self._post("close", {"ticket": self.seen.here, "reason": "day_end"})
        self._end_session()
        return "close", {"left": answer.get("left", [])}

    def _end_session(self) -> None:
        session, self._session, self.person = self._session, None, None
        if session:
            try:
                session.delete("/session", patience=0)
            except (HubRefusal, HubUnreachable) as error:
                log.debug("a session ends by itself: %s", error)

    # -- watching ----------------------------------------------------------------------------------

    def _watch(self, client: HubClient) -> None:
        """Follow the view as this client; a session's link ends with the session."""
        if self._live:
            self._live.close(0.5)
        self._watching = client
        self._live = client.follow(
            "caller", window=self.window, on_change=self._changed, on_state=self._stated, on_link=self._linked
        )

    def _changed(self, copy: ViewCopy, update: Json | None) -> None:
        tickets, queues = tuple(copy.tickets.values()), tuple(copy.queues.values())
        window = copy.windows.get(self.window)
        here = copy.tickets.get(window["ticket"]) if window and window["ticket"] else None
        self._view = replace(
            self._view, seq=copy.seq, window=window, ticket=here, tickets=tickets, queues=queues
        )
        if update is None or any(event["kind"] in PROFILE_KINDS for event in update["events"]):
            self.stale.set()
        if update:
            self._hear.happened(update["events"])
        elif self._joined_anew:
            # The first snapshot holds all that was answered before; a hub that was restored may count from lower again.
            # A later one, such as of a day that opens, may still have been on its way when an act was answered.
            self._answer, self._joined_anew = None, False
        self._tell_change()

    def _stated(self, key: str, value: Json, at: str) -> None:
        self._view = replace(self._view, states={**self._view.states, key: value})
        if key in ("ring", "alarms", "hours", "waits"):
            self._tell_change()

    def _linked(self, connected: bool, refused: HubRefusal | None) -> None:
        self._view = replace(self._view, linked=connected)
        self._joined_anew = self._joined_anew or not connected
        if refused:
            self._hear.said("refused", {"error": refused.code, "detail": str(refused)})
        self._tell_change()
