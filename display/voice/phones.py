"""From numbered pinyin to the signs Kokoro-82M was taught to speak. Pure, but for the table of pinyin it borrows.

Our own pinyin is used (`feed.pieces`), not the library's: it alone knows the hall's words and how numbers are said.
A sign the model has no token for would vanish without a sound, so it is refused here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LETTERS = {
    "A": "ei→", "B": "bˈi", "C": "sˈi", "D": "dˈi", "E": "ˈi", "F": "ai↗fu", "G": "ʤˈi", "H": "ei→ꭧʰɨ", "I": "ˈI",
    "J": "ꭧei→", "K": "kˈA", "L": "ai↗lou", "M": "ˈɛm", "N": "ən→", "O": "ˈO", "P": "pʰˈi", "Q": "kjˈu", "R": "a→ɚ",
    "S": "ˈɛs", "T": "tʰˈi", "U": "jˈu", "V": "vˈi", "W": "dˈʌbᵊljˌu", "X": "ˈɛks", "Y": "wˈI", "Z": "zˈi",
}  # fmt: skip
"""A letter's name as people in China say it, in the model's own signs: of Chinese and English names the one that a
recogniser took for that letter. A bare B, D or T is no sign of the model and would be dropped unheard."""
TONES = (("˧˩˧", "↓"), ("˧˥", "↗"), ("˥˩", "↘"), ("˥", "→"))
SYLLABIC = (("ɻ̩", "ɨ"), ("ɹ̩", "ɨ"))
TIE = "̯"


class Unspeakable(ValueError):
    """The model has no sign for it."""


def phonemes(pieces: Sequence[str], end: str) -> str:
    """qing3 A ling2 yi1 hao4 → the model's signs; `end` is `,` where the sentence goes on and `.` where it ends."""
    said = ""
    for piece in pieces:
        if piece == ",":
            said = said.rstrip() + ", "
        elif len(piece) == 1:
            said += f" {letter(piece)} "
        else:
            said += syllable(piece)
    return " ".join(said.split()).replace(" ,", ",").rstrip(",") + end


def letter(sign: str) -> str:
    try:
        return LETTERS[sign]
    except KeyError:
        raise Unspeakable(f"{sign!r} is no letter") from None


def syllable(pinyin: str) -> str:
    """ling2 → li↗ŋ. Raises Unspeakable."""
    from misaki.transcription import pinyin_to_ipa  # type: ignore[import-untyped]

    try:
        sounds = "".join(pinyin_to_ipa(pinyin)[0])
    except (ValueError, AssertionError, KeyError) as error:
        raise Unspeakable(f"{pinyin!r} is no syllable: {error}") from error
    for signs, one in (*TONES, *SYLLABIC, (TIE, "")):
        sounds = sounds.replace(signs, one)
    return sounds


def tokens(said: str, vocabulary: Mapping[str, int]) -> list[int]:
    """The model's numbers for the signs. Raises Unspeakable for the first it does not know."""
    if odd := next((sign for sign in said if sign not in vocabulary), None):
        raise Unspeakable(f"the model has no sign {odd!r}")
    return [vocabulary[sign] for sign in said]
