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

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from atoc.findings import Method
from atoc.program import Known, View
from atoc.prove.activation.closure import ones
from atoc.prove.activation.cone import Cone, Cones
from atoc.prove.activation.ladder import Survey
from atoc.prove.activation.orders import MOST_ORDERS
from atoc.prove.activation.witness import BoundReached
from atoc.prove.deciding.cases import MOST_CASES, count_of, domain_in
from atoc.prove.deciding.experiment import Experiment, experiment_of, stage_within, within
from atoc.prove.deciding.inquiry import Arrangements, Inquiry, Key, Shows
from atoc.prove.replaying.replay import DefectError, Outcome, Stage, Trial, stage_of
from atoc.prove.symbolic.encoding import Encoding
from atoc.prove.symbolic.prover import Prover
from atoc.prove.symbolic.terms import Formula
from atoc.prove.values.domains import Domain

MOST_WORK = 2_000_000
"""How many views and fields the runs of one scope may compose, all questions together."""
MOST_TRIED = 256
"""How many cases are tried where the solver can be asked instead."""

MOST_SOON = 64
"""How many cases with views that tie are tried before the solver looks for the smallest."""

MOST_PERMUTED = 5
"""How many names are put in each order to find one that shows something."""

LEAST_ORDERED = 2
"""How many views it takes to tell an order."""

MOST_SEEN = 2
"""How many runs that have shown something are tried for the next question about the same views."""


Hints = Sequence[Sequence[int]]
"""Views in the orders that an example of the solver gives them."""


class Laboratory:
    """Where the questions of a scope are settled, until the work that they may take is done.

    One that stands ``beside`` another has work of its own to do, and shares what that one knows of the scope.
    """

    __slots__ = (
        "arrangements", "cones", "domains", "experiments", "growing", "prover", "seen", "stages", "survey",
        "work",
    )  # fmt: skip

    def __init__(self, survey: Survey, beside: Laboratory | None = None) -> None:
        self.survey = survey
        self.work = MOST_WORK
        self.experiments: dict[Key, Experiment] = {}
        self.seen: dict[int, list[Trial]] = {}
        self.prover: Prover = Prover(survey) if beside is None else beside.prover
        self.arrangements: Arrangements = (
            Arrangements(survey, self.prover) if beside is None else beside.arrangements
        )
        self.growing: Cones = Cones(survey) if beside is None else beside.growing
        self.stages: dict[tuple[object, ...], Stage] = {} if beside is None else beside.stages
        self.cones: dict[tuple[object, ...], Cone] = {} if beside is None else beside.cones
        self.domains: dict[str, Domain] = {}

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
            return self._soon(inquiry, cone) or self._solved(inquiry, cone)
        except BoundReached:
            return self._told(inquiry, cone)

    def method_of(self, inquiry: Inquiry) -> Method:
        """How a question that is settled here was settled: over closed sets, or over more."""
        cone = self._cone(inquiry)
        domains = (self._domain(cone, path) for path in cone.outside)
        return "finite" if all(domain.is_whole for domain in domains) else "smt"

    # Cases

    def outcome(self, inquiry: Inquiry, trial: Trial) -> Outcome:
        """What comes of a witness, in the whole scope."""
        return self._whole_stage(inquiry, self._cone(inquiry), trial).run(trial)

    def first_of(self, inquiry: Inquiry, trials: Iterable[Trial], shows: Shows) -> Trial | None:
        """The first of some trials that shows something by itself, in the whole scope."""
        cone = self._cone(inquiry)
        return next((each for each in trials if shows(self._whole_stage(inquiry, cone, each), each)), None)

    def _soon(self, inquiry: Inquiry, cone: Cone) -> Trial | None:
        """The smallest run that shows it, if few runs find it: where views tie, the solver is slow to."""
        domains = {path: self._domain(cone, path) for path in cone.outside}
        count = count_of(self.survey, cone, inquiry.required, domains)
        is_free = self.arrangements.orders_of(inquiry, cone).is_free
        if inquiry.asks is None or not is_free or count is None or count > MOST_CASES:
            return None
        if self.work < MOST_WORK // 2:  # the rest is for what the solver leaves open
            return None
        found = self._showing(inquiry, self._experiment(inquiry, cone), MOST_SOON)
        try:
            trial = next(found, None)
        except BoundReached:
            return None
        if trial is None or (trial.order and not inquiry.in_any_order):
            return None
        return self._confirmed(inquiry, self._whole_stage(inquiry, cone, trial), trial)

    def _showing(self, inquiry: Inquiry, experiment: Experiment, most: int = MOST_WORK) -> Iterator[Trial]:
        """The runs that show it, smallest first. Raises ``BoundReached`` at the end if others may."""
        is_known = experiment.cases.is_whole
        for number, case in enumerate(experiment.cases.cases):
            if number >= most:
                raise BoundReached
            for count, (trial, order) in enumerate(
                self.arrangements.of_run(inquiry, experiment.cone, case.trial)
            ):
                self._take(experiment.work)
                shown = inquiry.shows(experiment.stage, replace(case.within, order=order))
                if shown:
                    yield trial
                is_known = is_known and shown is not None and count < MOST_ORDERS
        if not is_known:
            raise BoundReached

    def _first_shown(self, inquiry: Inquiry, experiment: Experiment) -> Trial | None:
        """The smallest run that shows the same in the whole scope, without outside values it can do without.

        There it may be refused for something else, and eager views may do what no outside value can mend;
        then it shows nothing, and nothing else is known.
        """
        found, is_shown = None, False
        try:
            for trial in self._showing(inquiry, experiment):
                is_shown = True
                stage = self._whole_stage(inquiry, experiment.cone, trial)
                first = self._confirmed(inquiry, stage, trial)
                if first is not None and (not first.order or inquiry.in_any_order):
                    return first
                found = found or first
                is_same = first is None and not trial.order and not experiment.cone.given
                if is_same and inquiry.shows(stage, trial) is False and not stage.run(trial).is_refused:
                    raise DefectError(f"{trial.words} shows nothing about {inquiry.targets}")
        except BoundReached:
            if found is None:
                raise
        if found is None and is_shown:
            raise BoundReached
        return found if found is None else self._ordered_by_words(inquiry, experiment.cone, found)

    # Orders

    def _confirmed(self, inquiry: Inquiry, stage: Stage, trial: Trial) -> Trial | None:
        """A run that shows it in the whole scope, if it can be in the order of its own names."""
        plain = replace(trial, order=())
        for each in (plain, trial) if trial.order and not inquiry.in_any_order else (trial,):
            if inquiry.shows(stage, each):
                return _shortened(inquiry, stage, each)
        return None

    def _ordered_by_words(self, inquiry: Inquiry, cone: Cone, trial: Trial) -> Trial:
        """The run with its views named in such an order that it shows the same, if names can do that."""
        activation, stage = self.survey.activation, self._whole_stage(inquiry, cone, trial)
        named = permutations(trial.named) if len(trial.named) <= MOST_PERMUTED else iter(())
        index = activation.index
        chosen = [name for name in trial.order if not activation.always >> index[name] & 1]
        every = tuple(dict.fromkeys((*chosen, *trial.named)))
        can_be_named = not any(self.survey.views[index[name]].part_of for name in every)
        for names in (*named, *([every] if can_be_named else [])):
            found = Trial(names, trial.outside)
            if inquiry.shows(stage, found):
                return found
        return _loosened(inquiry, stage, trial)

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
        if self.survey.scope.fields[path].guards:  # where it is not there, an eager view may have set it
            return False
        if inquiry.settled and not self._has_value(path):  # one order may fail where the other does not
            return False
        domain = self._domain(cone, path)
        return domain.is_whole and bool(domain.values)

    def _has_value(self, path: str) -> bool:
        """Whether a field surely has a value before the lazy views."""
        ladder = self.survey.ladders.get(path)
        setters = 0 if ladder is None else ladder.certain & self.survey.activation.always
        is_set = any(not self.survey.views[i].lazy for i in ones(setters))
        return is_set or isinstance(self.survey.scope.fields[path].default, Known)

    def _small(self, inquiry: Inquiry, cone: Cone) -> Experiment | None:
        """The cases of a cone, if they are few enough to be tried before the solver is asked."""
        domains = {path: self._domain(cone, path) for path in cone.outside}
        count = count_of(self.survey, cone, inquiry.required, domains)
        limit = MOST_CASES if inquiry.asks is None else MOST_TRIED
        if count is None or count > limit:
            return None
        orders = self.arrangements.orders_of(inquiry, cone)
        is_small = not orders.is_free or count * orders.count(cone.views) <= limit
        return self._experiment(inquiry, cone) if is_small else None

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
            if self._is_shown_within(inquiry, cone, stage, trial):
                return True
        encoding, question = self._question(inquiry, cone)
        with self.prover.asking(encoding, question, inquiry.required) as asking:
            if asking.answer == "impossible":
                return False
            for trial in asking.examples():
                if self._is_shown_within(inquiry, cone, stage, trial, asking.order()):
                    self.seen[inquiry.required] = [trial, *seen][:MOST_SEEN]
                    return True
        raise BoundReached

    def _is_shown_within(
        self, inquiry: Inquiry, cone: Cone, stage: Stage, trial: Trial, hints: Hints = ()
    ) -> bool:
        """Whether a run shows it in the cone, in one order or another."""
        inner = within(self.survey, cone, trial)
        for _, order in self.arrangements.of_run(inquiry, cone, trial, hints):
            self._take(cone.views.bit_count() + len(cone.fields))
            if inquiry.shows(stage, replace(inner, order=order)):
                return True
        return False

    def _plainest(self, required: int) -> list[Trial]:
        """The smallest run in which these views are active, if there is one."""
        names = self.survey.search.smallest(required, 0)
        return [] if names is None else [Trial(names)]

    def _solved(self, inquiry: Inquiry, cone: Cone) -> Trial | None:
        """The smallest run that the solver finds and a run confirms; None where it proves there is none."""
        encoding, question = self._question(inquiry, cone)
        found = None
        with self.prover.asking_for_smallest(encoding, question, inquiry.required) as asking:
            if asking.answer == "impossible":
                return None
            for trial in asking.smallest():
                first = self._first_in_order(inquiry, cone, trial, asking.order())
                if first is not None and (not first.order or inquiry.in_any_order):
                    return first
                found = found or first
        if found is None:
            raise BoundReached
        return self._in_usual_order(inquiry, cone) or self._ordered_by_words(inquiry, cone, found)

    def _first_in_order(self, inquiry: Inquiry, cone: Cone, trial: Trial, hints: Hints) -> Trial | None:
        """A run in the first order that shows it in the whole scope."""
        stage = self._whole_stage(inquiry, cone, trial)
        for each, _ in self.arrangements.of_run(inquiry, cone, trial, hints):
            self._take(cone.views.bit_count() + len(cone.fields))
            found = self._confirmed(inquiry, stage, each)
            if found is not None:
                return found
        return None

    def _in_usual_order(self, inquiry: Inquiry, cone: Cone) -> Trial | None:
        """A run that shows it in the order of its own names, as far as trying finds one."""
        try:
            found = self._told(inquiry, cone)
        except BoundReached:
            return None
        return found if found is not None and not found.order else None

    def _question(self, inquiry: Inquiry, cone: Cone) -> tuple[Encoding, Formula]:
        if inquiry.asks is None:
            raise BoundReached
        ties = self.arrangements.ties_of(cone)
        encoding = self.prover.encoding(cone, ties - {inquiry.settled}, inquiry.settled)
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
            self.cones[key] = self.growing.of(
                inquiry.targets, inquiry.watched, given, inquiry.last, inquiry.varied
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


def _loosened(inquiry: Inquiry, stage: Stage, trial: Trial) -> Trial:
    """The run with no more of its order than shows it."""
    for name in reversed(trial.order) if len(trial.order) > LEAST_ORDERED else ():
        looser = replace(trial, order=tuple(other for other in trial.order if other != name))
        if inquiry.shows(stage, looser):
            return _loosened(inquiry, stage, looser)
    return trial


def _shortened(inquiry: Inquiry, stage: Stage, trial: Trial) -> Trial:
    for given in trial.outside:
        shorter = replace(trial, outside=tuple(other for other in trial.outside if other != given))
        if inquiry.shows(stage, shorter):
            return _shortened(inquiry, stage, shorter)
    return trial
