"""What an ID number tells: the examples of GB 11643-1999, permits, foreigners' cards, and each way to be wrong."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.errors import HallError
from server.domain.identity import WORDS, check, read

TODAY = date(2026, 11, 23)


def number(region: str, born: date, order: str = "002") -> str:
    body = f"{region}{born:%Y%m%d}{order}"
    return body + check(body)


@pytest.mark.parametrize(
    ("typed", "kind", "born"),
    [
        ("11010519491231002X", "resident", date(1949, 12, 31)),
        ("440524188001010014", "resident", date(1880, 1, 1)),
        ("11010519491231002x", "resident", date(1949, 12, 31)),
        (" 110105 19491231 002X ", "resident", date(1949, 12, 31)),
        ("１１０１０５１９４９１２３１００２Ｘ", "resident", date(1949, 12, 31)),
        ("110105-19491231-002×", "resident", date(1949, 12, 31)),
        ("110105491231002", "resident", date(1949, 12, 31)),
        (number("810000", date(1970, 5, 1)), "permit", date(1970, 5, 1)),
        (number("820000", date(1970, 5, 1)), "permit", date(1970, 5, 1)),
        (number("830000", date(2001, 2, 28)), "permit", date(2001, 2, 28)),
        (number("911840", date(1958, 3, 9)), "foreigner", date(1958, 3, 9)),
        ("USA110158030912", "foreigner", date(1958, 3, 9)),
        ("fra310101030912", "foreigner", date(2001, 3, 9)),
    ],
)
def test_a_number_tells_the_card_and_the_birth_date(typed: str, kind: str, born: date) -> None:
    found = read(typed, TODAY)
    assert (found.kind, found.born) == (kind, born)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("", "length"),
        ("1101051949123100", "length"),
        ("11010519491231002XX", "length"),
        ("11010519491231X020", "characters"),
        ("1101054912310O2", "characters"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢٣", "characters"),
        ("1234567890123Ⅻ4", "length"),
        ("010105194912310026", "region"),
        ("910105491231002", "region"),
        ("110105194913310029", "date"),
        ("11010519490229002X", "date"),
        ("110105202611240028", "date"),
        (number("110105", date(1875, 1, 1)), "date"),
        ("110105000001010021", "date"),
        ("USA110158130912", "date"),
        ("110105194912310021", "checksum"),
        ("11010519491321002X", "date"),
        ("11010519491231020X", "checksum"),
        ("911840195803090020", "checksum"),
    ],
)
def test_a_wrong_number_is_refused_with_what_is_wrong_and_never_repeated(typed: str, wrong: str) -> None:
    with pytest.raises(HallError) as refused:
        read(typed, TODAY)
    assert (refused.value.code, refused.value.facts) == ("invalid_id", {"wrong": wrong})
    assert refused.value.detail == WORDS[wrong]
    assert not typed or typed not in repr(refused.value)


def test_the_old_and_the_new_number_of_a_person_are_one() -> None:
    assert read("110105491231002", TODAY).number == read("11010519491231002X", TODAY).number


def test_a_number_does_not_show_where_the_identity_is_printed() -> None:
    assert "002X" not in repr(read("11010519491231002X", TODAY))


def test_somebody_is_sixty_on_the_birthday_and_not_the_day_before() -> None:
    card = read(number("110105", date(1966, 11, 23)), TODAY)
    assert card.age(TODAY) == 60
    assert card.age(TODAY - timedelta(days=1)) == 59
    leap = read(number("110105", date(1964, 2, 29)), TODAY)
    assert [leap.age(date(2026, 2, 28)), leap.age(date(2026, 3, 1)), leap.age(date(2028, 2, 29))] == [
        61,
        62,
        64,
    ]


def test_who_was_born_today_is_somebody_and_tomorrow_nobody() -> None:
    assert read(number("110105", TODAY), TODAY).age(TODAY) == 0
    with pytest.raises(HallError):
        read(number("110105", TODAY + timedelta(days=1)), TODAY)


@given(
    region=st.integers(110000, 659999), born=st.dates(date(1900, 1, 1), TODAY), order=st.integers(0, 999),
    place=st.integers(0, 16), other=st.integers(1, 9),
)  # fmt: skip
def test_one_digit_wrong_is_always_found(region: int, born: date, order: int, place: int, other: int) -> None:
    right = number(str(region), born, f"{order:03d}")
    assert read(right, TODAY).born == born
    digit = (int(right[place]) + other) % 10
    with pytest.raises(HallError):
        read(f"{right[:place]}{digit}{right[place + 1 :]}", TODAY)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused_and_nothing_else(typed: str) -> None:
    try:
        read(typed, TODAY)
    except HallError as refused:
        assert refused.code == "invalid_id"
