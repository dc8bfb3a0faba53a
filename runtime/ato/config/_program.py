"""The command line of a user's program: words in, the function's value or printed text out.

``[VIEW | KEY=VALUE | GROUP=VIEW]...``, ``--config FILE``, ``--print yaml|json|toml``, ``--explain KEY``,
``manual`` and ``--help``. Nothing is ever evaluated as code. What cannot be composed ends with status 2 and
every problem.
"""

from __future__ import annotations

import os
import sys

from ato.config._compose import compose
from ato.config._errors import ConfigError, Problem
from ato.config._nearest import nearest, suggestion
from ato.config._outside import key_of, unknown_key
from ato.config._request import request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, NoReturn, TextIO, TypeVar

    from ato.config._base import Config
    from ato.config._schema import Schema

    R = TypeVar("R")

FORMATS = ("yaml", "json", "toml")
TAKES_VALUE = ("--config", "--print", "--explain")
OPTIONS = (*TAKES_VALUE, "--help", "-h")
ASCII = {"→": "->", "…": "...", "✓": "*"}


class Asked:
    """A command line, taken apart."""

    __slots__ = ("explained", "files", "format", "is_help", "is_manual", "problems", "words")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.files: list[str] = []
        self.explained: list[str] = []
        self.format: str | None = None
        self.is_help = False
        self.is_manual = False
        self.problems: list[Problem] = []


def run(schema: Schema[Any], function: Callable[[Any], R], arguments: Sequence[str]) -> R:
    """Call the function with the config that the command line asks for, or do what its options say."""
    asked = take_apart(schema, arguments)
    if asked.is_help:
        from ato.config._manual import help_text

        _leave(help_text(schema, _name(), _first_line(function)))
    config = _composed(schema, asked)
    if asked.format is not None or asked.explained:
        _leave(_printed(config, asked))
    return function(config)


def take_apart(schema: Schema[Any], arguments: Sequence[str]) -> Asked:
    """Split a command line into options and words; what is wrong with the options is noted in it."""
    asked = Asked()
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--":
            asked.words.extend(rest)
            break
        if not word.startswith("-"):
            _take_word(asked, schema, word)
            continue
        option, sign, value = word.partition("=")
        if option in TAKES_VALUE and (sign or (rest and rest[0].partition("=")[0] not in OPTIONS)):
            _take_option(asked, schema, option, value if sign else rest.pop(0))
        elif option in TAKES_VALUE:
            what = {"--config": "a file", "--print": "a format", "--explain": "a key"}[option]
            asked.problems.append(Problem(option, f"the option needs {what}"))
        elif word in ("--help", "-h"):
            asked.is_help = True
        else:
            asked.problems.append(_unknown_option(schema, option))
            if not sign and rest and _is_meant_for(option, rest[0], schema):
                rest.pop(0)
    return asked


def _is_meant_for(option: str, word: str, schema: Schema[Any]) -> bool:
    """Whether the word after a misused option is its value, and so no problem of its own."""
    key = _undashed(option)
    is_field = key in schema.leaves or key in schema.groups
    if not is_field and nearest(option, OPTIONS, 1)[:1] in ([], ["--help"], ["-h"]):
        return False
    is_view = word in schema.view_map and key not in schema.groups
    return not is_view and "=" not in word and not word.startswith("-")


def _take_word(asked: Asked, schema: Schema[Any], word: str) -> None:
    if word == "manual" and word not in schema.view_map:
        asked.is_manual = True
    else:
        asked.words.append(word)


def _take_option(asked: Asked, schema: Schema[Any], option: str, value: str) -> None:
    if option == "--config":
        asked.files.append(value)
    elif option == "--explain":
        key = key_of(schema, value)
        if key in schema.leaves or key in schema.structs:
            asked.explained.append(key)
        else:
            asked.problems.append(Problem(value, *unknown_key(schema, key)))
    elif value in FORMATS:
        asked.format = value
    else:
        help = suggestion(value, FORMATS) or (f"choose one of {', '.join(FORMATS)}",)
        asked.problems.append(Problem(f"--print {value}", "there is no such format", help))


def _unknown_option(schema: Schema[Any], option: str) -> Problem:
    key = _undashed(option)
    if key in schema.leaves:
        return Problem(option, "fields are set without dashes", (f"write {key}=VALUE",))
    if key in schema.groups:
        return Problem(option, "a group's view is chosen without dashes", (f"write {key}=VIEW",))
    if key in schema.view_map:
        return Problem(option, "views are named without dashes", (f"write {key}",))
    help = suggestion(option, OPTIONS) or (f"the options are {', '.join(OPTIONS)}",)
    return Problem(option, "there is no such option", help)


def _undashed(option: str) -> str:
    return option.lstrip("-").replace("-", "_")


def _composed(schema: Schema[Any], asked: Asked) -> Config:
    try:
        wanted = request(schema, (), asked.words, asked.files, os.environ)
        if asked.problems:
            raise ConfigError(asked.problems)
        if asked.is_manual:
            from ato.config._manual import manual

            _leave(manual(schema, wanted.named))
        config = compose(wanted)
    except ConfigError as error:
        own = [problem for problem in asked.problems if problem not in error.problems]
        _fail([*own, *error.problems])
    for text in wanted.warnings:
        say(sys.stderr, f"warning: {text}\n")
    return config


def _printed(config: Config, asked: Asked) -> str:
    parts: list[str] = []
    try:
        parts.extend(str(config.explain(key)).rstrip("\n") + "\n" for key in asked.explained)
        if asked.format is not None:
            from ato.config._plain import MASKED
            from ato.config._print import to_text

            parts.append(to_text(config, asked.format, secrets=MASKED))
    except ConfigError as error:
        _fail(error.problems)
    return "\n".join(parts)


def _fail(problems: Sequence[Problem]) -> NoReturn:
    """Name all problems on stderr, and leave with status 2."""
    lines: list[str] = []
    for problem in problems:
        lines.append(
            f"error: {problem.subject}: {problem.message}" if problem.subject else f"error: {problem.message}"
        )
        lines.extend(f"  help: {line}" for line in problem.help)
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    lines.append(f"{count}; nothing was run. See: {_name()} --help")
    say(sys.stderr, "\n".join(lines) + "\n")
    raise SystemExit(2)


def _leave(text: str) -> NoReturn:
    """Print and leave with status 0."""
    say(sys.stdout, text)
    raise SystemExit(0)


def say(stream: TextIO | None, text: str) -> None:
    """Write text, with what the stream cannot encode spelled in ASCII; leaves quietly if nobody reads.

    Where the text cannot be written, as on a full disk, it leaves with status 1.
    """
    if stream is None:  # closed when the program began
        return
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        for sign, plain in ASCII.items():
            text = text.replace(sign, plain)
        text = text.encode(encoding, "backslashreplace").decode(encoding)
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, stream.fileno())  # else Python tries once more as it ends
        is_told = isinstance(error, BrokenPipeError) or stream is sys.stderr
        raise SystemExit(1 if is_told else f"error: the output cannot be written: {error.strerror}") from None


def _name() -> str:
    return os.path.basename(sys.argv[0] if sys.argv else "") or "program"  # pathlib is heavy to import


def _first_line(function: Callable[..., object]) -> str:
    return (function.__doc__ or "").strip().partition("\n")[0]
