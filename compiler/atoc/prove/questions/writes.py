"""ATC203, ATC204, ATC205: what every view and every write of it is good for.

Idea. A view that is never applied is dead; else each of its writes is asked about, first whether it is alive
(``dead.py``), then, of those alive, whether it changes anything (``idle.py``). Where all writes of a view
are dead the view is told, and not its writes.

Example. ``wide`` sets ``lr`` and ``steps``, and ``top`` always sets ``lr`` after it: the write of ``lr`` is
dead. If ``top`` sets both, ``wide`` is dead.

Cost. One look at each write.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from atoc.findings import Method
from atoc.program import Known, View
from atoc.prove.activation.closure import ones
from atoc.prove.activation.ladder import Survey
from atoc.prove.activation.witness import BoundReached
from atoc.prove.deciding.inquiry import Inquiry
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.facts import DeadView, DeadWrite, NoOpWrite, Verdict
from atoc.prove.questions.dead import Subject, fate_of, winners_of
from atoc.prove.questions.idle import effect_of, givers_of
from atoc.prove.replaying.replay import Stage, Trial
from atoc.prove.symbolic.encoding import Encoding
from atoc.prove.symbolic.terms import Formula, both


def fates_of_writes(
    laboratory: Laboratory,
) -> tuple[list[DeadView | DeadWrite | NoOpWrite], list[Verdict]]:
    """The dead views, the dead writes and the writes without effect, and two verdicts a view that writes."""
    facts: list[DeadView | DeadWrite | NoOpWrite] = []
    verdicts: list[Verdict] = []
    for i, view in enumerate(laboratory.survey.views):
        found, outcomes = _of_view(laboratory, i, view)
        facts.extend(found)
        verdicts.extend(outcomes)
    return facts, verdicts


def _of_view(
    laboratory: Laboratory, i: int, view: View
) -> tuple[list[DeadView | DeadWrite | NoOpWrite], list[Verdict]]:
    survey = laboratory.survey
    dead_view = _never(laboratory, i, view)
    if dead_view is not None:
        told = [] if dead_view.is_follower else [Verdict("ATC204", view.name, "refuted", dead_view.method)]
        return [dead_view], told
    if not view.writes:
        return [], []
    ladders = (survey.ladders.get(write.path) for write in view.writes)
    subjects = [Subject(survey, each, i) for each in ladders if each is not None and i in each.writes]
    fates = [fate_of(laboratory, subject) for subject in subjects]
    if subjects and len(subjects) == len(view.writes) and all(fate == "dead" for fate, _ in fates):
        method = fates[0][1]
        winners = (winners_of(subject, how) for subject, (_, how) in zip(subjects, fates, strict=True))
        covering = _in_order(survey, frozenset[int]().union(*winners))
        return [DeadView(view, False, covering, method)], [Verdict("ATC204", view.name, "refuted", method)]
    dead = [
        DeadWrite(view, subject.write, _in_order(survey, winners_of(subject, method)), method)
        for subject, (fate, method) in zip(subjects, fates, strict=True)
        if fate == "dead"
    ]
    living = [
        subject
        for subject, (fate, _) in zip(subjects, fates, strict=True)
        if fate != "dead" and isinstance(subject.write.value, Known)
    ]
    effects = [(subject, *effect_of(laboratory, subject)) for subject in living]
    idle = [
        NoOpWrite(view, subject.write, _in_order(survey, givers_of(subject, method)), method)
        for subject, effect, method in effects
        if effect == "idle"
    ]
    return [*dead, *idle], [
        _summed("ATC203", view, fates, "dead"),
        _summed("ATC205", view, [(effect, method) for _, effect, method in effects], "idle"),
    ]


def _summed(code: str, view: View, answers: Sequence[tuple[str, Method]], bad: str) -> Verdict:
    """One verdict on all writes of a view: the gravest."""
    by_answer = dict(answers)
    if bad in by_answer:
        return Verdict(code, view.name, "refuted", by_answer[bad])
    if "unproved" in by_answer:
        return Verdict(code, view.name, "unproved", "unproved")
    methods = {method for _, method in answers}
    hardest: Method = "smt" if "smt" in methods else "finite" if "finite" in methods else "closure"
    return Verdict(code, view.name, "proved", hardest)


def _never(laboratory: Laboratory, i: int, view: View) -> DeadView | None:
    """The fact that a view is never active, or that its condition never holds."""
    survey = laboratory.survey
    try:
        if survey.alone[i] is None and not survey.search.is_possible(1 << i, 0):
            follows = _is_follower(survey, i)
            return DeadView(view, False, (), "closure", never_active=True, is_follower=follows)
        if view.when is None:
            return None

        def shows(stage: Stage, trial: Trial) -> bool | None:
            outcome = stage.run(trial)
            return outcome.shown_if_refused if outcome.is_refused else view.name in outcome.applied

        def asks(encoding: Encoding) -> Formula:
            return both(encoding.gives_config, encoding.applied(i))

        inquiry = Inquiry((), shows, required=1 << i, watched=(view,), asks=asks)
        return (
            None if laboratory.happens(inquiry) else DeadView(view, True, (), laboratory.method_of(inquiry))
        )
    except BoundReached:
        return None


def _is_follower(survey: Survey, i: int) -> bool:
    """Whether a view that is never active is so for what is told elsewhere.

    That is: it clashes by its chains, no selection at all is valid, or it chains with another such view.
    """
    activation, search = survey.activation, survey.search
    if activation.clash(activation.always | activation.closures[i]) or not search.is_possible(0, 0):
        return True
    chained = activation.closures[i] & ~(1 << i)
    return any(survey.alone[j] is None and not search.is_possible(1 << j, 0) for j in ones(chained))


def _in_order(survey: Survey, views: Iterable[int]) -> tuple[View, ...]:
    """Views in the order of application, those of one tier by their declaration."""
    return tuple(survey.views[i] for i in sorted(views, key=lambda i: (survey.tiers[i], i)))
