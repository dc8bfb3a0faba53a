"""The options for how findings are printed and where they go, which several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar, get_args

import click

Format = Literal["full", "concise", "json", "jsonl", "github", "gitlab", "junit", "markdown", "sarif"]
FORMATS: tuple[Format, ...] = get_args(Format)

_Command = TypeVar("_Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Destinations:
    """Where findings go: at most one format is printed, and each of the others has a file."""

    printed: Format | None = "full"
    files: tuple[tuple[Format, Path], ...] = ()


def options(command: _Command) -> _Command:
    """Give a command ``--format`` and ``--output-file``."""
    format = click.option(
        "--format",
        "formats",
        type=click.Choice(FORMATS),
        multiple=True,
        help="How findings are printed; several where --output-file names files for the others.  "
        "[default: full]",
    )
    file = click.option(
        "--output-file",
        "files",
        multiple=True,
        metavar="FORMAT=FILE",
        help="Write the findings in this format to a file too.",
    )
    return format(file(command))


def destinations(formats: Sequence[Format], files: Sequence[str]) -> Destinations:
    """What the two options ask for. A format that has a file is not printed; none at all prints ``full``.

    Raises ``click.UsageError`` for two formats that would be printed, and for what names no format and file.
    """
    placed = dict(map(_placed, files))
    printed: tuple[Format, ...] = tuple(dict.fromkeys(format for format in formats if format not in placed))
    if len(printed) > 1:
        first, second = printed[:2]
        raise click.UsageError(
            f"'{first}' and '{second}' would both be printed; give one of them a file: "
            f"--output-file {second}=FILE"
        )
    if len(placed) < len(files):
        raise click.UsageError("--output-file names one format twice, and each is written to one file")
    if len(set(placed.values())) < len(placed):
        raise click.UsageError("--output-file names one file twice, and each format needs its own")
    if not formats:
        return Destinations("full" if "full" not in placed else None, tuple(placed.items()))
    return Destinations(printed[0] if printed else None, tuple(placed.items()))


def _placed(word: str) -> tuple[Format, Path]:
    named, sign, file = word.partition("=")
    format: Format | None = next((each for each in FORMATS if each == named), None)
    if format is not None and file == "-":
        raise click.UsageError(f"--output-file {word} names no file; --format {named} prints it")
    if format is not None and sign and file:
        return format, Path.cwd() / file
    if format is not None:
        raise click.UsageError(f"--output-file {word} names no file; write {named}=FILE")
    from ato.config import suggestion

    help = suggestion(named, FORMATS) if sign else ("write FORMAT=FILE, as sarif=report.sarif",)
    raise click.UsageError(
        f"--output-file {word} names no format; {(*help, 'they are ' + ', '.join(FORMATS))[0]}"
    )
