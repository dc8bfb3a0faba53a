"""What becomes of one leaf: the default of its field, and what views still set.

Hydra merges in the order of the defaults lists, and works out interpolations when all is merged, so:

- what every run merges before anything else is the default of the field;
- what is worked out is a computed default, which is worked out last here too. Where only some options work
  something out, the default says of which: ``${lr if choices.optimizer == 'adam' else 0.1}``;
- whatever is merged after that stays in the view of its config.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from atoc.importers.carried import Expression, Left
from atoc.importers.hydra.choices import contexts, covers
from atoc.importers.hydra.expand import Choices, Expanded
from atoc.importers.hydra.naming import Naming
from atoc.importers.hydra.table import Entry
from atoc.importers.hydra.values import Literal, Missing, Value, default_of, term_of
from atoc.importers.resolvers import Config, Path
from atoc.importers.terms import Untold


@dataclass(frozen=True, slots=True)
class Settled:
    """A leaf: ``default`` if ``has_default``, and the entries that stay with their views.

    ``is_input`` tells that nothing gives it a value but the command line; ``is_sometimes`` that in some runs
    Hydra has no such key.
    """

    default: object = None
    has_default: bool = False
    is_input: bool = False
    is_sometimes: bool = False
    rest: tuple[Entry, ...] = ()


@dataclass(slots=True)
class Settling:
    """What is asked of everything to settle a leaf, and what is left of it.

    ``given`` are the choices under one of which the leaf is there at all.
    """

    expanded: Expanded
    naming: Naming
    config: Config
    emptied: frozenset[str]
    circular: frozenset[Path]
    left: list[Left] = field(default_factory=list[Left])

    def leaf(self, entries: Sequence[Entry], given: Sequence[Choices]) -> Settled:
        """What becomes of the entries of one path, which stand in the order of merging."""
        said = self.sayable(entries)
        if not said:
            return Settled(is_input=True)
        is_certain = all(self.is_certain(said, each) for each in given)
        last = max((i for i, entry in enumerate(said) if not isinstance(entry.value, Literal)), default=-1)
        if last >= 0:
            head, rest = said[: last + 1], said[last + 1 :]
            worked_out = self.conditional(head, given, said if is_certain else head)
            return Settled(worked_out, True, is_sometimes=not is_certain, rest=tuple(rest))
        leading = 0
        while leading < len(said) and all(
            covers(contexts(said[leading].unit), {}, frozenset(), g) for g in given
        ):
            leading += 1
        if leading:
            first = said[leading - 1].value
            default = first.value if isinstance(first, Literal) else None
            return Settled(default, True, rest=tuple(said[leading:]))
        return Settled(None, not is_certain, is_sometimes=not is_certain, rest=tuple(said))

    def is_certain(self, entries: Sequence[Entry], given: Choices = ()) -> bool:
        """Whether every run that makes these choices sets the leaf."""
        cases = [case for entry in entries for case in contexts(entry.unit)]
        return covers(cases, self.expanded.groups, self.emptied, given)

    def sayable(self, entries: Sequence[Entry]) -> list[Entry]:
        """The entries whose values can be said: all as terms where one of them is worked out."""
        found = [entry for entry in entries if not isinstance(entry.value, Missing)]
        is_worked_out = any(not isinstance(entry.value, Literal) for entry in found)
        return [entry for entry in found if not is_worked_out or self.can_say(entry)]

    def can_say(self, entry: Entry) -> bool:
        """Whether the value can be said in an expression; if not, it is left."""
        try:
            if entry.path in self.circular and not isinstance(entry.value, Literal):
                raise Untold("it is worked out from itself")
            term_of(entry.value, self.config)
        except Untold as reason:
            left = Left(entry.place, ".".join(entry.path), str(reason))
            if left not in self.left:
                self.left.append(left)
            return False
        return True

    def conditional(self, head: Sequence[Entry], given: Sequence[Choices], every: Sequence[Entry]) -> object:
        """The default that says which of several values holds; those that come later go before earlier ones.

        Where none of them holds, one of ``every`` does, if there is a value in every run.
        """
        arms: list[tuple[list[Choices], Value]] = []
        for index in range(len(head) - 1, -1, -1):
            entry = head[index]
            met = [case for cases, _ in arms for case in cases]
            cases = [case for case in self.cases(entry, given) if case not in met]
            if not cases:
                continue
            arms.append((cases, entry.value))
            if self.all_met([case for cases, _ in arms for case in cases]):
                arms[-1] = ([()], entry.value)
                break
        if all(self.is_certain(every, each) for each in given):
            arms[-1] = ([()], arms[-1][1])
        return self.arms(arms)

    def cases(self, entry: Entry, given: Sequence[Choices]) -> list[Choices]:
        """The choices that bring the entry in, without those that are made anyway."""
        anyway = set(given[0]).intersection(*map(set, given[1:])) if given else set[tuple[str, str]]()
        found = [tuple(pair for pair in case if pair not in anyway) for case in contexts(entry.unit)]
        return [()] if () in found else found

    def all_met(self, cases: list[Choices]) -> bool:
        """Whether one of these cases holds in every run."""
        return covers(cases, self.expanded.groups, self.emptied)

    def arms(self, arms: Sequence[tuple[list[Choices], Value]]) -> object:
        """The value of all cases, or an expression of values with their cases, of which the first holds."""
        values = [value for _, value in arms]
        is_total = () in arms[-1][0]
        if is_total and all(value == values[-1] for value in values):
            return default_of(values[-1], self.config)
        code = "" if is_total else "None"
        for cases, value in reversed(_together(arms)):
            term = term_of(value, self.config)
            one = f"({term.code})" if " if " in term.code else term.code
            code = one if () in cases else f"{one} if {self.naming.condition(cases)} else {code}"
        return Expression(f"${{{code}}}")


def _together(arms: Sequence[tuple[list[Choices], Value]]) -> list[tuple[list[Choices], Value]]:
    """The arms, where neighbours of one value are one."""
    found: list[tuple[list[Choices], Value]] = []
    for cases, value in arms:
        if found and found[-1][1] == value and () not in cases:
            found[-1] = ([*found[-1][0], *cases], value)
        else:
            found.append((cases, value))
    return found
