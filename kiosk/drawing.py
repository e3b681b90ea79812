"""Draws a slip's blocks as a black-and-white picture, one dot a pixel, ready for the printer's raster.

A raster, not the printer's own characters: cheap printers lack rare characters and ship many code pages.
Every line is wrapped to the width; the picture grows downwards and nothing is cut off.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

import segno
from PIL import Image, ImageDraw

from kiosk import slip
from kiosk.fonts import Face
from kiosk.wrap import wrap

log = logging.getLogger("paihao.kiosk")

WIDTHS = (576, 384)
"""Dots across: 80 mm and 58 mm paper."""
NUMBER_HEIGHT = 96
"""The least height of the number's capitals, in dots (12 mm)."""
_WHITE, _BLACK = 255, 0
_GAP = 10
_NARROW = 400
_EDGE = 20


def draw(blocks: Sequence[slip.Block], width: int, face: Face, edge: int = _EDGE) -> Image.Image:
    """The slip as a 1-bit picture of `width` dots, with `edge` white lines above and below."""
    margin = width // 36
    column = _column(blocks, face)
    strips = [_strip(block, width - 2 * margin, column, face) for block in blocks]
    height = sum(strip.height + _GAP for strip in strips) + 2 * edge
    page = Image.new("L", (width, height), _WHITE)
    y = edge
    for strip in strips:
        page.paste(strip, (margin, y))
        y += strip.height + _GAP
    # a threshold, never dithering: edges stay sharp on thermal paper and QR modules stay whole
    return page.point(lambda level: 255 if level > 144 else 0).convert("1")


def _column(blocks: Sequence[slip.Block], face: Face) -> int:
    """The width the widest label needs, so that all rows' values stand under one another."""
    labels = [text for block in blocks if isinstance(block, slip.Row) for text in block.label]
    return 16 + max((int(face.font(text.size).getlength(text.text)) for text in labels), default=0)


def _strip(block: slip.Block, width: int, column: int, face: Face) -> Image.Image:
    match block:
        case slip.Text():
            return _text([block], width, face)
        case slip.Number():
            return _centred(_number(block, width, face), width)
        case slip.Badge():
            return _badge(block.text, width, face)
        case slip.Row():
            return _row(block, width, column, face)
        case slip.Rule():
            return Image.new("L", (width, 2), _BLACK)
        case slip.Code():
            return _code(block, width, face)
        case slip.Logo():
            return _logo(block, width)


def _text(texts: Sequence[slip.Text], width: int, face: Face, align: str = "") -> Image.Image:
    """The texts under one another, each wrapped; `align` overrides their own."""
    lines = [(text, line) for text in texts for line in _wrapped(text, width, face)]
    strip = Image.new("L", (width, sum(_pitch(text.size) for text, _ in lines) or 1), _WHITE)
    pen = ImageDraw.Draw(strip)
    y = 0
    for text, line in lines:
        font = face.font(text.size, text.bold)
        x = (width - font.getlength(line)) / 2 if (align or text.align) == "center" else 0
        pen.text((x, y + 1.08 * text.size), line, fill=_BLACK, font=font, anchor="ls")
        y += _pitch(text.size)
    return strip


def _wrapped(text: slip.Text, width: int, face: Face) -> list[str]:
    return wrap(text.text, width, face.font(text.size, text.bold).getlength)


def _pitch(size: int) -> int:
    return round(size * 1.4)


def _number(number: slip.Number, width: int, face: Face) -> Image.Image:
    """As large as fits or as the template says; a very long one is squeezed sideways rather than made low."""
    text = number.text
    capital = face.font(200, bold=True).getbbox("A")
    height = capital[3] - capital[1]
    natural = face.font(200, bold=True).getbbox(text)
    across = natural[2] - natural[0]
    wanted = number.height or max(NUMBER_HEIGHT, min(width * 0.27, width * height / across))
    font = face.font(-int(-200 * (wanted + 2) // height), bold=True)
    left, top, right, bottom = font.getbbox(text)
    picture = Image.new("L", (int(right - left), int(bottom - top)), _WHITE)
    ImageDraw.Draw(picture).text((-left, -top), text, fill=_BLACK, font=font)
    return picture if picture.width <= width else picture.resize((width, picture.height))


def _badge(text: str, width: int, face: Face) -> Image.Image:
    font = face.font(slip.VALUE, bold=True)
    lines = wrap(text, width - 2 * _GAP, font.getlength)
    strip = Image.new("L", (width, len(lines) * _pitch(slip.VALUE) + 8), _BLACK)
    pen = ImageDraw.Draw(strip)
    for at, line in enumerate(lines):
        middle = (width / 2, at * _pitch(slip.VALUE) + 11 + 0.88 * slip.VALUE)
        pen.text(middle, line, fill=_WHITE, font=font, anchor="ms")
    return strip


def _row(row: slip.Row, width: int, column: int, face: Face) -> Image.Image:
    """Label and lines stand on the first line's baseline, so small and large read as one line."""
    largest = width if width > _NARROW else slip.VALUE
    texts = [replace(text, size=min(text.size, largest)) for text in row.lines]
    label, lines = _text(row.label, column, face), _text(texts, width - column, face)
    drop = max(0, round(1.08 * (texts[0].size - row.label[0].size)))
    strip = Image.new("L", (width, max(label.height + drop, lines.height)), _WHITE)
    strip.paste(label, (0, drop))
    strip.paste(lines, (column, 0))
    return strip


def _code(code: slip.Code, width: int, face: Face) -> Image.Image:
    """QR and caption side by side on wide paper, the caption below on narrow."""
    square = _qr(code.url, width)
    beside = width - square.width - 16
    if beside < 9 * slip.BODY:
        caption = _text(code.caption, width, face, align="center")
        strip = Image.new("L", (width, square.height + caption.height), _WHITE)
        strip.paste(square, ((width - square.width) // 2, 0))
        strip.paste(caption, (0, square.height))
        return strip
    caption = _text(code.caption, beside, face)
    strip = Image.new("L", (width, max(square.height, caption.height)), _WHITE)
    strip.paste(square, (0, (strip.height - square.height) // 2))
    strip.paste(caption, (square.width + 16, (strip.height - caption.height) // 2))
    return strip


def _qr(url: str, width: int) -> Image.Image:
    """Modules of 5 dots (0.6 mm) unless a long address needs smaller ones; a quiet zone of 4 modules."""
    rows = list(segno.make(url, error="m", micro=False).matrix_iter(border=4))
    modules = len(rows)
    dot = max(2, min(5, width // modules))
    plain = Image.new("L", (modules, modules))
    plain.putdata([_BLACK if dark else _WHITE for row in rows for dark in row])
    return plain.resize((modules * dot, modules * dot), Image.Resampling.NEAREST)


def _logo(logo: slip.Logo, width: int) -> Image.Image:
    """The picture on white, as high as told unless it would be wider than the paper; one that has gone since the
    start is left out: a slip without its emblem is a slip."""
    try:
        with Image.open(logo.file) as opened:
            picture = Image.new("RGBA", opened.size, "white")
            picture.alpha_composite(opened.convert("RGBA"))
    except OSError as error:
        log.warning("the logo is left out: %s", error)
        return Image.new("L", (width, 1), _WHITE)
    height = min(logo.height, picture.height * width // picture.width)
    size = (max(1, round(picture.width * height / picture.height)), max(1, height))
    return _centred(picture.convert("L").resize(size, Image.Resampling.LANCZOS), width)


def _centred(picture: Image.Image, width: int) -> Image.Image:
    strip = Image.new("L", (width, picture.height + 12), _WHITE)
    strip.paste(picture, ((width - picture.width) // 2, 6))
    return strip
