"""``ato why``: why two runs differ."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ato.cli._sdn import Commands

FORMATS = ("text", "json", "markdown", "html")
STATUSES = """
exit status:
  0   the results are the same, or nothing that is recorded differs
  1   they differ, and a cause is told
  2   they differ, and nothing that is recorded explains it
  64  no answer: a mistake in the command, no such run, a store that cannot be read
"""


def add_to(commands: Commands) -> None:
    """Add the command."""
    from ato.cli._comparing import add_runs

    parser = commands.add_parser(
        "why",
        help="tell why two runs differ",
        description="Tell why two runs differ: the likely causes in order, then what is ruled out, and what "
        "is not known.",
        epilog=STATUSES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_runs(parser, "A", "B")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to print it (default: text)")
    parser.set_defaults(run=_why)


def _why(asked: argparse.Namespace) -> int:
    from ato.cli._comparing import answered, opened, say

    def answer() -> int:
        from ato.why import causes, compare

        with opened(asked) as store:
            found = causes(compare(store, asked.A, asked.B, ignore=asked.ignore))
        say(_rendered(found, asked.format))
        return int(found.status)

    return answered(answer)


def _rendered(answer: Answer, format: str) -> str:
    if format == "json":
        from ato.why.rendering._json import json_of

        return json_of(answer)
    if format == "markdown":
        from ato.why.rendering._markdown import markdown_of

        return markdown_of(answer)
    if format == "html":
        from ato.why.pages._page import page_of

        return page_of(answer)
    from ato.cli._comparing import look
    from ato.why.rendering._text import text_of

    return text_of(answer, look(sys.stdout))


if TYPE_CHECKING:
    from ato.why import Answer
