"""``ato diff``: two runs side by side."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ato.cli._sdn import Commands

PARTS = ("config", "code", "metrics", "env", "artifacts")
STATUSES = """
exit status:
  0   nothing of what was asked for differs
  1   something does
  64  no answer: a mistake in the command, no such run, a store that cannot be read
"""


def add_to(commands: Commands) -> None:
    """Add the command."""
    from ato.cli._comparing import add_runs

    parser = commands.add_parser(
        "diff",
        help="show two runs side by side",
        description="Show all that differs between two runs, side by side: who set which key, functions, "
        "metrics, environment, artifacts. `ato why` tells what of it is the likely cause.",
        epilog=STATUSES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_runs(parser, "A", "B")
    parser.add_argument("--only", choices=PARTS, action="append", help="one part of it; may be given again")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print it")
    parser.set_defaults(run=_diff)


def _diff(asked: argparse.Namespace) -> int:
    from ato.cli._comparing import answered, look, opened, say

    parts = tuple(asked.only or PARTS)

    def answer() -> int:
        from ato.why import compare
        from ato.why.rendering._sides import is_same, json_of, sides_of

        with opened(asked) as store:
            found = compare(store, asked.A, asked.B, ignore=asked.ignore)
        say(json_of(found, parts) if asked.format == "json" else sides_of(found, parts, look(sys.stdout)))
        return 0 if is_same(found, parts) else 1

    return answered(answer)
