"""``atoc build``: the generated files, or what would change in them."""

from __future__ import annotations

from pathlib import Path

import click

from atoc.cli import formats as choice
from atoc.cli.building import Order, carried_out


@click.command(short_help="Prove the schemas and write the generated files.")
@click.argument("paths", nargs=-1)
@click.option("--check", "checks", count=True, help="Write nothing; show what would change, and exit with 1.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where to write, instead of 'out' of [tool.atoc]."
)
@click.option(
    "--baseline",
    "known",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Let findings pass that this file knows; `atoc check --write-baseline` makes it.",
)
@click.option("--watch", "watches", count=True, help="Build again whenever a document changes, until Ctrl-C.")
@click.option("--no-cache", "afresh", count=True, help="Prove everything anew, and keep nothing of it.")
@choice.options
def build(
    paths: tuple[str, ...],
    checks: int,
    out: Path | None,
    known: Path | None,
    watches: int,
    afresh: int,
    formats: tuple[choice.Format, ...],
    files: tuple[str, ...],
) -> int:
    """Read the schemas, prove them over every selection, and write the generated files.

    PATHS are folders or files and make up the whole program; without any, those of [tool.atoc] are taken.
    Errors stop it before anything is written; warnings and notes stop nothing.

    Exit status: 0 written or up to date, 1 errors, or with --check files that differ, 2 usage or input and
    output.
    """
    from atoc.cli import warm

    destinations = choice.destinations(formats, files)
    order = Order(paths, checks, out, known, afresh, destinations)
    if watches:
        from atoc.cli.watch import watch

        return watch(order)
    asked = warm.asked(order.words, afresh)
    status = warm.answered(asked)
    return carried_out(order, asked) if status is None else status
