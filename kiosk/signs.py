"""Window signs written short: nine signs that count from 1 to 9 become one span, 1–9.

Pure. Signs that do not differ by one number alone are left exactly as the plates say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

_SIGN = re.compile(r"^(\D*)(\d+)(\D*)$")


def short(signs: Sequence[str]) -> str:
    """The signs in the order given, neighbours with consecutive numbers drawn together."""
    parts: list[str] = []
    for (before, after), group in groupby(signs, key=_around):
        members = list(group)
        if before is None:
            parts += members
        else:
            parts.append("、".join(_spans(members, before, after)) + after)
    return "、".join(parts)


def _around(sign: str) -> tuple[str | None, str]:
    found = _SIGN.match(sign)
    return (found[1], found[3]) if found else (None, "")


def _spans(members: list[str], before: str, after: str) -> list[str]:
    """«3», «5–9»: two neighbours stay apart, for «3–4» says no less than «3、4» and reads worse."""
    numbers = [member[len(before) : len(member) - len(after)] for member in members]
    spans: list[list[str]] = []
    for number in numbers:
        if spans and int(number) == int(spans[-1][-1]) + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    written: list[str] = []
    for span in spans:
        if len(span) > 2:
            written.append(f"{before}{span[0]}–{before}{span[-1]}")
        else:
            written += [before + number for number in span]
    return written
