"""Where questions are tried that activation alone does not decide: every run that can matter, smallest first.

Idea. A question is tried in all cases of its cone. Where these are all there are, finding none that shows
the defect is a proof; otherwise trying can only refute. Trials run in the cone alone, where they are quick;
a witness is then run once more in the whole scope, by the runtime itself, so that a refutation is never
wrong.

Outside values can do to a field whatever eager views can do to it. So where only lazy views read a field of
few values, giving it each of them stands for all that eager views write to it, and the cone is much
smaller.

Example. ``classes`` is written by two lazy views, ``when: data == 'cifar'`` and ``when: data ==
'imagenet'``. However many views set ``data``, the two runs ``data=cifar`` and ``data=imagenet`` prove that
``classes`` always has a value.

Cost. At most ``MOST_CASES`` runs a question, and ``MOST_WORK`` for all questions about a scope.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from atoc.program import ChainEntry, View
from atoc.prove.cases import Case, Cases, cases_of, domain_in
from atoc.prove.closure import ones
from atoc.prove.cone import Cone, cone_of
from atoc.prove.ladder import Survey
from atoc.prove.replay import DefectError, Stage, Trial, stage_of
from atoc.prove.witness import BoundReached

MOST_WORK = 2_000_000
"""How many views and fields the runs of one scope may compose, all questions together."""

Shows = Callable[[Stage, Trial], bool | None]
"""Whether a run shows what is looked for; None where it gives no config, and so shows nothing either way."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question about these fields, and about the conditions of the ``watched`` views.

    Only runs in which all ``required`` views are active can show anything. ``settled`` is a pair of views
    that ``shows`` tries in both orders. ``ungiven`` is a field for which no outside value may stand.
    """

    targets: tuple[str, ...]
    shows: Shows
    required: int = 0
    watched: tuple[View, ...] = ()
    settled: int = 0
    ungiven: str | None = None


@dataclass(frozen=True, slots=True)
class Experiment:
    """The cases of a cone with the stage to try them on. ``work`` is what one run composes."""

    cone: Cone
    stage: Stage
    cases: Cases
    work: int


Key = tuple[tuple[str, ...], tuple[str, ...], int, tuple[str, ...]]


class Laboratory:
    """Where the experiments of a scope are made, each once, until the work that they may take is done."""

    __slots__ = ("experiments", "survey", "work")

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.work = MOST_WORK
        self.experiments: dict[Key, Experiment] = {}

    def happens(self, inquiry: Inquiry) -> bool:
        """Whether some run shows it. Raises ``BoundReached`` where that is not known."""
        cone = self._cone(inquiry)
        experiment = self._narrow(inquiry, cone) or self._experiment(inquiry, cone)
        return next(self._showing(inquiry, experiment), None) is not None

    def witness(self, inquiry: Inquiry) -> Trial | None:
        """The smallest run that shows it, or None where no run does. Raises ``BoundReached``."""
        cone = self._cone(inquiry)
        narrow = self._narrow(inquiry, cone)
        if narrow is not None and next(self._showing(inquiry, narrow), None) is None:
            return None
        try:
            return self._first_shown(inquiry, self._experiment(inquiry, cone))
        except BoundReached:
            if narrow is None:
                raise
            return self._first_shown(inquiry, narrow)

    def _showing(self, inquiry: Inquiry, experiment: Experiment) -> Iterator[Case]:
        """The cases that show it, smallest first. Raises ``BoundReached`` at the end if others may."""
        cases = experiment.cases
        is_known = cases.is_whole and cases.ties <= {inquiry.settled}
        for case in cases.cases:
            self._take(experiment.work)
            shown = inquiry.shows(experiment.stage, case.within)
            if shown:
                yield case
            is_known = is_known and shown is not None
        if not is_known:
            raise BoundReached

    def _first_shown(self, inquiry: Inquiry, experiment: Experiment) -> Trial | None:
        """The smallest run that shows the same in the whole scope, without outside values it can do without.

        There it may be refused for something else, and the free order of other views may fall otherwise;
        then it shows nothing, and nothing else is known.
        """
        showing = None
        for showing in self._showing(inquiry, experiment):
            stage = self._whole_stage(inquiry, experiment.cone, showing.trial)
            shown = inquiry.shows(stage, showing.trial)
            if shown:
                return _shortened(inquiry, stage, showing.trial)
            if shown is not None and experiment.cases.ties <= {inquiry.settled}:
                raise DefectError(f"{showing.trial.words} shows nothing about {inquiry.targets}")
        if showing is None:
            return None
        raise BoundReached

    def _whole_stage(self, inquiry: Inquiry, cone: Cone, trial: Trial) -> Stage:
        views = self.survey.reachable(trial.named, inquiry.required)
        return stage_of(self.survey.scope, cone.fields, views, [view.name for view in inquiry.watched])

    def _cone(self, inquiry: Inquiry) -> Cone:
        return cone_of(self.survey, inquiry.targets, inquiry.watched)

    def _narrow(self, inquiry: Inquiry, cone: Cone) -> Experiment | None:
        """The cases where outside values stand for eager views, if they are all there are."""
        given = frozenset(path for path in cone.outside if self._can_be_given(inquiry, cone, path))
        if not given:
            return None
        experiment = self._experiment(inquiry, cone_of(self.survey, inquiry.targets, inquiry.watched, given))
        return experiment if experiment.cases.is_whole else None

    def _can_be_given(self, inquiry: Inquiry, cone: Cone, path: str) -> bool:
        if path in cone.early or path in inquiry.targets or path == inquiry.ungiven:
            return False
        domain = domain_in(self.survey, cone, path)
        return domain.is_whole and bool(domain.values)

    def _experiment(self, inquiry: Inquiry, cone: Cone) -> Experiment:
        watched = tuple(view.name for view in inquiry.watched)
        key = (inquiry.targets, watched, inquiry.required, cone.given)
        found = self.experiments.get(key)
        if found is None:
            cases = cases_of(self.survey, cone, inquiry.required)
            self._take(10 * len(cases.cases))
            views = cone.views.bit_count()
            stage = _stage_within(self.survey, cone, inquiry.watched)
            found = self.experiments[key] = Experiment(cone, stage, cases, 10 + views + len(cone.fields))
        return found

    def _take(self, work: int) -> None:
        if self.work < work:
            raise BoundReached
        self.work -= work


def _shortened(inquiry: Inquiry, stage: Stage, trial: Trial) -> Trial:
    for given in trial.outside:
        shorter = Trial(trial.named, tuple(other for other in trial.outside if other != given))
        if inquiry.shows(stage, shorter):
            return _shortened(inquiry, stage, shorter)
    return trial


def _stage_within(survey: Survey, cone: Cone, watched: tuple[View, ...]) -> Stage:
    """A stage of the views of a cone alone, where those are named that are active in the whole scope.

    Always-active views are default views there, and what a view reaches through views outside the cone it
    chains with itself. Groups have done their part.
    """
    activation = survey.activation
    views = [
        replace(
            activation.views[i],
            default=bool(activation.always >> i & 1),
            group=None,
            chain=tuple(
                ChainEntry(activation.views[j].name, activation.views[j].span)
                for j in ones(activation.closures[i] & cone.views & ~(1 << i))
            ),
        )
        for i in ones(cone.views)
    ]
    return stage_of(survey.scope, cone.fields, views, [view.name for view in watched])
