"""What setting up the hall in the browser asks and answers, for the API's description."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from server.web import forms
from server.web.answers_shape import Instant
from server.web.shapes import Body, Limit

Version = Annotated[int, Meta(ge=1, le=2**53)]
Parts = dict[str, dict[str, Any] | list[dict[str, Any]] | None]
MOST = 512 * 1024
"""Bytes of a document as JSON or TOML; 200 windows and 500 businesses need a third."""


class Wanted(Body, frozen=True):
    """Parts of the document as they should be: a part that is absent stays, one that is null is no longer stated.

    `quick`: faults and differences only.
    """

    document: Parts
    version: Version | None = None
    quick: bool = False


class Put(Body, frozen=True):
    """`version` is the one the parts were made from; `waiting: keep`: also if nobody could call some who wait."""

    document: Parts
    version: Version
    waiting: Literal["keep"] | None = None


class Restore(Body, frozen=True):
    """`version` is the one to return to, `over` the one that is thought to be in force."""

    version: Version
    over: Version | None = None
    waiting: Literal["keep"] | None = None


class Import(Body, frozen=True):
    """`preview=1` changes nothing; without it `version` must be the one in force."""

    preview: Literal["0", "1"] = "0"
    version: Version | None = None
    waiting: Literal["keep"] | None = None


class ImportServices(Import, frozen=True):
    """`replace=1`: businesses that the table does not name are taken away."""

    replace: Literal["0", "1"] = "0"


class Template(Body, frozen=True):
    language: Literal["zh", "en"] = "zh"


class Versions(Body, frozen=True):
    """`next` is an answer's; newest first."""

    limit: Limit = 20
    next: Annotated[str, Meta(pattern=forms.PAGE_OF_VERSIONS)] | None = None


class SetupFault(Struct):
    """What is wrong, where, and what would be right; `column` and `line` are those of a file."""

    at: str
    part: str
    row: str | None
    key: str | None
    line: int | None
    column: str | None
    wrong: str
    right: str
    wrong_zh: str
    right_zh: str


class SetupWarning(Struct):
    """What works and yet will trouble people."""

    at: str
    part: str
    row: str | None
    key: str | None
    says: str
    says_zh: str


class SetupDifference(Struct):
    """`changed` is of a key: what it was and is, absent where it is not stated; `rewritten` changes no meaning.

    `title`, `title_en`: what people call the row; "" where it has no such name.
    """

    what: Literal["added", "removed", "changed", "order", "rewritten"]
    part: str
    row: str | None
    title: str
    title_en: str
    key: str
    says: str
    old: Any
    new: Any
    was_stated: bool
    is_stated: bool


class Strand(Struct):
    """Who is concerned: people at or waiting for what would be gone block it; the rest may be left waiting (`keep`)."""

    kind: Literal["window", "gone", "waiting", "unserved", "reserved"]
    id: str
    name: str
    name_en: str
    people: int
    number: str | None
    blocks: bool


class Setup(Struct):
    """The document by its parts, windows one a row; who brought this version in, and when."""

    version: int
    document: dict[str, Any]
    by: str
    at: Instant
    how: str
    seq: int


class SetupSchema(Struct):
    """Every part with its keys, their names, hints and kinds."""

    parts: list[dict[str, Any]]
    seq: int


class SetupPreview(Struct):
    """`version` is the one in force, `base` the one it was compared with."""

    version: int
    base: int
    faults: list[SetupFault]
    warnings: list[SetupWarning]
    differences: list[SetupDifference]
    strands: list[Strand]
    seq: int


class SetupImported(Struct):
    """The preview of a file, and the parts it would put in place; `applied`: whether they are in force now."""

    version: int
    base: int
    faults: list[SetupFault]
    warnings: list[SetupWarning]
    differences: list[SetupDifference]
    strands: list[Strand]
    parts: dict[str, Any]
    applied: bool
    seq: int


class SetupVersion(Struct):
    """`how`: file, change, setup, import, services or restore (then `of` says which)."""

    version: int
    at: Instant
    by: str
    how: str
    of: int | None
    differences: list[SetupDifference]


class SetupHistory(Struct):
    versions: list[SetupVersion]
    next: str | None
    seq: int


class SetupPast(Struct):
    """One version: what it changed, what returning to it would change now, and its document."""

    version: int
    at: Instant
    by: str
    how: str
    of: int | None
    differences: list[SetupDifference]
    returning: list[SetupDifference]
    document: dict[str, Any]
    seq: int
