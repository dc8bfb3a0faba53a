"""``ato report``: runs on one page that needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from ato.cli._sdn import Commands


def add_to(commands: Commands) -> None:
    """Add the command."""
    from ato.cli._comparing import add_runs

    parser = commands.add_parser(
        "report",
        help="write one HTML page about runs",
        description="Write one HTML page about runs: metrics as plots, configs with who set each key, "
        "lineage, and why each run differs from the first. The page is one file and needs no network.",
        allow_abbrev=False,
    )
    add_runs(parser, "runs")
    parser.add_argument("-o", "--output", default="report.html", help="the file (default: report.html)")
    parser.set_defaults(run=_report)


def _report(asked: argparse.Namespace) -> int:
    from ato.cli._comparing import answered, opened, say

    def answer() -> int:
        from ato.config.formats._replace_file import replace_file
        from ato.why import report

        with opened(asked) as store:
            page = report(store, asked.runs, ignore=asked.ignore)
        try:
            replace_file(asked.output, page.encode("utf-8", "replace"))
        except OSError as error:
            raise OSError(error.errno, error.strerror, asked.output) from None
        say(f"wrote {asked.output}\n")
        return 0

    return answered(answer)
