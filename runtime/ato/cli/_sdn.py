"""``ato sdn``: look at SDN files, convert them, change them in place."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, cast

from ato.cli._terminal import say, say_data
from ato.config import ConfigError, Problem

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

STANDARD_INPUT = "-"


def add_to(commands: Commands) -> None:
    """Add the command and what it can do."""
    parser = commands.add_parser("sdn", help="check, convert and change SDN files", allow_abbrev=False)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    _add(verbs, "check", "tell everything that is wrong with files", _check).add_argument("files", nargs="+")
    _add(verbs, "to-json", "print a file as JSON", _to_json).add_argument("file")
    _add(verbs, "from-json", "print a JSON file as SDN", _from_json).add_argument("file")
    get = _add(verbs, "get", "print the value at a path", _get)
    get.add_argument("file")
    get.add_argument("path", help="as model.layers.0; keys of other characters stand in double quotes")
    set = _add(verbs, "set", "change the value at a path, and nothing else of the file", _set)
    set.add_argument("file")
    set.add_argument("path")
    set.add_argument("value", help='as it would stand behind "key:"')
    fmt = _add(verbs, "fmt", "bring files into one layout; comments stay", _format)
    fmt.add_argument("files", nargs="+")
    fmt.add_argument(
        "--check", action="store_true", help="only tell which files would change; then exit with 1"
    )


def _add(verbs: Commands, name: str, help: str, run: object) -> argparse.ArgumentParser:
    parser = verbs.add_parser(
        name, help=help, description=f"{help[0].upper()}{help[1:]}.", allow_abbrev=False
    )
    parser.set_defaults(run=run)
    return parser


def _check(asked: argparse.Namespace) -> int:
    from ato.sdn import loads

    problems: list[Problem] = []
    files = cast("list[str]", asked.files)
    for file in files:
        try:
            loads(_text(file), file)
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    say("1 file is sound\n" if len(files) == 1 else f"{len(files)} files are sound\n")
    return 0


def _to_json(asked: argparse.Namespace) -> int:
    from ato.sdn import loads

    value = loads(_text(asked.file), asked.file)
    try:
        text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    except ValueError:
        why = "holds inf or nan in a column of floats, which JSON cannot say"
        raise ConfigError([Problem(asked.file, why)]) from None
    say(text + "\n")
    return 0


def _from_json(asked: argparse.Namespace) -> int:
    from ato.config.formats._files import unique_keys
    from ato.sdn import dumps

    try:
        value = json.loads(_text(asked.file), object_pairs_hook=unique_keys, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        place = f"{asked.file}:{error.lineno}:{error.colno}"
        raise ConfigError([Problem(place, f"is not JSON: {error.msg}")]) from None
    except RecursionError:
        raise ConfigError([Problem(asked.file, "lists and objects stand too deep in each other")]) from None
    except ValueError as error:
        raise ConfigError([Problem(asked.file, f"is not JSON: {error}")]) from None
    say(dumps(value))
    return 0


def _get(asked: argparse.Namespace) -> int:
    from ato.config.types._values import is_dict, is_list
    from ato.sdn import Document, dumps
    from ato.sdn._write import inline

    value = Document(_text(asked.file), asked.file).get(asked.path)
    if isinstance(value, str):
        say_data(value + "\n")
    elif value and (is_dict(value) or is_list(value)):
        say(dumps(value))
    else:
        say(inline(value) + "\n")
    return 0


def _set(asked: argparse.Namespace) -> int:
    from ato.sdn import Document, loads

    given = cast("dict[str, object]", loads(f"value: {asked.value}\n", "VALUE"))
    if set(given) != {"value"}:
        raise ConfigError(
            [Problem("VALUE", "is more than one value", ("put a text of several lines in quotes",))]
        )
    document = Document(_text(asked.file), asked.file)
    document.set(asked.path, given["value"])
    if asked.file == STANDARD_INPUT:
        say(document.text)
    elif document.is_modified:
        document.save(asked.file)
    return 0


def _format(asked: argparse.Namespace) -> int:
    from ato.config.formats._replace_file import replace_file
    from ato.sdn import formatted

    problems: list[Problem] = []
    changed: list[tuple[str, str]] = []
    for file in cast("list[str]", asked.files):
        try:
            text = _text(file)
            new = formatted(text, file)
        except ConfigError as error:
            problems += error.problems
            continue
        if file == STANDARD_INPUT:
            say(new)
        elif new != text:
            changed.append((file, new))
    if problems:
        raise ConfigError(problems)
    for file, new in changed:
        say(f"{'would change' if asked.check else 'changed'} {file}\n")
        if not asked.check:
            replace_file(file, new.encode())
    return 1 if asked.check and changed else 0


def _text(file: str) -> str:
    """The text of a file, or of standard input for ``-``."""
    from ato.sdn._files import decoded, read_text

    return decoded(sys.stdin.buffer.read(), "<stdin>") if file == STANDARD_INPUT else read_text(file)


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no number of JSON")
