"""A field as formulas: whether it has a value, whether that is ``None``, and which it is.

Idea. What can be reasoned about has a *kind*: truths, whole numbers, reals for finite floats, and texts by
their code. All else is ``opaque``: a code that is equal for the same value, and of which nothing else is
known but what runs of the interpreter tell of the values that the program names.

Example. ``epochs: {type: "int | None", ge: 1}`` has an unknown truth for ``None`` and an unknown whole
number; ``fits`` says that the one holds, or the other is at least 1.

Cost. A few nodes a field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

import ato.config as ato
from atoc.expr.tree import Relation
from atoc.program import Field
from atoc.prove.symbolic.codes import Codes
from atoc.prove.symbolic.terms import (
    FALSE,
    TRUE,
    Constant,
    Formula,
    Sort,
    Term,
    Variable,
    as_real,
    at_most,
    both,
    call,
    choose,
    either,
    equal,
    mapped,
    negation,
    number,
    ordered,
    remainder,
    truth,
)
from atoc.prove.values.identity import is_accepted
from atoc.types import bases, literals, may_be_infinite, may_be_none

Kind = Literal["bool", "int", "real", "text", "opaque"]

SORTS: dict[Kind, Sort] = {"bool": "bool", "int": "int", "real": "real", "text": "int", "opaque": "int"}
"""In what terms a value of each kind is written."""


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """A value: its kind, the term that stands for it, and whether it is ``None`` instead."""

    kind: Kind
    payload: Term
    is_none: Formula = FALSE

    @property
    def terms(self) -> tuple[Term, ...]:
        """All that it depends on."""
        return (self.payload, self.is_none)


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A field at some time: ``value`` means something only where ``is_set`` holds."""

    is_set: Formula
    value: Value

    @property
    def payload(self) -> Term:
        """The term that stands for the value."""
        return self.value.payload

    @property
    def is_none(self) -> Formula:
        """Whether the value is ``None``."""
        return self.value.is_none


def kind_of(type: ato.Type) -> Kind:
    """How values of a type are reasoned about, ``None`` left aside."""
    kinds: dict[ato.Type, Kind] = {ato.BOOL: "bool", ato.INT: "int", ato.FLOAT: "real", ato.STR: "text"}
    found = [base for base in bases(type) if base != ato.NULL]
    if may_be_infinite(type):
        return "opaque"
    return kinds.get(found[0], "opaque") if len(found) == 1 else "opaque"


def takes_none(type: ato.Type) -> bool:
    """Whether a field of the type can be ``None``."""
    return may_be_none(type) or ato.ANY in bases(type)


def known(codes: Codes, value: object, kind: Kind | None = None) -> Value:
    """A value that is written out, among those of a kind; of its own kind if none is given."""
    if value is None:
        return Value(kind or "opaque", _nothing(kind or "opaque"), TRUE)
    own = _kind_of_value(value)
    if kind is None or kind == own:
        return Value(own, Constant(codes.code(value)) if own in ("text", "opaque") else _written(value))
    if kind == "real" and own == "int":
        return Value("real", as_real(_written(value)))
    return Value("opaque", Constant(codes.code(value))) if kind == "opaque" else unknown_of(kind, "unfit", ())


def _written(value: object) -> Constant:
    return truth(value) if isinstance(value, bool) else number(value)  # type: ignore[arg-type]


def _kind_of_value(value: object) -> Kind:
    match value:
        case bool():
            return "bool"
        case int():
            return "int"
        case float():
            return "real" if isfinite(value) else "opaque"
        case str():
            return "text"
        case _:
            return "opaque"


def _nothing(kind: Kind) -> Constant:
    return {
        "bool": FALSE,
        "int": number(0),
        "real": as_real(number(0)),
        "text": number(0),
        "opaque": number(0),
    }[kind]  # type: ignore[return-value]


def unknown_of(kind: Kind, name: str, terms: tuple[Term, ...]) -> Value:
    """A value of which nothing is known but that it is the same wherever the terms are."""
    return Value(kind, call(name, terms, SORTS[kind]))


def empty_cell(field: Field) -> Cell:
    """A field that nothing has set."""
    kind = kind_of(field.type)
    return Cell(FALSE, Value(kind, _nothing(kind)))


def free_cell(codes: Codes, field: Field, name: str) -> tuple[Cell, Formula]:
    """A field that may have any value which it admits, with the formula that says so."""
    kind = kind_of(field.type)
    is_none = Variable(f"{name} is none", "bool") if takes_none(field.type) else FALSE
    value = Value(kind, Variable(name, SORTS[kind]), is_none)
    return Cell(TRUE, value), both(fits(codes, field, value), _is_code(value))


def _is_code(value: Value) -> Formula:
    return at_most(number(0), value.payload) if value.kind in ("text", "opaque") else TRUE


def choose_value(codes: Codes, condition: Formula, then: Value, otherwise: Value) -> Value:
    """The one value where the condition holds, else the other, in the kind that holds both."""
    if isinstance(condition, Constant):
        return then if condition.value else otherwise
    is_none = choose(condition, then.is_none, otherwise.is_none)
    if then.is_none is TRUE:
        return Value(otherwise.kind, otherwise.payload, is_none)
    if otherwise.is_none is TRUE:
        return Value(then.kind, then.payload, is_none)
    kind = _common(then.kind, otherwise.kind)
    one, other = of_kind(codes, then, kind), of_kind(codes, otherwise, kind)
    return Value(kind, choose(condition, one.payload, other.payload), is_none)


def _common(one: Kind, other: Kind) -> Kind:
    if one == other:
        return one
    return "real" if {one, other} == {"int", "real"} else "opaque"


def choose_cell(codes: Codes, condition: Formula, then: Cell, otherwise: Cell) -> Cell:
    """The one cell where the condition holds, else the other."""
    if isinstance(condition, Constant):
        return then if condition.value else otherwise
    is_set = choose(condition, then.is_set, otherwise.is_set)
    if then.is_set is FALSE or otherwise.is_set is FALSE:
        return Cell(is_set, otherwise.value if then.is_set is FALSE else then.value)
    return Cell(is_set, choose_value(codes, condition, then.value, otherwise.value))


def of_kind(codes: Codes, value: Value, kind: Kind) -> Value:
    """The same value in another kind; where that cannot be said, one of which nothing is known."""
    if value.kind == kind or value.is_none is TRUE:
        return Value(kind, value.payload if value.kind == kind else _nothing(kind), value.is_none)
    match value.kind, kind:
        case "int", "real":
            payload = as_real(value.payload)
        case ("text", "opaque"):
            payload = value.payload
        case ("opaque", _):
            payload = mapped(value.payload, lambda code: _opened(codes, code, kind))
        case _:
            payload = mapped(value.payload, lambda part: _closed(codes, part, kind))
    return Value(kind, payload, value.is_none)


def _closed(codes: Codes, part: Term, kind: Kind) -> Term:
    """A number or truth as a code; as any other kind it is nothing that is known."""
    if kind == "opaque" and isinstance(part, Constant):
        value = float(part.value) if part.sort == "real" else part.value
        return Constant(codes.code(value))
    return call(f"{part.sort} as {kind}", (part,), SORTS[kind])


def _opened(codes: Codes, code: Term, kind: Kind) -> Term:
    """What a code stands for, where that is of the kind."""
    if isinstance(code, Constant) and codes.is_known(int(code.value)):
        value = codes.value(int(code.value))
        own = _kind_of_value(value)
        if own == kind or (own == "int" and kind == "real"):
            return known(codes, value, kind).payload
    return call(f"code as {kind}", (code,), SORTS[kind])


def fits(codes: Codes, field: Field, value: Value) -> Formula:
    """That a field takes a value of its kind.

    It is asked both ways: of what may be given it holds, and where it does not a value is refused. So what no
    formula says exactly is an unknown truth, and nothing is left out.
    """
    inner = both(*_limits(codes, field, value))
    return either(value.is_none, inner) if takes_none(field.type) else inner


def _limits(codes: Codes, field: Field, value: Value) -> Iterator[Formula]:
    declared, payload = field.member.runtime, value.payload
    closed = literals(field.type)
    if closed is not None and value.kind != "bool":
        yield either(*(_is(codes, value, each) for each in closed if each is not None))
    elif closed is not None:
        yield either(*(equal(payload, truth(each)) for each in closed if each is not None))
    for name in CONSTRAINTS:
        limit = getattr(declared, name)
        if limit is not None:
            yield _keeps(codes, declared, value, (name, limit))
    if value.kind == "text" and declared.is_constrained:
        for text in codes.texts:
            if not is_accepted(declared, text):
                yield negation(equal(payload, Constant(codes.code(text))))


def _is(codes: Codes, value: Value, constant: object) -> Formula:
    return equal(value.payload, known(codes, constant, value.kind).payload)


CONSTRAINTS = ("gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length", "pattern")
"""All that a field may ask of a value of its type."""


def _keeps(codes: Codes, declared: ato.Field, value: Value, constraint: tuple[str, Any]) -> Formula:
    """That a value keeps one constraint."""
    payload = value.payload
    match value.kind, *constraint:
        case (("int" | "real"), ("gt" | "ge" | "lt" | "le") as name, limit):
            return _is_bounded(payload, name, limit)
        case "int", "multiple_of", int(step) if step:
            return equal(remainder(payload, number(step)), number(0))
        case (("int" | "real"), "multiple_of", _):
            return mapped(payload, lambda part: _is_multiple(declared, part))
        case "text", "min_length", least:
            return at_most(number(least), length_of(payload))
        case "text", "max_length", most:
            return at_most(length_of(payload), number(most))
        case "text", "pattern", _:
            return mapped(payload, lambda part: _matches(codes, declared, part))
        case _, name, limit:
            return call(f"keeps {name} {limit}", value.terms, "bool")


_RELATIONS: Mapping[str, Relation] = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}


def _is_bounded(payload: Term, name: str, limit: int | float) -> Formula:
    if not isfinite(limit):
        return truth((limit > 0) == (name in ("lt", "le")))  # what is reasoned about is finite
    return ordered(_RELATIONS[name], payload, number(limit))


def _is_multiple(declared: ato.Field, part: Term) -> Formula:
    """That a number is a multiple where whole numbers do not say so: known of constants alone."""
    if isinstance(part, Constant):
        value = part.value if part.sort == "int" else float(part.value)
        return truth(is_accepted(ato.Field("", declared.type, multiple_of=declared.multiple_of), value))
    return call(f"is a multiple of {declared.multiple_of}", (part,), "bool")


def _matches(codes: Codes, declared: ato.Field, part: Term) -> Formula:
    """That a text matches the pattern: known of constants and of texts that a witness may give, else free."""
    bare = ato.Field("", declared.type, pattern=declared.pattern)
    if isinstance(part, Constant) and codes.is_known(int(part.value)):
        return truth(is_accepted(bare, codes.value(int(part.value))))
    result: Formula = call(f"matches {declared.pattern}", (part,), "bool")
    for text in codes.tried:
        result = choose(equal(part, Constant(codes.code(text))), truth(is_accepted(bare, text)), result)
    return result


def length_of(payload: Term) -> Term:
    """The length of the value of a code."""
    return call("length", (payload,), "int")


def stored(codes: Codes, field: Field, value: Value) -> tuple[Value, Formula]:
    """What a field holds once a value that was worked out is written to it, and when it refuses it.

    Where a conversion takes place of which nothing can be said, what is held is unknown, and refused
    wherever it would break the constraints.
    """
    kind, declared = kind_of(field.type), field.member.runtime
    if value.is_none is TRUE:
        return Value(kind, _nothing(kind), TRUE), FALSE
    if kind == "opaque":
        payload = mapped(
            of_kind(codes, value, kind).payload, lambda code: _kept(codes, field, code, value.kind)
        )
        refused = call(f"{field.path} refuses", value.terms, "bool") if declared.is_constrained else FALSE
        return Value(kind, payload, value.is_none), refused
    held = of_kind(codes, value, kind)
    unfit = (
        mapped(value.payload, lambda code: _misfit(codes, field, code)) if value.kind == "opaque" else FALSE
    )
    return held, either(unfit, negation(fits(codes, field, held)))


def _misfit(codes: Codes, field: Field, code: Term) -> Formula:
    """That a field of other values does not take what a code stands for."""
    if isinstance(code, Constant) and codes.is_known(int(code.value)):
        return truth(not is_accepted(field.member.runtime, codes.value(int(code.value))))
    return call(f"{field.path} refuses", (code,), "bool")


def _kept(codes: Codes, field: Field, code: Term, kind: Kind) -> Term:
    """The code of what a field of opaque values makes of one."""
    if isinstance(code, Constant) and codes.is_known(int(code.value)):
        value = codes.value(int(code.value))
        if is_accepted(field.member.runtime, value):
            return Constant(codes.code(field.member.runtime.accept(value)))
    return call(f"{field.path} holds {kind}", (code,), "int")


def same_value(codes: Codes, one: Value, other: Value) -> Formula:
    """That two values of one field are the same, of the same type too."""
    kind = _common(one.kind, other.kind)
    left, right = of_kind(codes, one, kind), of_kind(codes, other, kind)
    are_some = both(negation(left.is_none), negation(right.is_none))
    return either(
        both(left.is_none, right.is_none),
        both(are_some, equal(left.payload, right.payload)),
    )


def same_cell(codes: Codes, one: Cell, other: Cell) -> Formula:
    """That a field is the same at two times: unset at both, or of the same value."""
    are_set = both(one.is_set, other.is_set)
    are_unset = both(negation(one.is_set), negation(other.is_set))
    return either(are_unset, both(are_set, same_value(codes, one.value, other.value)))
