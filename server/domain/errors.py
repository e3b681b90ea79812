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
