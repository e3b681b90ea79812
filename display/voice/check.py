"""`paihao announce --check`: is there a voice, is there sound? Said in words, without a hub."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import click

from display.voice import phrase, sound
from display.voice.engine import VOICES
from display.voice.engines import USUAL, VoiceFile, Voices, Workshop
from display.voice.making import PACE
from display.voice.neural import LOAD_SECONDS
from display.voice.process import VoiceError
from display.voice.sound import Samples
from display.voice.speakers import SpeakerError, Speakers, Utterance

SAMPLE: dict[str, Any] = {"number": "A001", "sign": "3", "sign_en": "Window 3", "window": "", "zone": ""}


def sample(language: str) -> str:
    """A call as it would be said in a language; in Mandarin words where we have none of its own."""
    return phrase.english(SAMPLE) if language == "en" else phrase.chinese(SAMPLE)


def spoken(voice: Voices, language: str = "zh") -> Samples:
    """The sample as sound. Raises VoiceError."""
    return voice.render(language, sample(language), PACE)


def heard(workshop: Workshop, config: VoiceFile, zones: dict[str, Speakers], home: Path) -> int:
    """Say the sample in every language and from every speaker; the exit code, 0 when all was as wished."""
    voice, bad = workshop.voice(), 0
    said: list[tuple[str, Samples]] = []
    languages = list(dict.fromkeys(("zh", *config.order)))
    workshop.prepare([(language, sample(language), PACE) for language in languages], LOAD_SECONDS)
    for language in languages:
        try:
            made = spoken(voice, language)
        except VoiceError as error:
            bad += 1
            click.echo(f"{language}: no voice: {error}{advice(language, error)}", err=True)
            continue
        said.append((language, made))
        bad += bool(voice.trouble)
        engine = config.order.get(language, USUAL)[0]
        by = voice.trouble or (f"{engine}, voice {VOICES[language]}" if engine == "espeak" else engine)
        click.echo(f"{language}: made «{sample(language)}» in {sound.seconds(made):.1f} s: {by}")
    for zone, speakers in zones.items() if said else ():
        bad += not played(zone or "the whole hall", speakers, said, home / "check.wav")
    return 1 if bad else 0


def played(zone: str, speakers: Speakers, said: list[tuple[str, Samples]], file: Path) -> bool:
    """Whether every speaker of the zone took it."""
    whole = sound.announcement([made for _, made in said], 1, True)
    text = " ".join(sample(language) for language, _ in said)
    try:
        sound.write(file, whole)
        speakers.play(Utterance(file, sound.seconds(whole), "check", "A001", text), threading.Event())
    except (SpeakerError, OSError) as error:
        click.echo(f"{zone}: no sound: {error}", err=True)
        return False
    if speakers.trouble:
        click.echo(f"{zone}: {speakers.trouble}", err=True)
        return False
    click.echo(f"{zone}: played {sound.seconds(whole):.1f} s on {speakers}")
    return True


def advice(language: str, error: VoiceError) -> str:
    return ". On Debian: apt install espeak-ng libespeak-ng1" if error.missing and language in VOICES else ""
