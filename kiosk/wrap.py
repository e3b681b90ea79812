"""Breaks text into lines no wider than a width. Pure: the measure is an argument.

Chinese may break between any two characters, but no line starts with closing punctuation or ends with an
opening one; Latin words stay whole, numbers also with the character that counts them, unless wider than a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Measure = Callable[[str], float]

_CLOSING = "，。、；：？！）》」』】”’,.;:?!)%·…—–"
_OPENING = "（《「『【“‘("
_LATIN = r"[A-Za-z0-9@#&'+\-–_/=~.:%]+"
_UNIT = rf"(?:(?<=\d)[^\s{re.escape(_OPENING + _CLOSING)}])?"
_ATOM = re.compile(rf"[{re.escape(_OPENING)}]*(?:{_LATIN}{_UNIT}|\s+|.)[{re.escape(_CLOSING)}]*")
_PHRASE = re.compile(r"[^\s，。、；：？！]*[，。、；：？！]*\s*")


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """As few lines as there can be, broken between phrases where that costs no line, and of like length.

    Every line measures at most `width` if each single character does.
    """
    text = " ".join(text.split())
    lines = _fill(_atoms(text, width, measure), width, measure)
    phrases = _phrases(text, width, measure)
    better = _fill(phrases, width, measure)
    if len(better) <= len(lines):
        return _even(better, phrases, width, measure)
    return _even(lines, _atoms(text, width, measure), width, measure)


def _fill(atoms: Sequence[str], width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    line = ""
    for atom in atoms:
        if line and measure((line + atom).rstrip()) > width:
            lines.append(line.rstrip())
            line = atom.lstrip()
        else:
            line += atom
    return [*lines, line.rstrip()] if line.strip() else lines


def _even(lines: list[str], atoms: Sequence[str], width: float, measure: Measure) -> list[str]:
    """The same atoms on as many lines, none much shorter: no character left alone on the last one."""
    while len(lines) > 1:
        width = max(measure(line) for line in lines) - 1
        narrower = _fill(atoms, width, measure)
        if len(narrower) > len(lines) or any(measure(line) > width for line in narrower):
            break
        lines = narrower
    return lines


def _phrases(text: str, width: float, measure: Measure) -> list[str]:
    """What is best kept together: up to a space or a Chinese punctuation mark; too wide a one falls apart."""
    pieces: list[str] = []
    for phrase in _PHRASE.findall(text):
        pieces += [phrase] if measure(phrase.rstrip()) <= width else _atoms(phrase, width, measure)
    return pieces


def _atoms(text: str, width: float, measure: Measure) -> list[str]:
    atoms: list[str] = []
    for atom in _ATOM.findall(text):
        atoms += [atom] if measure(atom.rstrip()) <= width else list(atom)
    return atoms
