"""The values that a field can be given from outside: all of them where they are few, else telling ones.

Idea. ``bool``, literals, ``None``, unions of these and narrow ranges of ``int`` have finitely many values,
and trying each decides. For other types the values that expressions compare with, and their neighbours, are
where conditions change; trying those can refute, but never prove.

Example. ``epochs: int`` with ``when: epochs > 100`` tries 99, 100 and 101, and knows that these are not all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

import ato.config as ato
from atoc.expr import EvaluationError, Expression, UnforeseenError, evaluate, walk
from atoc.expr.tree import Constant
from atoc.program import Field
from atoc.prove.values.identity import identity

MOST_VALUES = 64
"""How many values a type may have to be tried one by one."""
MOST_STATES = 1_024
"""In how many states two conditions are compared."""
MOST_SAMPLES = 8
"""How many values of any other type are tried."""


@dataclass(frozen=True, slots=True)
class Domain:
    """Values of a field with the words that give them; ``is_whole`` tells that there are no others."""

    values: tuple[tuple[object, str], ...]
    is_whole: bool


def domain_of(field: Field, expressions: Iterable[Expression]) -> Domain:
    """What the field can be given from outside, as far as these expressions can tell values apart.

    A final field is given nothing; a secret one is never spelt, so that nothing is known of it.
    """
    declared = field.member.runtime
    if declared.final:
        return Domain((), is_whole=True)
    if declared.secret:
        return Domain((), is_whole=False)
    whole = _finite(field)
    values = whole if whole is not None else samples(expressions)
    admitted = tuple(spelt(field, values))
    return Domain(
        admitted if whole is not None else admitted[:MOST_SAMPLES],
        whole is not None and len(admitted) == sum(1 for value in whole if _is_admitted(field, value)),
    )


def exclude_each_other(first: Expression, second: Expression, fields: Mapping[str, Field]) -> bool:
    """Whether two conditions never hold together, for any values that the fields they read can have.

    Tried one by one where they are few; else the answer is no.
    """
    read = tuple(dict.fromkeys((*first.reads, *second.reads)))
    domains = [values_of(fields[path]) if path in fields else None for path in read]
    known = [values for values in domains if values is not None]
    if len(known) < len(domains) or prod(map(len, known)) > MOST_STATES:
        return False
    states = (dict(zip(read, values, strict=True)) for values in product(*known))
    return not any(_holds(first, state) and _holds(second, state) for state in states)


def values_of(field: Field) -> tuple[object, ...] | None:
    """All values that the field can have, or None if they are too many to be tried."""
    values = _finite(field)
    return None if values is None else tuple(value for value in values if _is_admitted(field, value))


def _holds(condition: Expression, state: Mapping[str, object]) -> bool:
    """Whether the condition holds, or may for all that is known before a run."""
    try:
        return evaluate(condition, state.__getitem__) is True
    except EvaluationError:
        return False
    except UnforeseenError:
        return True


def _finite(field: Field) -> tuple[object, ...] | None:
    """All values of the type, or None if they are too many."""
    declared = field.member.runtime
    if field.type == ato.INT and isinstance(declared.ge, int) and isinstance(declared.le, int):
        if declared.le - declared.ge < MOST_VALUES:
            return tuple(range(declared.ge, declared.le + 1))
        return None
    return _values(field.type)


def _values(type: ato.Type) -> tuple[object, ...] | None:
    match type:
        case ato.Literal():
            return type.values if len(type.values) <= MOST_VALUES else None
        case ato.Union():
            parts = [_values(option) for option in type.options]
            if any(part is None for part in parts):
                return None
            return tuple(value for part in parts if part is not None for value in part)
        case _ if type == ato.BOOL:
            return False, True
        case _ if type == ato.NULL:
            return (None,)
        case _:
            return None


def samples(expressions: Iterable[Expression]) -> Iterator[object]:
    """The constants of the expressions, and for numbers those beside them."""
    for expression in expressions:
        for node, _ in walk(expression.tree):
            if isinstance(node, Constant):
                value = node.value
                yield value
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    yield value + 1
                    yield value - 1


def spelt(field: Field, values: Iterable[object]) -> Iterator[tuple[object, str]]:
    """The values that the field admits and a word can give, each once, with the word for the command line."""
    seen: set[object] = set()
    for value in values:
        text = _text(value)
        try:
            admitted = field.member.runtime.read(text)
        except ValueError:
            continue
        if identity(admitted) not in seen and _is_kept(value, admitted):
            seen.add(identity(admitted))
            yield admitted, f"{field.path}={text}"


def _is_admitted(field: Field, value: object) -> bool:
    try:
        field.member.runtime.accept(value)
    except ValueError:
        return False
    return True


def _is_kept(value: object, admitted: object) -> bool:
    """Whether the word gave the value that was meant; an int may have become the same float."""
    meant = float(value) if isinstance(admitted, float) and isinstance(value, int) else value
    return identity(meant) == identity(admitted)


def _text(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            return value
        case _:
            return repr(value)
