"""A worksheet that takes a line of data at once: the library asks of every cell what it might be, three million times
in a list of a hundred thousand tickets.

Lines go where constant memory puts the library's own rows, in their order (`_write_single_row`, `_check_dimensions`,
`fh`); headings, widths, filters and formats are the library's.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from xml.sax.saxutils import escape

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

LONGEST = 16_383
"""Of a text: half of what Excel takes, for a sign may count twice."""


class Sheet(Worksheet):  # type: ignore[misc]  # the library has no types
    def line(self, at: int, values: Sequence[str | float | None], formats: Sequence[Format]) -> None:
        """A row below everything written so far; None and "" leave the cell empty. Nothing becomes a formula."""
        self._write_single_row(at)
        self._check_dimensions(at, len(values) - 1)
        cells = [
            f'<c r="{_letters(n)}{at + 1}" s="{how._get_xf_index()}"{_content(value)}'
            for n, (value, how) in enumerate(zip(values, formats, strict=True))
        ]
        self.fh.write(f'<row r="{at + 1}">{"".join(cells)}</row>')


_letters = lru_cache(xl_col_to_name)


def _content(value: str | float | None) -> str:
    if value is None or value == "":
        return "/>"
    return _text(value) if isinstance(value, str) else f"><v>{value:.16G}</v></c>"


@lru_cache(1024)
def _text(text: str) -> str:
    """Most are names, said again and again."""
    said = escape(Worksheet._escape_control_characters(text[:LONGEST]))
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f' t="inlineStr"><is><t{kept}>{said}</t></is></c>'
