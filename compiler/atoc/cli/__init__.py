"""The command ``atoc``: arguments in, rendering out, exit status.

One file a command, loaded when it is called. Exit status (``ending.py``): 0 clean, 1 findings, 2 usage or
input and output, 3 a defect of atoc itself. Findings and answers go to standard output, the rest to
standard error.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from ato import __version__
from ato.config import suggestion
from atoc.cli.ending import ended

_COLLECTED_AFTER = 100_000
"""New objects after which the interpreter looks for unused ones. Nearly all that a run makes lives to its
end, and looking through a large program every 700 objects, as is usual, takes a third of the time.
"""

_COMMANDS = {
    "build": "atoc.cli.build",
    "check": "atoc.cli.check",
    "explain": "atoc.cli.explain",
    "import": "atoc.cli.import_",
    "rule": "atoc.cli.rule",
}


class _Commands(click.Group):
    """Commands by name, each in a module that is loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """The names, in the order of the table."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name."""
        if cmd_name not in _COMMANDS:
            return None
        module = _COMMANDS[cmd_name]
        command = getattr(import_module(module), module.rpartition(".")[2])
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; a usage error with the nearest name where there is none."""
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            help = suggestion(args[0], _COMMANDS) or ("the commands are " + ", ".join(_COMMANDS),)
            raise click.UsageError(f"no command '{args[0]}'; {help[0]}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def commands() -> None:
    """A config compiler: reads schemas, proves them over every selection, generates typed configs.

    Exit status: 0 clean, 1 findings, 2 usage or input and output, 3 a defect of atoc itself.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command with these words, those of the process by default, and exit."""
    gc.set_threshold(_COLLECTED_AFTER)
    sys.exit(ended(lambda: commands.main(arguments, prog_name="atoc", standalone_mode=False)))
