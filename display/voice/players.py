"""Real loudspeakers: a program of the system that plays a file on ALSA, PulseAudio or PipeWire, or Windows itself.

What goes wrong is told in words, with the system's own beside them. None can say whether the amplifier is on.
"""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Sequence
from types import ModuleType

from display.voice.utterance import SpeakerError, Utterance

GRACE_SECONDS = 10.0
"""How much longer than its sound a playback may take before the device counts as stuck."""
PROGRAMS = {
    "alsa": ("aplay", "-D", "alsa-utils"),
    "pulse": ("paplay", "--device", "pulseaudio-utils"),
    "pipewire": ("pw-play", "--target", "pipewire-bin"),
}
"""Scheme → program, its option for the device, the Debian package that has it."""
COMPLAINTS = (
    ("device or resource busy", "another program holds the sound card"),
    ("permission denied", "this user may not use the sound card: add it to the group audio"),
    ("cannot find card", "there is no such sound card: aplay -L lists them"),
    ("no such device", "there is no such sound card: aplay -L lists them"),
    ("no such file", "there is no such sound card: aplay -L lists them"),
    ("no such entity", "the sound server has no such output: pactl list short sinks lists them"),
    ("connection refused", "no sound server answers this user"),
    ("host is down", "no sound server answers this user"),
    ("can't connect", "no sound server answers this user"),
)
"""What players print, in small letters → what it means."""


class Player:
    """A sound card or sound server through a program, in a process that can be killed."""

    def __init__(self, name: str, command: Sequence[str], grace: float = GRACE_SECONDS) -> None:
        self._name, self._command, self._grace = name, list(command), grace

    def play(self, said: Utterance, abort: threading.Event) -> bool:
        try:
            process = subprocess.Popen(
                [*self._command, str(said.path)],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise SpeakerError(f"{self._command[0]} cannot be started: {error.strerror}") from error
        return self._attend(process, said.seconds + self._grace, abort)

    def _attend(self, process: subprocess.Popen[bytes], longest: float, abort: threading.Event) -> bool:
        """Wait for the end, the abort or the time-out, whichever is first; never leave it running."""
        end = time.monotonic() + longest
        while process.poll() is None:
            cut = abort.wait(0.05)
            if cut or time.monotonic() > end:
                process.kill()
                process.communicate()
                if cut:
                    return False
                raise SpeakerError(f"{self._name} did not finish within {longest:.0f} s")
        complaint = process.communicate()[1]
        if process.returncode:
            raise SpeakerError(f"{self._name}: {in_words(complaint)}")
        return True


class WindowsSpeaker:
    """Windows' default output by the standard library; written by its documentation, tried with a stand-in only."""

    def __init__(self, winsound: ModuleType) -> None:
        self._sounds = winsound

    def play(self, said: Utterance, abort: threading.Event) -> bool:
        flags = self._sounds.SND_FILENAME | self._sounds.SND_ASYNC | self._sounds.SND_NODEFAULT
        try:
            self._sounds.PlaySound(str(said.path), flags)
        except RuntimeError as error:
            raise SpeakerError(f"Windows does not play it: {error}") from error
        # It plays while we wait, so that an undone call can be cut; it cannot tell when it has ended.
        cut = abort.wait(said.seconds)
        self._sounds.PlaySound(None, 0)
        return not cut


def in_words(printed: bytes) -> str:
    """What a player's complaint means, with its last line. All of it is searched: ALSA begins with its inside."""
    text = printed.decode("utf-8", "replace").strip()
    last = text.splitlines()[-1] if text else "it failed without a word"
    meaning = next((meaning for sign, meaning in COMPLAINTS if sign in text.lower()), "")
    return f"{meaning} ({last})" if meaning else last
