"""The way in: a token from a file, from the environment or by pairing; then the hub, waited for and asked who we are.

After a power cut the boxes of a hall start in any order, so a hub that is not there is waited for, for ever.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from pathlib import Path
from types import FrameType

import click

from server.agent.config import Place
from server.client import HubClient, HubRefusal, HubUnreachable, pauses

log = logging.getLogger("paihao.agent")

ASK_SECONDS = 2.0
LONGEST_PAUSE = 10.0


def until_told() -> threading.Event:
    """Set by SIGTERM or Ctrl-C: what has begun is finished. A second one ends at once."""
    stop = threading.Event()

    def end(signum: int, _frame: FrameType | None) -> None:
        signal.signal(signum, signal.SIG_DFL)
        stop.set()

    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, end)
    return stop


def enter(
    place: Place, kind: str, stop: threading.Event, token: str | None = None, patience: float = 20.0
) -> HubClient | None:
    """A client of a hub that is there and knows us; None when told to stop before that.

    `kind` says what this agent is to whoever confirms its pairing; `token` is that of the environment, which counts
    where no token file exists. Raises click.ClickException in words.
    """
    missing = [name for name in ("hub", "hall") if not getattr(place, name)]
    if missing:
        raise click.UsageError(
            f"missing {' and '.join(missing)}: in the file, or as --{' and --'.join(missing)}"
        )
    if place.ca and not Path(place.ca).is_file():
        raise click.UsageError(f"ca = {place.ca}: there is no such file of certificates")
    try:
        secret = _token(place, kind, stop, token)
        if secret is None:
            return None
        client = HubClient(place.hub, secret, place.hall, stop=stop, patience=patience, ca=place.ca or None)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    return client if greeted(client, stop) else None


def greeted(client: HubClient, stop: threading.Event) -> bool:
    """Wait for the hub, and hear from it that token and version are right; False when told to stop."""
    for pause in pauses(1.0, LONGEST_PAUSE):
        if stop.is_set():
            return False
        try:
            me = client.me(patience=0)
        except HubRefusal as refusal:
            if refusal.status < 500:
                raise click.ClickException(refused(refusal, client.hall)) from refusal
            log.warning("the hub is not ready: %s; trying again", refusal)
        except HubUnreachable as error:
            log.warning("%s; trying again", error)
        else:
            if me.get("role") != "agent":
                raise click.ClickException(
                    f"this is the token of a {me.get('role')}, not of an agent: remove the token file to pair this "
                    f"device, or make a token with `paihao token new agent --hall {client.hall}`"
                )
            if me.get("hall") not in (None, client.hall):
                raise click.ClickException(
                    f"this token is of the hall {me['hall']!r}, not of {client.hall!r}: make one of this hall"
                )
            log.info("at %s as %s", client.base, me.get("role"))
            return True
        stop.wait(pause)
    return False


def refused(refusal: HubRefusal, hall: str) -> str:
    """What the person at the box can do about it."""
    if refusal.status in (401, 403):
        return (
            f"the hub refuses this token ({refusal}): remove the token file to pair this device anew, "
            f"or make a token with `paihao token new agent --hall {hall}`"
        )
    if refusal.status == 404:
        return f"the hub has no hall {hall!r} ({refusal})"
    return f"the hub refuses this agent: {refusal}"


def _token(place: Place, kind: str, stop: threading.Event, given: str | None) -> str | None:
    """From the file, else from the environment, else by pairing; None when told to stop. Raises in words."""
    file = Path(place.token_file) if place.token_file else None
    if file and file.exists():
        try:
            if secret := file.read_text("utf-8").strip():
                return secret
        except (OSError, UnicodeDecodeError) as error:
            raise click.ClickException(f"the token file {file} cannot be read: {error}") from error
        raise click.ClickException(f"the token file {file} is empty: remove it to pair this device")
    if given and given.strip():
        return given.strip()
    if file is None:
        raise click.UsageError(
            "a token is needed: name a token_file (one that does not exist yet is made by pairing), "
            "or set PAIHAO_TOKEN"
        )
    return _paired(place, kind, file, stop)


def _paired(place: Place, kind: str, file: Path, stop: threading.Event) -> str | None:
    """Show six digits until somebody confirms them at the hub, then keep the token in the file."""
    name = place.device or socket.gethostname()
    _writable(file)
    client = HubClient(place.hub, "", place.hall, stop=stop, ca=place.ca or None)
    for pause in pauses(1.0, LONGEST_PAUSE):
        if stop.is_set():
            return None
        try:
            asked = client.post("/pairings", {"hall": place.hall, "kind": kind, "device": name}, patience=0)
            if secret := _claimed(client, asked, name, stop):
                _keep(file, secret)
                click.echo(f"paired; the token is kept in {file}", err=True)
                return secret
            continue
        except HubRefusal as refusal:
            if refusal.status < 500 and refusal.status != 429:
                raise click.ClickException(f"this device cannot be paired: {refusal}") from refusal
            log.warning("not paired yet: %s", refusal)
        except HubUnreachable as error:
            log.warning("%s; trying again", error)
        stop.wait(pause)
    return None


def _claimed(client: HubClient, asked: dict[str, str], name: str, stop: threading.Event) -> str | None:
    """The token once it is confirmed; None when the code has run out and a new one is to be asked for."""
    click.echo(
        f"\n  {name} is not known to the hub. Confirm this code on the devices page:\n\n"
        f"      {asked['code'][:3]} {asked['code'][3:]}\n",
        err=True,
    )
    while not stop.wait(ASK_SECONDS):
        try:
            answer = client.post("/pairings/claim", {"secret": asked["secret"]}, patience=0)
        except HubUnreachable:
            continue
        except HubRefusal as refusal:
            if refusal.status >= 500 or refusal.status == 429:
                continue
            if refusal.code == "pairing_refused":
                raise click.ClickException("the pairing was refused on the devices page") from refusal
            log.info("the code is over (%s); asking for another", refusal.code)
            return None
        if answer.get("state") == "confirmed":
            return str(answer["token"])
    return None


def _writable(file: Path) -> None:
    """Said before anybody types a code: a token that cannot be kept is lost at the next start."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        probe = file.with_name(f".{file.name}.part")
        probe.touch(mode=0o600)
        probe.unlink()
    except OSError as error:
        raise click.ClickException(f"the token could not be kept in {file}: {error.strerror}") from error


def _keep(file: Path, secret: str) -> None:
    """Whole or not at all, also when the power goes now, and for its owner only."""
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(secret + "\n")
        out.flush()
        os.fsync(out.fileno())
    os.replace(part, file)
