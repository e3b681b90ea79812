"""Ratings on their way to the hub: none is lost because the hub is away for some minutes, none is sent twice."""

from __future__ import annotations

import logging
import queue
import threading
import uuid

from caller.desk.desk import Desk
from server.client import HubRefusal, HubUnreachable

log = logging.getLogger("paihao.keypad")

PATIENCE = 300.0
"""Seconds; the hub takes a rating for some minutes after the visit only."""


class Ratings:
    """One thread for all raters of an agent: while the hub is away, every one of them waits for it."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._waiting: queue.SimpleQueue[tuple[Desk, int, str | None, str] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="ratings", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self, seconds: float = 2.0) -> None:
        self._waiting.put(None)
        self._thread.join(seconds)

    def put(self, desk: Desk, level: int, ticket: str | None) -> None:
        """`ticket` is the visit it is about; None for the one that ended last."""
        self._waiting.put((desk, level, ticket, str(uuid.uuid4())))

    def _run(self) -> None:
        while (rating := self._waiting.get()) is not None:
            desk, level, ticket, key = rating
            try:
                desk.rate(level, "rater", ticket, key, self._patience)
                log.info("window %s: rated %d", desk.window, level)
                desk.tell("rated")
            except (HubRefusal, HubUnreachable) as error:
                # What was pressed late or twice counts for nothing, and nobody waits for an answer.
                log.info("window %s: a rating was not taken: %s", desk.window, error)
            except Exception:
                log.exception("a rating could not be sent")
