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
from display.voice.file import announce_file, opened

NO_HUB = ("--hub", "http://127.0.0.1:9", "--hall", "puning")


def announce(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(command, words, env={"PAIHAO_TOKEN": None} | environment)


def test_check_says_one_sentence_and_which_voice_spoke_it(tmp_path: Path) -> None:
    ran = announce("--check", "--speaker", "virtual://x", "--data", str(tmp_path))
    assert ran.exit_code == 0, ran.output
    assert "zh: made «请A零零一号到三号窗口办理» in" in ran.output and "sit/cmn-latn-pinyin" in ran.output
    assert 4 < sound.seconds(sound.read(tmp_path / "x/000001.wav")) < 8


def test_check_tells_when_no_sound_comes(tmp_path: Path) -> None:
    ran = announce("--check", "--speaker", "virtual://x?fail=after:0", "--data", str(tmp_path))
    assert ran.exit_code == 1 and "no sound: the virtual speaker was told to fail" in ran.output


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ((*NO_HUB, "--speaker", "loud://x"), "alsa://DEVICE"),
        ((*NO_HUB, "--speaker", "virtual://x"), "PAIHAO_TOKEN"),
        (
            (*NO_HUB, "--zone", "a", "--speaker", "virtual://x", "--speaker", "virtual://y"),
            "each of the 1; not 2",
        ),
        (("--hall", "puning", "--speaker", "virtual://x", "--token", "t"), "missing hub"),
        ((*NO_HUB, "--zone", "a", "--zone", "a", "--speaker", "virtual://x"), "each zone stands once"),
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


FILE = """
hub = "http://127.0.0.1:9"
hall = "puning"
device = "box"
data = "kept"

[[zones]]
id = "z1"
speakers = ["virtual://one", "virtual://two"]

[[zones]]
id = "z2"
speakers = ["virtual://two"]
"""


def test_a_file_says_it_all_and_options_go_before_it(tmp_path: Path) -> None:
    path = tmp_path / "announce.toml"
    path.write_text(FILE, "utf-8")
    file = announce_file(path, (), (), None)
    assert (file.hub, file.data) == ("http://127.0.0.1:9", str(tmp_path / "kept"))
    assert [(zone.id, zone.speakers, file.named(zone)) for zone in file.zones] == [
        ("z1", ("virtual://one", "virtual://two"), "box.z1"), ("z2", ("virtual://two",), "box.z2"),
    ]  # fmt: skip
    other = announce_file(path, ("z2", "z3"), (), tmp_path / "x", hub="http://10.0.0.2:8080")
    assert (other.hub, other.data) == ("http://10.0.0.2:8080", str(tmp_path / "x"))
    assert [(zone.id, zone.speakers) for zone in other.zones] == [
        ("z2", ("virtual://two",)), ("z3", ("alsa://default",)),
    ]  # fmt: skip
    assert [zone.speakers for zone in announce_file(path, (), ("virtual://x",), None).zones] == [
        ("virtual://x",)
    ] * 2


def test_without_a_file_one_voice_says_the_whole_hall(tmp_path: Path) -> None:
    file = announce_file(None, (), (), None)
    assert [(zone.id, zone.speakers, file.named(zone)) for zone in file.zones] == [
        ("", ("alsa://default",), "voice-all")
    ]
    assert [file.named(zone) for zone in announce_file(None, ("a", "b"), (), None).zones] == [
        "voice-a",
        "voice-b",
    ]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('spekers = ["x"]', "zones[0]: there is no key 'spekers'; did you mean speakers?"),
        ("speakers = []", "z1 has no speakers"),
        ('speakers = ["loud://x"]', "a speaker is alsa://DEVICE"),
        ('[voice.order]\nzh = ["robot"]', "voice.order.zh: 'robot' is no engine"),
    ],
)
def test_what_is_wrong_in_the_file_is_said_in_a_sentence(tmp_path: Path, line: str, wrong: str) -> None:
    path = tmp_path / "announce.toml"
    path.write_text(f'[[zones]]\nid = "z1"\n{line}\n', "utf-8")
    ran = announce("--config", str(path), "--check")
    assert ran.exit_code == 2 and wrong in ran.output, ran.output


def test_check_tries_every_zone_and_tells_which_speaker_is_silent(tmp_path: Path) -> None:
    path = tmp_path / "announce.toml"
    path.write_text(FILE.replace("virtual://one", "virtual://one?fail=after:0"), "utf-8")
    ran = announce("--config", str(path), "--check")
    assert ran.exit_code == 1
    assert "z1: virtual://one?fail=after:0: the virtual speaker was told to fail" in ran.output
    assert "z2: played" in ran.output and (tmp_path / "kept/two/000002.wav").exists()


def test_the_example_file_is_right(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda program: f"/usr/bin/{program}")
    file = announce_file(root / "docs/units/announce.toml", (), (), None)
    assert len(opened(file, Path("/nowhere"))) == len(file.zones) == 2


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
    assert process.wait(timeout=60) == 0
    process.stderr.close()
