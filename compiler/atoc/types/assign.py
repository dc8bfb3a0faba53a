"""How types lie to each other: what may be assigned to what, and what two branches have in common.

Values in a composed config are immutable, so containers vary with their items. There are two relations:

- *within*: every value of the one type is a value of the other, as it stands;
- *assignable*: within, or taken with a conversion that loses nothing: ``int`` to ``float``, text to ``path``.
  ``any`` is assignable both ways; a value that comes from ``any`` is checked at run time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import ato.config as ato

Relation = Callable[[ato.Type, ato.Type], bool]


class Never(ato.Type):
    """The type that no value has: that of the items of an empty list."""

    __slots__ = ()

    def __str__(self) -> str:
        return "never"


NEVER = Never()


def assignable(source: ato.Type, target: ato.Type) -> bool:
    """Whether a field of type ``target`` takes a value of type ``source``."""
    if source == ato.ANY:
        return True
    return _related(source, target, assignable) or _converts(source, target)


def within(source: ato.Type, target: ato.Type) -> bool:
    """Whether every value of type ``source`` is one of type ``target`` without any conversion."""
    return _related(source, target, within)


def narrows(source: ato.Type, target: ato.Type) -> bool:
    """Whether a value of type ``source`` can stand for one of type ``target`` in Python, where an int can for
    a float.
    """
    return _related(source, target, narrows) or (source == ato.INT and isinstance(target, ato.Float))


def options(type: ato.Type) -> tuple[ato.Type, ...]:
    """The types that a union consists of, to any depth; the type itself if it is none."""
    if not isinstance(type, ato.Union):
        return (type,)
    return tuple(option for part in type.options for option in options(part))


def bases(type: ato.Type) -> tuple[ato.Type, ...]:
    """The options, literals widened to what they are of: ``str`` and ``None`` of ``'a' | None``."""
    found: list[ato.Type] = []
    for option in options(type):
        found.extend(_bases_of(option))
    return tuple(dict.fromkeys(found))


def union_of(types: Iterable[ato.Type]) -> ato.Type:
    """The union of types, flat, each once; of one type that type, of none :data:`NEVER`."""
    flat = dict.fromkeys(option for type in types for option in options(type) if option != NEVER)
    if not flat:
        return NEVER
    return next(iter(flat)) if len(flat) == 1 else ato.Union(*flat)


def join(left: ato.Type, right: ato.Type) -> ato.Type:
    """The least type that holds every value of both: the type of ``a if c else b``."""
    if within(left, right):
        return right
    if within(right, left):
        return left
    joined = _joined(left, right)
    if joined is not None:
        return joined
    return merged(union_of((left, right)))


def join_all(types: Iterable[ato.Type]) -> ato.Type:
    """The least type that holds every value of all the types; :data:`NEVER` for none."""
    result: ato.Type = NEVER
    for type in types:
        result = join(result, type)
    return result


def merged(type: ato.Type) -> ato.Type:
    """The type with its nameless literals as one, in the place of the first."""
    parts = options(type)
    loose = [part for part in parts if isinstance(part, ato.Literal) and not part.name]
    if len(loose) < 2:
        return type
    values = dict.fromkeys((value.__class__, value) for part in loose for value in part.values)
    one = ato.Literal(*(value for _, value in values))
    return union_of(one if part is loose[0] else part for part in parts if part not in loose[1:])


def without_none(type: ato.Type) -> ato.Type:
    """The type of a value that is known not to be ``None``."""
    return union_of(_without_null(option) for option in options(type))


def may_be_infinite(type: ato.Type) -> bool:
    """Whether ``inf`` and ``nan`` are values of the type, as such or as one option."""
    return any(isinstance(option, ato.Float) and not option.finite for option in options(type))


def may_be_none(type: ato.Type) -> bool:
    """Whether ``None`` is a value of the type."""
    return ato.NULL in bases(type)


def literals(type: ato.Type) -> tuple[object, ...] | None:
    """The values of a closed set; None for a type that is not one."""
    values: list[object] = []
    for option in options(type):
        if option == ato.NULL:
            values.append(None)
        elif isinstance(option, ato.Literal):
            values.extend(option.values)
        else:
            return None
    return tuple(values)


def _related(source: ato.Type, target: ato.Type, relation: Relation) -> bool:
    if isinstance(source, Never) or target == ato.ANY:
        return True
    if isinstance(source, ato.Union):
        return all(relation(option, target) for option in source.options)
    if isinstance(source, ato.Literal):
        return all(_takes(target, value, relation) for value in source.values)
    if isinstance(target, ato.Union):
        return any(relation(source, option) for option in target.options)
    return _same_kind(source, target, relation)


def _takes(target: ato.Type, value: object, relation: Relation) -> bool:
    return any(
        option.exactly(value) if isinstance(option, ato.Literal) else relation(_base_of(value), option)
        for option in options(target)
    )


def _same_kind(source: ato.Type, target: ato.Type, relation: Relation) -> bool:
    match source, target:
        case (ato.Float(), ato.Float()):
            return True  # whether inf and nan are admitted is a matter of range, not of type
        case (ato.List(item=inner), ato.List(item=outer)) | (ato.Set(item=inner), ato.Set(item=outer)):
            return relation(inner, outer)
        case (ato.Dict(value=inner), ato.Dict(value=outer)):
            return relation(inner, outer)
        case (ato.Struct(), ato.Struct()):
            return issubclass(source.model, target.model)
        case (ato.Tuple(items=items), ato.List(item=outer)):
            return all(relation(item, outer) for item in items)
        case (ato.Tuple(items=items), ato.Tuple(items=others)):
            return len(items) == len(others) and all(map(relation, items, others))
        case _:
            return source == target


def _converts(source: ato.Type, target: ato.Type) -> bool:
    if isinstance(source, (ato.Literal, ato.Union)) or isinstance(target, ato.Union):
        return False  # taken apart before: their parts convert one by one
    if source == ato.INT:
        return isinstance(target, ato.Float)
    return source == ato.STR and target == ato.PATH


def _base_of(value: object) -> ato.Type:
    match value:
        case bool():
            return ato.BOOL
        case int():
            return ato.INT
        case str():
            return ato.STR
        case _:
            return ato.NULL


def _bases_of(option: ato.Type) -> tuple[ato.Type, ...]:
    if isinstance(option, ato.Literal):
        return tuple(_base_of(value) for value in option.values)
    return (ato.FLOAT,) if isinstance(option, ato.Float) else (option,)


def _joined(left: ato.Type, right: ato.Type) -> ato.Type | None:
    match left, right:
        case (ato.Set(item=one), ato.Set(item=other)):
            return ato.Set(join(one, other))
        case (ato.Dict(value=one), ato.Dict(value=other)):
            return ato.Dict(join(one, other))
        case (ato.Tuple(items=ones), ato.Tuple(items=others)) if len(ones) == len(others):
            return ato.Tuple(*map(join, ones, others))
        case (ato.List() | ato.Tuple(), ato.List() | ato.Tuple()):
            return ato.List(join(item_of(left), item_of(right)))
        case _:
            return None


def item_of(type: ato.List | ato.Set | ato.Tuple) -> ato.Type:
    """The type of the items of a list, set or tuple."""
    return join_all(type.items) if isinstance(type, ato.Tuple) else type.item


def _without_null(option: ato.Type) -> ato.Type:
    if option == ato.NULL:
        return NEVER
    if not isinstance(option, ato.Literal) or None not in option.values:
        return option
    return ato.Literal(*(value for value in option.values if value is not None))
