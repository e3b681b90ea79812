"""What an espeak voice must be fed to pronounce a sentence rightly. Pure.

espeak-ng 1.51's voice `cmn` reads Chinese text as English, and no version knows every 多音字. So Mandarin
is fed as numbered pinyin to `cmn-latn-pinyin`; pypinyin's phrase book decides 银行 = yin2 hang2, a hall's own
words come before it. A word whose sounds are settled stands in a sentence as {重庆路|chong2 qing4 lu4}.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from pypinyin import Style, lazy_pinyin

NUMERALS = frozenset("零一二三四五六七八九十幺第")
NAMING = frozenset("号楼层区室栋")
STOPS = frozenset(",.;!?:\u3002\u3001\uff0c\uff1b\uff01\uff1f\uff1a")
WORDS = {"朝阳": "chao2 yang2", "差旅": "chai1 lv3", "相片": "xiang4 pian4", "还款": "huan2 kuan3"}
"""What pypinyin's phrase book lacks or has otherwise than people in a hall say it."""
SETTLED = re.compile(r"\{([^{}|]+)\|([A-Za-z1-5 ]+)\}")


def settled(text: str, pronounce: Mapping[str, str]) -> str:
    """The sentence with the sounds of a hall's own words written into it, the longest word first."""
    if not pronounce:
        return text
    words = "|".join(re.escape(word) for word in sorted(pronounce, key=len, reverse=True))
    return re.sub(words, lambda found: f"{{{found[0]}|{pronounce[found[0]]}}}", text)


def plain(text: str) -> str:
    """The sentence as people read it."""
    return SETTLED.sub(r"\1", text)


def mandarin(text: str) -> str:
    """请A一号 → qing3 A yi1 hao4. Letters are fed one by one; commas stay as short pauses."""
    return " ".join(pieces(text)).replace(" ,", ",")


def pieces(text: str) -> list[str]:
    """Numbered syllables, single capital letters, and a comma for every stop; other signs are silent."""
    units = list(sounded(text))
    found: list[str] = []
    for at, (sign, sound) in enumerate(units):
        if not sign:
            found.append(sound)
        elif sign.isascii() and sign.isalpha():
            found.append(sign.upper())
        elif re.fullmatch(r"[a-z]+[1-5]", sound):
            found.append(changed(units, at))
        elif sign in STOPS and found:
            found.append(",")
    return found


def sounded(text: str) -> Iterator[tuple[str, str]]:
    """Each sign with its sound; a settled word's syllables come without a sign, so that nothing changes them."""
    text, at = settled_by_us(text), 0
    for word in SETTLED.finditer(text):
        yield from booked(text[at : word.start()])
        yield from (("", syllable) for syllable in word[2].split())
        at = word.end()
    yield from booked(text[at:])


def settled_by_us(text: str) -> str:
    """WORDS settled too, but not inside a word that the hall has settled."""
    parts = re.split(r"(\{[^{}]*\})", text)
    return "".join(part if part.startswith("{") else settled(part, WORDS) for part in parts)


def booked(text: str) -> Iterator[tuple[str, str]]:
    """By the phrase book, one entry a sign. A place begins after 到: 到|会计窗口, not 到会|计."""
    for part in re.split(r"(?<=到)", text):
        sounds = lazy_pinyin(part, style=Style.TONE3, neutral_tone_with_five=True, errors=list)  # type: ignore[arg-type]
        yield from zip(part, sounds, strict=True)


def changed(units: list[tuple[str, str]], at: int) -> str:
    """The syllable with the tone 一 and 不 take before what follows; a naming 一 (一号, 零一) keeps it."""
    sign, sound = units[at]
    before = units[at - 1][0] if at else ""
    after, next_sound = units[at + 1] if at + 1 < len(units) else ("", "")
    falling = next_sound.endswith("4")
    if sign == "不" and falling:
        return "bu2"
    if sign != "一" or not next_sound or before in NUMERALS or after in NUMERALS | NAMING | STOPS:
        return sound
    return "yi2" if falling else "yi4"


def feed(language: str, text: str) -> str:
    """The text the engine gets: pinyin for zh, the sentence itself for any other language."""
    return mandarin(text) if language == "zh" else plain(text)


def syllables(language: str, text: str) -> int:
    """About how many syllables are heard: exact for zh; else a Hanzi or digit is one, a word its groups of vowels."""
    if language == "zh":
        return sum(piece != "," for piece in pieces(text))
    bare = "".join(c for c in unicodedata.normalize("NFD", plain(text)) if not unicodedata.combining(c))
    return sum(beats(word) for word in re.findall(r"[\u3400-\u9fff]|[0-9]|[^\W\d_\u3400-\u9fff]+", bare))


def beats(word: str) -> int:
    """A word in Latin letters by its vowels; in another alphabet two letters are about one syllable."""
    if not word.isascii():
        return max(1, round(len(word) / 2))
    return max(1, len(re.findall(r"[aeiouy]+", word.lower())))
