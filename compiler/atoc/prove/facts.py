"""What is known of a scope over all of its selections: facts with witnesses, and no words for people.

A witness is a command line as a tuple of words (view names, then ``key=value``), the smallest by number
of words and then by the words themselves. Where views tie, the order of its names is the one that shows the
fact; where only always-active views can be told apart by it, which no command line orders, ``order`` has them
in the order of application. For what a chain or a group does (ATC303 to ATC305) the view
itself is named where a word is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from atoc.findings import Method
from atoc.program import Assert, ChainEntry, Dimension, Field, Group, Guard, Search, View, Write
from atoc.prove.values.evaluation import Kind, Site
from atoc.span import Span

Witness = tuple[str, ...]

ORDER_DEPENDENT = "ATC202"
OUT_OF_RANGE = "ATC103"
ASSERT_FAILS = "ATC601"
ABOUT_ASSERTS = ("ATC404", "ATC405", ASSERT_FAILS)
"""What is asked of an assert; a verdict names it by its text."""

Decision = Literal["proved", "refuted", "unproved"]
"""What the proof of a question comes to."""


@dataclass(frozen=True, slots=True)
class Unset:
    """ATC201: a selection leaves the field without a value."""

    field: Field
    witness: Witness
    method: Method
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AbsentField:
    """ATC104: a selection applies the view where the variant that has the field is not the current one."""

    view: View
    write: Write
    guard: Guard
    witness: Witness
    method: Method
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderDependent:
    """ATC202: which of two views comes first decides the value of a field, and of the ``others`` too.

    ``first`` is declared before ``second``. Both write the field; or, where the dependence is one of reading,
    ``reader`` is the one that reads it, and the other writes it. A pair of views is told once.
    """

    field: Field
    first: View
    second: View
    witness: Witness
    method: Method
    reader: View | None = None
    others: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class DeadWrite:
    """ATC203: in no selection is this write the value or read.

    ``winners`` are the views that hide it, in the order of application: each of them always, or between
    them; none where the write never takes place.
    """

    view: View
    write: Write
    winners: tuple[View, ...]
    method: Method


@dataclass(frozen=True, slots=True)
class DeadView:
    """ATC204: all writes are dead, or the condition never holds (``never_holds``), or it is never active.

    ``never_active`` tells that every selection with the view is refused for a clash of groups, and
    ``is_follower`` that another fact is the reason.
    """

    view: View
    never_holds: bool
    winners: tuple[View, ...]
    method: Method
    never_active: bool = False
    is_follower: bool = False


@dataclass(frozen=True, slots=True)
class NoOpWrite:
    """ATC205: the value was always there already.

    ``earlier`` is the view that gave it, or several of which one always did; none where the default did, or
    where the view is applied only where the value is there.
    """

    view: View
    write: Write
    earlier: tuple[View, ...]
    method: Method


@dataclass(frozen=True, slots=True)
class PriorityInversion:
    """ATC303: ``view`` chains with ``chained``, which is yet applied after it.

    ``witness`` is None where every selection with the view is refused for a clash of groups.
    """

    view: View
    chained: View
    entry: ChainEntry
    witness: Witness | None


@dataclass(frozen=True, slots=True)
class EagerChainsLazy:
    """ATC304: the eager ``view`` chains with the lazy ``chained``; ``witness`` as for a priority
    inversion."""

    view: View
    chained: View
    entry: ChainEntry
    witness: Witness | None


@dataclass(frozen=True, slots=True)
class GroupClash:
    """ATC305: activating ``view`` alone activates two members of ``group``; ``paths`` are the chains to
    each.

    Where ``beside`` is given, ``view`` does so only together with that one: both are defaults of groups, and
    both are taken when nothing is named.
    """

    view: View
    group: Group
    members: tuple[str, str]
    paths: tuple[tuple[str, ...], tuple[str, ...]]
    witness: Witness
    beside: View | None = None


@dataclass(frozen=True, slots=True)
class RedundantChain:
    """ATC306: the entry names a view that is always active, or that the entry ``implied_by`` brings
    anyway."""

    view: View
    entry: ChainEntry
    implied_by: str | None


@dataclass(frozen=True, slots=True)
class Leaving:
    """ATC801: a dimension has a value that its field does not take, or views that no run can name.

    ``kind`` tells why: a ``value`` that is refused, a domain that goes on where the field has a bound
    (``unbounded``), numbers of another ``type``, a ``final`` or a ``secret`` field, ``views`` that clash.
    ``value`` is the value at ``span``, and ``why`` what the runtime says of it; ``views`` are those that a
    run names. ``dimension`` is None where all runs name them.
    """

    search: Search
    dimension: Dimension | None
    span: Span
    kind: Literal["value", "unbounded", "type", "final", "secret", "views"]
    value: object = None
    why: str = ""
    views: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NeverActive:
    """ATC801: the condition of a dimension holds in no point of the space."""

    search: Search
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class BadPoint:
    """ATC801: a point of a space comes to no config, or to one that breaks an assert.

    ``dimensions`` are those of which the witness, the smallest part of the point that fails in the same way,
    has values. ``broken`` is the assert, and else ``why`` says what the runtime says.
    """

    search: Search
    dimensions: tuple[Dimension, ...]
    witness: Witness
    why: str
    broken: Assert | None = None


SearchFact = Leaving | NeverActive | BadPoint


@dataclass(frozen=True, slots=True)
class Failing:
    """ATC103, 403, 404 and 405: an expression gives no value that fits, in the run of the witness.

    ``span`` is the part that fails, ``path`` the field that is read before it has a value, or whose
    constraint is broken, and ``reason`` says how.
    """

    site: Site
    kind: Kind
    span: Span
    path: str | None
    reason: str
    witness: Witness
    method: Method
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LazyOverride:
    """ATC208: a lazy view puts its own value in the place of the one that the command line gave."""

    view: View
    write: Write
    witness: Witness
    method: Method
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConstantCondition:
    """ATC406: a condition always holds, or, unless it is that of a view, never does.

    ``span`` is that of the condition, which for an ``if`` inside an expression is a part of the expression.
    """

    site: Site
    span: Span
    holds: bool
    method: Method


@dataclass(frozen=True, slots=True)
class MissingCase:
    """ATC407: the conditions of some views on one field with few values leave out some of them.

    ``views`` are in the order of declaration, ``fields`` what all of them set, ``decider`` the field that
    their conditions read, and ``missing`` the values left out, that of the witness first.
    """

    views: tuple[View, ...]
    fields: tuple[Field, ...]
    decider: Field
    missing: tuple[object, ...]
    witness: Witness
    method: Method
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StaleRead:
    """ATC502: a view reads the default that is computed of a field, which in the end has another value."""

    site: Site
    field: Field
    span: Span
    witness: Witness
    method: Method
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AssertFails:
    """ATC601: an assert does not hold of what the views alone give."""

    assertion: Assert
    witness: Witness
    method: Method
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unproved:
    """ATC602: a check of an expression, or an ``assertion``, that is neither proved nor refuted.

    Of an assert the ``witness`` holds outside values that break it, if some are known. No proof is possible
    where arithmetic with floats takes part (``is_rounded``), or resolvers that only a run can ask (``asks``).
    """

    site: Site
    kind: Kind
    span: Span
    assertion: Assert | None = None
    witness: Witness | None = None
    is_rounded: bool = False
    asks: tuple[str, ...] = ()


Fact = (
    Unset
    | AbsentField
    | OrderDependent
    | DeadWrite
    | DeadView
    | NoOpWrite
    | PriorityInversion
    | EagerChainsLazy
    | GroupClash
    | RedundantChain
    | SearchFact
    | Failing
    | LazyOverride
    | ConstantCondition
    | MissingCase
    | StaleRead
    | AssertFails
    | Unproved
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the proof of one question about one field or view came to.

    ``path`` is the field where the question is about one write of a view. An assert that ``is_lasting`` is
    proved of any values at all that the fields admit, and so of every config that is changed afterwards.
    """

    code: str
    subject: str
    outcome: Decision
    method: Method
    path: str | None = None
    is_lasting: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a scope, in the order of declaration, and the verdicts of every question asked."""

    facts: tuple[Fact, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def is_order_free(self) -> bool:
        """Whether it is proved that the order of views decides nothing; false where nothing is proved."""
        return bool(self.verdicts) and all(
            verdict.outcome == "proved" for verdict in self.verdicts if verdict.code == ORDER_DEPENDENT
        )
