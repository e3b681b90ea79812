"""What stands inside an Onbon update: its areas, read strictly, as strips."""

from __future__ import annotations

from display.led.virtual.reading import MEMORY, Reader, marked, must
from display.led.virtual.screen import Strip

MOST_TEXT = 1024


def font_card(r: Reader) -> Strip:
    """A dynamic area of a BX-5K/6K."""
    must(r.u(1) == 0)
    x, y, width, height = (r.u(2) for _ in range(4))
    x, width = (n & 0x7FFF if n & 0x8000 else n * 8 for n in (x, width))
    area, _spacing, mode = r.take(3)
    r.take(2)
    spoken, aloud = _font_card_voice(r)
    extra, align, lines, wrap, display, _exit, speed, _stay = r.take(8)
    text = r.take(r.u(4))
    r.end()
    must(bool(width and height) and mode <= 2 and extra == 0 and align <= 0b1010)
    must(lines in (1, 2) and wrap in (1, 2) and 1 <= display <= 6 and speed <= 0x18)
    must(len(text) <= MOST_TEXT, MEMORY)
    shown, colour = marked(text)
    said = shown if aloud and spoken is None else marked(spoken or b"")[0]
    return Strip(area, shown.split("\n"), colour, False, said, x, y, width, height)


def _font_card_voice(r: Reader) -> tuple[bytes | None, bool]:
    """The separate text to say, and whether anything is said."""
    flag = r.u(1)
    must(flag <= 2)
    if not flag:
        return None, False
    _person, volume, speed = r.take(3)
    must(volume <= 10 and speed <= 10)
    return (r.take(r.u(4)) if flag == 2 else None), True


def _sixth(r: Reader) -> Strip:
    """What image and font areas begin with."""
    area, mode = r.take(2)
    r.take(3)
    r.take(2 * r.u(2))
    r.take(5)
    must(r.u(1) == 0x10 and mode <= 5)
    x, y, width, height = (r.u(2) for _ in range(4))
    must(bool(width and height) and r.u(1) == 0)
    return Strip(area, [], "red", False, "", x, y, width, height)


def _sixth_voice(r: Reader) -> None:
    person, volume, speed, coding = r.take(4)
    must(person <= 5 and volume <= 10 and speed <= 10 and coding <= 3)
    r.take(8)
    must(r.u(1) == 0)


def image(r: Reader) -> tuple[Strip, list[int]]:
    """An image area, and the sizes of its pages, whose pixels follow behind all it says."""
    strip = _sixth(r)
    r.take(3)
    if voice := r.u(1):
        must(voice == 1)
        _sixth_voice(r)
        strip.spoken = marked(r.take(r.u(4)))[0]
    r.take(5)
    sizes: list[int] = []
    for _ in range(r.u(2)):
        page = r.part(4)
        page.take(7)
        valid = page.u(2)
        page.take(9)
        offset, size = page.u(4), page.u(4)
        page.end()
        must(offset == sum(sizes) and valid == strip.width)
        sizes.append(size)
    r.end()
    must(bool(sizes))
    return strip, sizes


def font(r: Reader) -> Strip:
    """A font area of a 6Q3."""
    strip = _sixth(r)
    r.take(8 + 4 + 6 + 6)
    voice = r.u(1)
    must(voice <= 2)
    if voice:
        _sixth_voice(r)
    spoken = marked(r.take(r.u(4)))[0] if voice == 2 else ""
    text, strip.colour = marked(r.take(r.u(4)))
    strip.lines = text.split("\n")
    strip.spoken = text if voice == 1 else spoken
    r.end()
    return strip
