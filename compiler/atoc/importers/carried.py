"""What an importer gives: documents as plain trees, and what could not be carried over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ato.config import Problem
from atoc.span import Span


@dataclass(frozen=True, slots=True)
class Expression:
    """A text of a document that holds expressions, as ``${a.b}`` and ``${name}_${seed}``.

    Under ``default`` and ``set`` a plain ``str`` is literal: the writer doubles the sign of a ``${`` in it.
    A literal part of an expression writes it as ``$${`` itself.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Remarked:
    """A declaration with a comment above it, as one that silences a finding and says why."""

    value: object
    comment: str


@dataclass(frozen=True, slots=True)
class Left:
    """Something of the source that no document says: where it stands, what it is, and why it was left.

    ``what`` is as the user wrote it; ``why`` is a clause that can follow a colon.
    """

    place: Span | None
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a source.

    ``documents`` maps names of files, relative to the folder of schemas and written with ``/``, to plain
    trees: dicts, lists, ``str``, ``int``, ``float``, ``bool``, ``None`` and :class:`Expression`, with the
    keys of the language, in the order in which they are to stand. A declaration may be :class:`Remarked`.
    """

    documents: Mapping[str, object]
    left: tuple[Left, ...] = ()


class Refused(Exception):
    """The source makes no config at all, as with syntax that is broken or files that include each other.

    ``problems`` hold everything that is wrong with it, each with its place as subject.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
