"""From the tree of a filter to a condition in SQL.

Each comparison becomes a condition on ``runs`` that is true or false, never NULL: what is missing compares as
false, so that ``not`` turns it into true. Names and values of a filter are parameters; no text of a filter
ever stands in a statement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, and_, false, func, not_, or_, true

from ato.config import suggestion
from ato.track.query._around import code_of, package_of
from ato.track.query._cells import side_of
from ato.track.query._columns import WORDS, column_of
from ato.track.query._errors import QueryError
from ato.track.query._known import meant
from ato.track.query._logged import entry_of, metric_of
from ato.track.query._parse import parsed, parsed_name
from ato.track.query._rows import ORDERED, Condition
from ato.track.query._subject import Subject, Values
from ato.track.query._tree import Compare, Joined, Missing, Name, Node, Not, Value

KINDS: Mapping[str, Callable[[str, Name], Subject]] = {
    "config": entry_of,
    "metric": metric_of,
    "summary": entry_of,
    "env": package_of,
    "code": code_of,
}


@dataclass(frozen=True)
class Filter:
    """A filter that was read: its text and its tree, None for an empty one."""

    text: str
    tree: Node | None

    def condition(self, connection: Connection) -> Condition | None:
        """The condition on ``runs``. Raises ``QueryError`` for names that the store does not know."""
        return None if self.tree is None else _Compiler(self.text, connection).of(self.tree)


@dataclass(frozen=True)
class Order:
    """What runs are ordered by."""

    text: str
    name: Name
    is_descending: bool

    def bound(self, connection: Connection) -> Subject:
        """What the name stands for. Raises ``QueryError`` for what has no order."""
        subject = subject_of(self.text, self.name, connection).bind(connection)
        if not any(each is not None for each in subject.values()):
            raise subject.wrong("has no order")
        return subject


def read_filter(text: str, given: Mapping[str, object]) -> Filter:
    """Read a filter. Raises ``QueryError`` for what is none."""
    return Filter(text, parsed(text, given))


def read_order(text: str) -> Order:
    """Read a name that runs are ordered by, with ``-`` before it for the highest first."""
    return Order(text, *parsed_name(text))


def subject_of(text: str, name: Name, connection: Connection | None = None) -> Subject:
    """What a name stands for. Raises ``QueryError`` for a first word that is none."""
    first = name.parts[0]
    if first in KINDS and len(name.parts) > 1:
        return KINDS[first](text, name)
    found = column_of(text, name) if len(name.parts) == 1 else None
    if found is not None:
        return found
    raise QueryError(text, name.start, name.end, *_unknown(name, connection))


def _unknown(name: Name, connection: Connection | None) -> tuple[str, tuple[str, ...]]:
    first = name.parts[0]
    if first in KINDS:
        return "does not say what of it", (f'write {first}.NAME, or {first}["NAME"]',)
    if first in WORDS or first == "tags":
        return "has no parts", (f"write {first} alone",)
    near = meant(connection, ".".join(name.parts)) if connection is not None else []
    if near:
        return "is not the name of something that a run has", (f"did you mean {' or '.join(near)}?",)
    known = [*KINDS, *WORDS]
    help = suggestion(first, known) or (f"a run has {', '.join(WORDS)}, and {', '.join(KINDS)} with a name",)
    return "is not the name of something that a run has", help


class _Compiler:
    """A filter on its way to SQL, over a store."""

    def __init__(self, text: str, connection: Connection) -> None:
        self.text = text
        self.connection = connection
        self.found: dict[Name, Subject] = {}

    def of(self, node: Node) -> Condition:
        match node:
            case Joined():
                items = [self.of(item) for item in node.items]
                return and_(*items) if node.op == "and" else or_(*items)
            case Not():
                return not_(self.of(node.item))
            case Missing():
                return self.subject(node.name).missing()
            case Compare():
                left = self.subject(node.left)
                if isinstance(node.right, Value):
                    return left.compared(node.op, node.right)
                return self.between(node.op, left, self.subject(node.right))

    def subject(self, name: Name) -> Subject:
        """What a name stands for, looked up in the store."""
        if name not in self.found:
            self.found[name] = subject_of(self.text, name, self.connection).bind(self.connection)
        return self.found[name]

    def between(self, op: str, left: Subject, right: Subject) -> Condition:
        """The comparison of two things that a run has: of numbers, of texts, or of what else both are."""
        if op not in ORDERED and op != "!=":
            raise right.wrong(f"{op} compares with a value, not with a name")
        tests = _tests("==" if op == "!=" else op, left.values(), right.values())
        if not tests:
            raise right.wrong(f"is of another kind than {left.shown}")
        holds: Condition = func.coalesce(*tests, false())
        return holds if op != "!=" else and_(_is_there(left), _is_there(right), not_(holds))


def _tests(op: str, left: Values, right: Values) -> list[Condition]:
    """A comparison for each kind that both may be of: NULL where either is of another."""
    tests: list[Condition] = []
    if left.number is not None and right.number is not None:
        tests.append(_numbers(op, left, right))
    if left.words is not None and right.words is not None:
        tests.append(ORDERED[op](left.words, right.words))
    if op == "==" and left.other is not None and right.other is not None:
        tests.append(left.other == right.other)
    return tests


def _numbers(op: str, left: Values, right: Values) -> Condition:
    tells: Condition = ORDERED[op](side_of(left.beside), side_of(right.beside))
    same: Condition = ORDERED["=="](left.number, right.number)
    if op == "==":
        return and_(same, tells)
    before: Condition = ORDERED[op[0]](left.number, right.number)
    return or_(before, and_(same, tells))


def _is_there(subject: Subject) -> Condition:
    absent = subject.absent()
    return true() if absent is None else not_(absent)
