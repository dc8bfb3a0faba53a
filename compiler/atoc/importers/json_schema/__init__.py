"""JSON Schema: an object schema becomes a scope, its properties fields, its definitions types.

    part.py      one schema with its place; what a reference leads to
    limits.py    bounds of numbers, lengths, patterns
    kinds.py     the type of any schema, with the structs that are made on the way
    fields.py    a property as a field: type, default, doc

A required property without a default has to come from outside, so its field is an input. One that is not
required and has no default may be ``null``, which is how a config says that it is not there. What JSON Schema
says and the language does not is told, with its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from ato.config import Problem
from atoc.importers.carried import Carried, Left, Refused
from atoc.importers.json_schema.fields import scope_of
from atoc.importers.names import identifier
from atoc.source import Mapping, parse
from atoc.span import SourceFile


def carry(files: Sequence[SourceFile], start: str, scope: str) -> Carried:
    """One document for each schema; raises ``Refused`` for one that is broken or not about an object."""
    documents: dict[str, object] = {}
    left: list[Left] = []
    for file in files:
        name = (
            scope if file.path == start else identifier(PurePosixPath(file.path).name.split(".")[0], "scope")
        )
        documents[f"{name}.yaml"] = scope_of(_root(file), name, left)
    return Carried(documents, tuple(left))


def _root(file: SourceFile) -> Mapping:
    passed = parse(file)
    if passed.findings:
        raise Refused(Problem(str(each.span), each.message, each.help) for each in passed.findings)
    if not isinstance(passed.value, Mapping):
        raise Refused([Problem(file.path, "is no schema that a config could have: it holds no mapping")])
    return passed.value
