"""ATC303 to ATC306: what the chains themselves say, and what one view brings of a group.

Idea. An entry of ``chain_with`` is an edge. An edge is inverted where its end is applied after its start,
which priorities alone decide; it is redundant where its end is always active or is reached by another edge
of the same list. A view clashes where its closure, with the always-active views, holds two members of a
group; the blame is on the views where the two ways meet first, not on all that chain with these. Where no
view clashes alone, the defaults of two groups still can: then the selection without words is refused.

Example. ``both`` chains with ``adam`` and ``sgd`` of one group, and ``more`` chains with ``both``: ``both``
is told, ``more`` is not.

Cost. One look at every edge, and one intersection for each view and group.
"""

from __future__ import annotations

from collections.abc import Iterator

import ato.config as ato
from ato.config.composing._selection import select
from atoc.program import ChainEntry, Group, View
from atoc.prove.activation.closure import Activation, DefaultOfGroup, ones
from atoc.prove.activation.ladder import Survey
from atoc.prove.activation.witness import BoundReached
from atoc.prove.facts import (
    EagerChainsLazy,
    GroupClash,
    PriorityInversion,
    RedundantChain,
    Verdict,
    Witness,
)
from atoc.prove.replaying.replay import DefectError, Trial, stage_of

ChainFact = PriorityInversion | EagerChainsLazy | GroupClash | RedundantChain


def chain_facts(survey: Survey) -> tuple[list[ChainFact], list[Verdict]]:
    """What is wrong with chains and groups, and the verdicts on every view that chains or is a member."""
    clashes = [*_clashes(survey), *_clashes_of_defaults(survey)]
    facts: list[ChainFact] = []
    verdicts: list[Verdict] = []
    for view in survey.views:
        found = list(_of_view(survey, view))
        found.extend(clash for clash in clashes if clash.view is view)
        facts.extend(found)
        if view.chain:
            verdicts.append(_verdict("ATC303", view, found, PriorityInversion))
            verdicts.append(_verdict("ATC304", view, found, EagerChainsLazy))
            verdicts.append(_verdict("ATC306", view, found, RedundantChain))
        if view.chain or view.group:
            verdicts.append(_verdict("ATC305", view, found, GroupClash))
    return facts, verdicts


def _verdict(code: str, view: View, found: list[ChainFact], kind: type[ChainFact]) -> Verdict:
    is_refuted = any(isinstance(fact, kind) for fact in found)
    return Verdict(code, view.name, "refuted" if is_refuted else "proved", "closure")


def _of_view(survey: Survey, view: View) -> Iterator[ChainFact]:
    for number, entry in enumerate(view.chain):
        chained = survey.scope.views[entry.name]
        if chained.part_of:
            continue
        if chained.lazy and not view.lazy:
            yield EagerChainsLazy(view, chained, entry, _order_witness(survey, view, chained))
        elif chained.lazy == view.lazy and chained.rank > view.rank:
            yield PriorityInversion(view, chained, entry, _order_witness(survey, view, chained))
        redundant = _redundant(survey.activation, view, number, entry)
        if redundant is not None:
            yield redundant


def _redundant(activation: Activation, view: View, number: int, entry: ChainEntry) -> RedundantChain | None:
    """The fact that an entry says nothing new."""
    chained = activation.index[entry.name]
    for position, other in enumerate(view.chain):
        if other.name == entry.name:
            if position < number:
                return RedundantChain(view, entry, entry.name)
        elif activation.closures[activation.index[other.name]] >> chained & 1:
            return RedundantChain(view, entry, other.name)
    is_always = activation.always >> chained & 1
    if is_always and not activation.always >> activation.index[view.name] & 1:
        return RedundantChain(view, entry, None)
    return None


def _order_witness(survey: Survey, view: View, chained: View) -> Witness | None:
    """The fewest names that activate the view, its own if one is enough, once a run has shown the order."""
    number = survey.activation.index[view.name]
    try:
        witness = survey.search.smallest(1 << number, 0)
    except BoundReached:
        return None
    if witness and survey.alone[number] is not None:
        witness = (survey.views[survey.activation.namers[number]].name,)
    if witness is not None:
        order = stage_of(survey.scope, (), survey.reachable(witness)).order_of(Trial(witness))
        if order.index(view.name) > order.index(chained.name):
            raise DefectError(f"{view.name} is not applied before {chained.name} with {' '.join(witness)}")
    return witness


# Clashes


def _clashes(survey: Survey) -> Iterator[GroupClash]:
    activation = survey.activation
    if activation.clash(activation.always):
        yield _always_clash(survey)
        return
    for i, view in enumerate(survey.views):
        both = activation.clash(activation.always | activation.closures[i])
        chained = (activation.index[entry.name] for entry in view.chain)
        if both and not any(activation.clash(activation.always | activation.closures[j]) for j in chained):
            yield _clash(survey, view, [view], both)


def _clashes_of_defaults(survey: Survey) -> Iterator[GroupClash]:
    """The clashes of two defaults of groups, neither of which clashes alone: each pair is told once."""
    activation = survey.activation
    if survey.empty is not None or activation.clash(activation.always):
        return
    taken = activation.taken(activation.always)
    active = activation.activate(activation.always)
    told: set[tuple[int, int]] = set()
    for members in activation.groups:
        both = active & members
        bringing = [default for default in taken if default.brings & both]
        alone = (both & (activation.always | default.brings) for default in bringing)
        if not both & (both - 1) or any(reached & (reached - 1) for reached in alone):
            continue
        first, second = bringing[:2]
        if (first.view, second.view) not in told:
            told.add((first.view, second.view))
            yield _clash_of_defaults(survey, first, second, both)


def _clash_of_defaults(
    survey: Survey, first: DefaultOfGroup, second: DefaultOfGroup, both: int
) -> GroupClash:
    members = [next(ones(both & default.brings)) for default in (first, second)]
    views = [survey.views[default.view] for default in (first, second)]
    one, other = (_path(survey, [view], member) for view, member in zip(views, members, strict=True))
    group = survey.scope.groups[survey.views[members[0]].group or ""]
    _check_refused(survey, group, ())
    return GroupClash(views[1], group, (one[-1], other[-1]), (one, other), (), beside=views[0])


def _always_clash(survey: Survey) -> GroupClash:
    """The clash of the always-active views, told at the view that brings the second member.

    If one view brings both on its own, it is told at the last on the way to where they meet.
    """
    activation = survey.activation
    for i, view in enumerate(survey.views):
        chained = [activation.index[entry.name] for entry in view.chain]
        both = activation.clash(activation.closures[i])
        if (
            activation.always >> i & 1
            and both
            and not any(activation.clash(activation.closures[j]) for j in chained)
        ):
            return _clash(survey, view, [view], both)
    reached = 0
    roots: list[View] = []
    for i, view in enumerate(survey.views):
        if view.default:
            reached |= activation.closures[i]
            roots.append(view)
            if activation.clash(reached):
                return _clash(survey, view, roots, activation.clash(reached))
    raise DefectError("the always-active views clash, and none of them brings the second member")


def _clash(survey: Survey, view: View, roots: list[View], both: int) -> GroupClash:
    """The fact that two members are reached from these views, or from those that are always active."""
    activation = survey.activation
    everywhere = [*roots, *(other for other in survey.views if other.default and other not in roots)]
    paths = [_path(survey, everywhere, i) for i in ones(both)]
    elsewhere = [path for path in paths if path[0] != view.name]
    first, second = [*elsewhere, *(path for path in paths if path[0] == view.name)][:2]
    group = survey.scope.groups[survey.scope.views[first[-1]].group or ""]
    witness = _refused_by(survey, activation.index[view.name])
    _check_refused(survey, group, witness)
    return GroupClash(view, group, (first[-1], second[-1]), (first, second), witness)


def _path(survey: Survey, roots: list[View], target: int) -> tuple[str, ...]:
    """The shortest chain from the first of these views that leads to the target, with both ends."""
    name = survey.views[target].name
    for root in roots:
        before: dict[str, str] = {root.name: ""}
        waiting = [root.name]
        for current in waiting:
            for entry in survey.scope.views[current].chain:
                if entry.name not in before:
                    before[entry.name] = current
                    waiting.append(entry.name)
        if name in before:
            path = [name]
            while before[path[-1]]:
                path.append(before[path[-1]])
            return tuple(reversed(path))
    raise DefectError(f"{name} is said to be active, and no chain leads to it")


def _refused_by(survey: Survey, view: int) -> Witness:
    """The fewest names that activate the view: none, or its own."""
    is_active = survey.activation.activate(survey.activation.always) >> view & 1
    return () if is_active else (survey.views[survey.activation.namers[view]].name,)


def _check_refused(survey: Survey, group: Group, witness: Witness) -> None:
    """Run the witness; raises ``DefectError`` if the group is not the cause of a refusal."""
    schema = stage_of(survey.scope, (), survey.views).schema
    try:
        select(schema.views, schema.groups, witness)
    except ato.ConfigError as error:
        if any(f"'{group.name}'" in problem.message for problem in error.problems):
            return
    raise DefectError(f"{' '.join(witness) or 'no words'} is not refused for the group {group.name}")
