"""Files that a script leads to: modules with its scopes, and configs that it loads with ``ADict.from_file``.

What a config file holds stands in place of the call that loads it, so that it is read like any other mapping.
A file is looked for from the project's root, where the script is run, and then from the folder of the script;
outside of the project nothing is read.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from posixpath import join, normpath

from ato.config import Problem
from atoc.importers.carried import Left, Refused
from atoc.importers.mmengine.table import table
from atoc.importers.scalars import plain
from atoc.source import Mapping as MappingNode
from atoc.source import Node, Scalar, parse
from atoc.source.python.tree import mentions_scopes
from atoc.span import SourceFile

ENDINGS = (".yaml", ".yml", ".json", ".toml")
_LOADED = re.compile(r"""\b((?:\w+\.)*ADict)\.from_file\(\s*(['"])([^'"\n]+)\2\s*\)""")


def wanted(files: Sequence[SourceFile]) -> tuple[str, ...]:
    """The paths where modules that these files import, and configs that they load, may stand."""
    present = {file.path for file in files}
    found = dict.fromkeys(path for file in files if _is_script(file) for path in _led_to(file))
    return tuple(path for path in found if path not in present)


def _is_script(file: SourceFile) -> bool:
    return file.path.endswith(".py") and mentions_scopes(file.text)


def _led_to(file: SourceFile) -> Iterator[str]:
    for found in _LOADED.finditer(file.text):
        yield from _candidates(file, found[3])
    try:
        body = ast.parse(file.text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for statement in body:
        for module in _modules(statement):
            yield from _places(file, module)


def _candidates(file: SourceFile, path: str) -> tuple[str, ...]:
    """Where a config file may stand, the likelier place first; none for a file that is not read."""
    if not path.endswith(ENDINGS) or path.startswith("/"):
        return ()
    places = (normpath(path), normpath(join(str(PurePosixPath(file.path).parent), path)))
    return tuple(place for place in dict.fromkeys(places) if not place.startswith(".."))


def _modules(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.Import(names=names):
            yield from (name.name for name in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            start = "." * level + (module or "")
            yield start
            yield from (f"{start}.{name.name}" if module else f"{start}{name.name}" for name in names)
        case _:
            return


def _places(file: SourceFile, module: str) -> Iterator[str]:
    name = module.lstrip(".")
    level = len(module) - len(name)
    folder = PurePosixPath(file.path).parent
    above = [folder, *folder.parents]
    starts = above[level - 1 : level] if level else above
    for start in starts if name else ():
        path = str(start / name.replace(".", "/"))
        yield from (f"{path}.py", f"{path}/__init__.py")


def with_configs(file: SourceFile, files: Mapping[str, SourceFile], left: list[Left]) -> SourceFile:
    """The script with the mappings of config files in place of the calls that load them."""

    def held(found: re.Match[str]) -> str:
        path = next((each for each in _candidates(file, found[3]) if each in files), None)
        return found[0] if path is None else f"{found[1]}({_table(files[path], left)!r})"

    return SourceFile(file.path, _LOADED.sub(held, file.text))


def _table(file: SourceFile, left: list[Left]) -> dict[str, object]:
    if not file.path.endswith(".toml"):
        return table(file, left)
    passed = parse(file)
    if passed.findings or not isinstance(passed.value, MappingNode):
        raise Refused(Problem(str(each.span), each.message, each.help) for each in passed.findings)
    return {entry.key.text: _plain(entry.value) for entry in passed.value.entries}


def _plain(node: Node) -> object:
    match node:
        case MappingNode(entries=entries):
            return {entry.key.text: _plain(entry.value) for entry in entries}
        case Scalar():
            return plain(node)
        case _:
            return [_plain(item) for item in node.items]
