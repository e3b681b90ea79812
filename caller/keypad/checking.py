"""`paihao keypad --check`: beep every keypad, listen for a while, and tell in words what came. No hub is needed."""

from __future__ import annotations

import time

import click

from caller.keypad import frames
from caller.keypad.config import Keypad, KeypadFile
from caller.keypad.frames import Frame, Key, Value
from server.agent.keys import KeysError, keyboards, open_keys
from server.agent.pipe import Pipe, PipeError, open_pipe

LISTEN_SECONDS = 15.0


def check(file: KeypadFile, seconds: float = LISTEN_SECONDS) -> None:
    """Raises click.ClickException when a line or a pad is not there."""
    troubles = [trouble for pad in file.pads if (trouble := _pad(pad.keys, pad.window))]
    if file.pipe:
        try:
            troubles += _line(open_pipe(file.pipe), file, seconds)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    if troubles:
        raise click.ClickException("\n".join(troubles))


def _pad(keys: str, window: str) -> str:
    try:
        with open_keys(keys) as there:
            click.echo(f"window {window}: {there.path} is there and can be grabbed")
            return ""
    except KeysError as error:
        known = "; ".join(f"{path} {name!r}" for path, name in keyboards())
        return f"window {window}: {error} ({error.reason}). Plugged in here: {known or 'none'}"


def _line(pipe: Pipe, file: KeypadFile, seconds: float) -> list[str]:
    rows = {row.address: row for row in file.keypads}
    reader, silent, end = frames.Reader(), set(rows), time.monotonic() + seconds
    try:
        for address in rows:
            pipe.write(frames.beep(address))
            click.echo(f"address {address}, window {rows[address].window}: told to beep")
            time.sleep(0.05)
        click.echo(f"press a key on each keypad and rater now; listening for {seconds:.0f} s")
        while silent and (left := end - time.monotonic()) > 0:
            for frame in reader.feed(pipe.read(256, min(left, 0.5))):
                pipe.write(frames.acknowledged(frame))
                click.echo(heard(frame, rows.get(frame.address)))
                silent.discard(frame.address)
    except PipeError as error:
        return [f"{file.pipe}: {error}"]
    finally:
        pipe.close()
    if reader.spoilt:
        click.echo(f"{reader.spoilt} frames had a wrong sum: look at the cable, its shield and its ends")
    return [f"address {a}, window {rows[a].window}: nothing heard" for a in sorted(silent)]


def heard(frame: Frame, row: Keypad | None) -> str:
    """A frame in words, and what it would do."""
    said = frames.meant(frame)
    at = f"address {frame.address}, {f'window {row.window}' if row else 'which is in no [[keypads]]'}"
    if isinstance(said, Value):
        level = row.level(said.value) if row else 0
        return f"{at}: the rater's value {said.value}, which counts as {level or 'no rating'}"
    if isinstance(said, Key):
        return f"{at}: the key {said.name}" + (f" after {said.digits}" if said.digits else "")
    return f"{at}: a key without meaning ({frame.data.hex(' ')})"
