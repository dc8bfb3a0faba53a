"""ATC406: does a condition always, or never, hold where it is looked at?

Idea. A condition that comes to the same in every run that reaches it decides nothing. Runs note what the
condition of a view and every ``if`` inside an expression comes to; it is constant where only one outcome is
seen in all of them, or the solver finds no run for the other. A computed default is looked at in the end, and
before it by the views that read it. That the condition of a view never holds is ATC204.

Example. ``when: mode == 'fast'`` on an eager view always holds where ``mode`` has the default ``fast`` and no
view before sets it: outside values come after it.

Cost. Two questions to the laboratory for each condition; the first run that shows the other outcome ends one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from atoc.expr import walk
from atoc.expr.tree import Conditional, Tree
from atoc.findings import Method
from atoc.program import Scope
from atoc.prove.activation.ladder import worked_out_from
from atoc.prove.activation.witness import BoundReached
from atoc.prove.deciding.inquiry import Inquiry
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.facts import ConstantCondition, DeadView, Decision, Fact, Verdict
from atoc.prove.questions.failing import inputs_given
from atoc.prove.replaying.replay import Outcome, Stage, Trial
from atoc.prove.symbolic.encoding import Encoding
from atoc.prove.symbolic.looks import is_looked_at
from atoc.prove.symbolic.terms import Formula, both, negation
from atoc.prove.values.hazards import is_rounded
from atoc.prove.values.sites import Place, places_of

CODE = "ATC406"


def constant_conditions(
    laboratory: Laboratory, known: Sequence[Fact]
) -> tuple[list[ConstantCondition], list[Verdict]]:
    """The conditions that decide nothing, and a verdict on each; of dead views nothing is said again."""
    dead = {fact.view.name for fact in known if isinstance(fact, DeadView)}
    facts: list[ConstantCondition] = []
    verdicts: list[Verdict] = []
    for place in places_of(laboratory.survey.scope):
        if place.view is not None and place.view.name in dead:
            continue
        for part in _conditions(place):
            decision, method = _settled(laboratory, place, part, facts)
            path = place.site.path if place.view is not None else None
            verdicts.append(Verdict(CODE, place.subject, decision, method, path))
    return facts, verdicts


def _conditions(place: Place) -> Iterator[Tree | None]:
    """The conditions of an expression: None stands for that of a view, which is the whole expression.

    Nobody has written the conditions that choose among the defaults of a variant.
    """
    if place.field is None:
        yield None
    for node, _ in walk(place.expression.tree):
        if isinstance(node, Conditional) and not _is_of_variant(node):
            yield node.condition


def _is_of_variant(node: Conditional) -> bool:
    """Whether nobody has written it: then all of it has the place of the field."""
    return node.condition.span == node.span


def _settled(
    laboratory: Laboratory, place: Place, part: Tree | None, facts: list[ConstantCondition]
) -> tuple[Decision, Method]:
    """The decision on one condition, and how it was reached; what is refuted is added to the facts."""
    try:
        seen = {
            holds for holds in (True, False) if laboratory.happens(_inquiry(laboratory, place, part, holds))
        }
    except BoundReached:
        return "unproved", "unproved"
    method = laboratory.method_of(_inquiry(laboratory, place, part, True))
    if len(seen) != 1 or (part is None and False in seen):
        return "proved", method
    if is_rounded(place.expression, place.known.fields):
        return "unproved", "unproved"
    span = place.expression.span if part is None else part.span
    facts.append(ConstantCondition(place.site, span, True in seen, method))
    return "refuted", method


def _inquiry(laboratory: Laboratory, place: Place, part: Tree | None, holds: bool) -> Inquiry:
    """The question whether a condition ever comes to this."""
    view, readers = place.view, tuple(_readers(laboratory.survey.scope, place))
    views = (each.view for each in (place, *readers))

    def shows(stage: Stage, trial: Trial) -> bool | None:
        outcome = stage.run(trial)
        if outcome.is_refused:
            return False if outcome.is_no_run else None
        return _came_to(outcome, place, part, holds)

    return Inquiry(
        tuple({each.field.path: None for each in (place, *readers) if each.field is not None}),
        shows,
        required=0 if view is None else 1 << laboratory.survey.activation.index[view.name],
        watched=tuple({each.name: each for each in views if each is not None and each.when}.values()),
        asks=lambda encoding: _comes_to(encoding, place, part, holds),
    )


def _readers(scope: Scope, place: Place) -> Iterator[Place]:
    """Where views read the default that stands here, which then is worked out for them too."""
    for each in places_of(scope) if place.view is None else ():
        if each.view is not None and place.site.path in worked_out_from(scope, each.expression.reads):
            yield each


def _comes_to(encoding: Encoding, place: Place, part: Tree | None, holds: bool) -> Formula:
    """That a condition comes to this."""
    late = inputs_given(encoding) if place.is_late else ()
    view = None if place.view is None else encoding.survey.activation.index[place.view.name]
    if part is not None:
        yes, no = is_looked_at(encoding, (view, place.site.path), part.span)
    else:
        yes = encoding.applied(view or 0)
        no = negation(yes)
    return both(encoding.gives_config, yes if holds else no, *late)


def _came_to(outcome: Outcome, place: Place, part: Tree | None, holds: bool) -> bool:
    if part is None:
        return (place.site.view in outcome.applied) == holds
    return (place.site, part.span, holds) in outcome.branches
