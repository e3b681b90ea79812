"""The neural voice's queue: nothing waits longer than its patience, what is late is kept, and failures pass."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from display.voice import cut, neural, sound
from display.voice.kept import Kept
from display.voice.neural import Neural, Part
from display.voice.process import VoiceError
from tests.display.neuralworker import SYLLABLE_SECONDS, orders, worker

CALL = "请A零零一号到三号窗口办理"
NUMBER, PLACE = "qing3 A ling2 ling2 yi1 hao4,", "dao4 san1 hao4 chuang1 kou3 ban4 li3."
LONG = 60.0


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Neural]]:
    made: list[Neural] = []

    def one(patience: float = LONG, most: int = 10_000_000) -> Neural:
        kept = Kept(tmp_path / "kept", most)
        made.append(
            Neural(kept, tmp_path, "zf_xiaoxiao", patience=patience, worker=worker(tmp_path), seconds=LONG)
        )
        return made[-1]

    yield one
    (tmp_path / "hold").unlink(missing_ok=True)
    for voice in made:
        voice.close()


def test_a_call_is_made_of_two_parts_each_only_once(make: Callable[..., Neural], tmp_path: Path) -> None:
    voice = make()
    said = voice.render("zh", CALL, 170)
    assert sound.seconds(said) == pytest.approx(13 * SYLLABLE_SECONDS + cut.AFTER_NUMBER, abs=0.1)
    assert orders(tmp_path) == [NUMBER, PLACE]
    voice.render("zh", "请A零零二号到三号窗口办理", 170)
    assert orders(tmp_path)[2:] == ["qing3 A ling2 ling2 er4 hao4,"], "the place is there already"
    assert voice.render("zh", CALL, 170) == said
    assert len(orders(tmp_path)) == 3


def test_what_was_made_survives_a_restart(make: Callable[..., Neural], tmp_path: Path) -> None:
    said = make().render("zh", CALL, 170)
    again = make()
    assert again.render("zh", CALL, 170) == said
    assert len(orders(tmp_path)) == 2


def test_a_late_sentence_is_given_up_for_now_and_there_the_next_time(
    make: Callable[..., Neural], tmp_path: Path
) -> None:
    voice = make(patience=0.05)
    (tmp_path / "hold").touch()
    with pytest.raises(VoiceError, match="«请A零零一号» was not ready") as late:
        voice.render("zh", CALL, 170)
    assert not late.value.missing
    (tmp_path / "hold").unlink()
    assert voice.rested(LONG)
    assert voice.render("zh", CALL, 170)


def test_a_call_goes_before_what_is_only_expected(make: Callable[..., Neural], tmp_path: Path) -> None:
    voice = make()
    (tmp_path / "hold").touch()
    voice.expect([Part(f"请B零零{n}号", 170, False) for n in "一二三四五"])
    until(lambda: len(orders(tmp_path)) == 1)
    called = threading.Thread(target=voice.render, args=("zh", CALL, 170))
    called.start()
    until(lambda: len(voice._urgent) == 2)
    (tmp_path / "hold").unlink()
    called.join(LONG)
    assert voice.rested(LONG)
    assert orders(tmp_path)[1:3] == [NUMBER, PLACE]
    assert len(orders(tmp_path)) == 7


def test_zones_are_foreseen_by_turns_and_a_newer_foresight_replaces_its_own(
    make: Callable[..., Neural], tmp_path: Path
) -> None:
    voice = make()
    (tmp_path / "hold").touch()
    voice.expect([Part("请D零零九号", 170, False)], "north")
    until(lambda: len(orders(tmp_path)) == 1)
    voice.expect([Part(f"请A零零{n}号", 170, False) for n in "一二"], "east")
    voice.expect([Part(f"请C零零{n}号", 170, False) for n in "八九"], "west")
    voice.expect([Part(f"请B零零{n}号", 170, False) for n in "三四"], "west")
    (tmp_path / "hold").unlink()
    assert voice.rested(LONG)
    assert [line.split()[1] for line in orders(tmp_path)] == ["D", "A", "B", "A", "B"]


def test_a_part_the_model_cannot_say_fails_alone_and_is_not_tried_again(
    make: Callable[..., Neural], tmp_path: Path
) -> None:
    voice = make()
    (tmp_path / "refuse").write_text("ling2 ling2 yi1")
    for _ in range(2):
        with pytest.raises(VoiceError, match="no sign for it"):
            voice.render("zh", CALL, 170)
    assert voice.rested(LONG)
    assert orders(tmp_path).count(NUMBER) == 1
    assert voice.render("zh", "请A零零二号到三号窗口办理", 170)


def test_a_sound_that_cannot_be_the_sentence_is_not_kept(make: Callable[..., Neural], tmp_path: Path) -> None:
    voice = make()
    with pytest.raises(VoiceError, match="cannot be the 6 syllables"):
        voice.render("zh", CALL, 80)
    assert voice.rested(LONG)
    assert [p for p in (tmp_path / "kept").iterdir() if p.suffix != ".wav"] == []


def test_a_dying_process_rests_and_is_started_again(
    make: Callable[..., Neural], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neural, "REST_SECONDS", 600.0)
    voice = make()
    (tmp_path / "die").write_text("ling2")
    with pytest.raises(VoiceError, match="ended"):
        voice.render("zh", CALL, 170)
    asked = len(orders(tmp_path))
    with pytest.raises(VoiceError, match="ended"):
        voice.render("zh", CALL, 170)
    assert len(orders(tmp_path)) == asked, "while it rests nobody waits for it"
    monkeypatch.setattr(neural, "REST_SECONDS", 0.05)
    other = make()
    with pytest.raises(VoiceError, match="ended"):
        other.render("zh", CALL, 170)
    (tmp_path / "die").unlink()
    until(lambda: spoken(other))


def spoken(voice: Neural) -> bool:
    try:
        return len(voice.render("zh", CALL, 170)) > 0
    except VoiceError:
        return False


def test_a_worker_that_is_not_there_is_missing_at_once(tmp_path: Path) -> None:
    voice = Neural(Kept(tmp_path / "kept", 1000), tmp_path, "zf_xiaoxiao", patience=LONG)
    with pytest.raises(VoiceError, match=r"did not start: .*paihao") as gone:
        voice.render("zh", CALL, 170)
    assert gone.value.missing
    voice.close()


def test_a_kept_file_that_a_power_cut_left_empty_is_made_anew(
    make: Callable[..., Neural], tmp_path: Path
) -> None:
    voice = make()
    said = voice.render("zh", CALL, 170)
    for path in (tmp_path / "kept").glob("*.wav"):
        path.write_bytes(b"")
    with pytest.raises(VoiceError, match="cannot be read"):
        voice.render("zh", CALL, 170)
    with pytest.raises(VoiceError, match="cannot be read"):
        voice.render("zh", CALL, 170)
    assert voice.render("zh", CALL, 170) == said


def test_what_is_kept_is_bounded_and_the_longest_unused_goes(
    make: Callable[..., Neural], tmp_path: Path
) -> None:
    voice = make(most=400_000)
    voice.render("zh", CALL, 170)
    for n in "二三四五六":
        voice.render("zh", f"请A零零{n}号到三号窗口办理", 170)
    kept = list((tmp_path / "kept").glob("*.wav"))
    assert sum(p.stat().st_size for p in kept) <= 400_000
    asked = len(orders(tmp_path))
    voice.render("zh", "请A零零六号到三号窗口办理", 170)
    assert len(orders(tmp_path)) == asked, "the newest and the often used are there"
    voice.render("zh", CALL, 170)
    assert len(orders(tmp_path)) == asked + 1, "the oldest number had to go"


def test_only_mandarin_is_spoken_and_nothing_is_refused(make: Callable[..., Neural]) -> None:
    for language, text in (("en", "Ticket A 0 0 1"), ("zh", ""), ("zh", ", ,")):
        with pytest.raises(VoiceError):
            make().render(language, text, 170)


def test_an_ended_voice_answers_at_once(make: Callable[..., Neural]) -> None:
    voice = make()
    voice.close()
    with pytest.raises(VoiceError, match="was ended"):
        voice.render("zh", CALL, 170)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end
        threading.Event().wait(0.005)


def test_a_sentence_that_calls_nobody_may_be_waited_for(make: Callable[..., Neural]) -> None:
    assert make(patience=0.0).render("zh", "您的号码保留", 170)
