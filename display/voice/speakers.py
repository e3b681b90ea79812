"""Loudspeakers by URL, and those of a zone taken together.

A speaker's error says whether it is permanent or temporary, and nothing else. A zone may have several, which
say the same at once; zones that share one take turns.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qsl, unquote

from display.voice.players import PROGRAMS, Player, WindowsSpeaker
from display.voice.utterance import Speaker as Speaker
from display.voice.utterance import SpeakerError as SpeakerError
from display.voice.utterance import Utterance as Utterance
from display.voice.virtual import VirtualSpeaker
from server.agent.pipe import parted

SCHEMES = "alsa://DEVICE, pulse://SINK, pipewire://NODE, windows://default or virtual://NAME"


class Speakers:
    """What one zone is heard from: one loudspeaker or several, which say the same at once.

    A zone takes its `turn` before it speaks, so zones that share a loudspeaker never talk over each other. While one
    of several plays, the call was heard; `trouble` then says what is wrong with the others.
    """

    def __init__(
        self, named: Sequence[tuple[str, Speaker]], turns: dict[str, threading.Lock] | None = None
    ) -> None:
        """`named`: (URL, speaker); `turns`: a lock a URL, the same one for all zones of this process."""
        self._named = list(named)
        turns = {} if turns is None else turns
        # Always in the same order: two zones that share two loudspeakers must not wait for each other for ever.
        self._locks = [turns.setdefault(url, threading.Lock()) for url in sorted({url for url, _ in named})]
        self.trouble = ""

    def __str__(self) -> str:
        return ", ".join(url for url, _ in self._named)

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """While nobody else speaks from any of these."""
        with contextlib.ExitStack() as held:
            for lock in self._locks:
                held.enter_context(lock)
            yield

    def play(self, said: Utterance, abort: threading.Event) -> bool:
        """Play to the end: True; False when `abort` cut it short. Raises SpeakerError when none of them plays."""
        if len(self._named) == 1:
            return self._named[0][1].play(said, abort)
        with ThreadPoolExecutor(len(self._named)) as pool:
            began = [(url, pool.submit(speaker.play, said, abort)) for url, speaker in self._named]
        failed = {url: error for url, future in began if (error := future.exception())}
        for error in failed.values():
            if not isinstance(error, SpeakerError):
                raise error
        named = ((url, str(error)) for url, error in failed.items())
        self.trouble = "; ".join(text if text.startswith(url) else f"{url}: {text}" for url, text in named)
        if len(failed) == len(began):
            lasting = all(isinstance(error, SpeakerError) and error.permanent for error in failed.values())
            raise SpeakerError(self.trouble, lasting)
        return all(future.result() for url, future in began if url not in failed)


def open_speaker(url: str, home: Path) -> Speaker:
    """The speaker of a URL; a virtual one without a path lives below `home`. Raises ValueError."""
    parts = parted(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    name = unquote(parts.netloc + parts.path)
    if parts.scheme in PROGRAMS:
        program, option, package = PROGRAMS[parts.scheme]
        if not shutil.which(program):
            raise ValueError(f"{program} is not installed: apt install {package}")
        refuse_unknown(options, ())
        quietly = ["-q"] if program == "aplay" else []
        return Player(url, [program, *quietly, *([option, name] if name and name != "default" else [])])
    if parts.scheme == "windows":
        refuse_unknown(options, ())
        return WindowsSpeaker(windows_sounds())
    if parts.scheme == "virtual" and name:
        refuse_unknown(options, ("fail", "kind", "realtime"))
        return VirtualSpeaker(
            home / name,
            fail=options.get("fail", ""),
            permanent=chosen(options, "kind", ("temporary", "permanent")) == "permanent",
            realtime=chosen(options, "realtime", ("0", "1")) == "1",
        )
    raise ValueError(f"a speaker is {SCHEMES}, not {url!r}")


def windows_sounds() -> ModuleType:
    try:
        import winsound
    except ImportError:
        raise ValueError(
            "windows:// plays on Windows only; here it is alsa://, pulse:// or pipewire://"
        ) from None
    return winsound


def chosen(options: dict[str, str], name: str, values: tuple[str, ...]) -> str:
    """One of the values; the first when the option is absent. Raises ValueError."""
    value = options.get(name, values[0])
    if value not in values:
        raise ValueError(f"{name} is one of {', '.join(values)}, not {value!r}")
    return value


def refuse_unknown(options: dict[str, str], known: tuple[str, ...]) -> None:
    if odd := sorted(options.keys() - set(known)):
        listed = ", ".join(known) or "none"
        raise ValueError(f"this speaker has no option {odd[0]!r}; its options: {listed}")
