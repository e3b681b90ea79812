"""`paihao demo`: a hall to try in the browser, with a virtual printer, card reader, loudspeaker and LED strips."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from argon2 import PasswordHasher

from server.commands.data import open_hub, settings_or_fail
from server.commands.demo_agents import KIOSK, agents
from server.commands.serve import listen_or_fail, run
from server.domain.profile import Hall
from server.hub.clock import wall_ms
from server.hub.hub import Hub
from server.journal import access
from server.journal.access import Person
from server.web.app import create_app
from server.web.demo import Demo, SignIn, add, links

PROFILE = Path(__file__).resolve().parents[2] / "config" / "puning.toml"
SIGN_INS = (
    SignIn("clerk", "paihao-demo", "1111", "clerk"),
    SignIn("clerk2", "paihao-demo", "2222", "clerk"),
    SignIn("guide", "paihao-demo", "3333", "guide"),
    SignIn("manager", "paihao-demo", "4444", "manager"),
    SignIn("admin", "paihao-demo", "5555", "admin"),
)


@click.command("demo")
@click.option(
    "--hall", default=PROFILE, type=click.Path(path_type=Path), help="The hall to show; Puning by default."
)
@click.option(
    "--data",
    default=Path(".demo"),
    type=click.Path(path_type=Path),
    show_default=True,
    help="Where to keep it.",
)
@click.option(
    "--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="Port on loopback."
)
@click.option(
    "--busy", type=click.FloatRange(1, 100), help="Visitors and clerks act, so many times faster than people."
)
@click.option("--speaker", help="alsa://default to hear it; by default WAV files in the data directory.")
def command(hall: Path, data: Path, port: int, busy: float | None, speaker: str | None) -> None:
    """Run a demo hall: hub, kiosk, windows, wall, voice, strips. Loopback only; Ctrl-C ends it."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    given = settings_or_fail()
    sock = listen_or_fail("127.0.0.1", port)
    address = f"http://127.0.0.1:{sock.getsockname()[1]}"
    hub = open_hub(data, (hall,), True, given)
    hub.lax = True
    data = data.resolve()
    demo = Demo(SIGN_INS, data / "slips", KIOSK, data / "strips", data / "speech", data / "reader")
    id = next(iter(hub.rooms))
    _sign_ins(hub)
    web = create_app(hub, given)
    add(web.app, hub, web.gate, demo)
    _greet(address, data)
    with ExitStack() as running:
        started = agents(address, hub.room(id).hall, data, speaker) | _crowd(
            address, hall, hub.room(id).hall, busy
        )
        for name, words in started.items():
            token = _token_file(hub, id, data, name)
            running.enter_context(_running([*words, "--token-file", str(token)], data / f"{name}.log"))
        run(web, hub, sock, given)


def _sign_ins(hub: Hub) -> None:
    hasher = PasswordHasher()
    known = {p.name for p in access.people(hub.store.conn)}
    for s in SIGN_INS:
        if s.name not in known:
            who = Person(s.name, hasher.hash(s.password), hasher.hash(s.pin), s.role, None)
            with hub.store.writing() as conn:
                access.save_person(conn, who, wall_ms())


def _crowd(address: str, file: Path, hall: Hall, busy: float | None) -> dict[str, list[str]]:
    """Visitors and clerks, if they are asked for; the window that the start page links to stays free for you."""
    if busy is None:
        return {}
    yours = links(hall)["caller"].rpartition("/")[2]
    return {"crowd": ["crowd", str(file), "--hub", address, "--speed", f"{busy:g}", "--leave", yours]}


def _token_file(hub: Hub, hall: str, data: Path, name: str) -> Path:
    """A fresh agent's token, readable by its owner only."""
    path = data / f"{name}.token"
    with hub.store.writing() as conn:
        for old in access.listed(conn, "token"):
            if old.label == f"demo {name}":
                access.revoke(conn, old.id, wall_ms())
        device = KIOSK if name == "kiosk" else None
        _, secret = access.grant(
            conn,
            "token",
            "manager" if name == "crowd" else "agent",
            wall_ms(),
            hall=hall,
            label=f"demo {name}",
            device=device,
        )
    path.touch(mode=0o600)
    path.write_text(secret)
    return path


@contextmanager
def _running(words: list[str], log: Path) -> Iterator[None]:
    """An agent in a process of its own; ended when the demo ends."""
    with log.open("ab") as out:
        process = subprocess.Popen([sys.executable, "-m", "server.commands", *words], stdout=out, stderr=out)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _greet(address: str, data: Path) -> None:
    click.echo(f"\n  Paihao demo    {address}/\n\n  Sign-ins (name / password / PIN):")
    for s in SIGN_INS:
        click.echo(f"    {s.role:8} {s.name} / {s.password} / {s.pin}")
    click.echo(f"\n  Slips and speech are kept in {data}.  Ctrl-C ends the demo.\n")
