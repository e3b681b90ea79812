"""A pretended neural worker for tests: the real wire and real files, with a tone for a voice, failing as told.

Run as a script: FOLDER holds `orders` (every order as it came), and files that command it: `hold` (answer only when it
is gone), `die` and `refuse` (each with the words that make it do so).
"""

from __future__ import annotations

import json
import math
import sys
import time
from array import array
from pathlib import Path

from display.voice import sound

SYLLABLE_SECONDS = 0.3
"""Each piece sounds so long, whatever speed is asked."""


def worker(folder: Path) -> tuple[str, ...]:
    """Its command line."""
    return (sys.executable, str(Path(__file__).resolve()), str(folder))


def orders(folder: Path) -> list[str]:
    """What was asked for, in order, as pinyin."""
    file = folder / "orders"
    return file.read_text("utf-8").splitlines() if file.exists() else []


def told(folder: Path, word: str, pieces: str) -> bool:
    file = folder / word
    return file.exists() and file.read_text("utf-8") in pieces


def main(folder: Path) -> None:
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        pieces = " ".join(order["pieces"]) + order["end"]
        with (folder / "orders").open("a", encoding="utf-8") as file:
            file.write(pieces + "\n")
        while (folder / "hold").exists():
            time.sleep(0.005)
        if told(folder, "die", pieces):
            raise SystemExit(1)
        if told(folder, "refuse", pieces):
            print(json.dumps({"id": order["id"], "refused": "no sign for it"}), flush=True)
            continue
        total = round(len(order["pieces"]) * SYLLABLE_SECONDS * sound.RATE)
        wave = array("h", (round(9000 * math.sin(n / 10)) for n in range(total)))
        sound.write(Path(order["out"]), sound.silence(0.1) + wave + sound.silence(0.1))
        print(json.dumps({"id": order["id"], "voice": order["speaker"]}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
