"""Of what type the values are that Python views write: what a field is where no document declares it.

A kind is a set of types, of which one field has seen values. Whole numbers beside floats are floats, ``None``
beside anything makes it optional, lists are one list of all that is in them, and what cannot be told is
``any``.

    1, 0.5, None        float | None          [1], [0.5, 'a']      list[float | str]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from atoc.source.node import Mapping, Node, Scalar, Sequence

ORDER = ("bool", "int", "float", "str", "bytes")


@dataclass(frozen=True, slots=True)
class Held:
    """A container: ``list``, ``set``, ``dict`` or ``tuple``; of a tuple each part has a kind of its own."""

    container: str
    parts: tuple[Kind, ...]


Kind = frozenset["str | Held"]
"""Names of scalars, ``None``, ``any``, and containers."""

ANY: Kind = frozenset(("any",))
NONE: Kind = frozenset(("None",))
EMPTY: Kind = frozenset()


def one(name: str) -> Kind:
    """The kind of a scalar."""
    return frozenset((name,))


def held(container: str, items: Iterable[Kind]) -> Kind:
    """The kind of a container of these items; only of a tuple they may differ."""
    parts = tuple(items)
    return frozenset((Held(container, parts if container == "tuple" else (union(parts),)),))


def union(kinds: Iterable[Kind]) -> Kind:
    """The kind of a field that takes all of these."""
    every = frozenset(part for kind in kinds for part in kind)
    if "any" in every:
        return ANY
    names = {part for part in every if isinstance(part, str)}
    if "float" in names:
        names.discard("int")
    found: set[str | Held] = set(names)
    for container in ("list", "set", "dict", "tuple"):
        of_it = [part for part in every if isinstance(part, Held) and part.container == container]
        found.update(of_it if len(of_it) < 2 else [_merged(container, of_it)])
    return frozenset(found)


def _merged(container: str, held_: list[Held]) -> Held:
    if container == "tuple" and len({len(each.parts) for each in held_}) == 1:
        parts = zip(*(each.parts for each in held_), strict=True)
        return Held(container, tuple(union(kinds) for kinds in parts))
    whole = Held(container, (union(part for each in held_ for part in each.parts),))
    return Held("tuple...", whole.parts) if container == "tuple" else whole


def written(kind: Kind) -> str:
    """The kind as a type of the language."""
    if not kind or "any" in kind:
        return "any"
    scalars = [name for name in ORDER if name in kind]
    containers = sorted(_container(part) for part in kind if isinstance(part, Held))
    return (
        " | ".join((*scalars, *containers, *(("None",) if "None" in kind else ()))) if kind != NONE else "any"
    )


def _container(part: Held) -> str:
    inner = [written(each) for each in part.parts]
    match part.container:
        case "tuple":
            return f"tuple[{', '.join(inner)}]" if inner else "tuple[any, ...]"
        case "tuple...":
            return f"tuple[{inner[0]}, ...]"
        case "dict":
            return f"dict[str, {inner[0]}]"
        case container:
            return f"{container}[{inner[0]}]"


def kind_of(node: Node) -> Kind | None:
    """The kind of a value that a Python view gives; None for what is worked out."""
    match node:
        case Scalar(style="quoted", text=text):
            return None if text.startswith("${") else one("str")
        case Scalar(text=text):
            return _kind_of_text(text)
        case Sequence(items=items):
            kinds = [kind_of(item) for item in items]
        case Mapping(entries=entries):
            kinds = [kind_of(entry.value) for entry in entries]
    known = [ANY if kind is None else kind for kind in kinds]
    return held("list" if isinstance(node, Sequence) else "dict", known)


def _kind_of_text(text: str) -> Kind:
    match text:
        case "null":
            return NONE
        case "true" | "false":
            return one("bool")
        case _:
            return one("int" if text.lstrip("-").isdecimal() else "float")
