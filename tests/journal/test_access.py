"""Credentials: a secret is shown once and kept nowhere; what it entitles to ends when it is revoked or over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from server.journal import access
from server.journal.access import Person
from tests.domain.hall import MORNING
from tests.journal.hubs import store_in


def test_the_secret_stands_nowhere_in_the_database_files(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    with store.writing() as conn:
        id, secret = access.grant(conn, "token", "kiosk", MORNING, hall="small", label="by the door")
    files = b"".join(f.read_bytes() for f in tmp_path.iterdir())
    assert id.encode() in files, "the row itself is there to be read"
    assert secret.split("_", 2)[2].encode() not in files
    store.close()


def test_a_secret_is_found_again_and_another_is_not(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    with store.writing() as conn:
        id, secret = access.grant(conn, "token", "clerk", MORNING, hall="small", window="w1")
    found = access.by_secret(store.conn, secret)
    assert found == access.by_id(store.conn, id)
    assert found is not None
    assert (found.role, found.hall, found.window, found.actor) == ("clerk", "small", "w1", f"token:{id}")
    assert access.by_secret(store.conn, secret[:-1]) is None
    assert access.by_secret(store.conn, "") is None
    assert access.by_secret(store.conn, access.digest(secret)) is None


def test_secrets_are_long_and_never_the_same(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    with store.writing() as conn:
        secrets = {access.grant(conn, "token", "display", MORNING)[1] for _ in range(50)}
    assert len(secrets) == 50
    assert min(len(s.split("_", 2)[2]) for s in secrets) >= 26


def test_a_revoked_or_outlived_credential_is_not_valid(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    with store.writing() as conn:
        id, secret = access.grant(conn, "session", "clerk", MORNING, expires_at=MORNING + 1000)
        found = access.by_secret(conn, secret)
        assert found is not None
        assert found.valid(MORNING + 999)
        assert not found.valid(MORNING + 1000)
        assert access.revoke(conn, id, MORNING + 5)
        assert not access.revoke(conn, id, MORNING + 6)
    again = access.by_secret(store.conn, secret)
    assert again is not None and not again.valid(MORNING + 10)


def test_ending_an_account_ends_its_sessions(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    with store.writing() as conn:
        access.save_person(conn, Person("chen", "hash", None, "clerk", "small"), MORNING)
        _, secret = access.grant(conn, "session", "clerk", MORNING, person="chen")
        assert access.end_person(conn, "chen", MORNING + 1)
        assert not access.end_person(conn, "chen", MORNING + 2)
    found = access.by_secret(store.conn, secret)
    assert found is not None and not found.valid(MORNING + 3)
    assert access.person(store.conn, "chen") is None
    assert access.people(store.conn) == []


def test_saving_a_person_again_keeps_what_is_not_given(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    with store.writing() as conn:
        access.save_person(conn, Person("chen", "hash", "pin", "clerk", "small"), MORNING)
        access.save_person(conn, Person("chen", None, None, "manager", None), MORNING)
    assert access.person(store.conn, "chen") == Person("chen", "hash", "pin", "manager", None)
    assert access.people(store.conn) == [Person("chen", None, None, "manager", None)]


@pytest.mark.parametrize(
    ("change", "ends"),
    [(("new", None, "clerk", "small"), True), ((None, None, "manager", "small"), True),
     ((None, None, "clerk", None), True), ((None, "pin", "clerk", "small"), False)],
)  # fmt: skip
def test_sessions_end_with_the_password_role_or_hall_they_were_opened_with(
    tmp_path: Path, change: tuple[Any, ...], ends: bool
) -> None:
    store = store_in(tmp_path)
    with store.writing() as conn:
        access.save_person(conn, Person("chen", "hash", None, "clerk", "small"), MORNING)
        _, secret = access.grant(conn, "session", "clerk", MORNING, hall="small", person="chen")
        access.save_person(conn, Person("chen", *change), MORNING + 1)
    found = access.by_secret(store.conn, secret)
    assert found is not None and found.valid(MORNING + 2) is not ends


def test_tokens_are_listed_by_kind_without_their_secrets(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    with store.writing() as conn:
        id, _ = access.grant(conn, "token", "kiosk", MORNING, label="door")
        access.grant(conn, "session", "clerk", MORNING)
    assert [(c.id, c.label) for c in access.listed(store.conn, "token")] == [(id, "door")]
