"""Loudspeakers: the virtual one writes what was said and fails on command; the real one can be killed."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from display.voice import sound
from display.voice.players import Player, WindowsSpeaker
from display.voice.speakers import SpeakerError, Speakers, Utterance, open_speaker
from tests.hubprocess import until

NEVER = threading.Event()


@pytest.fixture
def said(tmp_path: Path) -> Utterance:
    path = tmp_path / "now.wav"
    sound.write(path, sound.chime())
    return Utterance(path, 0.6, "s7-abc", "A001", "请A零零一号到三号窗口办理")


def log(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text("utf-8").splitlines()]


def test_the_virtual_speaker_writes_numbered_files_and_a_log(tmp_path: Path, said: Utterance) -> None:
    speaker = open_speaker("virtual://hall-1", tmp_path)
    assert speaker.play(said, NEVER) and speaker.play(said, NEVER)
    folder = tmp_path / "hall-1"
    assert sound.read(folder / "000002.wav") == sound.chime()
    first, second = log(folder)
    assert first.pop("began") <= first.pop("at") <= second["began"]
    assert first == {
        "job": "s7-abc", "number": "A001", "text": said.text, "file": "000001.wav", "seconds": 0.6,
        "repeat": False, "whole": True,
    }  # fmt: skip


def test_numbers_go_on_after_a_restart(tmp_path: Path, said: Utterance) -> None:
    for _ in range(2):
        open_speaker("virtual://hall-1", tmp_path).play(said, NEVER)
    assert [line["file"] for line in log(tmp_path / "hall-1")] == ["000001.wav", "000002.wav"]


def test_a_path_is_taken_as_it_is(tmp_path: Path, said: Utterance) -> None:
    open_speaker(f"virtual://{tmp_path}/here", Path("/nowhere")).play(said, NEVER)
    assert (tmp_path / "here/000001.wav").exists()


@pytest.mark.parametrize(
    ("options", "heard"),
    [("fail=after:2", "yes yes no no"), ("fail=first:2", "no no yes yes"), ("", "yes yes yes yes")],
)
def test_the_virtual_speaker_fails_on_command(
    tmp_path: Path, said: Utterance, options: str, heard: str
) -> None:
    speaker = open_speaker(f"virtual://x?{options}", tmp_path)

    def attempt() -> str:
        try:
            return "yes" if speaker.play(said, NEVER) else "cut"
        except SpeakerError as error:
            assert not error.permanent
            return "no"

    assert " ".join(attempt() for _ in range(4)) == heard


def test_a_failure_can_be_permanent(tmp_path: Path, said: Utterance) -> None:
    with pytest.raises(SpeakerError) as failed:
        open_speaker("virtual://x?fail=after:0&kind=permanent", tmp_path).play(said, NEVER)
    assert failed.value.permanent


def test_a_file_named_fail_makes_it_fail_until_it_is_removed(tmp_path: Path, said: Utterance) -> None:
    speaker = open_speaker("virtual://x", tmp_path)
    (tmp_path / "x/fail").write_text("the amplifier is off")
    with pytest.raises(SpeakerError, match="the amplifier is off"):
        speaker.play(said, NEVER)
    (tmp_path / "x/fail").unlink()
    assert speaker.play(said, NEVER)


def test_a_file_named_hold_makes_it_sound_on_until_it_is_removed_or_cut(
    tmp_path: Path, said: Utterance
) -> None:
    speaker, cut = open_speaker("virtual://x", tmp_path), threading.Event()
    (tmp_path / "x/hold").touch()
    cut.set()
    assert not speaker.play(said, cut)
    sounding = threading.Thread(target=speaker.play, args=(said, NEVER))
    sounding.start()
    until((tmp_path / "x/000002.wav").exists)
    assert len(log(tmp_path / "x")) == 1, "its file is there while it sounds, its line when it has ended"
    (tmp_path / "x/hold").unlink()
    sounding.join(60)
    assert [line["whole"] for line in log(tmp_path / "x")] == [False, True]


def test_in_real_time_it_takes_as_long_as_the_sound_and_can_be_cut(tmp_path: Path, said: Utterance) -> None:
    speaker = open_speaker("virtual://x?realtime=1", tmp_path)
    began = time.monotonic()
    assert speaker.play(said, NEVER)
    assert time.monotonic() - began >= 0.6
    abort = threading.Event()
    threading.Timer(0.1, abort.set).start()
    assert not speaker.play(replace(said, seconds=600.0), abort)
    assert time.monotonic() - began < 300
    assert [line["whole"] for line in log(tmp_path / "x")] == [True, False]


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("loud://x", "alsa://DEVICE, pulse://SINK"),
        ("virtual://", "virtual://NAME"),
        ("default", "alsa"),
        ("virtual://x?fail=often", "after:N"),
        ("virtual://x?volume=3", "volume"),
        ("virtual://x?kind=soon", "kind"),
        ("alsa://default?rate=3", "no option 'rate'"),
        ("windows://default", "Windows only"),
    ],
)
def test_an_address_that_is_none_is_refused_in_words(tmp_path: Path, url: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        open_speaker(url, tmp_path)


def player(folder: Path, does: str, name: str = "player") -> str:
    """A stand-in for aplay and its like: this machine may have no sound card."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("url", "program", "asked"),
    [
        ("alsa://plughw:1,0", "aplay", "-q -D plughw:1,0"),
        ("alsa://default", "aplay", "-q"),
        ("pulse://hall", "paplay", "--device hall"),
        ("pulse://", "paplay", ""),
        ("pipewire://hall", "pw-play", "--target hall"),
    ],
)
def test_each_kind_of_sound_system_is_played_by_its_own_program(
    tmp_path: Path, said: Utterance, monkeypatch: pytest.MonkeyPatch, url: str, program: str, asked: str
) -> None:
    player(tmp_path, f'echo "$@" > {tmp_path}/asked', program)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert open_speaker(url, tmp_path).play(said, NEVER)
    assert (tmp_path / "asked").read_text().split() == [*asked.split(), str(said.path)]


def test_of_several_speakers_each_that_fails_is_named_once(tmp_path: Path, said: Utterance) -> None:
    broken = player(tmp_path, "echo nothing >&2; exit 1")
    both = Speakers([(url, Player(url, [broken])) for url in ("alsa://hw:0", "alsa://hw:1")])
    with pytest.raises(SpeakerError, match=r"^alsa://hw:0: nothing; alsa://hw:1: nothing$"):
        both.play(said, NEVER)


def test_a_program_that_is_not_installed_is_named_with_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ValueError, match="apt install pulseaudio-utils"):
        open_speaker("pulse://hall", tmp_path)


ALSA = """ALSA lib confmisc.c:855:(parse_card) cannot find card '7'
ALSA lib pcm.c:2666:(snd_pcm_open_noupdate) Unknown PCM hw:7
aplay: main:831: audio open error: No such file or directory"""


@pytest.mark.parametrize(
    ("printed", "meaning"),
    [
        (ALSA, "there is no such sound card"),
        ("aplay: main:831: audio open error: Device or resource busy", "another program holds"),
        ("Connection failure: Connection refused", "no sound server answers"),
        ("Stream error: No such entity", "no such output"),
        ("aplay: something new", "aplay: something new"),
        ("", "it failed without a word"),
    ],
)
def test_what_a_card_complains_of_is_told_in_words(
    tmp_path: Path, said: Utterance, printed: str, meaning: str
) -> None:
    (tmp_path / "printed").write_text(printed)
    broken = player(tmp_path, f"cat {tmp_path}/printed >&2; exit 1")
    with pytest.raises(SpeakerError) as failed:
        Player("alsa://hw:7", [broken]).play(said, NEVER)
    assert not failed.value.permanent, "it may be plugged in again"
    assert meaning in str(failed.value) and printed.split("\n")[-1] in str(failed.value)


def test_a_card_that_is_stuck_is_killed(tmp_path: Path, said: Utterance) -> None:
    speaker = Player("alsa://default", [player(tmp_path, "exec sleep 600")], grace=-0.6)
    began = time.monotonic()
    with pytest.raises(SpeakerError, match="did not finish"):
        speaker.play(said, NEVER)
    assert time.monotonic() - began < 300, "the program would have gone on for longer"


def test_playing_stops_at_once_when_told(tmp_path: Path, said: Utterance) -> None:
    abort = threading.Event()
    threading.Timer(0.1, abort.set).start()
    began = time.monotonic()
    long = replace(said, seconds=600.0)
    assert not Player("alsa://default", [player(tmp_path, "exec sleep 600")]).play(long, abort)
    assert time.monotonic() - began < 300


def test_a_player_that_cannot_be_started_is_told(said: Utterance) -> None:
    with pytest.raises(SpeakerError, match="cannot be started"):
        Player("alsa://default", ["/nowhere/aplay"]).play(said, NEVER)


def windows(played: list[tuple[Any, int]], broken: bool = False) -> ModuleType:
    """A stand-in for the module that only Windows has."""

    def play(sound: Any, flags: int) -> None:
        if broken:
            raise RuntimeError("Failed to play sound")
        played.append((sound, flags))

    module = ModuleType("winsound")
    vars(module).update(SND_FILENAME=1, SND_ASYNC=2, SND_NODEFAULT=4, PlaySound=play)
    return module


def test_windows_plays_while_we_wait_and_is_silenced_at_the_end_or_when_told(said: Utterance) -> None:
    played: list[tuple[Any, int]] = []
    short, cut = replace(said, seconds=0.0), threading.Event()
    cut.set()
    assert WindowsSpeaker(windows(played)).play(short, NEVER)
    assert not WindowsSpeaker(windows(played)).play(said, cut)
    assert played == [(str(said.path), 7), (None, 0)] * 2
    with pytest.raises(SpeakerError, match="Failed to play"):
        WindowsSpeaker(windows(played, broken=True)).play(said, NEVER)


def test_several_loudspeakers_of_a_zone_say_the_same(tmp_path: Path, said: Utterance) -> None:
    named = [(name, open_speaker(f"virtual://{name}", tmp_path)) for name in "ab"]
    assert Speakers(named).play(said, NEVER)
    assert [line["job"] for name in "ab" for line in log(tmp_path / name)] == ["s7-abc"] * 2


def test_one_of_several_that_fails_is_told_and_the_call_was_heard_all_the_same(
    tmp_path: Path, said: Utterance
) -> None:
    urls = ("virtual://a", "virtual://b?fail=first:1")
    speakers = Speakers([(url, open_speaker(url, tmp_path)) for url in urls])
    assert speakers.play(said, NEVER)
    assert speakers.trouble == "virtual://b?fail=first:1: the virtual speaker was told to fail"
    assert speakers.play(said, NEVER) and speakers.trouble == ""


def test_when_none_of_several_plays_it_was_not_said(tmp_path: Path, said: Utterance) -> None:
    urls = ("virtual://a?fail=after:0&kind=permanent", "virtual://b?fail=first:1")
    speakers = Speakers([(url, open_speaker(url, tmp_path)) for url in urls])
    with pytest.raises(SpeakerError, match=r"virtual://a.*virtual://b") as failed:
        speakers.play(said, NEVER)
    assert not failed.value.permanent, "one of them may come back"


class Loud:
    """Counts how many speak at once."""

    def __init__(self) -> None:
        self.now, self.most, self.lock = 0, 0, threading.Lock()

    def play(self, said: Utterance, abort: threading.Event) -> bool:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        abort.wait(0.01)
        with self.lock:
            self.now -= 1
        return True


def test_zones_that_share_loudspeakers_take_turns_and_none_waits_for_ever(said: Utterance) -> None:
    both, turns = {"a": Loud(), "b": Loud()}, dict[str, threading.Lock]()
    zones = [Speakers([(name, both[name]) for name in names], turns) for names in ("ab", "ba", "a")]

    def speak(zone: Speakers) -> None:
        for _ in range(5):
            with zone.turn():
                zone.play(said, NEVER)

    threads = [threading.Thread(target=speak, args=(zone,)) for zone in zones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert [loud.most for loud in both.values()] == [1, 1]
