"""What a condition tells of the fields that it tests, where it holds and where it does not.

``x != None`` tells that ``x`` has a value, ``mode in ['a', 'b']`` which values ``mode`` may have. Facts are
read off the tree: those of ``and`` add up where it holds, those of ``or`` where it does not, and otherwise
only what all sides tell is left.

Example. Where ``kind == 'adam' or kind == 'sgd'`` holds, ``kind`` is one of these two; where it does not, it
is neither. In ``x != None and x > 3`` the second operand is read knowing the facts of the first.

Cost: linear in the tree, times the number of values that are written out for one field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import ato.config as ato
from atoc.expr.tree import Comparison, Constant, Display, Logic, Name, Relation, Tree, Unary
from atoc.types import NEVER, options, union_of, without_none

Value = str | int | bool | float | None
Literals = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of fields, by path.

    ``present`` are not ``None``. A field of ``choices`` has one of these values, one of ``excluded`` has none
    of them, as ``==`` compares them. What contradicts itself leaves no choice at all.
    """

    present: frozenset[str] = frozenset()
    choices: Mapping[str, Literals] = field(default_factory=dict[str, Literals])
    excluded: Mapping[str, Literals] = field(default_factory=dict[str, Literals])

    @property
    def paths(self) -> frozenset[str]:
        """The fields of which something is known."""
        return self.present | self.choices.keys() | self.excluded.keys()

    def both(self, other: Facts) -> Facts:
        """What is known where both hold."""
        return Facts(
            self.present | other.present,
            _merged(self.choices, other.choices, _in_both),
            _merged(self.excluded, other.excluded, _in_any),
        )

    def either(self, other: Facts) -> Facts:
        """What is known where one of the two holds."""
        return Facts(
            self.present & other.present,
            _shared(self.choices, other.choices, _in_any),
            _shared(self.excluded, other.excluded, _same_in_both),
        )

    def without(self, paths: Iterable[str]) -> Facts:
        """What is known when nothing is of these fields."""
        lost = frozenset(paths)
        return Facts(self.present - lost, _but(self.choices, lost), _but(self.excluded, lost))

    def narrowed(self, path: str, type: ato.Type) -> ato.Type:
        """The type of a field where the facts hold; where they leave no value, as if less were known."""
        left = self._left_of(path, type)
        if left != NEVER:
            return left
        return without_none(type) if path in self.present else type

    def rule_out(self, path: str, type: ato.Type) -> bool:
        """Whether the facts leave a field no value of its type: they hold nowhere."""
        return self._left_of(path, type) == NEVER

    def _left_of(self, path: str, type: ato.Type) -> ato.Type:
        chosen, excluded = self.choices.get(path), self.excluded.get(path, ())
        left = without_none(type) if path in self.present else type
        if chosen is not None:
            left = union_of(_chosen(option, chosen) for option in options(left))
        if excluded:
            left = union_of(_left_over(option, excluded) for option in options(left))
        return left


NOTHING = Facts()


def facts_if(condition: Tree, *, outcome: bool) -> Facts:
    """What is known wherever the condition comes out so."""
    match condition:
        case Name(path=path):
            return Facts(choices={path: (outcome,)})
        case Unary(operator="not"):
            return facts_if(condition.operand, outcome=not outcome)
        case Logic():
            told = [facts_if(part, outcome=outcome) for part in condition.operands]
            all_apply = (condition.operator == "and") == outcome
            return _folded(told, Facts.both if all_apply else Facts.either)
        case Comparison():
            told = [
                _of_link(left, relation, right, outcome=outcome)
                for left, relation, right in condition.links()
            ]
            return _folded(told, Facts.both if outcome else Facts.either)
        case _:
            return NOTHING


def _folded(told: list[Facts], combine: Callable[[Facts, Facts], Facts]) -> Facts:
    result, *others = told
    for facts in others:
        result = combine(result, facts)
    return result


def _of_link(left: Tree, relation: Relation, right: Tree, *, outcome: bool) -> Facts:
    is_equal = relation in ("==", "in") if outcome else relation in ("!=", "not in")
    is_other = relation in ("!=", "not in") if outcome else relation in ("==", "in")
    path, values = _tested(left, relation, right)
    if not path or not (is_equal or is_other):
        return NOTHING
    if is_equal:
        present = frozenset((path,) if None not in values else ())
        return Facts(present, {path: values})
    return Facts(frozenset((path,) if None in values else ()), excluded={path: values})


def _tested(left: Tree, relation: Relation, right: Tree) -> tuple[str, Literals]:
    """The field that a relation compares with values that are written out, and these; no path for others."""
    match left, right:
        case (Name(path=path), Constant(value=value)) if relation in ("==", "!="):
            return path, (value,)
        case (Constant(value=value), Name(path=path)) if relation in ("==", "!="):
            return path, (value,)
        case (Name(path=path), Display(items=items)) if relation in ("in", "not in"):
            values = tuple(item.value for item in items if isinstance(item, Constant))
            return (path, values) if len(values) == len(items) else ("", ())
        case _:
            return "", ()


def _chosen(option: ato.Type, values: Literals) -> ato.Type:
    """What is left of an option of a type whose value equals one of these."""
    match option:
        case ato.Literal():
            return _literal(option, lambda value: value in values)
        case _ if option == ato.ANY:
            return option
        case _:
            return option if any(_may_equal(option, value) for value in values) else NEVER


def _may_equal(option: ato.Type, value: Value) -> bool:
    """Whether a value of a scalar type can equal one that is written out."""
    if value is None or isinstance(value, str):
        return option == (ato.NULL if value is None else ato.STR)
    return isinstance(option, ato.Float) or option in (ato.BOOL, ato.INT)


def _left_over(option: ato.Type, values: Literals) -> ato.Type:
    """What is left of an option of a type whose value equals none of these."""
    if option == ato.NULL and None in values:
        return NEVER
    if isinstance(option, ato.Literal):
        return _literal(option, lambda value: not _holds(values, value))
    return option


def _literal(option: ato.Literal, keeps: Callable[[Value], bool]) -> ato.Type:
    kept = [value for value in option.values if keeps(value)]
    if len(kept) == len(option.values):
        return option
    return ato.Literal(*kept) if kept else NEVER


def _in_both(one: Literals, other: Literals) -> Literals:
    return tuple(value for value in one if value in other)


def _same_in_both(one: Literals, other: Literals) -> Literals:
    """Stricter than ``==``, by which ``1`` is ``True``: to exclude one is not to exclude the other."""
    return tuple(value for value in one if _holds(other, value))


def _holds(values: Literals, value: Value) -> bool:
    return any(value.__class__ is other.__class__ and value == other for other in values)


def _in_any(one: Literals, other: Literals) -> Literals:
    return (*one, *(value for value in other if value not in one))


def _merged(
    one: Mapping[str, Literals], other: Mapping[str, Literals], join: Callable[[Literals, Literals], Literals]
) -> dict[str, Literals]:
    return {**one, **other, **_shared(one, other, join)}


def _shared(
    one: Mapping[str, Literals], other: Mapping[str, Literals], join: Callable[[Literals, Literals], Literals]
) -> dict[str, Literals]:
    return {path: join(values, other[path]) for path, values in one.items() if path in other}


def _but(facts: Mapping[str, Literals], lost: frozenset[str]) -> dict[str, Literals]:
    return {path: values for path, values in facts.items() if path not in lost}
