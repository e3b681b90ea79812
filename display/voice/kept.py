"""Sentences and their parts kept on disk: found by what they say, the longest unused thrown away first.

One folder belongs to one process; its threads may share a Kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from pathlib import Path

from display.voice import sound
from display.voice.sound import Samples


class Kept:
    """WAV files below `folder`, together at most `most` bytes. `hits` and `misses` count what was asked for."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self._most = folder, most
        self._lock = threading.Lock()
        self.hits = self.misses = 0
        folder.mkdir(parents=True, exist_ok=True)
        self._bytes = sum(size for _, size, _ in self._files())

    def path(self, *key: object) -> Path:
        """Where the sound of a key lives, whether it is there or not."""
        return self._folder / f"{hashlib.sha256(repr(key).encode()).hexdigest()[:24]}.wav"

    def find(self, *key: object) -> Samples | None:
        """The sound, or None; what cannot be read is as good as absent."""
        path = self.path(*key)
        try:
            samples = sound.read(path)
            path.touch()
        except (OSError, ValueError):
            # A file that a power cut left empty is made anew, not stumbled over for ever.
            path.unlink(missing_ok=True)
            self.misses += 1
            return None
        self.hits += 1
        return samples

    def has(self, *key: object) -> bool:
        return self.path(*key).exists()

    def added(self, path: Path) -> None:
        """A worker has written this file. Raises OSError when it is not there."""
        with self._lock:
            self._bytes += path.stat().st_size
            if self._bytes > self._most:
                self._prune()

    def _prune(self) -> None:
        """Down to nine tenths, so that not every sentence has the whole folder looked through."""
        files = sorted(self._files())
        self._bytes = sum(size for _, size, _ in files)
        for _, size, path in files:
            if self._bytes <= self._most * 0.9:
                return
            path.unlink(missing_ok=True)
            self._bytes -= size

    def _files(self) -> list[tuple[float, int, Path]]:
        """(last used, bytes, path) of all."""
        found = []
        for path in self._folder.glob("*.wav"):
            with contextlib.suppress(FileNotFoundError):
                known = path.stat()
                found.append((known.st_mtime, known.st_size, path))
        return found
