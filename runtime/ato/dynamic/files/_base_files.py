"""Files that stand on others by ``_base_``, as OpenMMLab writes them.

A file names one base or several, relative to itself; what it sets itself comes on top: dicts merge, lists are
replaced, and a dict with ``_delete_=True`` takes the place of the one below. Two bases that give one key
different values contradict each other and are refused, as is a file that stands on itself.

In the text of a file ``{{fileDirname}}``, ``{{fileBasename}}``, ``{{fileBasenameNoExtension}}``,
``{{fileExtname}}`` and ``{{$VARIABLE:default}}`` stand for what they say, ``{{_base_.model.depth}}`` for a
value of the bases; in Python files ``_base_.model.depth`` does too.
"""

from __future__ import annotations

from ato.config.formats._yaml_values import MAX_VALUES
from ato.config.types._values import same
from ato.dynamic.files._base_words import with_base_values, with_file_words
from ato.dynamic.files._errors import BadFile, MissingFile
from ato.dynamic.files._read_file import file_text, text_content
from ato.dynamic.trees._dict import Dict, is_mapping, is_sequence
from ato.dynamic.trees._draft import DELETE

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Mapping
    from os import PathLike
    from typing import Any

BASE = "_base_"
MOST_BELOW = 100
"""How many files may stand on each other in a row."""
_ABSENT = object()


def based_values(path: str | PathLike[str], into: type[Dict]) -> dict[str, Any]:
    """The values of a file and of all that it stands on. Raises ``MissingFile`` and ``BadFile``."""
    from os import fspath

    return _Reading(into).values(fspath(path), ())


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """What ``above`` sets on top of ``below``, as plain data."""
    found = dict(below)
    for key, value in above.items():
        known = found.get(key)
        if not is_mapping(value):
            found[key] = value
        elif is_mapping(known) and not value.get(DELETE, False):
            found[key] = merged(known, value)
        else:
            found[key] = merged({}, value)
    found.pop(DELETE, None)
    return found


class _Reading:
    """The files of one tree of bases; each is read once. ``into`` is what Python files see as ``_base_``."""

    __slots__ = ("done", "into")

    def __init__(self, into: type[Dict]) -> None:
        self.into = into
        self.done: dict[str, dict[str, Any]] = {}

    def values(self, path: str, above: tuple[str, ...]) -> dict[str, Any]:
        """The values of a file that others stand on, those in ``above`` from the outermost on."""
        from os.path import exists, realpath

        real = realpath(path)
        if not exists(path):
            raise MissingFile(path, "does not exist")
        if real in above:
            circle = " → ".join(_short(each) for each in (*above[above.index(real) :], real))
            raise BadFile(path, f"stands on itself by {BASE}: {circle}")
        if len(above) >= MOST_BELOW:
            raise BadFile(path, f"more than {MOST_BELOW} files stand on it, one on the other")
        if real not in self.done:
            self.done[real] = self.read(path, (*above, real))
        return self.done[real]

    def read(self, path: str, above: tuple[str, ...]) -> dict[str, Any]:
        """The same, from the file itself."""
        from os.path import splitext

        suffix = splitext(path)[1].lower()
        text, marks = with_file_words(file_text(path, suffix), path)
        if suffix == ".py":
            own, base = self.python(path, text, above)
        else:
            content = text_content(text, suffix, path)
            if not is_mapping(content):
                raise BadFile(path, "holds no mapping of keys to values")
            own = dict(content)
            base = self.bases(own.pop(BASE, ()), path, above)
        found = merged(base, with_base_values(own, marks, base, path))
        if _is_larger(found, MAX_VALUES):
            raise BadFile(path, f"comes to more than {MAX_VALUES} values with its bases")
        return found

    def python(self, path: str, text: str, above: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What a Python file sets, and what its bases do, which it may read as ``_base_``."""
        from ato.dynamic.files._python_file import python_tree, python_values

        tree = python_tree(path, text)
        named = _named_bases(tree)
        if named is None:  # worked out by the file itself, so only a run tells
            own = python_values(tree, path)
            return own, self.bases(own.pop(BASE, ()), path, above)
        base = self.bases(named, path, above)
        known: Any = self.into
        return python_values(tree, path, {BASE: known(base)}), base

    def bases(self, named: object, path: str, above: tuple[str, ...]) -> dict[str, Any]:
        """What the bases of a file set together."""
        names = named if is_sequence(named) else [named]
        found: list[tuple[str, dict[str, Any]]] = []
        for name in names:
            if not isinstance(name, str):
                raise BadFile(path, f"{BASE} names a file or a list of files")
            base = _located(name, path)
            values = self.values(base, above)
            for other, earlier in found:
                _refuse_contradiction(earlier, values, path, (_short(other), _short(base)))
            found.append((base, values))
        together: dict[str, Any] = {}
        for _, values in found:
            together = merged(together, values)
        return together


def _is_larger(value: object, most: int) -> bool:
    """Whether more values than that stand in a value."""
    pending: list[Any] = [value]
    seen = 0
    while pending and seen <= most:
        each = pending.pop()
        seen += 1
        if is_mapping(each):
            pending += each.values()
        elif is_sequence(each):
            pending += each
    return seen > most


def _named_bases(tree: ast.Module) -> object:
    """The bases that a Python file names literally, whose assignment is taken out; None if it does not."""
    import ast

    for node in tree.body:
        if isinstance(node, ast.Assign) and [getattr(each, "id", "") for each in node.targets] == [BASE]:
            try:
                named: object = ast.literal_eval(node.value)
            except ValueError:
                return None
            tree.body.remove(node)
            return named
    return None


def _located(name: str, path: str) -> str:
    """The file that a base means: beside the file that names it, else where the program runs."""
    from os.path import dirname, exists, join, realpath

    beside = join(dirname(realpath(path)), name)
    return name if exists(name) and not exists(beside) else beside


def _refuse_contradiction(
    left: Mapping[str, Any], right: Mapping[str, Any], path: str, names: tuple[str, str]
) -> None:
    keys = list(_contradictions(left, right, ""))
    if keys:
        listed = ", ".join(f"'{key}'" for key in keys[:10]) + (", ..." if len(keys) > 10 else "")
        message = f"its bases {names[0]} and {names[1]} give different values to {listed}"
        raise BadFile(path, message, ("keep a key in one base, or have one base stand on the other",))


def _contradictions(left: Mapping[str, Any], right: Mapping[str, Any], above: str) -> list[str]:
    """The dotted keys to which two bases give different values."""
    found: list[str] = []
    for key, value in right.items():
        other = left.get(key, _ABSENT)
        if is_mapping(other) and is_mapping(value):
            found += _contradictions(other, value, f"{above}{key}.")
        elif other is not _ABSENT and not _agree(other, value):
            found.append(f"{above}{key}")
    return found


def _agree(left: object, right: object) -> bool:
    """Whether two values are the same, lists with them."""
    if is_sequence(left) and is_sequence(right):
        return len(left) == len(right) and all(map(_agree, left, right))
    return same(left, right)


def _short(path: str) -> str:
    from os.path import basename

    return basename(path)
