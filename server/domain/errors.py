"""Refusals. A refused command leaves no trace; its code is stable and part of the wire."""

from __future__ import annotations

from typing import Any


class HallError(Exception):
    """A refusal with a stable `code`, a sentence that says what to do, and facts for the answer."""

    def __init__(self, code: str, detail: str = "", **facts: Any) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.facts = facts


def unfit(where: str, at: str, form: str, wrong: str, **facts: Any) -> HallError:
    """The refusal of one thing of a body or query (`where`) that does not fit.

    `at`: its place, `$` for the whole; `wrong`: in English what is expected; `form` and `facts`: the same for pages,
    which have it in their languages as `form.<form>`.
    """
    place = "" if at == "$" else f" {at}"
    told = {"at": at, "wrong": wrong, "form": form, **facts}
    return HallError("invalid", f"{where}{place}: {wrong}", errors=[told])
