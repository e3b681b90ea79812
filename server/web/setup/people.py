"""Who works in the hall: accounts with role, department, staff number, what they may serve, whom they stand in for.

A password that is given is good for choosing one's own; no password, PIN or hash leaves the hub or reaches the journal.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from argon2 import PasswordHasher
from msgspec import UNSET, Meta, Struct, UnsetType, field, to_builtins

from server.journal import staff
from server.journal.staff import Staff
from server.web import forms
from server.web.route import Ask, Route
from server.web.setup.document import HERE, LOOKING, SETTING, beside
from server.web.shapes import Body, Id, Ids, Nothing

Role = Literal["clerk", "guide", "lead", "manager", "auditor", "admin"]
Name = Annotated[str, Meta(min_length=1, max_length=64, pattern=forms.NAME)]
Number = Annotated[str, Meta(pattern=forms.STAFF_NUMBER)]
Password = Annotated[str, Meta(min_length=6, max_length=200)]
REFUSALS = ("unknown_person", "number_taken")


class NewPerson(Body, frozen=True):
    """`password` is to be changed at the first sign-in. `skills`: all that they may serve; null: everything."""

    name: Name
    role: Role
    password: Password
    department: Id | None = None
    number: Number | None = None
    skills: Ids | None = None
    stands_in: Ids = field(default_factory=list)


class ChangedPerson(Body, frozen=True):
    """What is absent stays. A new `password` signs them out and is to be changed; `forget_pin`: they choose another."""

    role: Role | UnsetType = UNSET
    password: Password | UnsetType = UNSET
    department: Id | UnsetType | None = UNSET
    number: Number | UnsetType | None = UNSET
    skills: Ids | UnsetType | None = UNSET
    stands_in: Ids | UnsetType = UNSET
    forget_pin: bool | UnsetType = UNSET


class Account(Struct):
    """`everywhere`: of all halls; `given`: the password is still to be changed."""

    name: str
    role: Role
    everywhere: bool
    department: str | None
    number: str | None
    skills: list[str] | None
    stands_in: list[str]
    given: bool
    has_pin: bool
    has_password: bool


class People(Struct):
    people: list[Account]
    next: str | None
    seq: int


class AccountKept(Struct):
    """`person` is null once they have left."""

    seq: int
    ticket: None
    person: Account | None


def listed(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    found = [_shown(one) for one in staff.of_hall(ask.hub.store.conn, room.id)]
    return {"people": found, "next": None, "seq": room.floor.seq}


def add(ask: Ask) -> dict[str, Any]:
    wanted = to_builtins(ask.body)
    return _kept(ask, wanted.pop("name"), wanted, new=True)


def change(ask: Ask) -> dict[str, Any]:
    return _kept(ask, ask.path["name"], to_builtins(ask.body))


def end(ask: Ask) -> dict[str, Any]:
    """They cannot sign in any more; what they did stays theirs in every record."""
    return _kept(ask, ask.path["name"], {"ended": True})


def _kept(ask: Ask, name: str, wanted: dict[str, Any], new: bool = False) -> dict[str, Any]:
    if wanted.get("password") is not None:
        wanted |= {"password": beside(PasswordHasher().hash, wanted["password"]), "given": True}
    for key in ("skills", "stands_in"):
        if wanted.get(key) is not None:
            wanted[key] = tuple(dict.fromkeys(wanted[key]))
    everywhere = ask.who is not None and ask.who.hall is None
    args = {"name": name, "wanted": wanted, "new": new, "everywhere": everywhere}
    answer = ask.act("staff", args=args)
    ask.gate.forget()
    with ask.hub.reading():
        now = staff.one(ask.hub.store.conn, name)
    return answer | {"person": _shown(now) if now and not now.ended else None}


def _shown(who: Staff) -> dict[str, Any]:
    return {
        "name": who.name, "role": who.role, "everywhere": who.hall is None, "department": who.department,
        "number": who.number, "skills": None if who.skills is None else list(who.skills),
        "stands_in": list(who.stands_in), "given": who.given, "has_pin": who.has_pin,
        "has_password": who.has_password,
    }  # fmt: skip


ONE = HERE + "/people/{name}"
ROUTES: list[Route] = [
    Route("GET", HERE + "/people", "Who works in the hall", listed, People, LOOKING),
    Route(
        "POST", HERE + "/people", "Add somebody", add, AccountKept, SETTING, NewPerson, status=201,
        errors=("name_taken", "number_taken"),
    ),
    Route("PATCH", ONE, "Change somebody's account", change, AccountKept, SETTING, ChangedPerson, errors=REFUSALS),
    Route("DELETE", ONE, "End somebody's account", end, AccountKept, SETTING, Nothing, errors=REFUSALS),
]  # fmt: skip
