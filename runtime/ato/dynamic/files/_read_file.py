"""Files as plain data, by suffix: YAML, TOML, JSON, JSONL, SDN, XYZ and Python.

YAML is 1.2's core schema, so ``1e-3`` is a number and ``no`` is text; keys are text, and ``<<`` merges as in
YAML 1.1. Every other file is bounded in size and depth; a Python file is a program, and is run.
"""

from __future__ import annotations

from ato.config import BadValue, ConfigError, Quoted, suggestion
from ato.dynamic.files._errors import BadFile, MissingFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike
    from typing import Any

    from ato.config.types._values import Raw


def file_content(path: str | PathLike[str], **options: Any) -> object:
    """The plain data of a file; ``options`` are those of ``json.loads``, for JSON alone.

    Raises ``MissingFile`` and ``BadFile``.
    """
    from os import fspath
    from os.path import exists, splitext

    name = fspath(path)
    if not exists(name):
        raise MissingFile(name, "does not exist")
    suffix = splitext(name)[1].lower()
    if suffix == ".py":
        from ato.dynamic.files._python_file import python_tree, python_values

        return python_values(python_tree(name), name)
    if options:
        return _read_json_with(file_text(name, suffix), suffix, options)
    return text_content(file_text(name, suffix), suffix, name)


def text_content(text: str, suffix: str, name: str) -> object:
    """The plain data of the text of a file called ``name``. Raises ``BadFile``."""
    if suffix == ".sdn":
        return _read_sdn(text, name)
    read = _READERS[suffix]
    try:
        return read(text)
    except BadValue as error:
        raise BadFile(name, str(error)) from None
    except RecursionError:
        raise BadFile(name, "its values stand too deep in each other") from None


def file_text(name: str, suffix: str) -> str:
    """The text of a file whose suffix is known. Raises ``BadFile``."""
    from ato.config.formats._files import read_file

    known = (*_READERS, ".sdn", ".py")
    if suffix not in known:
        help = suggestion(suffix, known) or (f"the suffixes are {', '.join(known)}",)
        raise BadFile(name, f"{suffix or 'no suffix'} is not a valid file extension", help)
    try:
        return read_file(name)
    except BadValue as error:
        raise BadFile(name, str(error)) from None


def _read_yaml(text: str) -> object:
    from ato.config.formats._yaml_values import read_yaml

    return _typed(read_yaml(text))


def _typed(raw: Raw) -> object:
    """Values by YAML's core schema, in lists and dicts of their own."""
    from ato.config import read_core

    if isinstance(raw, list):
        return [_typed(item) for item in raw]
    if isinstance(raw, dict):
        merged = _merged(raw) if _merges(raw) else raw
        return {str(key): _typed(item) for key, item in merged.items()}
    return read_core(raw)


def _merges(raw: dict[str, Raw]) -> bool:
    """Whether a mapping has the key that merges others, which in quotes is a key like all others."""
    return any(key == "<<" and not isinstance(key, Quoted) for key in raw) if "<<" in raw else False


def _merged(raw: dict[str, Raw]) -> dict[str, Raw]:
    """A mapping with what its key ``<<`` names below its own keys; the first of several mappings wins."""
    named = raw["<<"]
    sources = named if isinstance(named, list) else [named]
    merged: dict[str, Raw] = {}
    for source in reversed(sources):
        if not isinstance(source, dict):
            raise BadValue("the key '<<' merges mappings, and is given something else")
        merged.update(_merged(source) if _merges(source) else source)
    merged.update((key, item) for key, item in raw.items() if key != "<<")
    return merged


def _read_toml(text: str) -> object:
    from importlib import import_module
    from sys import version_info

    try:
        toml = import_module("tomllib" if version_info >= (3, 11) else "tomli")
    except ModuleNotFoundError:
        raise BadValue("reading TOML before Python 3.11 takes the package 'tomli'; install it") from None
    try:
        return toml.loads(text)
    except ValueError as error:
        raise BadValue(f"is not TOML: {error}") from None


def _read_json(text: str) -> object:
    from json import JSONDecodeError, loads

    from ato.config.formats._files import unique_keys

    try:
        return loads(text or "{}", object_pairs_hook=unique_keys)
    except JSONDecodeError as error:
        raise BadValue(f"is not JSON: {error.msg}, at line {error.lineno}, column {error.colno}") from None
    except BadValue:
        raise
    except ValueError as error:  # an integer too long for Python
        raise BadValue(f"is not JSON: {error}") from None


def _read_json_with(text: str, suffix: str, options: dict[str, Any]) -> object:
    from json import loads

    if suffix != ".json":
        raise TypeError(f"{suffix} files take no options, and {', '.join(options)} is given")
    return loads(text, **options)


def _read_jsonl(text: str) -> object:
    """A list of what stands on each line; empty lines say nothing."""
    found: list[object] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found.append(_read_json(line))
            except BadValue as error:
                raise BadValue(f"line {number} {error}") from None
    return found


def _read_xyz(text: str) -> object:
    from ato.dynamic.files._xyz import loads

    return loads(text)


def _read_sdn(text: str, name: str) -> object:
    """Everything that is wrong with it is told, each with its line and column."""
    from ato.sdn import loads

    try:
        return loads(text, name)
    except ConfigError as error:
        raise BadFile.of(error.problems) from None


_READERS: dict[str, Callable[[str], Any]] = {
    ".yaml": _read_yaml,
    ".yml": _read_yaml,
    ".toml": _read_toml,
    ".json": _read_json,
    ".jsonl": _read_jsonl,
    ".xyz": _read_xyz,
}
