"""The text on a card: each layout read as itself, every other refused, none taken for a citizen's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis.strategies import binary, integers, sampled_from

from kiosk.reader.card import LAYOUTS, PHOTO, Card, CardError, read
from kiosk.reader.emulator import cards, text

HEAD = b"\x01\x00\x04\x00"


def answered(card: bytes) -> bytes:
    return HEAD + card + bytes(PHOTO)


@pytest.mark.parametrize(
    ("name", "kind", "person", "number"),
    [
        ("elder", "id_card", "张秀英", "11010519491231002X"),
        ("youth", "id_card", "欧阳小雨", "440524200805120031"),
        ("hongkong", "permit", "陈大文", "810000195502100161"),
        ("foreigner2017", "foreigner", "史密斯", "USA110081111107"),
        ("foreigner2023", "foreigner", "GARCIA LOPEZ, MARIA", "91084019881024007X"),
    ],
)
def test_a_card_is_read_by_its_own_layout(name: str, kind: str, person: str, number: str) -> None:
    card = read(answered(cards()[name]))
    assert (card.kind, card.name, card.id_number) == (kind, person, number)
    assert person not in repr(card) and number not in repr(card)


def test_where_fields_stand_is_as_the_published_structures_say() -> None:
    """name 30, sex 2, nation 4, birth 16, address 70, number 36 …; English name 120, sex 2, number 30 …"""
    citizen, foreigner = cards()["elder"], cards()["foreigner2017"]
    assert citizen[36:52].decode("utf-16-le") == "19491231"
    assert citizen[122:158].decode("utf-16-le") == "11010519491231002X"
    assert foreigner[:42].decode("utf-16-le") == "SMITH, JOHN ALEXANDER"
    assert foreigner[122:152].decode("utf-16-le") == "USA110081111107"
    assert foreigner[220:236].decode("utf-16-le") == "19811111"
    assert (foreigner[248:250], citizen[248:250]) == (b"I\x00", b" \x00")


def test_a_card_of_an_unknown_letter_is_refused_as_another_kind() -> None:
    with pytest.raises(CardError) as refused:
        read(answered(cards()["strange"]))
    assert refused.value.reason == "other_card"


@pytest.mark.parametrize("letter", ["", "J", "Y"])
def test_a_card_whose_layout_does_not_fit_its_letter_is_never_read_as_that(letter: str) -> None:
    for name in ("elder", "hongkong", "taiwan", "foreigner2017", "foreigner2023"):
        card = cards()[name]
        forged = card[:248] + (letter or " ").encode("utf-16-le") + card[250:]
        if forged != card:
            assert kind_or_reason(answered(forged)) == "unread", (name, letter)


def kind_or_reason(data: bytes) -> str:
    try:
        return read(data).kind
    except CardError as error:
        return error.reason


def test_a_birth_date_that_contradicts_the_number_is_a_bad_reading() -> None:
    assert kind_or_reason(answered(text("张秀英", "19491230", "11010519491231002X"))) == "unread"
    assert kind_or_reason(answered(cards()["elder"])[:200]) == "unread"
    assert kind_or_reason(b"\x00\xff\x04\x00" + cards()["elder"]) == "unread"


@settings(deadline=None, max_examples=100)
@given(sampled_from(sorted(cards())), integers(0, 259), binary(min_size=1, max_size=40))
def test_spoilt_cards_are_refused_or_have_a_number_of_their_kind(name: str, at: int, noise: bytes) -> None:
    whole = answered(cards()[name])
    spoilt = whole[:at] + noise + whole[at + len(noise) :]
    try:
        card = read(spoilt)
    except CardError as error:
        assert error.reason in ("unread", "other_card")
    else:
        assert isinstance(card, Card)
        assert any(
            layout.number.fullmatch(card.id_number) for layout in LAYOUTS.values() if layout.kind == card.kind
        )
