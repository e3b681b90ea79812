"""Recordings made in the browser, as files of the data directory: `clips/HALL/LANGUAGE/PIECE.wav`.

A hall's announcers fetch them. Only pieces of the hall's list are ever written or read, so no request names a path.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import secrets
import wave
from pathlib import Path
from typing import Any

from server.domain.errors import HallError
from server.domain.profile import Hall
from server.journal.store import Full
from server.profiles import spoken
from server.protocol import iso

MOST_BYTES = 2 * 1024 * 1024
RATES = (8000, 48000)
SECONDS = (0.1, 20.0)


def listed(directory: Path, hall: Hall, language: str) -> list[dict[str, Any]]:
    """Every piece with what is recorded of it. Raises HallError(unknown_clip)."""
    return [
        {"piece": piece.id, "text": piece.text, "group": piece.group, "recorded": _known(path)}
        for piece in _pieces(hall, language)
        for path in (_path(directory, hall, language, piece.id),)
    ]


def read(directory: Path, hall: Hall, language: str, piece: str) -> tuple[bytes, str]:
    """A recording and its tag. Raises HallError(unknown_clip)."""
    path = _of_list(directory, hall, language, piece)
    try:
        sound = path.read_bytes()
    except FileNotFoundError:
        raise HallError("unknown_clip", f"«{piece}» is not recorded in {language} yet.") from None
    return sound, tag(sound)


def keep(directory: Path, hall: Hall, language: str, piece: str, sound: bytes) -> dict[str, Any]:
    """Put a recording in the place of an earlier one, whole or not at all.

    Raises HallError(unknown_clip, not_wav), Full.
    """
    path = _of_list(directory, hall, language, piece)
    check(sound)
    # A name of its own: two who record the same piece at once must not write into one another's file.
    part = path.with_name(f"{piece}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(sound)
        part.replace(path)
    except OSError as problem:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise Full(f"{path.parent}: {problem.strerror}") from problem
    return _known(path) or {}


def remove(directory: Path, hall: Hall, language: str, piece: str) -> bool:
    """Whether there was one. Raises HallError(unknown_clip)."""
    path = _of_list(directory, hall, language, piece)
    there = path.exists()
    path.unlink(missing_ok=True)
    return there


def check(sound: bytes) -> None:
    """Raises HallError(not_wav) for anything an announcer could not join."""
    try:
        with wave.open(io.BytesIO(sound), "rb") as wav:
            channels, width, rate, frames = wav.getparams()[:4]
            whole = len(wav.readframes(frames)) == frames * channels * width
    except (wave.Error, EOFError) as error:
        raise HallError("not_wav", f"This is no PCM WAV file: {error}") from None
    if not whole or width != 2 or channels not in (1, 2) or not RATES[0] <= rate <= RATES[1]:
        raise HallError("not_wav", "A recording is whole, 16 bit, of one or two channels, at 8 to 48 kHz.")
    if not SECONDS[0] <= frames / rate <= SECONDS[1]:
        raise HallError(
            "not_wav", f"A recording lasts {SECONDS[0]:g} to {SECONDS[1]:g} s, not {frames / rate:.1f}."
        )


def tag(sound: bytes) -> str:
    """An ETag: other bytes, another tag."""
    return f'"{hashlib.sha256(sound).hexdigest()[:16]}"'


def _pieces(hall: Hall, language: str) -> list[spoken.Piece]:
    known = spoken.languages(hall)
    if language not in known:
        raise HallError(
            "unknown_clip", f"Nothing is recorded in «{language}» here; there are: {', '.join(known)}."
        )
    return spoken.pieces(hall, language)


def _of_list(directory: Path, hall: Hall, language: str, piece: str) -> Path:
    """Raises HallError(unknown_clip) for whatever this hall does not say."""
    if piece not in {known.id for known in _pieces(hall, language)}:
        raise HallError("unknown_clip", f"This hall's calls in {language} have no piece «{piece}».")
    return _path(directory, hall, language, piece)


def _path(directory: Path, hall: Hall, language: str, piece: str) -> Path:
    return directory / "clips" / hall.id / language / f"{piece}.wav"


def _known(path: Path) -> dict[str, Any] | None:
    try:
        sound = path.read_bytes()
        with wave.open(io.BytesIO(sound), "rb") as wav:
            seconds = wav.getnframes() / wav.getframerate()
        at = round(path.stat().st_mtime * 1000)
    except (OSError, wave.Error, EOFError, ZeroDivisionError):
        return None
    return {"tag": tag(sound), "seconds": round(seconds, 2), "at": iso(at)}
