"""The words of a document: one table for each thing that has keys, and what may stand under each key.

The parser reads documents by these tables and the JSON Schema for editors is made from them, so a key is
stated once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "flag", "notice", "whole", "number", "name", "names", "type", "expression", "values", "value",
    "types", "fields", "groups", "views", "asserts", "writes", "resolvers", "argument types",
    "searches", "space", "method", "mode", "choices", "range",
]  # fmt: skip
"""What stands under a key.

``notice`` is text or ``true``; ``name`` is one word and ``names`` one or a list of them; ``value`` is
anything that the type of the field takes; ``values`` is a list of scalars; ``number`` is a bound of a field;
``asserts`` is a list of mappings; the other plurals are mappings from names to declarations, ``writes`` from
paths to values, ``space`` from paths to dimensions; ``argument types`` are one type or a list of them; a
``method`` is a name or a mapping with it, a ``mode`` is ``min`` or ``max``, ``choices`` are a list of values
of the field and a ``range`` is one of two numbers.
"""


@dataclass(frozen=True, slots=True)
class Key:
    """A word, what stands under it, and what it is for in one sentence."""

    name: str
    kind: Kind
    doc: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A thing with keys; ``noun`` is how a message calls it, with its article."""

    noun: str
    keys: tuple[Key, ...]

    def key(self, name: str) -> Key | None:
        """The key of this name."""
        return next((key for key in self.keys if key.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """All words that may stand here, in the order of the table."""
        return tuple(key.name for key in self.keys)


DOCUMENT = Shape(
    "a document",
    (
        Key("scope", "name", "The namespace that this document adds to."),
        Key("doc", "text", "What the scope is for."),
        Key("types", "types", "Named structs and enums, visible to the whole program."),
        Key("fields", "fields", "The fields of the scope."),
        Key("groups", "groups", "Sets of views of which at most one is active."),
        Key("views", "views", "Named sets of writes."),
        Key("asserts", "asserts", "What must hold of every config."),
        Key("resolvers", "resolvers", "Functions of the program's own, for use in expressions."),
        Key("search", "searches", "What is searched for the best values, and in which space."),
    ),
)

ENUM = Shape(
    "an enum",
    (
        Key("enum", "values", "The values, a closed set."),
        Key("doc", "text", "What the values mean."),
    ),
)

STRUCT = Shape(
    "a struct",
    (
        Key("fields", "fields", "The fields of the struct."),
        Key("doc", "text", "What the struct describes."),
        Key("extends", "name", "The struct whose fields it has too, before its own."),
        Key("target", "name", "The callable that the struct configures, as package.module:callable."),
    ),
)

FIELD = Shape(
    "a field",
    (
        Key("type", "type", "The type of the value."),
        Key("enum", "values", "The values that the field takes, a closed set."),
        Key("fields", "fields", "The fields of an inline struct."),
        Key("default", "value", "The value if nothing sets one; an expression is worked out last."),
        Key("doc", "text", "What the field means."),
        Key("unit", "text", "The unit of the value."),
        Key("input", "flag", "Whether the value must come from outside the views."),
        Key("final", "flag", "Whether only the default and default views may write it."),
        Key("secret", "flag", "Whether the value is kept out of everything that is written or shown."),
        Key("deprecated", "notice", "That the field is on its way out: true, or what to use instead."),
        Key("renamed_from", "name", "The old name, which outside values may still use."),
        Key("gt", "number", "The value is greater than this."),
        Key("ge", "number", "The value is at least this."),
        Key("lt", "number", "The value is less than this."),
        Key("le", "number", "The value is at most this."),
        Key("multiple_of", "number", "The value is a multiple of this."),
        Key("min_length", "whole", "The fewest characters or items."),
        Key("max_length", "whole", "The most characters or items."),
        Key("pattern", "text", "A regular expression that the whole text matches."),
        Key("finite", "flag", "False admits inf and nan to a float."),
        Key("discriminator", "name", "The field that tells the structs of a variant apart."),
    ),
)

CONSTRAINTS = (
    "gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length", "pattern", "finite",
)  # fmt: skip
"""The keys of a field that limit its values."""

GROUP = Shape(
    "a group",
    (
        Key("default", "name", "The member that is active if no other is."),
        Key("required", "flag", "Whether a run must activate a member."),
        Key("doc", "text", "What the members have in common."),
    ),
)

ASSERT = Shape(
    "an assert",
    (
        Key("that", "expression", "The condition that must hold."),
        Key("message", "text", "What is said where it does not hold."),
    ),
)

RESOLVER = Shape(
    "a resolver",
    (
        Key("import", "name", "Where the function is found: package.module:function."),
        Key("args", "argument types", "The types of its arguments, in order."),
        Key("returns", "type", "The type of what it gives."),
        Key("doc", "text", "What it gives."),
    ),
)

VIEW = Shape(
    "a view",
    (
        Key("default", "flag", "Whether the view is always active."),
        Key("priority", "whole", "Higher is applied later, and so wins; 0 if not given."),
        Key("chain_with", "names", "The views that are applied with this one, before it."),
        Key("lazy", "flag", "Whether the view is applied after the command line."),
        Key("group", "name", "The group of which the view is a member."),
        Key("when", "expression", "The condition under which the view applies."),
        Key("set", "writes", "The fields that the view writes, with their values."),
        Key("doc", "text", "What the view is for."),
        Key("why", "text", "The reason for its values, carried into every explanation."),
    ),
)

SEARCH = Shape(
    "a search",
    (
        Key("metric", "name", "The name of the number that a run reports and that is to be the best."),
        Key("mode", "mode", "Whether the best number is the least or the greatest: min or max."),
        Key("space", "space", "The fields that are varied, and `view` for the views that are named."),
        Key("method", "method", "How points are proposed; random if not given."),
        Key("views", "names", "The views that every run of the search names."),
        Key("trials", "whole", "After how many runs the search ends."),
        Key("seed", "whole", "What the points are drawn from."),
        Key("doc", "text", "What the search is for."),
    ),
)

DIMENSION = Shape(
    "a dimension",
    (
        Key("choice", "choices", "One of these values."),
        Key("uniform", "range", "A float between the two."),
        Key("log_uniform", "range", "A float between the two, by its logarithm."),
        Key("int_uniform", "range", "A whole number between the two."),
        Key("int_log_uniform", "range", "A whole number between the two, by its logarithm."),
        Key("normal", "range", "A float around the first, the mean, by the second, the standard deviation."),
        Key("step", "number", "The distance between the values of `int_uniform`; 1 if not given."),
        Key("low", "number", "The least value of `normal`."),
        Key("high", "number", "The greatest value of `normal`."),
        Key("when", "expression", "Under which values of other dimensions this one takes part."),
    ),
)

DOMAINS = ("choice", "uniform", "log_uniform", "int_uniform", "int_log_uniform", "normal")
"""The keys of a dimension that say which values it has; one of them must be given."""
