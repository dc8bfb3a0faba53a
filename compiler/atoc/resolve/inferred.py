"""The fields of a scope that no document declares: what its Python views write says which there are.

What is written out tells its type at once; what is worked out has the type of its expression, which is known
once those of the fields that it reads are. So types are found in rounds, until a round finds nothing new. A
field with nothing but ``None`` and one that is not understood is ``any``.

    config.lr = 1e-3; config.lr = 1; config.model = ADict(hidden=64); config.wide = config.model.hidden * 4

    lr: float    model: {fields: {hidden: int}}    wide: int

Cost: linear in the writes, for each round; of these there are no more than expressions that wait in a row, up
to a bound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import ato.config as ato
from atoc.expr import check, parse_template
from atoc.source.dotted import around
from atoc.source.node import Mapping as MappingNode
from atoc.source.node import Node, Scalar
from atoc.source.python.kinds import ANY, NONE, ORDER, Kind, held, kind_of, one, union, written
from atoc.source.python.parts import PartWrite
from atoc.span import Span
from atoc.syntax import FieldDeclaration, StructBody
from atoc.types import parse_type

_NOWHERE = Span.start_of("")

MAX_ROUNDS = 30
"""How many fields may be worked out from each other in a row before the rest are ``any``."""


@dataclass(slots=True)
class _Seen:
    """What is seen of one path: where first, the kinds of what is given, and what is worked out."""

    key: Scalar
    kinds: list[Kind] = field(default_factory=list[Kind])
    computed: list[Scalar] = field(default_factory=list[Scalar])
    default: Node | None = None

    @property
    def kind(self) -> Kind:
        return union(self.kinds)


def infer(
    evidence: Iterable[PartWrite | Scalar],
    initial: Iterable[PartWrite],
    docs: Mapping[str, str],
    scope: str = "",
    optional: Collection[str] = (),
) -> tuple[FieldDeclaration, ...]:
    """The fields that Python views give a scope, in the order in which they are met.

    ``scope`` is its name; the ``optional`` ones may be ``None`` whatever is written.
    """
    given = list(_leaves(evidence))
    inner = {path for key, _ in given for path in around(key.text)}
    seen: dict[str, _Seen] = {}
    for key, value in given:
        if key.text in inner and (value is None or _is_mapping(value)):
            continue
        if any(path in seen and path not in inner for path in around(key.text)):
            continue
        each = seen.setdefault(key.text, _Seen(key))
        _take(each, value)
    whole = _without_inner(seen)
    for key, value in _leaves(initial):
        if key.text in whole and value is not None:
            whole[key.text].default = value
    for path in optional:
        if path in whole:
            whole[path].kinds.append(NONE)
    types = _types(whole)
    return tuple(_declared(whole, types, docs, scope))


def _take(seen: _Seen, value: Node | None) -> None:
    if value is None:
        return  # not understood: what else is given tells the type, and if nothing does, it is ``any``
    kind = kind_of(value)
    if kind is None and isinstance(value, Scalar):
        seen.computed.append(value)
    else:
        seen.kinds.append(ANY if kind is None else kind)


def _without_inner(seen: Mapping[str, _Seen]) -> dict[str, _Seen]:
    """The paths but for those inside another one that is given a value of its own, which is then ``any``."""
    kept: dict[str, _Seen] = {}
    for path, each in seen.items():
        outer = next((part for part in around(path) if part in seen), None)
        if outer is None:
            kept[path] = each
        else:
            seen[outer].kinds.append(ANY)
    return kept


Leaf = tuple[Scalar, "Node | None"]


def _leaves(evidence: Iterable[PartWrite | Scalar]) -> Iterator[Leaf]:
    """What is given to each path; a mapping of names gives the paths below it."""
    waiting: list[Leaf] = []
    for each in evidence:
        waiting.append((each, None) if isinstance(each, Scalar) else (each.key, each.value))
        while waiting:
            key, value = waiting.pop()
            if not isinstance(value, MappingNode) or not value.entries or not _is_of_names(value):
                yield key, value
                continue
            waiting.extend(
                (Scalar(entry.key.span, f"{key.text}.{entry.key.text}", exact=False), entry.value)
                for entry in reversed(value.entries)
            )


def _is_of_names(node: MappingNode) -> bool:
    return all(entry.key.text.isidentifier() for entry in node.entries)


def _is_mapping(value: Node | None) -> bool:
    return isinstance(value, MappingNode)


def _types(seen: Mapping[str, _Seen]) -> Mapping[str, str]:
    """The type of each path as text; those of expressions in rounds."""
    kinds = {path: each.kind for path, each in seen.items() if each.kinds or not each.computed}
    for _ in range(MAX_ROUNDS):
        before = dict(kinds)
        read = {path: _read(written(kind)) for path, kind in kinds.items()}
        for path, each in seen.items():
            found = [_kind_of(scalar, read) for scalar in each.computed]
            known = [kind for kind in found if kind is not None]
            if known:
                kinds[path] = union((each.kind, *known))
        if kinds == before:
            break
    return {path: written(kinds.get(path, ANY)) for path in seen}


def _kind_of(scalar: Scalar, types: Mapping[str, ato.Type | None]) -> Kind | None:
    """The kind of what an expression gives; None while it is not known."""
    parsed = parse_template(scalar).value
    checked = None if parsed is None else check(parsed, types.get, ()).value
    return None if checked is None else _of_type(checked.type)


def _of_type(type: ato.Type) -> Kind:
    """A type as a kind: single values are widened to the type that they have."""
    match type:
        case ato.Union(options=options):
            return union(_of_type(option) for option in options)
        case ato.Literal(values=values):
            return union(NONE if value is None else one(value.__class__.__name__) for value in values)
        case ato.List(item=item):
            container = "tuple" if isinstance(type, ato.Tuples) else "list"
            return held("tuple..." if container == "tuple" else container, (_of_type(item),))
        case ato.Set(item=item):
            return held("set", (_of_type(item),))
        case ato.Dict(value=value):
            return held("dict", (_of_type(value),))
        case ato.Tuple(items=items):
            return held("tuple", map(_of_type, items))
        case _:
            return one(str(type)) if str(type) in (*ORDER, "None") else ANY


def _read(text: str) -> ato.Type | None:
    return parse_type(Scalar(_NOWHERE, text), _no_type, ()).value


def _no_type(name: str) -> None:
    del name


def _declared(
    seen: Mapping[str, _Seen], types: Mapping[str, str], docs: Mapping[str, str], scope: str, owner: str = ""
) -> Iterator[FieldDeclaration]:
    """The fields below a path, structs where there are further paths below."""
    start = f"{owner}." if owner else ""
    names = dict.fromkeys(
        path.removeprefix(start).partition(".")[0] for path in seen if path.startswith(start)
    )
    for name in names:
        path = start + name
        doc = docs.get(path, "")
        if path in seen:
            each = seen[path]
            key = Scalar(each.key.span, name, exact=False)
            body = Scalar(each.key.span, types[path], exact=False)
            yield FieldDeclaration(key, body, default=each.default, doc=doc)
        else:
            inner = {other: each for other, each in seen.items() if other.startswith(f"{path}.")}
            first = next(iter(inner.values())).key.span
            fields = tuple(_declared(inner, types, docs, scope, path))
            struct = StructBody(first, fields, place=f"{scope}.{path}")
            yield FieldDeclaration(Scalar(first, name, exact=False), struct, doc=doc)
