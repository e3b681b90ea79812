"""`paihao terminal`: a caller in text. The one file that knows the terminal: prompt_toolkit draws and reads keys.

Everything the hub tells comes in the desk's threads and is handed to the terminal's own, so the console is touched by
one thread only.
"""

from __future__ import annotations

import logging
import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import click
from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.styles import Style

from caller.desk import learning
from caller.desk.desk import Desk, Hear
from caller.terminal import screen
from caller.terminal.console import Console
from caller.terminal.width import fit
from caller.terminal.words import LANGUAGES, Words
from server.agent.config import ConfigError, Place, over, read
from server.agent.enter import enter, until_told
from server.agent.presence import Presence
from server.client import HubClient, HubRefusal, HubUnreachable
from server.protocol import Json

NAMED = {
    "enter": "enter",
    "escape": "escape",
    "up": "up",
    "down": "down",
    "tab": "tab",
    "backspace": "backspace",
}
REDRAW_SECONDS = 10.0
LOOK_SECONDS = 2.0
ESCAPE_SECONDS = 0.05
"""A lone Esc is told from the beginning of an arrow key by the silence after it."""
STYLE = Style.from_dict(
    {
        "title": "bold reverse", "rule": "", "number": "bold ansigreen", "strong": "bold", "quiet": "",
        "key": "ansicyan", "info": "", "problem": "bold ansired", "warning": "bold ansiyellow", "chosen": "reverse",
    }
)  # fmt: skip


class TerminalFile(Place, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`window` is the one it calls for."""

    window: str = ""
    language: Literal["zh", "en"] = "zh"


@click.command("terminal")
@click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), help="A TOML file in place of options."
)
@click.option("--hub", metavar="URL", help="The hub, such as http://10.0.0.2:8080.")
@click.option("--hall", metavar="ID", help="The hall's id.")
@click.option("--window", metavar="ID", help="The window this terminal calls for.")
@click.option("--token-file", metavar="FILE", help="Where the token is, or is kept after pairing.")
@click.option("--token", envvar="PAIHAO_TOKEN", hidden=True)
@click.option(
    "--language", type=click.Choice(LANGUAGES), help="What it speaks: zh, unless the file says otherwise."
)
@click.option(
    "--log", type=click.Path(path_type=Path, dir_okay=False), help="Write a log there; else none is kept."
)
@click.option("--check", "only_check", is_flag=True, help="Say whether this terminal can show it, and stop.")
def command(
    config: Path | None, hub: str | None, hall: str | None, window: str | None, token_file: str | None,
    token: str | None, language: str | None, log: Path | None, only_check: bool,
) -> None:  # fmt: skip
    """Call numbers at a window from a text terminal."""
    _log_to(log)
    if only_check:
        check()
        return
    try:
        file = read(config, TerminalFile) if config else TerminalFile()
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
    file = over(file, hub=hub, hall=hall, window=window, token_file=token_file, language=language)
    if not file.window:
        raise click.UsageError("missing window: in the file, or as --window")
    if not sys.stdin.isatty():
        raise click.ClickException("this is no terminal: keys cannot be read")
    stop = until_told()
    client = enter(file, "terminal", stop, token)
    if client:
        run(file, client, stop)


def _log_to(file: Path | None) -> None:
    """To a file, or nowhere: a line in the middle of the screen would be all that is read."""
    handler = logging.FileHandler(file, encoding="utf-8") if file else logging.NullHandler()
    logging.basicConfig(
        level=logging.INFO, handlers=[handler], format="%(asctime)s %(levelname)s %(message)s"
    )


def check() -> None:
    """Raises click.ClickException for a terminal that cannot show Hanzi, or is none."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if "utf8" not in encoding and "gb" not in encoding:
        raise click.ClickException(f"this terminal's encoding is {sys.stdout.encoding}: set a UTF-8 locale")
    if not sys.stdout.isatty():
        raise click.ClickException("this is no terminal")
    columns, rows = shutil.get_terminal_size()
    least = f"{screen.LEAST[0]} columns and {screen.LEAST[1]} lines are needed"
    click.echo(f"{columns} columns, {rows} lines, {sys.stdout.encoding}; {least}")
    for text in (Words("zh")("verb.next"), "A001"):
        click.echo(f"|{fit(text, 12)}|")
    click.echo("if both bars at the end stand below each other, Hanzi take two columns here, as they should")


def run(file: TerminalFile, client: HubClient, stop: threading.Event) -> None:
    """Until somebody quits or it is told to stop. Raises click.ClickException for a window that is not there."""
    try:
        hall, me = client.get(client.path), client.me()
    except (HubRefusal, HubUnreachable) as error:
        raise click.ClickException(f"the hub could not be asked about the hall: {error}") from error
    windows = [w["id"] for w in hall["windows"]]
    if file.window not in windows:
        raise click.ClickException(f"the hall has no window {file.window!r}; it has: {', '.join(windows)}")
    presence = Presence(client, stop)
    presence.add(file.device or f"terminal-{file.window}", "terminal", drives="text", window=file.window)
    presence.start()
    Terminal(file, client, hall, presence.now).run(
        stop, watching=file.window in (me.get("window") or "").split(",")
    )
    stop.set()
    presence.wake()


class Terminal:
    """The console's hands and its screen."""

    def __init__(self, file: TerminalFile, client: HubClient, hall: Json, now: Callable[[], float]) -> None:
        hear = Hear(
            changed=lambda seen: self._later(lambda: self.console.changed(seen)),
            said=lambda code, facts: self._later(lambda: self.console.heard(code, facts)),
        )
        self.desk = Desk(client, file.window, hear)
        self.sign_in, self.leave = self.desk.sign_in, self.desk.leave
        self._now = now
        self.console = Console(Words(file.language), hall, file.window, self, lambda: self.desk.person)
        control = FormattedTextControl(self._text, focusable=True, show_cursor=False)
        self.app: Application[None] = Application(
            Layout(Window(control, wrap_lines=False, always_hide_cursor=True)), key_bindings=self._bindings(),
            full_screen=True, style=STYLE, refresh_interval=REDRAW_SECONDS,
        )  # fmt: skip
        self.app.ttimeoutlen = ESCAPE_SECONDS

    def run(self, stop: threading.Event, *, watching: bool) -> None:
        """The desk begins when the screen stands, and ends with it."""
        threading.Thread(target=self._told, args=(stop,), daemon=True).start()
        threading.Thread(target=self._learning, args=(stop,), daemon=True).start()
        self.app.run(pre_run=lambda: self.desk.start(watching=watching), handle_sigint=False)
        self.desk.close()

    def _told(self, stop: threading.Event) -> None:
        stop.wait()
        self._later(self.quit)

    def _learning(self, stop: threading.Event) -> None:
        while not stop.wait(LOOK_SECONDS):
            learning.look(
                [self.desk], self.desk.agent, lambda hall: self._later(lambda: self.console.learn(hall))
            )

    # -- hands of the console ------------------------------------------------------------------------

    def do(self, act: str, /, **asked: Any) -> bool:
        """About what stands on the screen: the desk may have heard more since."""
        return self.desk.do(act, self.console.seen, **asked)

    def acknowledge(self, key: str) -> None:
        self.desk.acknowledge(key)

    def quit(self) -> None:
        if self.app.is_running and not self.app.is_done:
            self.app.exit()

    def bell(self) -> None:
        self.app.output.bell()

    # -- the terminal --------------------------------------------------------------------------------

    def _later(self, work: Callable[[], None]) -> None:
        """In the terminal's own thread; dropped when that has ended."""
        loop = self.app.loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._do, work)

    def _do(self, work: Callable[[], None]) -> None:
        work()
        self.app.invalidate()

    def _text(self) -> StyleAndTextTuples:
        size = self.app.output.get_size()
        lines = screen.draw(self.console, size.columns, size.rows, self._now())
        pieces: StyleAndTextTuples = []
        for n, line in enumerate(lines):
            pieces += [(f"class:{style}" if style else "", text) for style, text in line]
            if n < len(lines) - 1:
                pieces.append(("", "\n"))
        return pieces

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()

        def bind(key: Any, name: str) -> None:
            bindings.add(key, eager=True)(lambda event: self.console.press(name))

        for key, name in NAMED.items():
            bind(key, name)

        @bindings.add(Keys.Any)
        @bindings.add(Keys.BracketedPaste)
        def typed(event: KeyPressEvent) -> None:
            for character in event.data:
                if character.isprintable():
                    self.console.press(character)

        @bindings.add("c-c")
        def ended(event: KeyPressEvent) -> None:
            self.quit()

        return bindings
