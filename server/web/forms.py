"""How a field is written: the named formats of requests, their patterns, and what is said of what does not fit.

msgspec's own sentences show a pattern; here each has words with an example, and a `form` with its facts: pages say the
same in their language (`form.at_most` in their texts, with `n`). A new pattern gets its row in FORMS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import msgspec

from server import typed
from server.journal.access import NAME

Wrong = dict[str, Any]
ID = r"^(?![\s\S]*[\x00-\x1f\x7f])"
DEVICE = r"^[^/.?#\x00-\x20][^/?#\x00-\x1f]*$"
CODE = r"^[a-z][a-z0-9_]{0,39}$"
PART = r"^[a-z0-9_]{1,40}$"
KIND = r"^[a-z]+(\.[a-z_]+)?$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
UNTIL = CLOCK + "|^24:00$"
STAFF_NUMBER = r"^[1-9][0-9]{0,7}$"
PIN = r"^[0-9]{4,8}$"
PHONE = r"^\+?[0-9][0-9 \-]{4,20}$"
LOCALE = r"^[a-z]{2}(-[A-Za-z]{2,4})?$"
TICKET = r"^[A-Z][0-9]{1,8}$"
TYPED = r"^[0-9*]{1,12}$"
FIGURES = r"^[a-z0-9_]+(,[a-z0-9_]+)*$"
MATTER = r"^[0-9A-Za-z_-]{1,40}$"
PAGE = r"^[0-9]{1,6}$"
PAGE_OF_VERSIONS = r"^[0-9]{1,9}$"
PAGE_OF_ROWS = r"^[0-9]{1,15}:[0-9A-Za-z_-]{0,64}$"
PAGE_OF_MATTERS = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}:[0-9A-Za-z_-]{0,40}$"
PAGE_OF_VISITS = r"^[0-9]{1,15}\.[^.]{1,64}$"
PAGE_OF_PARTS = r"^-?[0-9]{1,12}\.[0-9]{1,15}\.[0-9]{1,4}\.[^.]{1,64}$"
PAGES = (PAGE, PAGE_OF_VERSIONS, PAGE_OF_ROWS, PAGE_OF_MATTERS, PAGE_OF_VISITS, PAGE_OF_PARTS)
FORMS = {
    ID: ("id", "an id is of characters that can be seen, such as w3"),
    DEVICE: (
        "device",
        "a device's name has no / ? # in it and begins with no dot or space, such as hall-printer",
    ),
    NAME: ("name", "a name has no / or \\ in it, no space around it, and is not only dots, such as li.na"),
    CODE: ("code", "a code is small letters, digits and _, at most 40, a letter first, such as lunch"),
    PART: ("part", "a code, or a part of one, is small letters, digits and _, at most 40, such as lunch"),
    KIND: ("kind", "a kind is written like ticket.called, or ticket for all of those"),
    DAY: ("day", "a day of the calendar is written like 2026-11-23"),
    MONTH: ("month", "a month is written like 2026-11"),
    CLOCK: ("time", "a time of day is written like 09:30"),
    UNTIL: ("time", "a time of day is written like 09:30, the latest 24:00"),
    STAFF_NUMBER: ("staff_number", "a staff number is 1 to 8 digits, the first not 0, such as 17"),
    PIN: ("pin", "a PIN is 4 to 8 digits"),
    PHONE: ("phone", "a phone number is 5 to 21 digits, spaces and dashes, such as 13800138000"),
    LOCALE: ("language", "a language is written like zh, en or zh-Hant"),
    TICKET: ("ticket_number", "a ticket's number is a capital letter and digits, such as A001"),
    TYPED: ("digits", "1 to 12 digits or *, as they were typed"),
    FIGURES: ("figures", "ids of figures with commas between, such as tickets,served"),
    MATTER: ("matter", "a matter's number is letters, digits, - and _, at most 40, such as 2026-00017"),
    **dict.fromkeys(PAGES, ("page", "`next` is what the page before answered, as it was")),
}
"""Pattern → the form's name, and words that say how it is written."""
BY_SENTENCE = {repr(pattern): form for pattern, form in FORMS.items()}
RULES = {
    "one_target": "name one of person, window and department",
    "id_or_reading": "give id_number or reading, not both",
    "window_or_services": "give a window, or services and a count",
    "until_after_from": "until is after from",
    "one_reading": "give id_number, text or trouble, one of the three",
}
"""Form → what a struct says itself where its keys do not fit together."""
BY_RULE = {says: form for form, says in RULES.items()}
PLACED = re.compile(r"(.+?)(?: - at `(\$.*)`)?$", re.DOTALL)
MISSING = re.compile(r"Object missing required field `(.+?)`")
MATCHING = re.compile(r"Expected `str` matching regex (.+)$", re.DOTALL)
LENGTH = re.compile(r"Expected `(str|array)` of length (>=|<=) (\d+)")
BOUND = re.compile(r"Expected `\w+` (>=|<=) (-?[\d.]+)")
MULTIPLE = re.compile(r"Expected `\w+` that's a multiple of (\d+)")
GOT = re.compile(r"Expected `(.+?)`, got `(.+?)`")
SIDES = {">=": "at least", "<=": "at most"}
COUNTED = {"str": ("character", "characters"), "array": ("entry", "entries")}
TYPES = {
    "str": ("text", "text"), "int": ("whole_number", "a whole number"), "float": ("number", "a number"),
    "bool": ("flag", "true or false"), "array": ("list", "a list"), "object": ("object", "an object"),
    "null": ("unfit", "null"),
}  # fmt: skip
"""A type's form, and its name in words."""
MOST_SHOWN = 60
KINDS = frozenset(
    {form for form, _ in FORMS.values()} | set(RULES) | {form for form, _ in TYPES.values()}
    | {"no_key", "missing", "one_of", "multiple"} | {side.replace(" ", "_") for side in SIDES.values()}
    | {f"{many}_{side.replace(' ', '_')}" for _, many in COUNTED.values() for side in SIDES.values()}
)  # fmt: skip
"""Every `form` that `told` and `off_the_calendar` give."""


def told(message: str, kind: type) -> Wrong:
    """What `errors` of a problem says of msgspec's `message` about a `kind`: `{at, wrong, form, …facts}`."""
    placed = PLACED.match(message)
    says, at = (placed[1], placed[2] or "$") if placed else (message, "$")
    place = at.removeprefix("$").removeprefix(".")
    if found := typed.UNKNOWN.match(says):
        key = found[1][:MOST_SHOWN]
        wrong = f"there is no such key; {typed.meant(key, typed.keys(kind, place))}"
        return {"at": f"{at}.{key}", "wrong": wrong, "form": "no_key", "key": key}
    if found := MISSING.match(says):
        return {"at": f"{at}.{found[1]}", "wrong": "this is needed and is missing", "form": "missing"}
    if found := typed.NOT_ONE.match(says):
        allowed = typed.choices(kind, place)
        wrong = f"{found[1][:MOST_SHOWN]} is not one of {', '.join(map(str, allowed))}"
        return {"at": at, "wrong": wrong, "form": "one_of", "allowed": allowed}
    if (found := MATCHING.match(says)) and (form := BY_SENTENCE.get(found[1])):
        return {"at": at, "wrong": form[1], "form": form[0]}
    return {"at": at, **_plainly(says)}


def _plainly(says: str) -> Wrong:
    """What is no named form: how long, how large, of which type, or what a struct says itself."""
    if found := LENGTH.match(says):
        one, many = COUNTED[found[1]]
        side, n = SIDES[found[2]], int(found[3])
        wrong = f"{side} {n} {one if n == 1 else many} expected"
        return {"wrong": wrong, "form": f"{many}_{side.replace(' ', '_')}", "n": n}
    if found := BOUND.match(says):
        side, n = SIDES[found[1]], msgspec.json.decode(found[2].removesuffix(".0"))
        return {"wrong": f"a number of {side} {n} is expected", "form": side.replace(" ", "_"), "n": n}
    if found := MULTIPLE.match(says):
        return {
            "wrong": f"a whole multiple of {found[1]} is expected",
            "form": "multiple",
            "n": int(found[1]),
        }
    if found := GOT.match(says):
        wanted = [TYPES.get(name, ("unfit", name)) for name in found[1].split(" | ") if name != "null"]
        got = TYPES.get(found[2], ("", found[2]))[1]
        wrong = f"{' or '.join(words for _, words in wanted)} is expected, not {got}"
        return {"wrong": wrong, "form": wanted[0][0] if len(wanted) == 1 else "unfit"}
    return {"wrong": says, "form": BY_RULE.get(says, "unfit")}


def off_the_calendar(given: Any) -> Iterator[Wrong]:
    """The days of a body or query that are written like one, and that no calendar has."""
    kind: Any = type(given)
    for name, wire in _days(kind):
        if isinstance(day := getattr(given, name), str) and not _is_day(day):
            form, says = FORMS[DAY]
            yield {"at": f"$.{wire}", "wrong": says, "form": form}


@cache
def _days(kind: Any) -> tuple[tuple[str, str], ...]:
    return tuple((f.name, f.encode_name) for f in typed.fields(kind) if DAY in typed.patterns(f.type))


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
