"""`paihao announce`: the voice of a hall, in a process of its own.

Reads the options, checks voice, speaker, hub, token and zones before anything is said, and stops cleanly.
The work of each zone is in `display.voice`.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import click

from display.voice import phrase, sound
from display.voice.announcer import PAUSES
from display.voice.engine import VOICES, Engine, VoiceError
from display.voice.speakers import Speaker, SpeakerError, Utterance, open_speaker
from display.voice.zone import Zone
from server.client import HubClient, HubRefusal, HubUnreachable

FINISH_SECONDS = 15.0
SAMPLE = {
    "number": "A001",
    "sign": "3",
    "sign_en": "Window 3",
    "window": "",
    "zone": "",
}

log = logging.getLogger(__name__)


@click.command("announce")
@click.option("--hub", "base", metavar="URL", help="The hub, such as http://10.0.0.2:8080.")
@click.option("--hall", metavar="ID", help="The hall's id.")
@click.option(
    "--zone", "zones", multiple=True, metavar="ID", help="A zone; again for more. None: all as one."
)
@click.option(
    "--speaker",
    "urls",
    multiple=True,
    metavar="URL",
    default=("alsa://default",),
    show_default=True,
    help="alsa://DEVICE, or virtual://NAME for files. One for all zones, or one for each in order.",
)
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file with the agent's token; else the environment's PAIHAO_TOKEN.",
)
@click.option("--token", envvar="PAIHAO_TOKEN", hidden=True)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where sentences made before are kept and virtual speakers live; else a passing folder, and here.",
)
@click.option("--check", is_flag=True, help="Say one sentence, tell which voice spoke it, and stop.")
def command(
    base: str | None,
    hall: str | None,
    zones: tuple[str, ...],
    urls: tuple[str, ...],
    token_file: Path | None,
    token: str | None,
    data: Path | None,
    check: bool,
) -> None:
    """Say the calls of a hall's zones over loudspeakers."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    with housed(data) as home:
        speakers = opened(urls, max(1, len(zones)), data or Path.cwd())
        voice, seconds = rehearse(speakers[0] if check else None)
        if check:
            click.echo(f"said «{phrase.chinese(SAMPLE)}» with the voice {voice} in {seconds:.1f} s")
            return
        if not base or not hall:
            raise click.UsageError("--hub and --hall are needed, except with --check")
        hub = signed_in(base, hall, token_of(token_file, token), zones)
        if hub:
            run([Zone(hub, zone, sp, home) for zone, sp in zip(zones or (None,), speakers, strict=True)], hub)


def run(zones: list[Zone], hub: HubClient) -> None:
    """Until told to stop; then each zone finishes its sentence. Told twice, at once."""
    for zone in zones:
        zone.start()
    click.echo(f"announcing {hub.hall}: stop with Ctrl-C")
    hub.stop.wait()
    until = time.monotonic() + FINISH_SECONDS
    for zone in zones:
        zone.finish(until)


def signed_in(base: str, hall: str, token: str, zones: tuple[str, ...]) -> HubClient | None:
    """A client whose hub is there, knows the token and has the zones; None when told to stop before that.

    A hub that is not there yet is waited for: after a power cut the boxes start in any order.
    """
    stop = threading.Event()
    stop_on_signals(stop)
    try:
        hub = HubClient(base, token, hall, stop=stop)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    at = 0
    while not stop.is_set():
        try:
            hub.me(patience=0)
            public = hub.get(hub.path, patience=0)
            break
        except HubRefusal as error:
            if error.status < 500:
                raise click.ClickException(refused(error, hall)) from error
            log.warning("the hub is not ready: %s; trying again", error)
        except HubUnreachable as error:
            log.warning("%s; trying again", error)
        stop.wait(PAUSES[min(at, len(PAUSES) - 1)])
        at += 1
    else:
        return None
    known = [zone["id"] for zone in public.get("zones", ())]
    for zone in zones:
        if zone not in known:
            raise click.ClickException(f"the hall {hall} has no zone {zone!r}; it has: {', '.join(known)}")
    return hub


def refused(error: HubRefusal, hall: str) -> str:
    """What the person at the box can do about it."""
    if error.status in (401, 403):
        return f"the hub refuses this token ({error}): make one with `paihao token new agent --hall {hall}`"
    if error.status == 404:
        return f"the hub has no hall {hall!r} ({error})"
    return f"the hub refuses: {error}"


def rehearse(speaker: Speaker | None) -> tuple[str, float]:
    """Make one sentence anew, so that a missing voice is told now; say it if there is a speaker."""
    text = phrase.chinese(SAMPLE)
    with tempfile.TemporaryDirectory(prefix="paihao-check-") as folder:
        return rehearsed(Engine(Path(folder)), text, Path(folder) / "check.wav", speaker)


def rehearsed(engine: Engine, text: str, file: Path, speaker: Speaker | None) -> tuple[str, float]:
    try:
        said = sound.announcement([engine.render("zh", text, 170)], 1, True)
        if speaker:
            sound.write(file, said)
            speaker.play(Utterance(file, sound.seconds(said), "check", "A001", text), threading.Event())
    except VoiceError as error:
        raise click.ClickException(
            f"no voice: {error}. On Debian: apt install espeak-ng libespeak-ng1"
        ) from error
    except (SpeakerError, OSError) as error:
        raise click.ClickException(f"no sound: {error}") from error
    finally:
        engine.close()
    return VOICES["zh"], sound.seconds(said)


def opened(urls: tuple[str, ...], zones: int, home: Path) -> list[Speaker]:
    """A speaker for each zone; a single one is shared, and its zones take turns."""
    if len(urls) not in (1, zones):
        raise click.UsageError(
            f"one --speaker for all zones, or one for each of the {zones}; not {len(urls)}"
        )
    try:
        speakers = [open_speaker(url, home) for url in urls]
    except (ValueError, OSError) as error:
        raise click.UsageError(str(error)) from error
    return speakers * zones if len(speakers) == 1 else speakers


def token_of(file: Path | None, token: str | None) -> str:
    if file is None:
        if not token:
            raise click.UsageError("a token is needed: --token-file FILE or the environment's PAIHAO_TOKEN")
        return token.strip()
    try:
        return file.read_text("utf-8").strip()
    except OSError as error:
        raise click.UsageError(f"{file} cannot be read: {error.strerror}") from error


@contextlib.contextmanager
def housed(data: Path | None) -> Iterator[Path]:
    """The folder for sentences; a passing one when none is given."""
    if data is None:
        with tempfile.TemporaryDirectory(prefix="paihao-voice-") as folder:
            yield Path(folder)
        return
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"{data} cannot be made: {error.strerror}") from error
    yield data


def stop_on_signals(stop: threading.Event) -> None:
    """The first signal lets the sentence end; the second ends the process as usual."""

    def told(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
