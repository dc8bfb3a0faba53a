"""A text that is edited by path and keeps its comments and layout.

Every change is made on the text alone; the result is read again and must hold the value that was meant, so
a change that the text does not allow leaves it as it was and is told.
"""

from __future__ import annotations

from copy import deepcopy
from os import PathLike, fspath
from typing import Any, cast

from ato.config import ConfigError, Problem, suggestion
from ato.config.types._values import is_dict, is_list, is_tuple
from ato.sdn._edits import Edit, Spot, append, insert, remove, replace
from ato.sdn._faults import refused
from ato.sdn._files import read_text
from ato.sdn._parse import Parsed, parse
from ato.sdn._path import Path, spelled_path, steps_of
from ato.sdn._tree import Dict, List, Node, Scalar
from ato.sdn._values import value_of
from ato.sdn._write import dumps, statement

Steps = tuple[str | int, ...]


class Document:
    """A text with its values. Paths are like ``model.layers.0``, or sequences of keys and indices.

    Raises ``ConfigError`` with everything that is wrong with the text, and where a path leads to nothing.
    """

    def __init__(self, text: str, name: str = "") -> None:
        self._name = name
        self._first = text
        self._text = text
        self._parsed = self._read(text)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Document:
        """The document of a file."""
        return cls(read_text(path), fspath(path))

    @property
    def text(self) -> str:
        """The text as it is now."""
        return self._text

    @property
    def is_modified(self) -> bool:
        """Whether the text differs from the one that was read."""
        return self._text != self._first

    def save(self, path: str | PathLike[str]) -> None:
        """Write the text to a file, in place of the old one, in one step."""
        from ato.config.formats._replace_file import replace_file

        replace_file(fspath(path), self._text.encode())

    def to_dict(self) -> object:
        """The value of the whole document."""
        return {} if self._parsed.root is None else value_of(self._parsed.root)

    def has(self, path: Path) -> bool:
        """Whether the path leads to a value."""
        try:
            self._spot(steps_of(path))
        except ConfigError:
            return False
        return True

    def get(self, path: Path) -> object:
        """The value at a path; raises ``ConfigError`` with the nearest name where there is none."""
        steps = steps_of(path)
        return value_of(self._spot(steps).node) if steps else self.to_dict()

    def set(self, path: Path, value: object) -> None:
        """Put a value to a path; mappings that are missing on the way are made."""
        steps = steps_of(path)
        expected = _with(self.to_dict(), steps, value)
        if not steps or self._parsed.root is None:
            self._become(
                Edit(0, len(self._text), dumps(value)) if not steps else self._first_line(steps, value),
                expected,
            )
            return
        spot, rest = self._reached(steps)
        if not rest:
            edit = replace(self._text, spot, value)
        elif isinstance(spot.node, Dict):
            edit = self._inserted(spot, str(rest[0]), _nested(rest[1:], value))
        elif isinstance(spot.node, Scalar) and spot.node.kind == "null":
            edit = replace(self._text, spot, _nested(rest, value))
        else:
            raise self._missing(steps, len(steps) - len(rest), spot)
        self._become(edit, expected)

    def delete(self, path: Path) -> None:
        """Take a key or item away."""
        steps = steps_of(path)
        edit = remove(self._text, self._spot(steps))
        self._become(edit, _without(self.to_dict(), self._real(steps)))

    def push(self, path: Path, value: object) -> None:
        """Put an item to the end of a list; one that is missing or null is made."""
        steps = steps_of(path)
        if not self.has(steps) or self.get(steps) is None:
            self.set(steps, [value])
            return
        spot = self._spot(steps)
        if not isinstance(spot.node, List):
            raise ConfigError([Problem(spelled_path(steps), "is no list, and nothing can be pushed to it")])
        expected = deepcopy(self.to_dict())
        cast("list[object]", _at(expected, self._real(steps))).append(
            tuple(value) if spot.node.is_typed and is_list(value) else value
        )
        self._become(append(self._text, spot, value), expected)

    def _inserted(self, spot: Spot, key: str, value: object) -> Edit:
        node = spot.node
        if isinstance(node, Dict) and node.form == "inline" and not node.entries and spot.is_statement:
            return replace(self._text, spot, {key: value})
        return insert(self._text, cast("Dict", node), key, value)

    def _first_line(self, steps: Steps, value: object) -> Edit:
        """A statement in a text that has none."""
        end = len(self._text)
        before = "\n" if self._text and not self._text.endswith("\n") else ""
        lines = statement(str(steps[0]), _nested(steps[1:], value), "")
        return Edit(end, end, before + "\n".join(lines) + "\n")

    # Reading

    def _read(self, text: str) -> Parsed:
        parsed = parse(text)
        if parsed.faults:
            raise refused(text, list(parsed.faults), self._name)
        return parsed

    def _become(self, edit: Edit, expected: object) -> None:
        """Change the text, if it then holds what is meant."""
        text = self._text[: edit.start] + edit.text + self._text[edit.end :]
        parsed = self._read(text)
        found: object = {} if parsed.root is None else value_of(parsed.root)
        if _plain(found) != _plain(expected):
            message = "this change cannot be written into the text as it stands"
            raise ConfigError([Problem(self._name, message, ("set the whole value that it stands in",))])
        self._text, self._parsed = text, parsed

    def _spot(self, steps: Steps) -> Spot:
        """The value at a path."""
        spot, rest = self._reached(steps)
        if rest:
            raise self._missing(steps, len(steps) - len(rest), spot)
        return spot

    def _reached(self, steps: Steps) -> tuple[Spot, Steps]:
        """How far a path leads, and the rest of it."""
        root: Node = Dict(0, 0, "block") if self._parsed.root is None else self._parsed.root
        spot = Spot(root, None, "", None)
        for index, step in enumerate(steps):
            inner = _inner(spot.node, step)
            if inner is None:
                return spot, steps[index:]
            container = cast("Dict | List", spot.node)
            spot = Spot(inner, container, str(step) if isinstance(container, Dict) else step, spot)
        return spot, ()

    def _real(self, steps: Steps) -> Steps:
        """The steps with keys and indices told apart by what they lead into."""
        real: list[str | int] = []
        spot: Spot | None = self._spot(steps)
        while spot is not None and spot.container is not None:
            real.append(spot.step)
            spot = spot.around
        return tuple(reversed(real))

    def _missing(self, steps: Steps, count: int, spot: Spot) -> ConfigError:
        path = spelled_path(steps)
        step, above = steps[count], spelled_path(steps[:count]) or "the document"
        if isinstance(spot.node, Dict):
            keys = [entry.key.text for entry in spot.node.entries]
            return ConfigError([Problem(path, f"{above} has no key '{step}'", suggestion(str(step), keys))])
        if isinstance(spot.node, List):
            count = len(spot.node.items)
            return ConfigError([Problem(path, f"{above} is a list of {count} items, without a '{step}'")])
        return ConfigError([Problem(path, f"{above} is a single value, and holds no '{step}'")])


def _inner(node: Node, step: str | int) -> Node | None:
    if isinstance(node, Dict):
        entry = node.get(str(step))
        return None if entry is None else entry.value
    if isinstance(node, List) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def _nested(steps: Steps, value: object) -> object:
    """A value below keys."""
    for step in reversed(steps):
        value = {str(step): value}
    return value


def _at(value: object, steps: Steps) -> object:
    for step in steps:
        value = cast("Any", value)[step]
    return value


def _with(value: object, steps: Steps, new: object) -> object:
    """The value with another one at a path."""
    if not steps:
        return new
    step = steps[0]
    if value is None:
        return _nested(steps, new)
    if is_dict(value):
        inner = value.get(str(step))
        changed = _with(inner, steps[1:], new) if str(step) in value else _nested(steps[1:], new)
        return {**value, str(step): changed}
    if (is_list(value) or is_tuple(value)) and isinstance(step, int) and step < len(value):
        items = list(value)
        items[step] = _with(items[step], steps[1:], new)
        return tuple(items) if is_tuple(value) else items
    return value


def _plain(value: object) -> object:
    """A value as brackets hold it, where a tuple is a list; ``nan`` is itself."""
    if is_list(value) or is_tuple(value):
        return [_plain(item) for item in value]
    if is_dict(value):
        return {key: _plain(item) for key, item in value.items()}
    return "nan" if value != value else value


def _without(value: object, steps: Steps) -> object:
    """The value without what stands at a path."""
    changed = deepcopy(value)
    del cast("Any", _at(changed, steps[:-1]))[steps[-1]]
    return changed
