"""The command line of a user's program: words in, the function's value or printed text out.

``[VIEW | KEY=VALUE | GROUP=VIEW]...``, ``--config FILE``, ``--print yaml|json|toml|sdn``, ``--explain KEY``,
``manual`` and ``--help``; with several scopes also ``SCOPE.VIEW`` and ``SCOPE.KEY=VALUE``. Nothing is ever
evaluated as code. What cannot be composed ends with status 2 and every problem.
"""

from __future__ import annotations

import os
import sys

from ato.config._errors import ConfigError, Problem
from ato.config._nearest import nearest, suggestion
from ato.config.composing._joint import compose_each, with_partners
from ato.config.outside._places import fields_called, keys_called, short, unknown_key, views_called
from ato.config.outside._request import requests

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, NoReturn, TextIO

    from ato.config._base import Config
    from ato.config._schema import Schema
    from ato.config.composing._compose import Request

    Schemas = Sequence[Schema[Any]]

FORMATS = ("yaml", "json", "toml", "sdn")
TAKES_VALUE = ("--config", "--print", "--explain")
OPTIONS = (*TAKES_VALUE, "--help", "-h")
ASCII = {"→": "->", "…": "...", "✓": "*"}


class Asked:
    """A command line, taken apart."""

    __slots__ = ("explained", "files", "format", "is_help", "is_manual", "problems", "words")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.files: list[str] = []
        self.explained: list[tuple[Schema[Any], str]] = []
        self.format: str | None = None
        self.is_help = False
        self.is_manual = False
        self.problems: list[Problem] = []


def asked_configs(
    schemas: Schemas, function: Callable[..., object], arguments: Sequence[str]
) -> tuple[Config, ...]:
    """The configs of the scopes that the command line of the function asks for.

    Where the options ask for something else, that is done instead, and the program is left. The words may
    also speak of scopes that these read.
    """
    speaking = with_partners(schemas)
    asked = take_apart(speaking, arguments)
    if asked.is_help:
        from ato.config.explained._manual import help_text

        _leave(help_text(speaking, _name(), _first_line(function)))
    configs = _composed(speaking, asked)
    if asked.format is not None or asked.explained:
        _leave(_printed(speaking, configs, asked, len(schemas)))
    return configs[: len(schemas)]


def take_apart(schemas: Schemas, arguments: Sequence[str]) -> Asked:
    """Split a command line into options and words; what is wrong with the options is noted in it."""
    asked = Asked()
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--":
            asked.words.extend(rest)
            break
        if not word.startswith("-"):
            _take_word(asked, schemas, word)
            continue
        option, sign, value = word.partition("=")
        if option in TAKES_VALUE and (sign or (rest and rest[0].partition("=")[0] not in OPTIONS)):
            _take_option(asked, schemas, option, value if sign else rest.pop(0))
        elif option in TAKES_VALUE:
            what = {"--config": "a file", "--print": "a format", "--explain": "a key"}[option]
            asked.problems.append(Problem(short(option), f"the option needs {what}"))
        elif word in ("--help", "-h"):
            asked.is_help = True
        else:
            asked.problems.append(_unknown_option(schemas, option))
            if not sign and rest and _is_meant_for(option, rest[0], schemas):
                rest.pop(0)
    return asked


def _is_meant_for(option: str, word: str, schemas: Schemas) -> bool:
    """Whether the word after a misused option is its value, and so no problem of its own."""
    keys = keys_called(schemas, _undashed(option))
    if not keys and nearest(option, OPTIONS, 1)[:1] in ([], ["--help"], ["-h"]):
        return False
    is_view = views_called(schemas, word) and not any(key in schema.groups for schema, key in keys)
    return not is_view and "=" not in word and not word.startswith("-")


def _take_word(asked: Asked, schemas: Schemas, word: str) -> None:
    if word == "manual" and not views_called(schemas, word):
        asked.is_manual = True
    else:
        asked.words.append(word)


def _take_option(asked: Asked, schemas: Schemas, option: str, value: str) -> None:
    if option == "--config":
        asked.files.append(value)
    elif option == "--explain":
        found = fields_called(schemas, value)
        asked.explained.extend(found)
        if not found:
            asked.problems.append(Problem(short(value), *unknown_key(schemas, value)))
    elif value in FORMATS:
        asked.format = value
    else:
        help = suggestion(value, FORMATS) or (f"choose one of {', '.join(FORMATS)}",)
        asked.problems.append(Problem(short(f"--print {value}"), "there is no such format", help))


def _unknown_option(schemas: Schemas, option: str) -> Problem:
    name = _undashed(option)
    keys = keys_called(schemas, name)
    fields = [schema.spelled(key) for schema, key in keys if key in schema.leaves]
    if fields:
        written = f"write {' or '.join(f'{key}=VALUE' for key in fields)}"
        return Problem(short(option), "fields are set without dashes", (written,))
    groups = [schema.spelled(key) for schema, key in keys if key in schema.groups]
    if groups:
        written = f"write {' or '.join(f'{key}=VIEW' for key in groups)}"
        return Problem(short(option), "a group's view is chosen without dashes", (written,))
    if views_called(schemas, name):
        return Problem(short(option), "views are named without dashes", (f"write {name}",))
    help = suggestion(option, OPTIONS) or (f"the options are {', '.join(OPTIONS)}",)
    return Problem(short(option), "there is no such option", help)


def _undashed(option: str) -> str:
    return option.lstrip("-").replace("-", "_")


def _composed(schemas: Schemas, asked: Asked) -> tuple[Config, ...]:
    try:
        wanted = requests(schemas, (), asked.words, asked.files, os.environ)
        if asked.problems:
            raise ConfigError(asked.problems)
        if asked.is_manual:
            _leave(_manual(wanted))
        configs = compose_each(wanted)
    except ConfigError as error:
        own = [problem for problem in asked.problems if problem not in error.problems]
        _fail([*own, *error.problems])
    for request in wanted:
        for text in request.warnings:
            say(sys.stderr, f"warning: {text}\n")
    return configs


def _manual(wanted: Sequence[Request]) -> str:
    """The manual of each scope: of the selection, or of all views if the command line names none."""
    from ato.config.explained._manual import manual

    is_selection = any(request.named for request in wanted)
    return "".join(manual(request.schema, request.named if is_selection else None) for request in wanted)


def _printed(schemas: Schemas, configs: Sequence[Config], asked: Asked, count: int) -> str:
    """What was asked to be explained, and the table of the first so many configs."""
    by_scope = {schema.name: config for schema, config in zip(schemas, configs)}
    try:
        parts = [_explained(by_scope[schema.name], schema, key) for schema, key in asked.explained]
        if asked.format is not None:
            own = {schema.name: by_scope[schema.name] for schema in schemas[:count]}
            parts.append(_table_text(own, asked.format))
    except ConfigError as error:
        _fail(error.problems)
    return "\n".join(parts)


def _explained(config: Config, schema: Schema[Any], key: str) -> str:
    told = config.explain(key)
    for each in (told, *told.parts):
        each.key = schema.spelled(each.key)
    return str(told).rstrip("\n") + "\n"


def _table_text(configs: Mapping[str, Config], format: str) -> str:
    """What ``--config`` takes back: the values of the only scope, or those of each below its name."""
    from ato.config.formats._plain import MASKED, Table, plain_table
    from ato.config.formats._print import table_text

    tables = [plain_table(config, MASKED) for config in configs.values()]
    return table_text(Table(zip(configs, tables)) if len(tables) > 1 else tables[0], format)


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
