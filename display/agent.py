"""`paihao announce`: the voice of a hall, in a process of its own.

Reads file and options, checks voices and speakers before anything is said, enters the hub, and stops cleanly.
The work of each zone is in `display.voice`.
"""

from __future__ import annotations

import contextlib
import logging
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from display.voice import check
from display.voice.ahead import Ahead
from display.voice.engines import Workshop
from display.voice.file import AnnounceFile, announce_file, opened
from display.voice.process import VoiceError
from display.voice.speakers import Speakers
from display.voice.zone import Zone
from server.agent.config import ConfigError
from server.agent.enter import enter, until_told
from server.agent.presence import Presence
from server.client import HubClient, HubRefusal, HubUnreachable, pauses
from server.protocol import Json

FINISH_SECONDS = 15.0

log = logging.getLogger("paihao.announce")


@click.command("announce")
@click.option(
    "--config",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The announcer's TOML file; options go before it.",
)
@click.option("--hub", metavar="URL", help="The hub, such as http://10.0.0.2:8080.")
@click.option("--hall", metavar="ID", help="The hall's id.")
@click.option(
    "--zone", "zones", multiple=True, metavar="ID", help="A zone; again for more. None: all as one."
)
@click.option(
    "--speaker",
    "speakers",
    multiple=True,
    metavar="URL",
    help="alsa://DEVICE, pulse://SINK, pipewire://NODE, windows://default, or virtual://NAME for files. "
    "One for all zones, or one for each in order.  [default: alsa://default]",
)
@click.option("--token-file", metavar="FILE", help="The agent's token; made by pairing if it does not exist.")
@click.option("--token", envvar="PAIHAO_TOKEN", hidden=True)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where sentences made before are kept and virtual speakers live; else a passing folder, and here.",
)
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="Say a sentence from every speaker, tell which voice spoke, and stop.",
)
def command(
    path: Path | None, hub: str | None, hall: str | None, zones: tuple[str, ...], speakers: tuple[str, ...],
    token_file: str | None, token: str | None, data: Path | None, only_check: bool,
) -> None:  # fmt: skip
    """Say the calls of a hall's zones over loudspeakers."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        file = announce_file(path, zones, speakers, data, hub=hub, hall=hall, token_file=token_file)
        with housed(file.data) as home:
            heard = opened(file, Path(file.data or "."))
            workshop = Workshop(file.voice, home)
            try:
                if only_check:
                    raise SystemExit(check.heard(workshop, file.voice, heard, home))
                announce(file, heard, workshop, home, token)
            finally:
                workshop.close()
    except ValueError as error:  # a file, a speaker or a voice that cannot be, in words
        raise click.UsageError(str(error)) from error


def announce(
    file: AnnounceFile, heard: dict[str, Speakers], workshop: Workshop, home: Path, token: str | None
) -> None:
    """Until told to stop; then each zone finishes its sentence. Told twice, at once."""
    voiced(workshop)
    stop = until_told()
    hub = enter(file, "voice", stop, token)
    hall = known(hub, file) if hub else None
    if not hub or not hall:
        return
    presence = Presence(hub, stop)
    zones = []
    for zone in file.zones:
        id = zone.id or None
        voice, device = workshop.voice(), file.named(zone)
        ahead = Ahead(hall, id, workshop.expects, workshop.expect, partial(getattr, voice, "pace"))
        zones.append(Zone(hub, presence, device, id, heard[zone.id], voice, home, ahead.changed))
    presence.start()
    workshop.follow(hub)
    for each in zones:
        each.start()
    click.echo(f"announcing {hub.hall}: stop with Ctrl-C")
    stop.wait()
    until = time.monotonic() + FINISH_SECONDS
    for each in zones:
        each.finish(until)
    presence.wake()


def voiced(workshop: Workshop) -> None:
    """A machine on which nothing can speak is told now, and not at the first call."""
    voice = workshop.voice()
    try:
        check.spoken(voice)
    except VoiceError as error:
        if error.missing:
            raise click.ClickException(f"no voice: {error}{check.advice('zh', error)}") from error
        log.warning("the voice cannot speak yet: %s", error)
    finally:
        voice.close()


def known(hub: HubClient, file: AnnounceFile) -> Json | None:
    """The hall's public profile, which has all our zones; None when told to stop before it came."""
    for pause in pauses(1.0, 10.0):
        try:
            hall = hub.get(hub.path, patience=0)
            break
        except (HubUnreachable, HubRefusal) as error:
            if isinstance(error, HubRefusal) and error.status < 500:
                raise click.ClickException(f"the hub has no hall {hub.hall!r} ({error})") from error
            log.warning("%s; trying again", error)
        if hub.stop.wait(pause):
            return None
    zones = [zone["id"] for zone in hall["zones"]]
    for zone in file.zones:
        if zone.id and zone.id not in zones:
            raise click.ClickException(
                f"the hall {hub.hall} has no zone {zone.id!r}; it has: {', '.join(zones)}"
            )
    return hall


@contextlib.contextmanager
def housed(data: str) -> Iterator[Path]:
    """The folder for sentences; a passing one when none is given. Raises ConfigError."""
    if not data:
        with tempfile.TemporaryDirectory(prefix="paihao-voice-") as folder:
            yield Path(folder)
        return
    try:
        Path(data).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{data} cannot be made: {error.strerror}") from error
    yield Path(data)
