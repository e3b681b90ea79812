"""Kokoro-82M itself: the right files, the right phonemes, sentences of the right length and level. Long."""

from __future__ import annotations

import importlib.util
import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from display.voice import cut, feed, fetch, neural_worker, phones, sound
from display.voice.engine import plausible
from display.voice.kept import Kept
from display.voice.neural import LOAD_SECONDS, Neural

VOICES = Path(__file__).parents[2] / "build/voices"
ABSENT = [
    name for name in ("onnxruntime", "misaki", *neural_worker.PARTS) if not importlib.util.find_spec(name)
]
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        bool(ABSENT or fetch.wrong(VOICES)), reason="`make test-long` installs the neural voice"
    ),
]
WINDOWS = (
    "三号窗口",
    "二楼十三号窗口",
    "银行窗口",
    "不动产综合窗口",
    "负一楼医保窗口",
    "一零二号窗口",
    "咨询导引台",
)
PHONES = {
    "银行窗口": "i↗nxa↗ŋꭧʰwa→ŋkʰou↓.",
    "办理执行": "pa↘nli↓ꭧɨ↗ɕi↗ŋ.",
    "重庆路": "ꭧʰʊ↗ŋʨʰi↘ŋlu↘.",
    "重要": "ꭧʊ↘ŋjau↘.",
    "会计窗口": "kʰwai↘ʨi↘ꭧʰwa→ŋkʰou↓.",
    "长沙": "ꭧʰa↗ŋʂa→.",
    "最后一次": "ʦwei↘xou↘i↗ʦʰɨ↘.",
    "一号": "i→xau↘.",
    "零二四七": "li↗ŋɚ↘sɨ↘ʨʰi→.",
    "幺": "jau→.",
    "女士": "ny↓ʂɨ↘.",
}


def said(text: str, end: str = ".") -> str:
    return phones.phonemes(feed.pieces(text), end)


def test_the_model_s_parts_are_the_ones_we_know() -> None:
    assert len(neural_worker.model()) == 92_361_271
    assert fetch.wrong(VOICES) == {}


@pytest.mark.parametrize("text", PHONES)
def test_polyphones_tones_and_digits_are_said_as_people_say_them(text: str) -> None:
    assert said(text) == PHONES[text]


def test_every_letter_is_said_and_no_sign_is_lost_on_the_model() -> None:
    known = neural_worker.vocabulary()
    told = [said(f"请{letter}一二三号", ",") for letter in phones.LETTERS]
    assert len(set(told)) == 26
    assert all(phones.tokens(signs, known) for signs in told)
    assert said("A") == "ei→." and said("E") == "ˈi."
    with pytest.raises(phones.Unspeakable, match="no sign"):
        phones.tokens("请", known)


def test_every_syllable_of_the_language_has_signs_of_the_model() -> None:
    known = neural_worker.vocabulary()
    common = [chr(code) for code in range(0x4E00, 0x9FA6)]
    sounds = {piece for sign in common for piece in feed.pieces(sign) if len(piece) > 1}
    assert len(sounds) > 1200
    lost = [s for s in sorted(sounds) if not speakable(s, known)]
    assert lost == []


def speakable(pinyin: str, known: dict[str, int]) -> bool:
    try:
        return bool(phones.tokens(phones.syllable(pinyin), known))
    except phones.Unspeakable:
        return False


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neural]:
    kept = Kept(tmp_path_factory.mktemp("kept"), 200_000_000)
    voice = Neural(kept, VOICES, "zf_xiaoxiao", patience=LOAD_SECONDS)
    yield voice
    voice.close()


def test_sentences_have_the_hall_s_pace_an_even_level_and_nothing_cut_off(voice: Neural) -> None:
    levels, paces = [], []
    for n, (window, letter) in enumerate(itertools.product(WINDOWS, "ABKX")):
        text = f"请{letter}{'零一二三四五六七八九'[n % 10]}{'二五八'[n % 3]}九号到{window}办理"
        made = sound.trimmed(voice.render("zh", text, 170))
        length, pauses = feed.syllables("zh", text), sum(p.pause for p in cut.phrases(text))
        assert plausible(made, length, 170), text
        paces.append(60 * length / (sound.seconds(made) - pauses))
        whole = sound.levelled(made)
        levels.append(sound.loudness(whole))
        assert max(map(abs, whole)) < sound.FULL
        assert sound.loudness(made[-sound.RATE // 5 :]) > -45, "the last syllable is there"
    assert max(levels) - min(levels) < 2.0
    assert min(paces) >= 150 and max(paces) <= 195


@pytest.mark.parametrize("pace", [150, 230])
def test_the_pace_follows_the_hall(voice: Neural, pace: int) -> None:
    """On the whole: 二楼十三号 is said faster than 综合窗口 by anybody."""
    paces = []
    for text in (
        "请A零零一号到三号窗口办理",
        "请B二三九号到二楼十三号窗口办理",
        "请C零五八号到不动产综合窗口办理",
    ):
        made = sound.seconds(sound.trimmed(voice.render("zh", text, pace))) - cut.AFTER_NUMBER
        paces.append(60 * feed.syllables("zh", text) / made)
    assert sum(paces) / len(paces) == pytest.approx(pace, rel=0.05)


def test_what_is_kept_is_heard_at_once(voice: Neural) -> None:
    text = "请A零零一号到三号窗口办理"
    voice.render("zh", text, 170)
    before = time.perf_counter()
    voice.render("zh", text, 170)
    assert time.perf_counter() - before < 0.3


def test_all_eight_speakers_speak(tmp_path: Path) -> None:
    for speaker in fetch.SPEAKERS:
        voice = Neural(Kept(tmp_path / speaker, 10_000_000), VOICES, speaker, patience=LOAD_SECONDS)
        made = voice.render("zh", "请A零零一号到三号窗口办理", 170)
        voice.close()
        assert plausible(made, 13, 170), speaker
