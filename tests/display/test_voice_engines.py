"""Which engine says what: in order, the next when one cannot, told; and what an announcer's file may not say."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from display.voice import engine
from display.voice.config import ClipsFile, NeuralFile, VoiceFile
from display.voice.engines import Voices, Workshop, make
from display.voice.file import AnnounceFile
from display.voice.process import VoiceError
from display.voice.sound import Samples
from server.agent.config import ConfigError, read
from tests.display.test_voice_clips import tone, write

CALL = "请A零零一号到三号窗口办理"


class Says:
    """An engine that can say some languages; notes what it was asked."""

    def __init__(self, *languages: str) -> None:
        self.languages, self.asked = languages, []

    asked: list[str]

    def render(self, language: str, text: str, pace: int) -> Samples:
        self.asked.append(language)
        if language not in self.languages:
            raise VoiceError(f"no {language}", missing=True)
        return array("h", [1])


def voices(**order: tuple[str, ...]) -> tuple[Voices, dict[str, Says]]:
    engines = {"espeak": Says("zh", "en"), "neural": Says("zh"), "clips": Says("teo")}
    return Voices(order, engines, lambda: None), engines


def test_the_first_engine_that_can_speaks_and_nothing_is_amiss() -> None:
    voice, engines = voices(zh=("neural", "espeak"))
    voice.render("zh", CALL, 170)
    assert (voice.trouble, voice.pace) == ("", 170)
    assert engines["neural"].asked == ["zh"] and engines["espeak"].asked == []


def test_the_next_one_speaks_when_one_cannot_and_that_is_told() -> None:
    voice, engines = voices(zh=("clips", "neural", "espeak"))
    voice.render("zh", CALL, 170)
    assert voice.trouble == "clips: no zh: neural spoke"
    voice.render("en", "Ticket A 0 0 1", 170)
    assert (voice.trouble, engines["espeak"].asked) == ("", ["en"]), "a language without order is espeak's"


def test_when_none_can_all_reasons_are_told() -> None:
    voice, _ = voices(vi=("clips", "neural"))
    with pytest.raises(VoiceError, match="clips: no vi; neural: no vi") as error:
        voice.render("vi", "Mời số A 0 0 1", 170)
    assert error.value.missing


def test_a_dialect_written_in_hanzi_is_read_as_mandarin_by_engines_that_do_not_know_it() -> None:
    voice, engines = voices(nan=("clips", "espeak"), teo=("clips",))
    voice.render("nan", CALL, 170)
    assert (engines["clips"].asked, engines["espeak"].asked) == (["nan"], ["zh"])
    voice.render("teo", CALL, 170)
    assert engines["clips"].asked == ["nan", "teo"]


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    for word in ("请", "A", "零", "一", "号", "到三号窗口办理"):
        write(tmp_path / "clips" / "teo" / f"{word}.wav", tone(0.2, 22050))
    config = VoiceFile(
        order={"zh": ("neural", "espeak"), "teo": ("clips", "espeak")}, patience=0.5,
        neural=NeuralFile(voices=str(tmp_path / "none")),
    )  # fmt: skip
    workshop = Workshop(config, tmp_path)
    yield workshop
    workshop.close()


def test_real_engines_stand_in_for_one_another(workshop: Workshop) -> None:
    """Recordings say the dialect; the neural voice is not there, so espeak says the Mandarin and a word that lacks."""
    voice = workshop.voice()
    assert len(voice.render("teo", CALL, 170)) > 0 and voice.trouble == ""
    assert engine.plausible(voice.render("zh", CALL, 170), 13, 170)
    assert "neural" in voice.trouble and voice.trouble.endswith("espeak spoke")
    voice.render("teo", "请A零零一号到四号窗口办理", 170)
    assert "no recording says «到四号窗口办理»" in voice.trouble


def test_every_zone_has_an_espeak_of_its_own_and_shares_the_rest(workshop: Workshop) -> None:
    first, second = workshop.voice(), workshop.voice()
    assert first._engines["espeak"] is not second._engines["espeak"]
    assert first._engines["neural"] is second._engines["neural"]
    assert workshop.expects("zh") and not workshop.expects("teo") and not workshop.expects("en")


def test_a_file_without_voices_needs_no_model_and_is_espeak_alone(tmp_path: Path) -> None:
    voice = make(VoiceFile(), tmp_path)
    assert engine.plausible(voice.render("zh", CALL, 170), 13, 170)
    assert voice.trouble == "" and not (tmp_path / "neural").exists()
    voice.close()


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (VoiceFile(order={"zh": ("kokoro",)}), "'kokoro' is no engine; there are espeak, neural, clips"),
        (VoiceFile(order={"zh": ()}), "no engine is named"),
        (VoiceFile(neural=NeuralFile(speaker="zf_nobody")), "there is no 'zf_nobody'; there are zf_xiaobei"),
        (VoiceFile(neural=NeuralFile(threads=0)), "threads is 1 to 8"),
        (VoiceFile(patience=-1), "patience 0 to 60"),
        (VoiceFile(patience=float("nan")), "patience 0 to 60"),
    ],
)
def test_what_cannot_be_is_told_in_words(config: VoiceFile, words: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=words):
        Workshop(config, tmp_path)


def test_a_file_s_keys_are_checked_where_they_stand(tmp_path: Path) -> None:
    file = tmp_path / "announce.toml"
    file.write_text('[voice]\npatience = 2\n[voice.order]\nzh = ["clips"]\n[voice.clips]\nfolder = "x"\n')
    assert read(file, AnnounceFile).voice == VoiceFile(
        order={"zh": ("clips",)}, patience=2.0, clips=ClipsFile(folder="x")
    )
    file.write_text('[voice.neural]\nspeeker = "zf_xiaoyi"\n')
    with pytest.raises(ConfigError, match=r"voice\.neural: there is no key 'speeker'; did you mean speaker"):
        read(file, AnnounceFile)
