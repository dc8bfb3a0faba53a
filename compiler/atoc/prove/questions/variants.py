"""Fields of variants in questions: they count only where the variant that has them is the current one.

A field with a literal default or with none reads nothing, so that nothing would tell what it hangs on. For
the questions about such fields the scope is taken as if each had a default that reads the discriminators, and
comes to the same:

    optimizer.momentum, there where optimizer.kind == 'sgd': its cone has optimizer.kind, from outside too
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from atoc.expr import Expression
from atoc.expr.tree import Absent, Constant, Tree
from atoc.program import Field, Known, Scope
from atoc.prove.replaying.replay import Outcome
from atoc.prove.values.identity import Identity, identity

Kinds = Mapping[str, frozenset[Identity]]


def kinds_of(field: Field) -> Kinds:
    """The values that stand for the kinds with which the field exists, by the path of the discriminator."""
    return {guard.path: frozenset(map(identity, guard.values)) for guard in field.guards}


def is_there(kinds: Kinds, outcome: Outcome) -> bool:
    """Whether a field that exists with these kinds does at the end of a run."""
    return all(outcome.values.get(path) in known for path, known in kinds.items())


def reading_kinds(scope: Scope) -> Scope:
    """The scope as if its fields in variants read what they hang on at the end of a run."""
    fields = {path: _reading(field) if field.guards else field for path, field in scope.fields.items()}
    late = tuple(path for path, field in fields.items() if field is not scope.fields[path])
    return replace(scope, fields=fields, computed=(*scope.computed, *late))


def _reading(field: Field) -> Field:
    reads = tuple(guard.path for guard in field.guards)
    match field.default:
        case None:
            tree: Tree = Absent(field.span)
        case Known(value):
            known: Any = value  # any value of the field's type, not only what the language can spell
            tree = Constant(field.span, known)
        case _:
            return field  # a computed default reads them
    return replace(field, default=Expression("", tree, field.type, reads, field.span))
