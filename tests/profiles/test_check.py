"""`paihao check FILE…`: what it prints, and its exit status."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from server.commands.check import command


def check(*files: Path) -> Result:
    return CliRunner().invoke(command, [str(file) for file in files])


def test_a_right_profile_is_summed_up_on_one_screen(config: Path) -> None:
    result = check(config / "puning.toml")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) <= 24
    assert "普宁市政务服务中心" in result.output
    assert "64: 3 comprehensive, 6 issue, 2 guide, 52 dedicated, 1 cashier" in result.output
    assert "mon–fri 08:30-12:00 14:00-17:30" in result.output
    assert "no warnings" in result.output


def test_a_doubtful_profile_is_right_and_warned_of(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "hall.toml"
    text = (config / "village.toml").read_text("utf-8")
    file.write_text(text.replace("number = 1\n", 'numbers = "4, 10"\n'), "utf-8")
    result = check(file)
    assert result.exit_code == 0
    assert "warning: windows.w4.spoken" in result.output
    assert "1 warning" in result.output


def test_a_wrong_profile_gets_file_line_key_wrong_and_right(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "hall.toml"
    text = (config / "village.toml").read_text("utf-8").replace('prefix = "A"', 'prefix = "O"')
    file.write_text(text, "utf-8")
    line = text.splitlines().index('prefix = "O"') + 1
    result = check(file)
    assert result.exit_code == 1
    assert f'{file}:{line}: queues.O.prefix: "O" cannot be a prefix; give one capital letter' in result.stderr


def test_one_wrong_file_among_right_ones_makes_the_exit_status_1(config: Path, tmp_path: Path) -> None:
    result = check(config / "village.toml", tmp_path / "none.toml")
    assert result.exit_code == 1
    assert "village.toml: right" in result.stdout
    assert "none.toml: there is no such file" in result.stderr


def test_checking_needs_no_flask(config: Path) -> None:
    code = f"""
import sys
from server.commands.check import command
command.main([{str(config / "village.toml")!r}], standalone_mode=False)
heavy = {{"flask", "flask_socketio", "eventlet", "sqlite_utils", "socketio"}} & set(sys.modules)
sys.exit(f"loaded {{heavy}}" if heavy else 0)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr


def test_loading_a_hall_does_not_load_the_dictionary_of_sounds(config: Path) -> None:
    code = f"""
import sys
from server.profiles import load
load({str(config / "puning.toml")!r})
sys.exit("pypinyin" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
