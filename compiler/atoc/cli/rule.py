"""``atoc rule``: the page of one rule, or the table of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from atoc.findings import Rule
    from atoc.findings.render import Palette


ENDINGS = {"python": "py"}
"""How the file of an example ends, where that is not its language."""


@click.command(short_help="Explain a rule, or list all of them.")
@click.argument("rule", required=False, metavar="[CODE|NAME]")
def rule(rule: str | None) -> int:
    """Explain a rule by its code or its name, with an example that breaks it; without a rule, list all.

    Exit status: 0, or 2 for a rule that is not there.
    """
    from ato.config import suggestion
    from atoc.cli import console, ending, output
    from atoc.rule_table import RULES, find, words

    if rule is None:
        console.write(table(RULES, output.palette()))
        return ending.CLEAN
    found = find(rule)
    if found is None:
        help = suggestion(rule, words()) or ("`atoc rule` lists all of them",)
        raise click.UsageError(f"no rule has the code or name '{rule}'; {help[0]}")
    console.write(page(found, output.palette()))
    return ending.CLEAN


def table(rules: tuple[Rule, ...], palette: Palette) -> str:
    """A line for every rule: code, name, severity and summary."""
    width = max(len(each.name) for each in rules)
    return "".join(
        f"{palette.paint(palette.strong, each.code)}  {each.name:{width}}  "
        f"{palette.paint(palette.of(each.severity.value), each.severity.value)}"
        f"{' ' * (len('warning') - len(each.severity.value))}  {each.summary}\n"
        for each in rules
    )


def page(rule: Rule, palette: Palette) -> str:
    """The page of a rule for a terminal, with its examples and what the compiler says to the first."""
    from inspect import cleandoc

    severity = palette.paint(palette.of(rule.severity.value), rule.severity.value)
    lines = [palette.paint(palette.strong, f"{rule.code} {rule.name}") + f" ({severity})", ""]
    lines += [_heading(line, palette) for line in cleandoc(rule.page).splitlines()]
    lines += ["", *_example("An example", rule.bad, palette)]
    if not rule.transcript:
        lines += _example("What is said to it", _said(rule, palette), palette)
    lines += _example("The same, mended", rule.good, palette)
    return "\n".join(lines)


def _heading(line: str, palette: Palette) -> str:
    return palette.paint(palette.strong, line.lstrip("# ")) if line.startswith("#") else line


def _example(title: str, text: str, palette: Palette) -> list[str]:
    indented = (f"    {line}" if line else "" for line in text.strip("\n").split("\n"))
    return [palette.paint(palette.strong, title), "", *indented, ""]


def _said(rule: Rule, palette: Palette) -> str:
    """The findings of the example, as ``atoc check`` prints them."""
    from atoc.compile import compile
    from atoc.findings import Passed
    from atoc.findings.render import full
    from atoc.span import SourceFile

    compiled = compile(
        Passed(
            (
                SourceFile(
                    f"schemas/example.{ENDINGS.get(rule.language, rule.language)}", rule.bad.lstrip("\n")
                ),
            )
        )
    )
    return full(compiled.findings, compiled.sources, compiled.summary, palette)
