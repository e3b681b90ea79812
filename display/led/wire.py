"""A conversation carried out on a pipe: send, wait for the answer, judge. One try; trying again is `line.py`'s.

Everything ends within the time the questions allow, whatever the line babbles.
"""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qs

from display.led.talk import MOST_HEARD, Ask, CardError, Talk
from server.agent.pipe import Pipe, PipeError, open_pipe, parted

READ = 4096
STALE_READS = 8
"""Chunks thrown away before a question: what came late belongs to an older one."""


def drive(pipe: Pipe, talk: Talk) -> str:
    """What the card said at the end. Raises CardError; PipeError becomes one."""
    heard: Any = None
    try:
        while True:
            try:
                ask = talk.send(heard)
            except StopIteration as end:
                return str(end.value or "sent")
            heard = _exchange(pipe, ask)
    except PipeError as error:
        raise CardError(error.reason, error.detail, certain=error.reason == "offline") from error
    except OverflowError as error:
        words = f"a number of its row or board is not one this card takes ({error})"
        raise CardError("unfit", words, certain=True) from error
    finally:
        talk.close()


def _exchange(pipe: Pipe, ask: Ask) -> Any:
    if ask.hear is None:
        pipe.write(ask.data)
        return None
    for _ in range(STALE_READS):
        if not pipe.read(READ, 0):
            break
    pipe.write(ask.data)
    return _answer(pipe, ask)


def _answer(pipe: Pipe, ask: Ask) -> Any:
    """Raises CardError: mute when nothing came, garbage when nothing of it was an answer."""
    assert ask.hear
    end = time.monotonic() + ask.seconds
    data = b""
    while (left := end - time.monotonic()) > 0:
        chunk = pipe.read(READ, left)
        if not chunk:
            continue
        data = (data + chunk)[-MOST_HEARD:]
        if (said := ask.hear(data)) is not None:
            return said
    if data:
        raise CardError("garbage", f"{len(data)} bytes came, none of them an answer: {data[:16].hex(' ')}")
    raise CardError("mute", f"no answer within {ask.seconds:g} s")


def open_line(url: str) -> Pipe:
    """Like `open_pipe`, and `virtual://FOLDER?card=onbon5` for a card made of software. Raises ValueError in words."""
    parts = parted(url)
    if parts.scheme != "virtual":
        return open_pipe(url)
    from display.led.virtual.pipe import VirtualPipe

    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return VirtualPipe(url, parts.netloc + parts.path, options)
