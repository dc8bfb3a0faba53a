"""``atoc check``: the findings only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from atoc.findings.summary import Summary, counted

if TYPE_CHECKING:
    from atoc.cli.output import Format
    from atoc.compile import Compiled


@click.command(short_help="Prove the schemas and print what is found.")
@click.argument("paths", nargs=-1)
@click.option(
    "--format",
    type=click.Choice(["full", "concise", "json", "github"]),
    default="full",
    show_default=True,
    help="How findings are printed.",
)
@click.option("-v", "--verbose", count=True, help="Say how much was proved.")
def check(paths: tuple[str, ...], format: Format, verbose: int) -> int:
    """Read the schemas, prove them over every selection, and print what is found.

    PATHS are folders or files and make up the whole program; without any, those of [tool.atoc] are taken.
    Exit status: 0 without errors and warnings (notes may be there), 1 with any, 2 usage or input and output.
    """
    from atoc.cli import ending, output, project
    from atoc.compile import check as prove
    from atoc.findings import Severity

    here = project.find()
    compiled = prove(here.root, here.schemas(paths), here.settings)
    output.write(output.rendered(compiled.findings, compiled, format, here.unlike(paths)))
    if format == "full":
        output.write("".join(f"{line}\n" for line in closing(compiled, verbose)))
    grave = any(finding.severity != Severity.NOTE.value for finding in compiled.findings)
    return ending.FINDINGS if grave else ending.CLEAN


def closing(compiled: Compiled, verbose: int) -> Iterator[str]:
    """What is said after the findings: that there are none, and how much was proved if that was asked."""
    summary = compiled.summary
    documents = counted(summary.documents, "document")
    if not summary.documents and not compiled.findings:
        yield "There are no documents: schemas are files named *.yaml, *.yml, *.toml or *.json."
    elif verbose:
        opening = "Looked at" if compiled.findings else "No findings in"
        yield f"{opening} {documents}: {_sizes(summary)}; {_outcomes(summary)}."
    elif not compiled.findings:
        yield f"No findings in {documents}."
    if verbose and summary.order_free:
        names = ", ".join(f"'{name}'" for name in summary.order_free)
        yield f"The order in which views are named changes no value of {names}."


def _sizes(summary: Summary) -> str:
    sizes = ((summary.scopes, "scope"), (summary.fields, "field"), (summary.views, "view"))
    return ", ".join(counted(number, noun) for number, noun in sizes)


def _outcomes(summary: Summary) -> str:
    refuted = f", {summary.refuted:,} refuted" if summary.refuted else ""
    proved = f"{counted(summary.proved, 'property')} proved over every selection"
    return f"{proved}{refuted}, {summary.unproved:,} unproved"
