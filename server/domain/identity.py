"""What an ID number tells: which kind of card, a form by which the same person is known again, and the birth date.

Citizens' numbers and the residence permits of Hong Kong, Macao and Taiwan follow GB 11643-1999, the older fifteen
digits included; foreigners' permanent residence cards since December 2023 too, with a 9 in front, before that three
letters and twelve digits. The number is nobody's to repeat: no error here holds it or a part of it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from server.domain.errors import HallError

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
OLDEST = 150
PERMITS = ("81", "82", "83")
"""Hong Kong, Macao, Taiwan: the region digits of residence permits."""

WORDS = {
    "length": "An ID number has 18 places (old ones 15); count them again.",
    "characters": "An ID number is digits, with perhaps an X at its end; type it as the card shows it.",
    "date": "The birth date inside the ID number is no possible one; look at places 7 to 14 again.",
    "checksum": "A digit of the ID number is wrong or two are swapped; type it again or lay the card on the reader.",
    "region": "No ID number begins like this; type it again from the card's front.",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """A number that may be one. `number` has eighteen places wherever it can, and never shows in a repr."""

    kind: str
    born: date
    number: str = field(repr=False)

    def age(self, today: date) -> int:
        """Full years; the birthday itself counts."""
        had = (today.month, today.day) >= (self.born.month, self.born.day)
        return today.year - self.born.year - (not had)


def read(number: str, today: date) -> Identity:
    """The identity in a number as people type it or a reader sends it. Raises HallError(invalid_id) with `wrong`."""
    text = cleaned(number)
    if len(text) not in (15, 18):
        raise _invalid("length")
    if re.fullmatch("[A-Z]{3}[0-9]{12}", text):
        return Identity("foreigner", _born_after_1900(text[7:13], today), text)
    if not re.fullmatch("[0-9]{15}|[0-9]{17}[0-9X]", text):
        raise _invalid("characters")
    if text[0] == "0" or (text[0] == "9" and len(text) == 15):
        raise _invalid("region")
    if len(text) == 15:
        body = f"{text[:6]}19{text[6:]}"
        return Identity(_kind(text), _born(body[6:14], today), body + check(body))
    born = _born(text[6:14], today)
    if check(text[:17]) != text[17]:
        raise _invalid("checksum")
    return Identity(_kind(text), born, text)


def cleaned(number: str) -> str:
    """Without spaces and dashes, full-width characters made plain, a × or small x at the end an X."""
    plain = unicodedata.normalize("NFKC", number).upper().replace("×", "X")
    return re.sub(r"[\s\-‐-―−]", "", plain)


def check(body: str) -> str:
    """The check character of seventeen digits (ISO 7064, MOD 11-2)."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


def _kind(text: str) -> str:
    if text[0] == "9":
        return "foreigner"
    return "permit" if text.startswith(PERMITS) else "resident"


def _born(digits: str, today: date) -> date:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise _invalid("date") from None
    if born > today or today.year - born.year > OLDEST:
        raise _invalid("date")
    return born


def _born_after_1900(digits: str, today: date) -> date:
    """Cards of before 2023 write two digits of the year: the younger age is taken, a guide can grant more.

    Their last digit is a check of its own kind that no standard we could read lays down: it is left alone.
    """
    try:
        return _born("20" + digits, today)
    except HallError:
        return _born("19" + digits, today)


def _invalid(wrong: str) -> HallError:
    return HallError("invalid_id", WORDS[wrong], wrong=wrong)
