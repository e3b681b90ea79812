"""Window numbers as Chinese says them: 12 is 十二; from three digits on, as of rooms, 102 is 一零二."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"


def in_hanzi(digits: str) -> str:
    """A run of digits as said aloud: up to 99 as a number, longer ones (or with a leading 0) one by one."""
    if len(digits) > 2 or digits.startswith("0"):
        return "".join(_DIGITS[int(d)] for d in digits)
    tens, ones = divmod(int(digits), 10)
    text = ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "")
    return text + (_DIGITS[ones] if ones else "")


def with_hanzi(text: str) -> str:
    """The text with every run of digits as it is said."""
    return re.sub("[0-9]+", lambda run: in_hanzi(run.group()), text)
