"""``atoc explain``: who can set a value, and who sets it in one selection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from ato.config.explained._manifest import Manifest
    from atoc.explain import Answer
    from atoc.program import Program

Format = Literal["text", "json", "markdown"]


@click.command(short_help="Tell who sets a value, where and why.")
@click.argument("words", nargs=-1, metavar="[KEY] [VIEW|KEY=VALUE]...")
@click.option(
    "--schemas", multiple=True, metavar="PATH", help="Read these schemas, not those of [tool.atoc]."
)
@click.option("--scope", metavar="NAME", help="Ask this scope only.")
@click.option(
    "--format",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How the answer is printed.",
)
def explain(words: tuple[str, ...], schemas: tuple[str, ...], scope: str | None, format: Format) -> int:
    """Tell who can set the field KEY, in which order, where and why.

    With views and KEY=VALUE after it: who sets it in that selection. With these alone: the same for every
    field to which they make a difference. Without any word: all fields in one table.

    Exit status: 0 answered, 2 for a word that is not there, for usage, or for input and output.
    """
    from ato.config.explained._manifest import Manifest
    from atoc.cli import console, ending, project
    from atoc.compile import check
    from atoc.emit import manifest
    from atoc.findings.summary import tally

    here = project.find()
    compiled = check(here.root, here.schemas(schemas), here.settings)
    if not compiled.is_sound:
        console.say(f"the schemas have {tally(compiled.findings)}: `atoc check` shows them")
    if not compiled.program.scopes:
        console.say("there is no scope to explain")
        return ending.USAGE if words or scope else ending.CLEAN
    known = Manifest(manifest(compiled.program, compiled.facts, compiled.files))
    found = answers(compiled.program, known, words, scope)
    if not found:
        console.say("these words make no difference")
    if found or format == "json":
        console.write(_rendered(found, format))
    return ending.CLEAN


def answers(
    program: Program, manifest: Manifest, words: Sequence[str], scope: str | None
) -> Sequence[Answer]:
    """The answers to a command line. Raises ``ConfigError`` for words that name nothing."""
    from atoc.explain import changed, ladders, overview, selected

    if not words:
        return overview(manifest, scope)
    key, *selection = words
    if _is_selecting(program, key):
        return changed(program, manifest, words, scope)
    if selection:
        return selected(program, manifest, key, selection, scope)
    return ladders(manifest, key, scope)


def _is_selecting(program: Program, word: str) -> bool:
    """Whether a word is no key but already a part of a selection."""
    if "=" in word:
        return True
    if any(path == word or path.startswith(f"{word}.") for scope in program.scopes for path in scope.fields):
        return False
    return any(word.removeprefix(f"{scope.name}.") in scope.views for scope in program.scopes)


def _rendered(answers: Sequence[Answer], format: Format) -> str:
    from atoc.cli.output import palette
    from atoc.explain import json, markdown, text

    match format:
        case "text":
            return text(answers, palette())
        case "json":
            return json(answers)
        case "markdown":
            return markdown(answers)
