"""`paihao announce` as it is typed: it works, it says what is wrong, it stops cleanly."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from display.agent import command
from display.voice import sound

NO_HUB = ("--hub", "http://127.0.0.1:9", "--hall", "puning")


def announce(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(command, words, env={"PAIHAO_TOKEN": None} | environment)


def test_check_says_one_sentence_and_which_voice_spoke_it(tmp_path: Path) -> None:
    ran = announce("--check", "--speaker", "virtual://x", "--data", str(tmp_path))
    assert ran.exit_code == 0, ran.output
    assert "请A零零一号到三号窗口办理" in ran.output and "sit/cmn-latn-pinyin" in ran.output
    assert 4 < sound.seconds(sound.read(tmp_path / "x/000001.wav")) < 8


def test_check_tells_when_no_sound_comes(tmp_path: Path) -> None:
    ran = announce("--check", "--speaker", "virtual://x?fail=after:0", "--data", str(tmp_path))
    assert ran.exit_code == 1 and "no sound: the virtual speaker was told to fail" in ran.output


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ((*NO_HUB, "--speaker", "loud://x"), "alsa://default or virtual://name"),
        ((*NO_HUB, "--speaker", "virtual://x"), "PAIHAO_TOKEN"),
        ((*NO_HUB, "--speaker", "virtual://x", "--token-file", "/nowhere"), "/nowhere cannot be read"),
        (
            (*NO_HUB, "--zone", "a", "--speaker", "virtual://x", "--speaker", "virtual://y"),
            "each of the 1; not 2",
        ),
        (("--hall", "puning", "--speaker", "virtual://x"), "--hub and --hall"),
        (("--hub", "10.0.0.2", "--hall", "h", "--token", "t", "--speaker", "virtual://x"), "http://"),
        ((*NO_HUB, "--speaker", "virtual://x", "--data", "/dev/null/x"), "cannot be made"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    words: tuple[str, ...], wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = announce(*words)
    assert ran.exit_code == 2 and wrong in ran.output, ran.output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_hub_that_is_away_is_told_and_waited_for_until_a_signal(
    root: Path, tmp_path: Path, number: int
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", "from display.agent import command; command()", *NO_HUB,
         "--speaker", "virtual://x", "--data", str(tmp_path), "--token", "t"],
        cwd=root, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr
    line = process.stderr.readline()
    assert "no answer from http://127.0.0.1:9: Connection refused; trying again" in line
    process.send_signal(number)
    assert process.wait(timeout=10) == 0
    process.stderr.close()
