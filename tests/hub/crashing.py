"""`paihao` that dies like kill -9 right after the commit of its n-th call, before any screen hears of it.

Run as `python crashing.py N serve …`. Only this file knows how to die; the hub is the real one.
"""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    calls = int(sys.argv.pop(1))
    from server import runtime

    runtime.patch()
    from server.journal.store import Store

    commit = Store.commit

    def commit_and_die(store: Store) -> None:
        commit(store)
        row = store.one("select count(*) from journal where kind = 'ticket.called'")
        if row and row[0] >= calls:
            os.kill(os.getpid(), signal.SIGKILL)

    Store.commit = commit_and_die  # type: ignore[method-assign]
    from server.commands.group import paihao

    paihao(prog_name="paihao")


if __name__ == "__main__":
    main()
