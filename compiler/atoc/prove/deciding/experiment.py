"""The cases of a cone with the stage to try them on.

A stage holds the views of the cone alone, so that a trial is quick; the views that are active in the whole
scope are named there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from atoc.program import ChainEntry, View, Write
from atoc.prove.activation.closure import ones
from atoc.prove.activation.cone import Cone
from atoc.prove.activation.ladder import Survey
from atoc.prove.deciding.cases import Cases, cases_of
from atoc.prove.replaying.replay import Stage, Trial, stage_of


@dataclass(frozen=True, slots=True)
class Experiment:
    """The cases of a cone with the stage to try them on. ``work`` is what one run composes."""

    cone: Cone
    stage: Stage
    cases: Cases
    work: int


def experiment_of(survey: Survey, cone: Cone, required: int, watched: tuple[View, ...]) -> Experiment:
    """The cases in which all required views are active, on a stage where the watched ones have conditions."""
    cases = cases_of(survey, cone, required)
    work = 10 + cone.views.bit_count() + len(cone.fields)
    return Experiment(cone, stage_within(survey, cone, watched), cases, work)


def within(survey: Survey, cone: Cone, trial: Trial) -> Trial:
    """The same run in the cone alone, where the views that it activates are named.

    What is given to other fields is left out, since it cannot matter.
    """
    activation = survey.activation
    named = sum(1 << activation.index[name] for name in trial.named)
    active = activation.activate(activation.reach(named))
    outside = tuple(given for given in trial.outside if given[0] in cone.fields)
    return Trial(activation.names(active & cone.views & ~activation.always), outside)


def stage_within(survey: Survey, cone: Cone, watched: tuple[View, ...]) -> Stage:
    """A stage of the views of a cone alone, where those are named that are active in the whole scope.

    Always-active views are default views there, and what a view reaches through views outside the cone it
    chains with itself. Groups have done their part. What outside values stand for is not written: what
    it reads is no part of the cone.
    """
    activation = survey.activation
    views = [
        replace(
            activation.views[i],
            default=bool(activation.always >> i & 1),
            group=None,
            writes=tuple(_worked_out(activation.views[i], cone)),
            chain=tuple(
                ChainEntry(activation.views[j].name, activation.views[j].span)
                for j in ones(activation.closures[i] & cone.views & ~(1 << i))
            ),
        )
        for i in ones(cone.views)
    ]
    return stage_of(survey.scope, cone.fields, views, [view.name for view in watched])


def _worked_out(view: View, cone: Cone) -> Iterator[Write]:
    """The writes of a view that are made within a cone."""
    return (write for write in view.writes if view.lazy or write.path not in cone.given)
