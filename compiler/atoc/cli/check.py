"""``atoc check``: the findings only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from atoc.cli import console
from atoc.cli import formats as choice
from atoc.cli.formats import Destinations
from atoc.findings.summary import Summary, counted

if TYPE_CHECKING:
    from atoc.cli.known import Renewed
    from atoc.cli.warm import Asked
    from atoc.compile import Compiled

WAYS = {
    "closure": "by activation and declared bounds",
    "finite": "by trying every case",
    "smt": "by the solver",
}
"""How a property is decided, in words."""

MOST_STALE = 5
"""How many entries of a baseline that are found no more are named."""


@click.command(short_help="Prove the schemas and print what is found.")
@click.argument("paths", nargs=-1)
@choice.options
@click.option(
    "--baseline",
    "known",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Tell new findings only: those that this file does not know.",
)
@click.option("--write-baseline", "writes", count=True, help="Write all findings to the file of --baseline.")
@click.option("--fix", "mends", count=True, help="Mend what is beyond doubt, in the documents themselves.")
@click.option("--diff", "shows", count=True, help="Show what --fix would change, and write nothing.")
@click.option("--no-cache", "afresh", count=True, help="Prove everything anew, and keep nothing of it.")
@click.option("-v", "--verbose", count=True, help="Say how much was proved and silenced, and in what time.")
def check(
    paths: tuple[str, ...],
    formats: tuple[choice.Format, ...],
    files: tuple[str, ...],
    known: Path | None,
    writes: int,
    mends: int,
    shows: int,
    afresh: int,
    verbose: int,
) -> int:
    """Read the schemas, prove them over every selection, and print what is found.

    PATHS are folders or files and make up the whole program; without any, those of [tool.atoc] are taken.
    What --fix mends: a misspelt name that only one is near, a write that is never used, an entry of a chain
    that changes nothing, and a comment that silences nothing. No other byte of a document changes.
    Exit status: 0 without errors and warnings (notes may be there), 1 with any or, with --diff, with
    something to mend, 2 usage or input and output.
    """
    from atoc.cli import warm

    _refuse_together(known, writes, mends or shows)
    destinations = choice.destinations(formats, files)
    if shows:
        return _show(paths, known, destinations)
    if mends:
        _mend(paths, known, destinations)
    is_known = not (mends or destinations.files or known)
    words = ("check", str(bool(verbose)), str(destinations.printed), *paths) if is_known else None
    asked = warm.asked(words, afresh)
    start, answered = perf_counter(), warm.answered(asked)
    status = _checked(paths, destinations, known, writes, verbose, asked) if answered is None else answered
    if verbose:
        did = "Read and proved" if answered is None else "Nothing has changed: answered from memory"
        console.say(f"{did} in {perf_counter() - start:.2f} s.")
    return status


def _checked(
    paths: tuple[str, ...],
    destinations: Destinations,
    known: Path | None,
    writes: int,
    verbose: int,
    asked: Asked,
) -> int:
    """Print what is found, and keep it for when the same is asked while everything is the same."""
    from atoc.cli import ending, output, project
    from atoc.cli.cached import Kept, proved
    from atoc.cli.known import renewed
    from atoc.findings import Severity

    here = project.find()
    kept = Kept(asked, here, here.schemas(paths))
    told = renewed(proved(kept), here, known, writes)
    compiled = told.compiled
    printed = output.tell(compiled.findings, compiled, destinations, here.unlike(paths))
    if destinations.printed == "full":
        last = "".join(f"{line}\n" for line in (*closing(compiled, verbose), *_stale(told, verbose)))
        console.write(last)
        printed += last
    grave = any(finding.severity != Severity.NOTE.value for finding in compiled.findings)
    status = ending.FINDINGS if grave else ending.CLEAN
    is_alone = not any(file.followed for file in compiled.files)
    if is_alone and not compiled.modules:  # whose sources may change without a document
        kept.answer(printed, destinations.printed, status)
    return status


def _refuse_together(known: Path | None, writes: int, mends: int) -> None:
    if writes and known is None:
        raise click.UsageError("--write-baseline needs the name of the file: --baseline FILE")
    if writes and mends:
        raise click.UsageError("--write-baseline makes findings known and --fix mends them; run one of them")


def _mend(paths: tuple[str, ...], known: Path | None, destinations: Destinations) -> None:
    """Mend the documents, and say what was mended."""
    from atoc.cli import mending, project

    here = project.find()
    before, mended = mending.tried(here, paths, known)
    mending.write(here.root, before, mended)
    for line in mending.remarks(before, mended):
        console.remark(line, destinations.printed)


def _show(paths: tuple[str, ...], known: Path | None, destinations: Destinations) -> int:
    """Show how the documents would change."""
    from atoc.cli import ending, mending, output, project

    if destinations.printed != "full" or destinations.files:
        raise click.UsageError("--diff prints a diff and no findings; leave out --format and --output-file")
    diff = mending.shown(*mending.tried(project.find(), paths, known))
    console.write(output.painted(diff) if diff else "There is nothing to mend.\n")
    return ending.FINDINGS if diff else ending.CLEAN


def closing(compiled: Compiled, verbose: int) -> Iterator[str]:
    """What is said after the findings: that there are none, and how much was proved if that was asked."""
    summary = compiled.summary
    documents = counted(summary.documents, "document")
    if not summary.documents and not compiled.findings:
        yield "There are no documents: schemas are files named *.yaml, *.yml, *.toml, *.json, *.sdn or *.py."
    elif verbose:
        opening = "Looked at" if compiled.findings else "No findings in"
        yield f"{opening} {documents}: {_sizes(summary)}; {_outcomes(summary)}."
        yield from _methods(summary)
    elif not compiled.findings:
        yield f"No findings in {documents}{_but_known(compiled)}."
    if verbose and summary.order_free:
        names = ", ".join(f"'{name}'" for name in summary.order_free)
        yield f"The order in which views are named changes no value of {names}."
    if verbose and compiled.suppressed:
        yield f"{_silent(compiled)}."


def _methods(summary: Summary) -> Iterator[str]:
    """How what is decided was decided."""
    parts = [f"{number:,} {WAYS[method]}" for method, number in summary.methods]
    if parts:
        yield f"Decided {', '.join(parts)}."


def _but_known(compiled: Compiled) -> str:
    """That a baseline knows findings, so that nobody takes the program for clean."""
    known = sum(each.span is None for each in compiled.suppressed)
    return f" but {known:,} that {'is' if known == 1 else 'are'} known" if known else ""


def _silent(compiled: Compiled) -> str:
    """How many findings are not told, and by whose doing."""
    by_comment = sum(each.span is not None for each in compiled.suppressed)
    known = len(compiled.suppressed) - by_comment
    parts = (
        f"{counted(by_comment, 'finding')} silenced by comments" if by_comment else "",
        f"{counted(known, 'finding')} known to the baseline" if known else "",
    )
    return ", ".join(part for part in parts if part)


def _stale(renewed: Renewed, verbose: int) -> Iterator[str]:
    """The entries of the baseline of which less is found than it says."""
    stale = renewed.stale if verbose else ()
    for entry in stale[:MOST_STALE]:
        yield f"The baseline knows more than is found of {entry.code}: {entry.message}"
    if len(stale) > MOST_STALE:
        yield f"So it does of {counted(len(stale) - MOST_STALE, 'further entry')}."
    if stale:
        yield "--write-baseline brings it up to date."


def _sizes(summary: Summary) -> str:
    sizes = ((summary.scopes, "scope"), (summary.fields, "field"), (summary.views, "view"))
    return ", ".join(counted(number, noun) for number, noun in sizes)


def _outcomes(summary: Summary) -> str:
    refuted = f", {summary.refuted:,} refuted" if summary.refuted else ""
    limit = "at most " if summary.is_limited else ""
    sets = "1 set" if summary.exponent == 0 else f"{limit}2^{summary.exponent} sets"
    proved = f"{counted(summary.proved, 'property')} proved over every selection ({sets} of views)"
    return f"{proved}{refuted}, {summary.unproved:,} unproved"
