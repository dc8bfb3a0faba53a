"""Which runs can make a difference to a cone: the cases to try, smallest first, within a bound.

Idea. What decides is which views of a cone are active, and which outside values its expressions see.
Selections that activate the same views of the cone are one case, and each case stands for its smallest
command line.

Example. The cone of ``classes`` has the field ``data`` with two values, and the view ``small`` that writes
it: no word, ``small``, ``data=cifar``, ``data=imagenet``, and ``small`` with each of the two are all the
cases there are.

Cost. At most ``MOST_CASES`` cases; at most ``2 ** MOST_NAMES`` sets of names are looked at to find them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product
from math import prod

from atoc.prove.activation.closure import Activation, DefaultOfGroup, ones
from atoc.prove.activation.cone import Cone
from atoc.prove.activation.ladder import Survey
from atoc.prove.replaying.replay import Given, Trial
from atoc.prove.values.domains import Domain, domain_of

MOST_CASES = 4_096
"""How many cases one question may have."""
MOST_NAMES = 10
"""How many views are named in all combinations; of more, one at a time beside those that must be active."""

Option = tuple[bool, tuple[Given, ...]]
"""The outside values of a field, and whether one of them must be given."""


@dataclass(frozen=True, slots=True)
class Case:
    """The smallest run of its kind, and the same run in the cone alone: its active views are named there."""

    trial: Trial
    within: Trial


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of a cone, smallest first.

    ``is_whole`` tells that no other run could show anything else, but for the order of its views.
    """

    cases: tuple[Case, ...]
    is_whole: bool


def cases_of(survey: Survey, cone: Cone, required: int) -> Cases:
    """The cases of a cone in which all required views are active."""
    activation = survey.activation
    atoms = _atoms(survey, cone, required)
    all_names = len(atoms) <= MOST_NAMES
    named = _all_names(atoms) if all_names else _few_names(survey, atoms, required)
    selections = list(_selections(activation, cone, named, required))
    domains = [domain_in(survey, cone, path) for path in cone.outside]
    options = [
        (path in cone.given, tuple((path, value, word) for value, word in domain.values))
        for path, domain in zip(cone.outside, domains, strict=True)
    ]
    cases = tuple(islice(_by_size(activation, cone, selections, options), MOST_CASES + 1))
    is_whole = all_names and len(cases) <= MOST_CASES and all(domain.is_whole for domain in domains)
    return Cases(cases[:MOST_CASES], is_whole)


def count_of(survey: Survey, cone: Cone, required: int, domains: Mapping[str, Domain]) -> int | None:
    """How many cases there would be, were all of them tried; None where no number of them would do."""
    if not all(domain.is_whole for domain in domains.values()):
        return None
    atoms = _atoms(survey, cone, required)
    if len(atoms) > MOST_NAMES:
        return None
    choices = (len(domain.values) + (path not in cone.given) for path, domain in domains.items())
    return prod(choices) << len(atoms)


def domain_in(survey: Survey, cone: Cone, path: str) -> Domain:
    """What a field can be given from outside, as far as the cone can tell values apart."""
    field = survey.scope.fields[path]
    return domain_of(field, (each for each in cone.expressions if path in each.reads))


def _atoms(survey: Survey, cone: Cone, required: int) -> list[int]:
    """The views to name, by alphabet.

    Those that merely chain with a view of the cone never decide, but can make a command line shorter.
    """
    activation = survey.activation
    needed = cone.views | required
    for group in activation.pending(activation.always):
        if group.brings & cone.views or _can_clash(activation, group):
            needed |= group.members
    for members in activation.required:
        needed |= _telling(activation, cone, members)
    needed &= ~activation.always
    namers = 0
    for i in ones(needed):
        namers |= activation.chained_by[i]
    namers &= ~(activation.always | activation.parts)
    chosen = namers if namers.bit_count() <= MOST_NAMES else activation.naming(needed)
    return activation.in_order(chosen)


def _telling(activation: Activation, cone: Cone, members: int) -> int:
    """The members of a required group that can make a difference, and one that stands for all others."""
    apart = cone.views
    for others in activation.grouped:
        apart |= others
    telling, plain = 0, 0
    for i in activation.in_order(members):
        if activation.closures[i] & apart & ~(1 << i) or cone.views >> i & 1:
            telling |= 1 << i
        elif not plain:
            plain = 1 << i
    return telling | plain


def _can_clash(activation: Activation, group: DefaultOfGroup) -> bool:
    """Whether the default of a group brings more than itself of any group."""
    if (group.brings & group.members).bit_count() > 1:
        return True
    return any(members & group.brings & ~group.members for members in activation.grouped)


def _all_names(atoms: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for size in range(len(atoms) + 1):
        yield from combinations(atoms, size)


def _few_names(survey: Survey, atoms: Sequence[int], required: int) -> Iterator[tuple[int, ...]]:
    """The smallest names that activate what must be, alone and with one more."""
    found = survey.search.smallest(required, 0)
    if found is not None:
        names = tuple(survey.activation.index[name] for name in found)
        yield names
        yield from ((*names, i) for i in atoms if i not in names)


def _selections(
    activation: Activation, cone: Cone, named: Iterable[tuple[int, ...]], required: int
) -> Iterator[tuple[tuple[str, ...], int]]:
    """Of each case of active views the smallest names, with all that they activate."""
    seen: set[int] = set()
    for names in named:
        views = sum(1 << i for i in names)
        active = activation.activate(activation.reach(views))
        if active & cone.views in seen or required & ~active or activation.is_refused(active):
            continue
        seen.add(active & cone.views)
        yield activation.names(views), active


def _by_size(
    activation: Activation,
    cone: Cone,
    selections: Sequence[tuple[tuple[str, ...], int]],
    options: Sequence[Option],
) -> Iterator[Case]:
    """Every selection with every choice of outside values, by number of words and then by the words."""
    runs = [
        (names, activation.names(active & cone.views & ~activation.always)) for names, active in selections
    ]
    longest = max((len(names) for names, _ in runs), default=0) + len(options)
    for size in range(longest + 1):
        found: list[Case] = []
        for names, cast in runs:
            outside = islice(_outside(options, size - len(names)), MOST_CASES + 1 - len(found))
            found.extend(Case(Trial(names, given), Trial(cast, given)) for given in outside)
        yield from sorted(found, key=lambda case: case.trial.words)


def _outside(options: Sequence[Option], count: int) -> Iterator[tuple[Given, ...]]:
    """Every choice of so many outside values, of different fields, that has all that must be given."""
    if not 0 <= count <= len(options):
        return
    for chosen in combinations(options, count):
        if all(option in chosen for option in options if option[0]):
            for outside in product(*(values for _, values in chosen)):
                yield tuple(sorted(outside, key=lambda given: given[2]))
