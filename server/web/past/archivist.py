"""`python -m server.web.past.archivist FILE ANSWERS`: a process beside the hub that folds the past and tells of it.

One question a line in; out comes `=` or, for a refusal, `!`, and how many bytes of JSON stand in the open file ANSWERS.
It only reads the database, is nicer than the hub, and ends when the hub does, when a question takes too long, or when
nobody has asked for a while.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from server.domain.errors import HallError
from server.hub.past import film, past, whying
from server.hub.past.past import Past
from server.journal import verifying
from server.protocol import iso

Json = dict[str, Any]
NICER = 2
LONGEST, IDLE = 60, 600
"""Seconds for one question, and without any."""
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


def marks(
    folds: Past, conn: sqlite3.Connection, hall: str, day: str, after: int, limit: int, department: str | None,
    reader: str | None, today: str,
) -> Json:  # fmt: skip
    of = past.day(conn, hall, day)
    made = folds.hall(conn, of)
    found, following = film.marks(conn, of, made, after, limit, department, reader, today)
    return {
        "day": day, "first": of.after + 1, "last": of.last, "marks": found, "next": _next(following),
        "names": whying.names(made, made.window, made.service),
    }  # fmt: skip


def at(folds: Past, conn: sqlite3.Connection, hall: str, day: str, seq: int, department: str | None) -> Json:
    return film.at(folds, conn, past.day(conn, hall, day), seq, department)


def updates(
    folds: Past, conn: sqlite3.Connection, hall: str, day: str, after: int, limit: int, department: str | None
) -> Json:
    sent, following = film.updates(folds, conn, past.day(conn, hall, day), after, limit, department)
    return {"updates": sent, "next": _next(following)}


def check(folds: Past, conn: sqlite3.Connection, hall: str, heads: str, after: int, limit: int) -> Json:
    found = verifying.check(conn, hall, verifying.heads(heads), after, limit)
    f = found.fault
    return {
        "last": found.last, "total": past.last(conn, hall), "next": None if f or found.ended else str(found.last),
        "heads": [{"day": h.day, "seq": h.seq, "hash": h.hash} for h in found.heads],
        "fault": f and {"what": f.what, "seq": f.seq, "sure": f.sure, "day": f.day, "kind": f.kind, "at": iso(f.at)},
    }  # fmt: skip


QUESTIONS: dict[str, Callable[..., Json]] = {
    "why": whying.why, "skipped": whying.skipped, "marks": marks, "at": at, "updates": updates, "check": check,
}  # fmt: skip


def _next(seq: int | None) -> str | None:
    return None if seq is None else str(seq)


def answered(folds: Past, path: Path, line: bytes) -> tuple[str, bytes]:
    """`=` or `!`, and JSON; what nobody foresaw is told to the log and refused."""
    asked = _decode(line)
    conn = sqlite3.connect(path.absolute().as_uri() + "?mode=ro", uri=True, isolation_level=None)
    try:
        conn.execute("begin")
        return "=", _encode(QUESTIONS[asked.pop("ask")](folds, conn, **asked))
    except HallError as refusal:
        return "!", _encode({"code": refusal.code, "detail": refusal.detail, "facts": refusal.facts})
    except Exception:
        traceback.print_exc()
        return "!", _encode({"code": "internal", "detail": "", "facts": {}})
    finally:
        conn.close()


def main(file: str, answers: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICER)
    folds, path = Past(), Path(file)
    signal.alarm(IDLE)
    for line in sys.stdin.buffer:
        signal.alarm(LONGEST)
        what, told = answered(folds, path, line)
        os.ftruncate(answers, 0)
        written = 0
        while written < len(told):
            written += os.pwrite(answers, told[written:], written)
        print(what, len(told), flush=True)
        signal.alarm(IDLE)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
