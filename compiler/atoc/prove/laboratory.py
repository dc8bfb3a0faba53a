"""Where questions are settled that activation alone does not decide: by trying all runs, or by the solver.

Idea. A question is tried in all cases of its cone, smallest first, where these are few and all there are:
then finding none that shows the defect is a proof. Trials run in the cone alone, where they are quick. Else
the same question is put to the solver, as a formula over all runs (``symbolic/``): that no run shows it is a
proof again, and an example of one is read off as a command line. Where the solver gives up, telling cases
are tried, which can refute and never prove. Whatever is said to show a defect is run once more in the whole
scope, by the runtime itself, so that a refutation is never wrong.

Outside values can do to a field whatever eager views can do to it. So where only lazy views read a field of
few values, giving it each of them stands for all that eager views write to it, and the cone is much
smaller.

Example. ``classes`` is written by two lazy views, ``when: data == 'cifar'`` and ``when: data ==
'imagenet'``. However many views set ``data``, the two runs ``data=cifar`` and ``data=imagenet`` prove that
``classes`` always has a value. Were the conditions ``epochs < 10`` and ``epochs >= 10``, the solver would.

Cost. At most ``MOST_TRIED`` runs before the solver is asked, ``MOST_CASES`` beside it, and ``MOST_WORK`` for
all questions about a scope; the solver has its own bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from atoc.expr import Expression
from atoc.findings import Method
from atoc.program import View
from atoc.prove.cases import MOST_CASES, Case, count_of, domain_in, ties_of
from atoc.prove.closure import ones
from atoc.prove.cone import Cone, cone_of
from atoc.prove.domains import Domain, exclude_each_other
from atoc.prove.experiment import Experiment, experiment_of, stage_within, within
from atoc.prove.ladder import Survey
from atoc.prove.replay import DefectError, Outcome, Stage, Trial, stage_of
from atoc.prove.symbolic.encoding import Encoding
from atoc.prove.symbolic.prover import Asks, Prover
from atoc.prove.symbolic.terms import Formula
from atoc.prove.witness import BoundReached

MOST_WORK = 2_000_000
"""How many views and fields the runs of one scope may compose, all questions together."""
MOST_TRIED = 256
"""How many cases are tried where the solver can be asked instead."""

MOST_SEEN = 2
"""How many runs that have shown something are tried for the next question about the same views."""

Shows = Callable[[Stage, Trial], bool | None]
"""Whether a run shows what is looked for; None where it gives no config, and so shows nothing either way."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question about these fields, and about the conditions of the ``watched`` views.

    Only runs in which all ``required`` views are active can show anything. ``settled`` is a pair of views
    that ``shows`` tries in both orders. ``ungiven`` are fields for which no outside value may stand.
    ``asks`` says the same as ``shows`` as a formula over all runs, for the solver. ``last`` are expressions
    that are worked out from the finished config. ``varied`` are fields whose outside values count, though
    no expression may read them.
    """

    targets: tuple[str, ...]
    shows: Shows
    required: int = 0
    watched: tuple[View, ...] = ()
    settled: int = 0
    ungiven: tuple[str, ...] = ()
    asks: Asks | None = None
    last: tuple[Expression, ...] = ()
    varied: tuple[str, ...] = ()


Key = tuple[tuple[str, ...], tuple[str, ...], int, tuple[str, ...], tuple[Expression, ...], tuple[str, ...]]


class Laboratory:
    """Where the questions of a scope are settled, until the work that they may take is done."""

    __slots__ = (
        "apart", "cones", "domains", "experiments", "prover", "seen", "stages", "survey", "ties", "work",
    )  # fmt: skip

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.prover = Prover(survey)
        self.work = MOST_WORK
        self.experiments: dict[Key, Experiment] = {}
        self.stages: dict[tuple[object, ...], Stage] = {}
        self.cones: dict[tuple[object, ...], Cone] = {}
        self.domains: dict[str, Domain] = {}
        self.ties: dict[tuple[object, ...], frozenset[int]] = {}
        self.apart: dict[int, bool] = {}
        self.seen: dict[int, list[Trial]] = {}

    def happens(self, inquiry: Inquiry) -> bool:
        """Whether some run shows it. Raises ``BoundReached`` where that is not known."""
        cone = self._cone(inquiry)
        experiment = self._narrow(inquiry, cone) or self._small(inquiry, cone)
        if experiment is not None:
            try:
                return next(self._showing(inquiry, experiment), None) is not None
            except BoundReached:
                pass
        try:
            return self._is_solved(inquiry, cone)
        except BoundReached:
            return self._told(inquiry, cone) is not None

    def witness(self, inquiry: Inquiry) -> Trial | None:
        """The smallest run that shows it, or None where no run does. Raises ``BoundReached``."""
        cone = self._cone(inquiry)
        narrow, small = self._narrow(inquiry, cone), self._small(inquiry, cone)
        try:
            if narrow is not None and next(self._showing(inquiry, narrow), None) is None:
                return None
            if small is not None:
                return self._first_shown(inquiry, small)
        except BoundReached:
            pass
        try:
            return self._solved(inquiry, cone)
        except BoundReached:
            return self._told(inquiry, cone)

    def method_of(self, inquiry: Inquiry) -> Method:
        """How a question that is settled here was settled: over closed sets, or over more."""
        cone = self._cone(inquiry)
        domains = (self._domain(cone, path) for path in cone.outside)
        return "finite" if all(domain.is_whole for domain in domains) else "smt"

    def are_apart(self, pair: int) -> bool:
        """Whether two views are never applied in one run: a group or their conditions keep them apart."""
        if pair not in self.apart:
            self.apart[pair] = self._keep_apart(pair)
        return self.apart[pair]

    def _keep_apart(self, pair: int) -> bool:
        survey = self.survey
        if survey.activation.clash(survey.activation.reach(pair)):
            return True
        views = [survey.views[i] for i in ones(pair)]
        conditions = [view.when for view in views if view.when is not None]
        if len(conditions) < 2 or any(
            write.path in condition.reads
            for condition in conditions
            for view in views
            for write in view.writes
        ):
            return False
        first, second = conditions
        return exclude_each_other(first, second, survey.scope.fields) or self.prover.excludes(first, second)

    # Cases

    def outcome(self, inquiry: Inquiry, trial: Trial) -> Outcome:
        """What comes of a witness, in the whole scope."""
        return self._whole_stage(inquiry, self._cone(inquiry), trial).run(trial)

    def first_of(self, inquiry: Inquiry, trials: Iterable[Trial], shows: Shows) -> Trial | None:
        """The first of some trials that shows something by itself, in the whole scope."""
        cone = self._cone(inquiry)
        return next((each for each in trials if shows(self._whole_stage(inquiry, cone, each), each)), None)

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

        There it may be refused for something else, eager views may do what no outside value can mend, and the
        free order of other views may fall otherwise; then it shows nothing, and nothing else is known.
        """
        showing = None
        for showing in self._showing(inquiry, experiment):
            stage = self._whole_stage(inquiry, experiment.cone, showing.trial)
            shown = inquiry.shows(stage, showing.trial)
            if shown:
                return _shortened(inquiry, stage, showing.trial)
            is_same = experiment.cases.ties <= {inquiry.settled} and not experiment.cone.given
            if shown is not None and is_same and not stage.run(showing.trial).is_refused:
                raise DefectError(f"{showing.trial.words} shows nothing about {inquiry.targets}")
        if showing is None:
            return None
        raise BoundReached

    def _narrow(self, inquiry: Inquiry, cone: Cone) -> Experiment | None:
        """The cases where outside values stand for eager views, if they are few and all there are."""
        given = frozenset(path for path in cone.outside if self._can_be_given(inquiry, cone, path))
        if not given:
            return None
        narrow = self._cone(inquiry, given)
        experiment = self._small(inquiry, narrow)
        return experiment if experiment is not None and experiment.cases.is_whole else None

    def _can_be_given(self, inquiry: Inquiry, cone: Cone, path: str) -> bool:
        if path in cone.early or path in inquiry.targets or path in inquiry.ungiven:
            return False
        if self.survey.scope.fields[
            path
        ].guards:  # where it is not there, an eager view may have set it before
            return False
        domain = self._domain(cone, path)
        return domain.is_whole and bool(domain.values)

    def _small(self, inquiry: Inquiry, cone: Cone) -> Experiment | None:
        """The cases of a cone, if they are few enough to be tried before the solver is asked."""
        domains = {path: self._domain(cone, path) for path in cone.outside}
        count = count_of(self.survey, cone, inquiry.required, domains)
        limit = MOST_CASES if inquiry.asks is None else MOST_TRIED
        return None if count is None or count > limit else self._experiment(inquiry, cone)

    def _experiment(self, inquiry: Inquiry, cone: Cone) -> Experiment:
        watched = tuple(view.name for view in inquiry.watched)
        key = (inquiry.targets, watched, inquiry.required, cone.given, inquiry.last, inquiry.varied)
        if key not in self.experiments:
            found = experiment_of(self.survey, cone, inquiry.required, inquiry.watched)
            self._take(10 * len(found.cases.cases))
            self.experiments[key] = found
        return self.experiments[key]

    def _take(self, work: int) -> None:
        if self.work < work:
            raise BoundReached
        self.work -= work

    # The solver

    def _is_solved(self, inquiry: Inquiry, cone: Cone) -> bool:
        """Whether the solver finds a run, which is confirmed in the cone. Raises ``BoundReached``."""
        stage = self._stage_within(cone, inquiry.watched)
        seen = self.seen.setdefault(inquiry.required, self._plainest(inquiry.required))
        for trial in seen if inquiry.asks is not None else ():
            self._take(cone.views.bit_count() + len(cone.fields))
            if inquiry.shows(stage, within(self.survey, cone, trial)):
                return True
        encoding, question = self._question(inquiry, cone)
        with self.prover.asking(encoding, question, inquiry.required) as asking:
            if asking.answer == "impossible":
                return False
            for trial in asking.examples():
                self._take(cone.views.bit_count() + len(cone.fields))
                if inquiry.shows(stage, within(self.survey, cone, trial)):
                    self.seen[inquiry.required] = [trial, *seen][:MOST_SEEN]
                    return True
        raise BoundReached

    def _plainest(self, required: int) -> list[Trial]:
        """The smallest run in which these views are active, if there is one."""
        names = self.survey.search.smallest(required, 0)
        return [] if names is None else [Trial(names)]

    def _solved(self, inquiry: Inquiry, cone: Cone) -> Trial | None:
        """The smallest run that the solver finds and a run confirms; None where it proves there is none."""
        encoding, question = self._question(inquiry, cone)
        with self.prover.asking_for_smallest(encoding, question, inquiry.required) as asking:
            if asking.answer == "impossible":
                return None
            for trial in asking.smallest():
                stage = self._whole_stage(inquiry, cone, trial)
                if inquiry.shows(stage, trial):
                    return _shortened(inquiry, stage, trial)
        raise BoundReached

    def _question(self, inquiry: Inquiry, cone: Cone) -> tuple[Encoding, Formula]:
        if inquiry.asks is None:
            raise BoundReached
        key = (cone.fields, cone.views)
        if key not in self.ties:
            self.ties[key] = frozenset(tie for tie in ties_of(self.survey, cone) if not self.are_apart(tie))
        encoding = self.prover.encoding(cone, self.ties[key] - {inquiry.settled}, inquiry.settled)
        return encoding, self.prover.question(encoding, inquiry.asks, inquiry.required)

    def _told(self, inquiry: Inquiry, cone: Cone) -> Trial | None:
        """What all cases show where they were not tried before, or those that tell most."""
        try:
            return self._first_shown(inquiry, self._experiment(inquiry, cone))
        except BoundReached:
            narrow = self._narrow(inquiry, cone)
            if narrow is None:
                raise
            return self._first_shown(inquiry, narrow)

    def _stage_within(self, cone: Cone, watched: tuple[View, ...]) -> Stage:
        idle = tuple(view for view in watched if not any(write.path in cone.fields for write in view.writes))
        key = (cone.fields, cone.views, tuple(view.name for view in idle))
        if key not in self.stages:
            self.stages[key] = stage_within(self.survey, cone, idle)
        return self.stages[key]

    def _cone(self, inquiry: Inquiry, given: frozenset[str] = frozenset()) -> Cone:
        watched = tuple(view.name for view in inquiry.watched)
        key = (inquiry.targets, watched, given, tuple(each.span for each in inquiry.last), inquiry.varied)
        if key not in self.cones:
            self.cones[key] = cone_of(
                self.survey, inquiry.targets, inquiry.watched, given, inquiry.last, inquiry.varied
            )
        return self.cones[key]

    def _domain(self, cone: Cone, path: str) -> Domain:
        """What the field can be given, if that is a closed set; else some of it, for one cone or another."""
        if path not in self.domains:
            self.domains[path] = domain_in(self.survey, cone, path)
        return self.domains[path]

    def _whole_stage(self, inquiry: Inquiry, cone: Cone, trial: Trial) -> Stage:
        views = self.survey.reachable(trial.named, inquiry.required)
        return stage_of(self.survey.scope, cone.fields, views, [view.name for view in inquiry.watched])


def _shortened(inquiry: Inquiry, stage: Stage, trial: Trial) -> Trial:
    for given in trial.outside:
        shorter = Trial(trial.named, tuple(other for other in trial.outside if other != given))
        if inquiry.shows(stage, shorter):
            return _shortened(inquiry, stage, shorter)
    return trial
