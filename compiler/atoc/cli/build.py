"""``atoc build``: the generated files, or what would change in them."""

from __future__ import annotations

from collections.abc import Mapping, Set
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from atoc.cli import formats as choice

if TYPE_CHECKING:
    from atoc.cli.formats import Destinations
    from atoc.cli.project import Project
    from atoc.compile import Compiled


@click.command(short_help="Prove the schemas and write the generated files.")
@click.argument("paths", nargs=-1)
@click.option("--check", "checks", count=True, help="Write nothing; show what would change, and exit with 1.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where to write, instead of 'out' of [tool.atoc]."
)
@choice.options
def build(
    paths: tuple[str, ...],
    checks: int,
    out: Path | None,
    formats: tuple[choice.Format, ...],
    files: tuple[str, ...],
) -> int:
    """Read the schemas, prove them over every selection, and write the generated files.

    PATHS are folders or files and make up the whole program; without any, those of [tool.atoc] are taken.
    Errors stop it before anything is written; warnings and notes stop nothing.

    Exit status: 0 written or up to date, 1 errors, or with --check files that differ, 2 usage or input and
    output.
    """
    from atoc.cli import ending, output, project
    from atoc.compile import build as tree_of
    from atoc.compile import check

    destinations = choice.destinations(formats, files)
    here = project.find()
    compiled = check(here.root, here.schemas(paths), here.settings)
    folder = here.out if out is None else Path.cwd() / out
    if compiled.is_sound and checks:
        return _compare(here, folder, compiled, destinations)
    output.tell(compiled.findings, compiled, destinations, here.unlike(paths))
    if not compiled.is_sound:
        output.say("nothing was written: there are errors")
        return ending.FINDINGS
    if paths:
        _refuse_to_forget(here, folder, {file.path for file in compiled.files})
    return _write(here.shown(folder), folder, tree_of(compiled), destinations)


def _refuse_to_forget(here: Project, folder: Path, documents: Set[str]) -> None:
    """Stop before what is made of other documents, that are still there, is overwritten or removed."""
    from atoc.emit import WriteError, documents_of

    left_out = [
        path for path in documents_of(folder) if path not in documents and (here.root / path).is_file()
    ]
    if left_out:
        raise WriteError(
            f"{here.shown(folder)}/: holds what is made of {left_out[0]} too, which these paths leave out; "
            "name all documents of the program, or write elsewhere with --out"
        )


def _write(shown: str, folder: Path, tree: Mapping[str, str], destinations: Destinations) -> int:
    """Write the tree, and say which files have changed."""
    from atoc.cli import ending, output
    from atoc.emit import write

    done = write(folder, tree)
    place = PurePosixPath(shown)
    for name in done.written:
        output.remark(f"wrote {place / name}", destinations.printed)
    for name in done.removed:
        output.remark(f"removed {place / name}", destinations.printed)
    for name in done.left:
        output.remark(
            f"left {place / name}: nothing is made of it any more, but it was edited by hand",
            destinations.printed,
        )
    if not done.written and not done.removed:
        output.remark(f"{shown}/ is up to date", destinations.printed)
    return ending.CLEAN


def _compare(here: Project, folder: Path, compiled: Compiled, destinations: Destinations) -> int:
    """Print how the files differ from the tree, and what that is called."""
    from atoc.cli import ending, output
    from atoc.compile import build as tree_of
    from atoc.emit import compare

    shown = here.shown(folder)
    comparison = compare(folder, tree_of(compiled), shown)
    differing = here.settings.apply(comparison.findings)
    if destinations.printed == "full" and differing:
        output.write(output.painted(comparison.diff) + "\n")
    output.tell((*compiled.findings, *differing), compiled, destinations, ())
    if not comparison.findings:
        output.remark(f"{shown}/ is up to date", destinations.printed)
    return ending.FINDINGS if differing else ending.CLEAN
