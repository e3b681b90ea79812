"""Films, pictures and music for the walls, uploaded by hand: files of the data directory, `media/HALL/NAME`.

What a file is, is said by its first bytes and not by its name. It is written beside its place and takes it whole.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from server.domain.errors import HallError
from server.domain.profile import Hall
from server.journal.store import Full
from server.protocol import iso

MOST_BYTES = 300 * 1024 * 1024
MOST_PICTURE = 12 * 1024 * 1024
MOST_FILES = 200
LONGEST = 200
"""Bytes of a name; file systems take 255, and it is written to under a longer one."""
SPARE = 2**30
"""Free bytes that the journal keeps, whatever is uploaded."""
NAME = re.compile(
    r"[^\W_][\w .()（）·-]{0,79}\.(mp4|webm|jpg|jpeg|png|webp|gif|mp3|ogg|m4a|wav)", re.IGNORECASE
)
PICTURES = ("jpg", "jpeg", "png", "webp", "gif")
HEADS: tuple[tuple[tuple[str, ...], int, tuple[bytes, ...]], ...] = (
    (("jpg", "jpeg"), 0, (b"\xff\xd8\xff",)),
    (("png",), 0, (b"\x89PNG\r\n\x1a\n",)),
    (("gif",), 0, (b"GIF87a", b"GIF89a")),
    (("webp",), 8, (b"WEBP",)),
    (("mp4", "m4a"), 4, (b"ftyp",)),
    (("webm",), 0, (b"\x1a\x45\xdf\xa3",)),
    (("mp3",), 0, (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    (("ogg",), 0, (b"OggS",)),
    (("wav",), 8, (b"WAVE",)),
)
"""Endings, and what such files hold from an offset on."""


def listed(directory: Path, hall: Hall) -> list[dict[str, Any]]:
    """What was uploaded for a hall; `entry` is how its playlist names it, `used` where that does."""
    found = sorted(p for p in _folder(directory, hall.id).glob("*") if p.is_file() and NAME.fullmatch(p.name))
    return [_known(hall, path) for path in found]


def keep(directory: Path, hall: Hall, name: str, pieces: Iterable[bytes]) -> dict[str, Any]:
    """Put a file in the place of an earlier one, whole or not at all. Raises HallError(wrong_type, too_large), Full."""
    path = _path(directory, hall.id, name)
    if not path.exists() and len(listed(directory, hall)) >= MOST_FILES:
        raise HallError("too_large", f"A hall keeps at most {MOST_FILES} files; take some away first.")
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(part, name, pieces)
        part.replace(path)
    except OSError as problem:
        raise Full(f"{path.parent}: {problem.strerror}") from problem
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return _known(hall, path)


def remove(directory: Path, hall: Hall, name: str) -> None:
    """Raises HallError(unknown_media, media_in_use)."""
    path = _path(directory, hall.id, name)
    if not path.is_file():
        raise HallError("unknown_media", f"There is no file «{name}».")
    if _known(hall, path)["used"]:
        raise HallError("media_in_use", f"«{name}» is in the list of the walls; take it out of that first.")
    path.unlink(missing_ok=True)


def _write(part: Path, name: str, pieces: Iterable[bytes]) -> None:
    ending = name.rpartition(".")[2].lower()
    most = MOST_PICTURE if ending in PICTURES else MOST_BYTES
    written, head = 0, b""
    with part.open("wb") as file:
        for piece in pieces:
            written += len(piece)
            if written > most:
                raise HallError("too_large", f"Such a file has at most {most // 2**20} MiB.", most=most)
            if len(head) < 16:
                head += piece[:16]
            if shutil.disk_usage(part.parent).free < SPARE:
                raise Full(f"{part.parent}: less than {SPARE // 2**20} MiB are free")
            file.write(piece)
    if not _is(ending, head):
        raise HallError("wrong_type", f"«{name}» is not what its ending says, or nothing a wall can show.")


def _is(ending: str, head: bytes) -> bool:
    return any(
        ending in endings and any(head[at : at + len(mark)] == mark for mark in marks)
        for endings, at, marks in HEADS
    )


def _path(directory: Path, hall: str, name: str) -> Path:
    """Raises HallError(wrong_type) for a name that no wall could show; none leads out of the folder."""
    if not NAME.fullmatch(name) or ".." in name or len(name.encode()) > LONGEST:
        raise HallError(
            "wrong_type", "A name has letters, digits, spaces and - . ( ), at most 60 Hanzi, and ends in "
            ".mp4, .webm, .jpg, .jpeg, .png, .webp, .gif, .mp3, .ogg, .m4a or .wav."
        )  # fmt: skip
    return _folder(directory, hall) / name


def _folder(directory: Path, hall: str) -> Path:
    return directory / "media" / hall


def _known(hall: Hall, path: Path) -> dict[str, Any]:
    at, entry = path.stat(), f"{hall.id}/{path.name}"
    return {
        "name": path.name, "entry": entry, "size": at.st_size, "at": iso(round(at.st_mtime * 1000)),
        "used": entry in hall.screens.media,
    }  # fmt: skip
