"""The tree of a text: values with the offsets at which they stand, and how they are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Union

Kind = Literal["null", "bool", "int", "float", "text"]
Form = Literal["block", "inline", "rows", "tuples"]


@dataclass
class Scalar:
    """A leaf. ``text`` is decoded and without ``_`` between digits; ``quoted`` tells how it was written.

    ``start`` and ``end`` are offsets in code points; both are the same where nothing is written for it.
    ``exact`` tells that its characters stand in the text as they are.
    """

    start: int
    end: int
    text: str
    kind: Kind = "text"
    quoted: bool = False
    exact: bool = True


@dataclass
class Entry:
    """A key with its value. The key of a table's cell stands in the head of the table."""

    key: Scalar
    value: Node


@dataclass
class Dict:
    """Keys with values. ``rows`` is the form of one row of a named table."""

    start: int
    end: int
    form: Form
    entries: list[Entry] = field(default_factory=list[Entry])

    def get(self, key: str) -> Entry | None:
        """The entry with this key."""
        return next((entry for entry in self.entries if entry.key.text == key), None)


@dataclass
class List:
    """Items. ``rows`` is the form of a table, whose ``head`` are its names or types.

    ``tuples`` is the form of a typed table in brackets. A row of a typed table is a list with ``is_tuple``.
    """

    start: int
    end: int
    form: Form
    items: list[Node] = field(default_factory=list["Node"])
    head: tuple[Scalar, ...] = ()
    is_typed: bool = False
    is_tuple: bool = False


Node = Union[Scalar, Dict, List]
