"""The recordings a hall needs so that its calls can be joined out of them: one list a language. Pure.

Parted as the announcer joins them (`display.voice.clips`): what a template says around its fields, the letters and
digits of numbers, one recording a window and floor. A test holds this list to what the announcer really says.
"""

from __future__ import annotations

import hashlib
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from server.domain.profile import Hall
from server.profiles.faults import ProfileFaults
from server.profiles.numerals import in_hanzi, with_hanzi
from server.profiles.reading import load

HANZI = re.compile(r"[\u3400-\u9fff]")
DIGITS = "零一二三四五六七八九"
MANDARIN = "请{number}号到{window}办理"
LAST = "最后一次呼叫"
NOTICES = ("现在是午休时间", "继续办理", "您的号码保留", "播报测试")
CLOCK = "十点分"
FLOOR = re.compile(r"(?P<below>[Bb负地下-]*)(?P<level>\d{1,2})(?:[FfLl楼层]|)$")
LATIN = re.compile(r"[A-Za-z]{0,3}[- ]?\d+[A-Za-z]?|[A-Za-z]+(?: [A-Za-z0-9]+)*")
STOP = re.compile("[,.;!?:\u3002\u3001\uff0c\uff1b\uff01\uff1f\uff1a]+|(?<=^号)")
GROUPS = ("number", "words", "windows", "floors", "notices")


@dataclass(frozen=True, slots=True)
class Piece:
    """One recording: `id` is a code and stays as long as the words do; `text` what is to be said."""

    id: str
    text: str
    group: str


def languages(hall: Hall) -> list[str]:
    """What can be recorded: Mandarin, and every language with a template of its own."""
    said = [*hall.voice.languages, *(t for z in hall.zones for t in z.voice.languages or ())]
    return [
        t for t in dict.fromkeys([*said, *hall.voice.templates]) if t == "zh" or t in hall.voice.templates
    ]


def needed(file: Path) -> dict[str, list[tuple[str, str]]]:
    """Language → (id, text) of a hall's file: what `paihao clips` asks for by entry point. Raises ValueError."""
    try:
        _, hall = load(file)
    except ProfileFaults as faults:
        raise ValueError(f"{file} does not load:\n{faults}\nTry: paihao check {file}") from faults
    return {tongue: [(piece.id, piece.text) for piece in pieces(hall, tongue)] for tongue in languages(hall)}


def template(hall: Hall, language: str) -> str:
    return hall.voice.templates.get(language) or MANDARIN


def example(hall: Hall, language: str) -> str:
    """A call as it is heard, for whoever records its pieces."""
    words, window = template(hall, language), hall.windows[0]
    hanzi = HANZI.search(words) is not None
    letter = hall.queues[0].prefix if hall.queues else "A"
    level = floor(window.floor) if hanzi and len(hall.floors) > 1 and window.floor else window.floor
    return words.format(
        number=f"{letter}零零{hall.voice.one}" if hanzi else f"{letter} 0 0 1", floor=level,
        window=next(_windows(hall, hanzi)),
    )  # fmt: skip


def pieces(hall: Hall, language: str) -> list[Piece]:
    """All recordings of a language, in the order in which one would record them."""
    words = template(hall, language)
    hanzi = HANZI.search(words) is not None
    found = [*_signs(hall, hanzi), *_around(words)]
    if language == "zh":
        found.append(("words", LAST))
    found += [("windows", text) for text in _windows(hall, hanzi)]
    if hanzi and len(hall.floors) > 1:
        found += [("floors", floor(level)) for level in sorted(hall.floors) if level]
    if language == "zh":
        found += [("notices", text) for text in (*NOTICES, *CLOCK)]
    return list(
        {_bare(text): Piece(_id(group, text), text, group) for group, text in reversed(found)}.values()
    )[::-1]


def floor(text: str) -> str:
    """2, 2F, 2楼 → 二楼; B1 → 负一楼; words stay as they are."""
    found = FLOOR.fullmatch(text.strip())
    if not found:
        return with_hanzi(text.strip())
    return ("负" if found["below"] else "") + in_hanzi(str(int(found["level"]))) + "楼"


def _signs(hall: Hall, hanzi: bool) -> Iterator[tuple[str, str]]:
    for prefix in sorted({queue.prefix for queue in hall.queues}):
        yield from (("number", letter) for letter in prefix)
    if not hanzi:
        yield from (("number", digit) for digit in string.digits)
        return
    one = hall.voice.one
    for digit in DIGITS:
        yield "number", digit
        if digit == "一" and one != digit:
            yield "number", one


def _around(words: str) -> Iterator[tuple[str, str]]:
    """What a template says before, between and after its fields; after 号 of a number one takes breath."""
    for said, *_ in string.Formatter().parse(words):
        for part in STOP.split(said):
            if part.strip():
                yield "words", part.strip()


def _windows(hall: Hall, hanzi: bool) -> Iterator[str]:
    for window in sorted(hall.windows, key=lambda w: w.number):
        if hanzi:
            yield with_hanzi(window.spoken.strip())
        else:
            found = LATIN.search(window.call_sign)
            yield found.group() if found else window.call_sign_en or window.call_sign


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def _id(group: str, text: str) -> str:
    """letter_a, digit_0, window_1f2e3d4c: new words make a new id, so an old recording is never taken for them."""
    if group == "number" and text.isascii():
        return f"{'digit' if text.isdigit() else 'letter'}_{text.lower()}"
    if text in DIGITS:
        return f"digit_{DIGITS.index(text)}"
    kind = {"number": "digit", "words": "word", "windows": "window", "floors": "floor", "notices": "word"}[
        group
    ]
    return f"{kind}_{hashlib.sha256(text.encode()).hexdigest()[:8]}"
