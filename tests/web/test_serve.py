"""`paihao serve` refuses with a sentence that says what to do, and ends as it should when told to."""

from __future__ import annotations

import http.client
import json
import random
import socket
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import requests

from server.protocol import API
from tests.cast import SECONDS, Agent, Kiosk, Wall
from tests.hubprocess import SERVE, SMALL, HubProcess, paihao, until

FILES = 160


def refusal(data: Path, *words: str, env: dict[str, str] | None = None) -> str:
    """What serve says instead of serving; a sentence on stderr, no traceback, exit code 1."""
    ran = paihao("serve", "--data", str(data), "--port", "0", *words, env=env)
    assert ran.returncode == 1 and "Traceback" not in ran.stderr, ran.stderr
    return ran.stderr


def filled(data: Path) -> Path:
    """A data directory that has served the small hall."""
    hub = HubProcess(data).start()
    Kiosk(hub).take("marriage")
    assert hub.stop() == 0
    return data


def database(data: Path, sql: str) -> None:
    with sqlite3.connect(data / "paihao.db") as conn:
        conn.execute(sql)
    conn.close()


def test_a_profile_that_is_missing_or_wrong_is_named_with_what_would_be_right(tmp_path: Path) -> None:
    assert "nowhere.toml" in refusal(tmp_path / "d", "--hall", str(tmp_path / "nowhere.toml"))
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(SMALL.read_text("utf-8").replace('prefix = "A"', 'prefix = "O"'))
    said = refusal(tmp_path / "d", "--hall", str(wrong))
    assert "wrong.toml" in said and "prefix" in said and "paihao check" in said
    assert not (tmp_path / "d" / "paihao.db").exists()


def test_no_hall_a_wrong_mode_and_a_wrong_address_are_told(tmp_path: Path) -> None:
    assert "No hall is known yet" in refusal(tmp_path / "d")
    assert "eventlet, gevent, threading" in refusal(tmp_path / "d", env={"PAIHAO_ASYNC": "magic"})
    assert "FULL" in refusal(tmp_path / "d", "--hall", str(SMALL), env={"PAIHAO_SYNCHRONOUS": "maybe"})
    assert "203.0.113.1" in refusal(tmp_path / "d", "--hall", str(SMALL), "--host", "203.0.113.1")


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal(tmp_path / "d", "--hall", str(SMALL), "--port", str(port))
    assert f"Port {port} is taken" in said


def test_a_changed_profile_is_refused_with_the_difference_and_taken_with_replace(tmp_path: Path) -> None:
    data, changed = filled(tmp_path / "d"), tmp_path / "changed.toml"
    changed.write_text(SMALL.read_text("utf-8").replace('name = "结婚登记"', 'name = "婚姻登记"'))
    said = refusal(data, "--hall", str(changed))
    assert "services.marriage.name" in said and "婚姻登记" in said and "--replace" in said
    hub = HubProcess(data, changed, options=("--always-open", "--replace")).start()
    assert [e["kind"] for e in hub.journal()].count("profile.changed") == 2
    names = [
        s["name"] for s in requests.get(f"{hub.url}/api/v1/halls/{hub.hall}", timeout=30).json()["services"]
    ]
    assert "婚姻登记" in names
    assert hub.stop() == 0


def test_a_profile_that_would_strand_somebody_waiting_is_refused(tmp_path: Path) -> None:
    data, shorter = filled(tmp_path / "d"), tmp_path / "shorter.toml"
    text = SMALL.read_text("utf-8").replace('[[services]]\nid = "marriage"', '[[services]]\nid = "wedding"')
    shorter.write_text(text.replace('"marriage", ', '"wedding", '))
    assert "A001 is waiting and needs marriage" in refusal(data, "--hall", str(shorter), "--replace")


def test_a_damaged_a_changed_and_a_newer_database_are_told_and_left_alone(tmp_path: Path) -> None:
    for name in ("rubbish", "newer", "changed"):
        (tmp_path / name).mkdir()
    (tmp_path / "rubbish/paihao.db").write_bytes(random.Random(1).randbytes(20_000))
    assert "is damaged or is not Paihao's" in refusal(tmp_path / "rubbish", "--hall", str(SMALL))
    data = filled(tmp_path / "d")
    for name in ("newer", "changed"):
        with (
            sqlite3.connect(data / "paihao.db") as source,
            sqlite3.connect(tmp_path / name / "paihao.db") as copy,
        ):
            source.backup(copy)
    later = "insert into _sqlite_migrations (migration_set, name, applied_at) values ('paihao', 'm999_later', '2030')"
    database(tmp_path / "newer", later)
    assert "newer Paihao (m999_later)" in refusal(tmp_path / "newer")
    database(tmp_path / "changed", "update journal set data = replace(data, 'A001', 'A007')")
    said = refusal(tmp_path / "changed")
    assert "does not verify" in said and "paihao verify" in said


def test_a_locked_database_is_told(tmp_path: Path) -> None:
    data = filled(tmp_path / "d")
    holder = sqlite3.connect(data / "paihao.db", isolation_level=None)
    holder.execute("begin immediate")
    try:
        assert "is locked by another program" in refusal(data)
    finally:
        holder.close()


def test_a_data_directory_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot be made" in refusal(tmp_path / "file" / "d", "--hall", str(SMALL))
    assert "cannot be written" in refusal(Path("/proc"), "--hall", str(SMALL))


def test_sigterm_lets_a_request_in_progress_end_and_ends_with_0(new_hub: Callable[..., HubProcess]) -> None:
    hub = new_hub().start()
    wall, agent = Wall(hub), Agent(hub)
    with closing(http.client.HTTPConnection("127.0.0.1", hub.run.port, timeout=SECONDS)) as waiting:
        asked = json.dumps({"kinds": ["speech"], "wait": 20})
        headers = {"Authorization": f"Bearer {agent.token}", "Content-Type": "application/json"}
        waiting.request("POST", f"{API}{agent.here}/jobs/lease", asked, headers)
        assert requests.get(f"{hub.url}/healthz", timeout=SECONDS).ok, (
            "all of the question was sent before, so that it is being answered"
        )
        assert hub.stop() == 0
        answer = waiting.getresponse()
        assert (answer.status, json.load(answer)["jobs"]) == (200, []), "the held answer was given, not cut"
    wall.until(lambda s: s.over)
    assert "Traceback" not in hub.log
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{hub.url}/healthz", timeout=5)


def test_more_connections_than_the_system_allows_do_not_end_the_hub(
    new_hub: Callable[..., HubProcess],
) -> None:
    entry = ("sh", "-c", f'ulimit -n {FILES}; exec "$@"', "sh", *SERVE)
    hub = new_hub(entry=entry).start()
    crowd = [socket.create_connection(("127.0.0.1", hub.run.port)) for _ in range(2 * FILES)]
    until(lambda: not hub.run.alive or len(list(Path(f"/proc/{hub.run.pid}/fd").iterdir())) > FILES / 2)
    for one in crowd:
        one.close()
    assert requests.get(f"{hub.url}/healthz", timeout=30).ok


def test_ctrl_c_ends_it_as_well(tmp_path: Path) -> None:
    words = [*SERVE, "--hall", str(SMALL), "--data", str(tmp_path / "d"), "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as served:
        assert served.stdout and "ready at" in served.stdout.readline()
        served.send_signal(2)
        out, err = served.communicate(timeout=SECONDS)
    assert (served.returncode, "Traceback" in err) == (0, False)
    assert "has stopped" in out
