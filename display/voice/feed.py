"""What an espeak voice must be fed to pronounce a sentence rightly. Pure.

espeak-ng 1.51's voice `cmn` reads Chinese text as English, and no version knows every 多音字. So Mandarin
is fed as numbered pinyin to `cmn-latn-pinyin`, and pypinyin's phrase book decides 银行 = yin2 hang2.
"""

from __future__ import annotations

import re

from pypinyin import Style, lazy_pinyin

NUMERALS = frozenset("零一二三四五六七八九十幺第")
NAMING = frozenset("号楼层区室栋")
STOPS = frozenset(",,。.;;!!??::、")


def mandarin(text: str) -> str:
    """请A一号 → qing3 A yi1 hao4. Letters are fed one by one; commas stay as short pauses."""
    return " ".join(pieces(text)).replace(" ,", ",")


def pieces(text: str) -> list[str]:
    """Numbered syllables, single capital letters, and a comma for every stop; other signs are silent."""
    # One entry a character, so that text and sounds stay side by side.
    sounds = lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True, errors=list)  # type: ignore[arg-type]
    found: list[str] = []
    for at, (sign, sound) in enumerate(zip(text, sounds, strict=True)):
        if sign.isascii() and sign.isalpha():
            found.append(sign.upper())
        elif re.fullmatch(r"[a-z]+[1-5]", sound):
            found.append(changed(text, sounds, at))
        elif sign in STOPS and found:
            found.append(",")
    return found


def changed(text: str, sounds: list[str], at: int) -> str:
    """The syllable with the tone 一 and 不 take before what follows; a naming 一 (一号, 零一) keeps it."""
    sign, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    falling = sounds[at + 1].endswith("4") if after else False
    if sign == "不" and falling:
        return "bu2"
    if sign != "一" or not after or before in NUMERALS or after in NUMERALS | NAMING | STOPS:
        return sounds[at]
    return "yi2" if falling else "yi4"


def feed(language: str, text: str) -> str:
    """The text the engine gets: pinyin for zh, the sentence itself for en."""
    return mandarin(text) if language == "zh" else text


def syllables(language: str, text: str) -> int:
    """About how many syllables are heard: exact for zh, for en counted by groups of vowels."""
    if language == "zh":
        return sum(piece != "," for piece in pieces(text))
    words = re.findall(r"[A-Za-z]+|[0-9]", text)
    return sum(max(1, len(re.findall(r"[aeiouy]+", word.lower()))) for word in words)
