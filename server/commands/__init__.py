"""The `paihao` command: `main` starts it, `group` finds its subcommands, one module beside each.

`serve` and `demo` run on green threads, so the patch must come before any other import: import nothing here.
"""

import sys


def main() -> None:
    """Run `paihao`. A package that is not installed is told in a sentence, exit code 1."""
    try:
        if sys.argv[1:2] in (["serve"], ["demo"]):
            from server import runtime

            runtime.patch()
        from server.commands.group import paihao

        paihao(prog_name="paihao")
    except ModuleNotFoundError as missing:
        from server.commands.group import what_to_install

        sys.exit(what_to_install(missing, sys.argv[1:2]))
