"""What stands at a leaf: a plain value, one that is worked out, or nothing that the configs give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from atoc.importers.interpolations import Part, Unclosed, has_interpolation, parts
from atoc.importers.meaning import references, template, text
from atoc.importers.resolvers import Config, Path
from atoc.importers.scalars import is_missing, plain
from atoc.importers.terms import Term, Untold, listed, literal, mapped, written
from atoc.importers.terms import value_of as stated
from atoc.source import Node, Scalar, Sequence


@dataclass(frozen=True, slots=True)
class Literal:
    """A plain value."""

    value: object


@dataclass(frozen=True, slots=True)
class Computed:
    """A text with interpolations, in the container at ``owner``; ``source`` is how it is written."""

    parts: tuple[Part, ...]
    owner: Path
    source: str


@dataclass(frozen=True, slots=True)
class Several:
    """A list or a mapping that holds what is worked out."""

    items: tuple[Value, ...]
    keys: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing, where a value must come from outside."""


Value = Literal | Computed | Several | Missing


def value_of(node: Node, path: Path) -> Value:
    """What stands at a path; raises ``Untold`` for a text that cannot be read."""
    if isinstance(node, Scalar):
        return _scalar(node, path[:-1])
    if isinstance(node, Sequence):
        return _several(tuple(value_of(item, (*path, "")) for item in node.items), None)
    keys = tuple(entry.key.text for entry in node.entries)
    return _several(tuple(value_of(entry.value, (*path, entry.key.text)) for entry in node.entries), keys)


def _scalar(node: Scalar, owner: Path) -> Value:
    if is_missing(node):
        return Missing()
    value = plain(node)
    if not isinstance(value, str) or not has_interpolation(value):
        return Literal(value)
    try:
        found = parts(value)
    except Unclosed:
        raise Untold("it opens an interpolation that does not end") from None
    if all(isinstance(part, str) for part in found):
        return Literal("".join(map(str, found)))
    return Computed(found, owner, value)


def _several(items: tuple[Value, ...], keys: tuple[str, ...] | None) -> Value:
    if any(isinstance(item, Missing) for item in items):
        raise Untold("a value in it is missing, and a list or dict is given whole")
    values = [item.value for item in items if isinstance(item, Literal)]
    if len(values) < len(items):
        return Several(items, keys)
    return Literal(values if keys is None else dict(zip(keys, values, strict=True)))


def default_of(value: Value, config: Config) -> object:
    """A value as a field has it: plain where it names nothing, else an expression; raises ``Untold``."""
    if isinstance(value, Computed) and len(value.parts) > 1:
        return template(value.parts, value.owner, config)
    return stated(term_of(value, config))


def term_of(value: Value, config: Config) -> Term:
    """A value in the middle of an expression; raises ``Untold``."""
    match value:
        case Literal(value=plain_value):
            return written(plain_value)
        case Computed():
            return text(value.parts, value.owner, config)
        case Several(keys=None):
            return listed(term_of(item, config) for item in value.items)
        case Several(keys=keys):
            pairs = zip(keys or (), value.items, strict=True)
            return mapped({key: term_of(item, config) for key, item in pairs})
        case Missing():
            return literal(None)


def reads(value: Value) -> Iterator[Path]:
    """The keys that a value is worked out from."""
    if isinstance(value, Computed):
        yield from references(value.parts, value.owner)
    elif isinstance(value, Several):
        for item in value.items:
            yield from reads(item)


def sole(value: Value) -> Part | None:
    """The one interpolation that a value consists of."""
    return value.parts[0] if isinstance(value, Computed) and len(value.parts) == 1 else None
