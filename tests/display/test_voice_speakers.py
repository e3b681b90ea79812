"""Loudspeakers: the virtual one writes what was said and fails on command; the real one can be killed."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from display.voice import sound
from display.voice.speakers import AlsaSpeaker, SpeakerError, Utterance, open_speaker

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
    assert first.pop("at") <= second["at"]
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


def test_in_real_time_it_takes_as_long_as_the_sound_and_can_be_cut(tmp_path: Path, said: Utterance) -> None:
    speaker = open_speaker("virtual://x?realtime=1", tmp_path)
    began = time.monotonic()
    assert speaker.play(said, NEVER)
    assert time.monotonic() - began >= 0.6
    abort = threading.Event()
    threading.Timer(0.1, abort.set).start()
    assert not speaker.play(said, abort)
    assert time.monotonic() - began < 1.1
    assert [line["whole"] for line in log(tmp_path / "x")] == [True, False]


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("loud://x", "alsa://default or"),
        ("virtual://", "virtual://name"),
        ("default", "alsa"),
        ("virtual://x?fail=often", "after:N"),
        ("virtual://x?volume=3", "volume"),
        ("virtual://x?kind=soon", "kind"),
    ],
)
def test_an_address_that_is_none_is_refused_in_words(tmp_path: Path, url: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        open_speaker(url, tmp_path)


def player(folder: Path, does: str) -> str:
    """A stand-in for aplay: this machine may have no sound card."""
    path = folder / "player"
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    return str(path)


def test_a_sound_card_plays_the_file_on_its_device(tmp_path: Path, said: Utterance) -> None:
    does = f'echo "$@" > {tmp_path}/asked'
    assert AlsaSpeaker("plughw:1,0", command=player(tmp_path, does)).play(said, NEVER)
    assert (tmp_path / "asked").read_text() == f"-q -D plughw:1,0 {said.path}\n"


def test_a_card_that_is_gone_is_told_in_its_own_words(tmp_path: Path, said: Utterance) -> None:
    does = "echo 'aplay: audio open error: No such device' >&2; exit 1"
    with pytest.raises(SpeakerError, match="No such device") as failed:
        AlsaSpeaker("default", command=player(tmp_path, does)).play(said, NEVER)
    assert not failed.value.permanent, "it may be plugged in again"


def test_a_card_that_is_stuck_is_killed(tmp_path: Path, said: Utterance) -> None:
    speaker = AlsaSpeaker("default", command=player(tmp_path, "exec sleep 60"), grace=0.0)
    began = time.monotonic()
    with pytest.raises(SpeakerError, match="did not finish"):
        speaker.play(said, NEVER)
    assert time.monotonic() - began < 3


def test_playing_stops_at_once_when_told(tmp_path: Path, said: Utterance) -> None:
    abort = threading.Event()
    threading.Timer(0.1, abort.set).start()
    began = time.monotonic()
    assert not AlsaSpeaker("default", command=player(tmp_path, "exec sleep 60")).play(said, abort)
    assert time.monotonic() - began < 2


def test_a_player_that_is_not_installed_is_told(said: Utterance) -> None:
    with pytest.raises(SpeakerError, match="cannot be started"):
        AlsaSpeaker("default", command="/nowhere/aplay").play(said, NEVER)
