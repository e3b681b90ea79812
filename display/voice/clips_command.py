"""`paihao clips`: which recordings a hall still needs, filling them with a voice, judging those there are."""

from __future__ import annotations

import tempfile
from importlib.metadata import entry_points
from pathlib import Path

import click
import msgspec

from display.voice import feed, sound
from display.voice.clip_sync import describe
from display.voice.clips import Manifest, bare, files, joined_up, read
from display.voice.config import NeuralFile, VoiceFile
from display.voice.engines import Voices, make
from display.voice.neural import LOAD_SECONDS
from display.voice.process import VoiceError
from display.voice.recording import NotWav, recording

PACE = 200
"""Single words are said faster than calls: the pauses between them come on top."""
QUIET_DB, CLIPPED_PARTS = -45.0, 0.001
SYLLABLE_SECONDS = (0.06, 1.2)

HALL = click.option(
    "--hall", "file", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The hall's profile.",
)  # fmt: skip
FOLDER = click.option(
    "--folder", required=True, type=click.Path(path_type=Path, file_okay=False),
    help="The recordings: one folder a language.",
)  # fmt: skip
LANGUAGE = click.option("--language", help="Only this language, such as zh or teo.")


@click.group("clips")
def command() -> None:
    """Recorded pieces of calls: list, fill, check."""


@command.command("missing")
@HALL
@FOLDER
@LANGUAGE
def missing(file: Path, folder: Path, language: str | None) -> None:
    """List what is not recorded yet: file name and words. Exit status 1 if there is anything."""
    lacking = {tongue: absent(folder / tongue, pieces) for tongue, pieces in needed(file, language).items()}
    for tongue, pieces in lacking.items():
        click.echo(f"{tongue}: {f'{len(pieces)} missing' if pieces else 'complete'}")
        for name, text in pieces:
            click.echo(f"  {tongue}/{name}.wav\t{text}")
    if any(lacking.values()):
        raise SystemExit(1)


@command.command("fill")
@HALL
@FOLDER
@LANGUAGE
@click.option("--engine", type=click.Choice(["espeak", "neural"]), default="espeak", show_default=True)
@click.option("--speaker", default=NeuralFile().speaker, show_default=True, help="Of the neural voice.")
@click.option("--voices", default="", help="The folder of the neural voice's speakers.")
def fill(file: Path, folder: Path, language: str | None, engine: str, speaker: str, voices: str) -> None:
    """Have a voice say what nobody has recorded; what is recorded stays."""
    wanted = needed(file, language)
    config = VoiceFile(
        order={tongue: (engine,) for tongue in wanted}, patience=LOAD_SECONDS,
        neural=NeuralFile(speaker=speaker, voices=voices),
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="paihao-fill-") as home:
        try:
            voice = make(config, Path(home))
            for tongue, pieces in wanted.items():
                count = filled(voice, folder / tongue, tongue, pieces)
                click.echo(f"{tongue}: {count} made by {engine}, {len(pieces) - count} were there")
        except (ValueError, OSError) as error:
            raise click.ClickException(str(error)) from error
        except VoiceError as error:
            raise click.ClickException(f"{engine}: {error}") from error
        finally:
            if "voice" in locals():
                voice.close()


@command.command("check")
@FOLDER
@LANGUAGE
def check(folder: Path, language: str | None) -> None:
    """Judge every recording: readable, loud enough, not clipped, as long as its words. Exit status 1 if one is bad."""
    bad = 0
    for place in sorted(p for p in folder.glob("*") if p.is_dir() and language in (None, p.name)):
        manifest = manifest_of(place)
        recorded = files(place, manifest)
        faults = {path.name: fault for words, path in recorded.items() if (fault := judged(path, words))}
        click.echo(f"{place.name}: {len(recorded)} recordings, {len(faults) or 'none'} bad")
        for name, fault in faults.items():
            click.echo(f"  {name}: {fault}")
        bad += len(faults)
    if bad:
        raise SystemExit(1)


def needed(file: Path, language: str | None) -> dict[str, list[tuple[str, str]]]:
    """Language → (file name, words), as the hub has them too. Raises click.ClickException."""
    (point,) = entry_points(group="paihao.recordings", name="needed")
    try:
        known: dict[str, list[tuple[str, str]]] = point.load()(file)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if language and language not in known:
        raise click.ClickException(f"this hall records no {language!r}; it has: {', '.join(known)}")
    return {tongue: pieces for tongue, pieces in known.items() if language in (None, tongue)}


def absent(folder: Path, pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    recorded = files(folder, manifest_of(folder, dict(pieces)))
    return [(name, text) for name, text in pieces if bare(text) not in recorded]


def manifest_of(folder: Path, texts: dict[str, str] | None = None) -> Manifest:
    """The folder's own; names of the hall's list say what that says. Raises click.ClickException."""
    try:
        found = read(folder)
    except VoiceError as error:
        raise click.ClickException(str(error)) from error
    return msgspec.structs.replace(found, texts={**(texts or {}), **found.texts})


def filled(voice: Voices, folder: Path, language: str, pieces: list[tuple[str, str]]) -> int:
    """How many were made. Raises VoiceError, OSError."""
    lacking = absent(folder, pieces)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in lacking:
        sound.write(folder / f"{name}.wav", joined_up(voice.render(language, text, PACE)))
    describe(folder, language, {name: text for name, text in pieces if (folder / f"{name}.wav").exists()})
    return len(lacking)


def judged(path: Path, words: str) -> str:
    """What is wrong with a recording, in words; "" when it is well."""
    try:
        samples = recording(path)
    except (NotWav, OSError) as error:
        return f"cannot be read: {error}"
    said = sound.trimmed(samples)
    if not said or sound.loudness(said) < QUIET_DB:
        return "too quiet: nothing to be heard"
    if sum(abs(value) >= sound.FULL - 1 for value in said) > CLIPPED_PARTS * len(said):
        return "too loud: the recording is clipped"
    shortest, longest = (limit * max(1, feed.syllables("zh", words)) for limit in SYLLABLE_SECONDS)
    if not shortest <= sound.seconds(said) <= longest:
        return f"{sound.seconds(said):.1f} s cannot be «{words}»: it should last {shortest:.1f} to {longest:.1f} s"
    return ""
