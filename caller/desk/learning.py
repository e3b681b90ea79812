"""The hall's profile, learned again once a desk's view says that it may be another one, without starting anew."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from caller.desk.desk import Desk
from server.client import HubClient, HubRefusal, HubUnreachable
from server.protocol import Json

log = logging.getLogger("paihao.desk")


def look(desks: Sequence[Desk], client: HubClient, learn: Callable[[Json], None]) -> None:
    """Asked now and then. `learn` is given the profile if it may have changed; later, if the hub is silent now."""
    stale = [desk for desk in desks if desk.stale.is_set()]
    if not stale:
        return
    for desk in stale:
        desk.stale.clear()
    try:
        learn(client.get(client.path, patience=0))
    except (HubRefusal, HubUnreachable) as error:
        log.debug("the hall could not be asked: %s", error)
        for desk in stale:
            desk.stale.set()
