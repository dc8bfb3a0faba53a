"""What is known of a scope over all of its selections: facts with witnesses, and no words for people.

A witness is a command line as a tuple of words (view names, then ``key=value``), the smallest by number
of words and then by the words themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from atoc.findings import Method
from atoc.program import ChainEntry, Field, Group, View, Write

Witness = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unset:
    """ATC201: a selection leaves the field without a value."""

    field: Field
    witness: Witness
    method: Method


@dataclass(frozen=True, slots=True)
class OrderDependent:
    """ATC202: which of two views comes first decides the value of a field.

    ``first`` is declared before ``second``. ``write`` and ``other`` are the two writes; ``reader`` is the view
    that reads what the other writes, where the dependence is one of reading (then ``other`` may be None).
    """

    field: Field
    first: View
    second: View
    witness: Witness
    method: Method
    reader: View | None = None


@dataclass(frozen=True, slots=True)
class DeadWrite:
    """ATC203: in no selection is this write the value or read. ``winners`` are the views that hide it."""

    view: View
    write: Write
    winners: tuple[View, ...]
    method: Method


@dataclass(frozen=True, slots=True)
class DeadView:
    """ATC204: all writes are dead, or the condition never holds (``never_holds``)."""

    view: View
    never_holds: bool
    winners: tuple[View, ...]
    method: Method


@dataclass(frozen=True, slots=True)
class NoOpWrite:
    """ATC205: the value was there already in every selection; ``earlier`` is who gave it (None: the default)."""

    view: View
    write: Write
    earlier: View | None
    method: Method


@dataclass(frozen=True, slots=True)
class PriorityInversion:
    """ATC303: ``view`` chains with ``chained``, which is yet applied after it."""

    view: View
    chained: View
    entry: ChainEntry
    witness: Witness


@dataclass(frozen=True, slots=True)
class EagerChainsLazy:
    """ATC304: the eager ``view`` chains with the lazy ``chained``."""

    view: View
    chained: View
    entry: ChainEntry
    witness: Witness


@dataclass(frozen=True, slots=True)
class GroupClash:
    """ATC305: activating ``view`` alone activates two members of ``group``; ``paths`` are the chains to each."""

    view: View
    group: Group
    members: tuple[str, str]
    paths: tuple[tuple[str, ...], tuple[str, ...]]
    witness: Witness


@dataclass(frozen=True, slots=True)
class RedundantChain:
    """ATC306: the entry names a view that is always active, or that the entry ``implied_by`` brings anyway."""

    view: View
    entry: ChainEntry
    implied_by: str | None


Fact = (
    Unset
    | OrderDependent
    | DeadWrite
    | DeadView
    | NoOpWrite
    | PriorityInversion
    | EagerChainsLazy
    | GroupClash
    | RedundantChain
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the proof of one question about one field or view came to."""

    code: str
    subject: str
    outcome: str
    method: Method


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a scope, in the order of declaration, and the verdicts of every question asked."""

    facts: tuple[Fact, ...]
    verdicts: tuple[Verdict, ...]
