"""The pages of ``docs/`` that are made from the code: ``rules.md`` and ``command-line.md``.

``python docs/generate.py`` writes them, ``--check`` exits with 1 where one differs from what it should be.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

from click import Context
from click.testing import CliRunner

from atoc.cli import commands
from atoc.findings import Rule
from atoc.rule_table import RULES

HERE = Path(__file__).parent
WIDTH = 96
INTRODUCTION = """What the compiler can find. `atoc rule CODE` shows the same in a terminal. `[tool.atoc]` in
`pyproject.toml` selects, ignores, and sets severities."""
EXAMPLE = "examples/train_digits.py"
PROGRAM = f"""What `main` of a generated module makes of a function. This is [{EXAMPLE}](../{EXAMPLE});
the language page says [what the words mean](language.md#the-command-line-of-a-program)."""
MADE_BY = "<!-- Made by `make docs` from the code; changes belong there. -->"

FAMILIES = {
    "0": "Reading",
    "1": "Types",
    "2": "Merging",
    "3": "Chains and groups",
    "4": "Expressions",
    "5": "Computed and lazy values",
    "6": "Asserts",
    "7": "Output",
    "8": "Search",
}


def pages() -> dict[str, str]:
    """The text of every page by its name."""
    return {"rules.md": _rules(), "command-line.md": _command_line()}


def stale() -> list[str]:
    """The names of the pages whose file differs, or is not there."""
    return [name for name, text in pages().items() if _stored(name) != text]


def _stored(name: str) -> str:
    path = HERE / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _rules() -> str:
    parts = [
        MADE_BY,
        "# Rules",
        INTRODUCTION,
        "\n".join(_index()),
        *(part for family in FAMILIES for part in _family(family)),
    ]
    return "\n\n".join(parts) + "\n"


def _index() -> Iterator[str]:
    yield "| code | name | severity | found where |"
    yield "| --- | --- | --- | --- |"
    for rule in RULES:
        summary = rule.summary.replace("|", "\\|")
        yield f"| [{rule.code}](#{_anchor(rule)}) | `{rule.name}` | {rule.severity.value} | {summary} |"


def _anchor(rule: Rule) -> str:
    return f"{rule.code}-{rule.name}".lower()


def _family(family: str) -> Iterator[str]:
    yield f"## {FAMILIES[family]}"
    for rule in RULES:
        if rule.code[len("ATC")] == family:
            yield f"### {rule.code} {rule.name}"
            yield _deeper(cleandoc(rule.page))
            language = "console" if rule.transcript else rule.language
            yield f"Shows it:\n\n```{language}\n{rule.bad.strip()}\n```"
            yield f"Does not:\n\n```{language}\n{rule.good.strip()}\n```"


def _deeper(page: str) -> str:
    """The page with its headings below that of its rule."""
    return page.replace("\n## ", "\n#### ").strip()


def _command_line() -> str:
    parts = [MADE_BY, "# The command line", _help([])]
    for name in commands.list_commands(Context(commands)):
        parts += [f"## atoc {name}", _help([name])]
    parts += ["## A program of yours", PROGRAM, _help_of_example()]
    return "\n\n".join(parts) + "\n"


def _help_of_example() -> str:
    ran = subprocess.run(
        [sys.executable, str(HERE.parent / EXAMPLE), "--help"],
        env={**os.environ, "COLUMNS": str(WIDTH)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return f"```text\n{ran.stdout.strip()}\n```"


def _help(words: list[str]) -> str:
    asked = [*words, "--help"]
    ran = CliRunner(catch_exceptions=False).invoke(commands, asked, prog_name="atoc", terminal_width=WIDTH)
    return f"```text\n{ran.output.strip()}\n```"


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` name those that differ; the exit status."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python docs/generate.py [--check]\n")
        return 2
    names = stale()
    if arguments:
        for name in names:
            sys.stderr.write(f"docs/{name} is out of date; this makes it again: make docs\n")
        return 1 if names else 0
    for name in names:
        (HERE / name).write_text(pages()[name], encoding="utf-8", newline="\n")
        sys.stdout.write(f"wrote docs/{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
