"""Finds the subcommands of `paihao` by entry points (`paihao.commands`) and loads one only when it is used.

Help is read from a command's source without importing it, so `paihao --help` works without Flask.
"""

from __future__ import annotations

import ast
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

import click

OURS = ("server", "kiosk", "display", "caller")


class Commands(click.Group):
    """A click group whose members are declared in package metadata, also by other packages."""

    @cached_property
    def declared(self) -> dict[str, EntryPoint]:
        return {point.name: point for point in entry_points(group="paihao.commands")}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.declared)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        point = self.declared.get(cmd_name)
        return point.load() if point else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary(self.declared[name])) for name in self.list_commands(ctx)])


@click.group(cls=Commands)
def paihao() -> None:
    """Paihao runs the queue of a service hall: tickets, calls, displays and voice.

    `paihao COMMAND --help` says more of each.
    """


def summary(point: EntryPoint) -> str:
    """The first line of the command's docstring, read without importing it; empty when it has none."""
    spec = find_spec(point.module)
    if spec is None or spec.origin is None:
        return ""
    for node in ast.parse(Path(spec.origin).read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == point.attr:
            return (ast.get_docstring(node) or "").partition("\n")[0]
    return ""


def what_to_install(missing: ModuleNotFoundError, words: list[str]) -> str:
    """The sentence for a package that is not installed. Raises `missing` when it is a module of our own."""
    package = (missing.name or "").partition(".")[0]
    if package in OURS:
        raise missing
    point = next((p for p in entry_points(group="paihao.commands") if [p.name] == words), None)
    if point is None or not point.extras:
        return f"paihao needs the Python package {package}, which is not installed."
    install = f"pip install 'paihao[{','.join(point.extras)}]'"
    return f"paihao {point.name} needs the Python package {package}, which is not installed: {install}"
