"""What sounds alike over a loudspeaker to southern ears: no tones, no curled tongue, no final -ng.

四号 and 十号 are one sound to many people in a hall; so are the letters M and N.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from server.profiles.numerals import with_hanzi

ALIKE_LETTERS = (("B", "P"), ("D", "T"), ("F", "S"), ("G", "J"), ("M", "N"))
"""Names of letters that are taken for each other when a hall is loud."""


def heard(text: str) -> str:
    """The sound of a text, reduced to what is told apart by ear: texts with the same result sound alike."""
    # Loads 47,000 readings: a third of a second that only a check pays.
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(
        with_hanzi(text).lower(), errors=lambda other: " ".join(re.findall("[a-z]", other))
    )
    return " ".join(_softened(s) for s in syllables if s)


def alike(texts: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Groups of names whose texts differ in writing and are heard as one: `[(name, text)] → [[name, …]]`."""
    by_sound: dict[str, dict[str, str]] = defaultdict(dict)
    for name, text in texts:
        by_sound[heard(text)].setdefault(text, name)
    return [list(group.values()) for group in by_sound.values() if len(group) > 1]


def _softened(syllable: str) -> str:
    soft = re.sub("^([zcs])h", r"\1", syllable)
    soft = re.sub("^n(?=[aeiouüv])", "l", soft)
    return re.sub("([ie])ng$", r"\1n", soft)
