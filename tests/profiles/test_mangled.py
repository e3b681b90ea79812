"""However a document is broken, `build` answers with a hall or with faults in words, never with a crash."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import given, settings

from server.domain.profile import Hall
from server.profiles import ProfileFaults, build, difference, load, parse

CONFIG = Path(__file__).resolve().parents[2] / "config"
PUNING = json.loads(json.dumps(load(CONFIG / "puning.toml")[0]))
WORDS = [
    "z1",
    "tax",
    "A",
    "4-12",
    "1-999999",
    "08:30-12:00",
    "{number}",
    "ordinary",
    "requeued",
    "",
    "\ud800",
    "{",
]
scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(WORDS)
)
values = st.recursive(
    scalars, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=6), v, max_size=3)
)


def one_place(draw: st.DrawFn, document: Any) -> tuple[Any, Any]:
    """A table or list of the document, and a key or index in it."""
    here = document
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        key = draw(st.sampled_from(keys))
        if not isinstance(here[key], (dict, list)) or not here[key] or draw(st.integers(0, 3)) == 0:
            return here, key
        here = here[key]


@st.composite
def mangled(draw: st.DrawFn) -> Any:
    document = deepcopy(PUNING)
    for _ in range(draw(st.integers(1, 4))):
        if not document:
            break
        here, key = one_place(draw, document)
        if draw(st.booleans()):
            del here[key]
        else:
            here[key] = draw(values)
    return document


@settings(max_examples=150, deadline=None)
@given(mangled())
def test_a_mangled_profile_is_built_or_refused_in_words(document: Any) -> None:
    try:
        assert isinstance(build(document), Hall)
    except ProfileFaults as error:
        assert error.faults
        assert all(f.wrong and f.right and f.told("x.toml").isprintable() for f in error.faults)
    assert difference(PUNING, PUNING) == []
    assert (difference(PUNING, document) == []) is (document == PUNING)


@settings(max_examples=100, deadline=None)
@given(values)
def test_anything_at_all_is_refused_in_words(document: Any) -> None:
    try:
        build(document)
    except ProfileFaults as error:
        assert error.faults


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_text_cut_or_smudged_anywhere_is_read_or_refused_in_words(data: st.DataObject) -> None:
    text = (CONFIG / "village.toml").read_text("utf-8")
    at = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(at, min(len(text), at + 20)))
    smudged = (
        text[:at] + data.draw(st.text(max_size=3) | st.sampled_from(['"""', "[[", "{", "\r"])) + text[end:]
    )
    try:
        build(parse(smudged))
    except ProfileFaults as error:
        assert error.faults
