"""Paper for bulletins: A4 with the hall's head and page numbers, an embedded part of a Chinese font, and plain tables.

Everything is drawn in ink, three blues that differ in grey, and hatching: a black-and-white printer loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast

from fpdf import FPDF

from server.reports.fonts import find
from server.reports.words_bulletin import word

Colour = tuple[int, int, int]
INK: Colour = (19, 35, 59)
QUIET: Colour = (67, 83, 106)
DEEP: Colour = (11, 87, 164)
MIDDLE: Colour = (127, 168, 211)
SOFT: Colour = (224, 234, 245)
LINE: Colour = (196, 207, 220)
WHITE: Colour = (255, 255, 255)
MARGIN, WIDTH, HEIGHT = 15.0, 180.0, 297.0
FOOT = 18.0
ROW = 6.0
STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
Painter = Callable[[float, float, float, float], None]
"""Draws into x, y, width, height (mm)."""


class Paper(FPDF):
    """Millimetres from the top left; `at` is how far down the page is written."""

    def __init__(self, hall: str, month: str, lang: str, now: datetime) -> None:
        super().__init__("P", "mm", "A4")
        self.hall, self.month, self.lang, self.now = hall, month, lang, now
        for style, font in zip(("", "B"), find(), strict=True):
            self.add_font("hall", style, str(font.path), collection_font_number=font.index)
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(False)
        self.set_title(f"{hall} {word('title', lang)} {month}")
        self.set_author(hall)
        self.set_creator("Paihao")
        self.set_lang("zh-CN" if lang == "zh" else "en")
        self.set_creation_date(now.astimezone())
        self.at = MARGIN

    def footer(self) -> None:
        """Hall, month and page number; fpdf calls it as a page ends."""
        self.colour(LINE)
        self.set_line_width(0.2)
        self.line(MARGIN, HEIGHT - 13, MARGIN + WIDTH, HEIGHT - 13)
        self.say(MARGIN, HEIGHT - 9, f"{self.hall}  {word('title', self.lang)}  {self.month}", 7.5, QUIET)
        # Only a cell has the number of all pages put in at the end.
        self.set_xy(MARGIN, HEIGHT - 12)
        self.cell(WIDTH, 4, word("page", self.lang, n=self.page_no(), all="{nb}"), align="R")

    def leaf(self) -> None:
        self.add_page()
        self.at = MARGIN

    def room(self, height: float) -> bool:
        """Whether so much more fits on this page."""
        return self.at + height <= HEIGHT - FOOT

    def colour(self, colour: Colour) -> None:
        self.set_draw_color(*colour)
        self.set_fill_color(*colour)

    # -- text --------------------------------------------------------------------------------------

    def say(
        self, x: float, y: float, text: str, size: float = 9, colour: Colour = INK, bold: bool = False, align: str = "L"
    ) -> None:  # fmt: skip
        """A line with its baseline at y; `align` L, C or R to x."""
        text = self.plain(text)
        self.set_font("hall", "B" if bold else "", size)
        self.set_text_color(*colour)
        wide = self.get_string_width(text)
        self.text(x - {"L": 0, "C": wide / 2, "R": wide}[align], y, text)

    def fitted(self, text: str, wide: float, size: float, bold: bool = False) -> str:
        """The text, cut with … where it is wider than so many millimetres."""
        text, more = self.plain(text), "…" if self.lang == "zh" else "..."
        self.set_font("hall", "B" if bold else "", size)
        if self.get_string_width(text) <= wide:
            return text
        while text and self.get_string_width(text + more) > wide:
            text = text[:-1]
        return text.rstrip() + more

    def plain(self, text: str) -> str:
        """In English with straight quotes: the Chinese font draws curly ones a whole Hanzi wide."""
        return text.translate(STRAIGHT) if self.lang == "en" else text

    def heading(self, text: str, keep: float = 30) -> None:
        """A heading that stays with at least `keep` mm of what follows."""
        if not self.room(10 + keep):
            self.leaf()
        self.say(MARGIN, self.at + 5, text, 12, INK, bold=True)
        self.at += 9

    def paragraph(self, text: str, size: float = 8.5, colour: Colour = QUIET) -> None:
        self.set_font("hall", "", size)
        self.set_text_color(*colour)
        high = size * 0.3528 * 1.5
        lines = cast(list[str], self.multi_cell(WIDTH, high, text, align="L", dry_run=True, output="LINES"))
        if not self.room(high * len(lines)):
            self.leaf()
        for line in lines:
            self.say(MARGIN, self.at + high * 0.75, line, size, colour)
            self.at += high

    # -- tables ------------------------------------------------------------------------------------

    def rows(
        self, heads: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[str | Painter]]
    ) -> None:
        """The first column stands left, texts of the others right; a painter draws its cell. Heads on every page."""
        self._heads(heads, widths)
        for n, row in enumerate(rows):
            if not self.room(ROW):
                self.leaf()
                self._heads(heads, widths)
            if n % 2:
                self.colour((245, 248, 251))
                self.rect(MARGIN, self.at, WIDTH, ROW, "F")
            self._row(row, widths)
            self.at += ROW

    def _heads(self, heads: Sequence[str], widths: Sequence[float]) -> None:
        x = MARGIN
        for n, (head, wide) in enumerate(zip(heads, widths, strict=True)):
            left = n == 0 or wide > 40
            self.say(
                x + 1 if left else x + wide - 1, self.at + 4.4, head, 8, QUIET, True, "L" if left else "R"
            )
            x += wide
        self.at += ROW
        self.colour(INK)
        self.set_line_width(0.3)
        self.line(MARGIN, self.at, MARGIN + WIDTH, self.at)

    def _row(self, row: Sequence[str | Painter], widths: Sequence[float]) -> None:
        x = MARGIN
        for n, (cell, wide) in enumerate(zip(row, widths, strict=True)):
            if callable(cell):
                cell(x + 3, self.at + 1, wide - 4, ROW - 2)
            elif n == 0:
                self.say(x + 1, self.at + 4.2, self.fitted(cell, wide - 2, 8.5), 8.5)
            else:
                self.say(x + wide - 1, self.at + 4.2, cell, 8.5, align="R")
            x += wide
