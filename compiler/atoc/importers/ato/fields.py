"""The fields of a scope, by what its views write: declared with the types that these values have.

A key that not every run has is ``null`` in the others. A field that is only ever given what is not understood
comes from outside, where every run has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from atoc.importers.carried import Left
from atoc.importers.inferred import united
from atoc.importers.names import called
from atoc.resolve.inferred import infer
from atoc.source import Node, Scalar
from atoc.source.python.parts import PartWrite
from atoc.span import Span
from atoc.syntax import FieldDeclaration, StructBody


@dataclass(slots=True)
class Known:
    """A field: its type, what it is before any view, its doc, and where it is first met."""

    type: str
    place: Span
    doc: str = ""
    default: Node | None = None


@dataclass(slots=True)
class Fields:
    """All fields by the paths of the script. ``names`` are the paths of ours, of structs too; ``docs`` are
    those of structs.

    ``optional`` are those that not every run has, ``outside`` those that have to come from outside.
    ``missed`` are those that every run of the script has, though it is not known what. ``given`` are fields
    as a parser of argparse declares them.
    """

    known: dict[str, Known] = field(default_factory=dict[str, Known])
    names: dict[str, str] = field(default_factory=dict[str, str])
    docs: dict[str, str] = field(default_factory=dict[str, str])
    optional: set[str] = field(default_factory=set[str])
    outside: set[str] = field(default_factory=set[str])
    missed: set[str] = field(default_factory=set[str])
    given: dict[str, Mapping[str, object]] = field(default_factory=dict[str, Mapping[str, object]])

    @property
    def bools(self) -> frozenset[str]:
        """The fields that are true or false."""
        return frozenset(path for path, each in self.known.items() if each.type == "bool")

    def structs(self) -> frozenset[str]:
        """The paths of structs."""
        return frozenset(path for path in self.names if path not in self.known)


def fields_of(
    evidence: Iterable[PartWrite | Scalar], initial: Sequence[PartWrite], docs: Mapping[str, str]
) -> Fields:
    """The fields that the views of a scope write."""
    found = Fields()
    _take(found, infer([*evidence], initial, docs), "", "")
    return found


def _take(found: Fields, declared: Sequence[FieldDeclaration], path: str, name: str) -> None:
    names = called(each.name.text for each in declared)
    for each in declared:
        inner = f"{path}.{each.name.text}" if path else each.name.text
        found.names[inner] = f"{name}.{names[each.name.text]}" if name else names[each.name.text]
        if isinstance(each.body, StructBody):
            found.docs[inner] = each.doc
            _take(found, each.body.fields, inner, found.names[inner])
        elif isinstance(each.body, Scalar):
            found.known[inner] = Known(each.body.text, each.name.span, each.doc, each.default)


def renamed(found: Fields) -> Iterator[Left]:
    """The fields that have to be called otherwise."""
    for path, name in found.names.items():
        last = name.rpartition(".")[2]
        if path.rpartition(".")[2] != last and path in found.known:
            place = found.known[path].place
            yield Left(place, path, f"cannot name a field, and is called '{last}' instead")


def optional(type: str) -> str:
    """The type with None in it."""
    return type if type == "any" or type.endswith("None") else united_with_none(type)


def united_with_none(type: str) -> str:
    """The type or None."""
    return united([type, "None"]) if "|" not in type else f"{type} | None"
