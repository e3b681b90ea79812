"""The text on a card as the chip holds it: 256 bytes, UTF-16LE, in one of four layouts told apart by one letter. Pure.

Citizens' cards, the residence permits of Hong Kong, Macao and Taiwan (J), foreigners' permanent residence cards of
2017 (I) and of 2023 (Y). Layouts after vendors' published structures, of which two independent ones agree; the
letter stands at the same place in all. A card of any other letter is refused: read by a wrong layout, half an address
would become somebody's number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

TEXT, PHOTO = 256, 1024
LETTER = slice(248, 250)


class Layout(NamedTuple):
    """Where name, other name, birth date and number stand; `number` is what it must look like."""

    kind: str
    name: slice
    other: slice
    born: slice
    id: slice
    number: re.Pattern[str]


CITIZEN = Layout(
    "id_card", slice(0, 30), slice(0, 30), slice(36, 52), slice(122, 158), re.compile(r"[1-7]\d{16}[\dX]")
)
LAYOUTS: dict[str, Layout] = {
    "": CITIZEN,
    "J": CITIZEN._replace(kind="permit", number=re.compile(r"8[123]\d{15}[\dX]")),
    "I": Layout(
        "foreigner",
        slice(158, 188),
        slice(0, 120),
        slice(220, 236),
        slice(122, 152),
        re.compile(r"[A-Z]{3}\d{12}"),
    ),
    "Y": CITIZEN._replace(kind="foreigner", other=slice(52, 122), number=re.compile(r"9\d{16}[\dX]")),
}


class CardError(Exception):
    """`reason` is `other_card` (a kind of card we do not know) or `unread` (damaged on the way)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Card:
    """`kind` is `id_card`, `permit` or `foreigner`. Name and number never show in a repr."""

    kind: str
    name: str = field(repr=False)
    id_number: str = field(repr=False)


def read(data: bytes) -> Card:
    """The card in the data of a read answer: two lengths (text, photo), text, photo. Raises CardError."""
    if len(data) < 4 + TEXT or int.from_bytes(data[:2], "big") != TEXT:
        raise CardError("unread")
    text = data[4 : 4 + TEXT]
    layout = LAYOUTS.get(_words(text, LETTER))
    if layout is None:
        raise CardError("other_card")
    number, born = _words(text, layout.id).upper(), _words(text, layout.born)
    # The birth date stands on the card twice: a layout that does not fit is found out by it.
    if not layout.number.fullmatch(number) or (len(number) == 18 and number[6:14] != born):
        raise CardError("unread")
    return Card(layout.kind, _words(text, layout.name) or _words(text, layout.other), number)


def _words(text: bytes, at: slice) -> str:
    return text[at].decode("utf-16-le", "replace").replace("\0", " ").strip()
