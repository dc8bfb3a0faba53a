"""ATC201: can a selection leave a field without a value?

Idea. A field without a default is unset exactly where no writer of it is active. So the question is for a
selection that activates none of its writers, and the smallest is often no name at all. Writers with a
condition may or may not write: if leaving out all writers is possible, the field is unset; if not even the
certain writers can be left out, it is always set; between the two, runs are tried. A writer that cannot
do without the value from before gives it no first one, and does not count. A field of a variant has to have
a value only where the variant is the current one at the end, which runs decide.

Example. ``lr`` is written by ``base``, a default view, so it is always set. ``size`` is written by
``small`` and ``large`` of a group whose default is ``small``: leaving both out is impossible, so it is
always set too.

Cost. One intersection of bit sets a field, but for group defaults (``witness.py``) and conditions
(``laboratory.py``).
"""

from __future__ import annotations

from atoc.expr import Expression, Tree
from atoc.expr.tree import Comparison, Conditional, Logic, Name, children
from atoc.program import Field, View, Write
from atoc.prove.activation.closure import ones
from atoc.prove.activation.ladder import Survey, with_fields_of
from atoc.prove.activation.witness import BoundReached
from atoc.prove.deciding.inquiry import Inquiry
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.facts import Unset, Verdict, Witness
from atoc.prove.questions.variants import is_there, kinds_of, reading_kinds
from atoc.prove.replaying.replay import DefectError, Stage, Trial, stage_of
from atoc.prove.symbolic.encoding import Encoding
from atoc.prove.symbolic.terms import Formula, both, either, negation

AT_ONCE = 100
"""How many fields one run shows to be unset."""

Answer = Unset | Verdict


def unset_fields(laboratory: Laboratory) -> tuple[list[Unset], list[Verdict]]:
    """The fields that a selection leaves unset, and the verdict on every field without a default."""
    facts: list[Unset] = []
    verdicts: list[Verdict] = []
    bench: Laboratory | None = None
    for field in laboratory.survey.scope.fields.values():
        if field.member.runtime.input or not (field.default is None or field.is_default_partial):
            continue
        try:
            if field.guards or field.is_default_partial:
                bench = bench or _bench(laboratory)
                answer = _ask_in_variant(bench, field)
            else:
                answer = _ask(laboratory, field)
        except BoundReached:
            answer = Verdict("ATC201", field.path, "unproved", "unproved")
        if isinstance(answer, Unset):
            facts.append(answer)
            answer = Verdict("ATC201", field.path, "refuted", answer.method)
        verdicts.append(answer)
    _replay(laboratory.survey, [fact for fact in facts if fact.method == "closure"])
    return facts, verdicts


def _bench(laboratory: Laboratory) -> Laboratory:
    """Where it is tried for fields of variants."""
    survey = laboratory.survey
    return Laboratory(with_fields_of(survey, reading_kinds(survey.scope)))


def _ask(laboratory: Laboratory, field: Field) -> Answer:
    survey = laboratory.survey
    setters = survey.setters[field.path] & ~_changers(survey, field.path)
    certain = setters & ~_conditional(survey, field.path)
    proved = Verdict("ATC201", field.path, "proved", "closure")
    if survey.activation.always & certain:
        return proved
    witness = _without(survey, setters)
    if witness is None:
        is_set = certain == setters or _without(survey, certain) is None
        return proved if is_set else _tried(laboratory, field, setters)
    known = Unset(field, witness, "closure")
    if not witness or certain == setters:
        return known
    try:
        smallest = _tried(laboratory, field, setters)  # an outside value may show it in no more words
    except BoundReached:
        return known
    return smallest if isinstance(smallest, Unset) else known


def _ask_in_variant(laboratory: Laboratory, field: Field) -> Answer:
    """Whether the field is there without a value in some run."""
    survey = laboratory.survey
    certain = survey.setters[field.path] & ~_changers(survey, field.path) & ~_conditional(survey, field.path)
    if survey.activation.always & certain or _without(survey, certain) is None:
        return Verdict("ATC201", field.path, "proved", "closure")
    kinds = kinds_of(field)

    def shows(stage: Stage, trial: Trial) -> bool | None:
        if any(path == field.path for path, _, _ in trial.outside):
            return False
        outcome = stage.run(trial)
        if outcome.is_refused:
            return outcome.shown_if_refused
        return field.path not in outcome.values and is_there(kinds, outcome)

    def asks(encoding: Encoding) -> Formula:
        end = encoding.state("end")
        unset = negation(either(encoding.given(field.path), end[field.path].is_set))
        return both(encoding.gives_config, encoding.exists(field.path, end), unset)

    inquiry = Inquiry((field.path,), shows, ungiven=(field.path,), asks=asks)
    trial, method = laboratory.witness(inquiry), laboratory.method_of(inquiry)
    if trial is None:
        return Verdict("ATC201", field.path, "proved", method)
    return Unset(field, trial.words, method, trial.order)


def _tried(laboratory: Laboratory, field: Field, setters: int) -> Answer:
    """The answer of runs: whether in one of them no writer is applied, whatever it would have written."""
    writers = tuple(laboratory.survey.views[i] for i in ones(setters))
    names = {view.name for view in writers}

    def shows(stage: Stage, trial: Trial) -> bool | None:
        if any(path == field.path for path, _, _ in trial.outside):
            return False
        outcome = stage.run(trial)
        return outcome.shown_if_refused if outcome.is_refused else names.isdisjoint(outcome.applied)

    def asks(encoding: Encoding) -> Formula:
        applied = (encoding.applied(i) for i in ones(setters))
        unset = negation(either(encoding.given(field.path), *applied))
        return both(encoding.gives_config, unset)

    inquiry = Inquiry((), shows, watched=writers, ungiven=(field.path,), asks=asks)
    trial, method = laboratory.witness(inquiry), laboratory.method_of(inquiry)
    if trial is None:
        return Verdict("ATC201", field.path, "proved", method)
    return Unset(field, trial.words, method, trial.order)


def _without(survey: Survey, writers: int) -> Witness | None:
    """The smallest names that activate none of these views."""
    if survey.empty is not None and not survey.empty & writers:
        return ()
    return survey.search.smallest(0, writers)


def _changers(survey: Survey, path: str) -> int:
    """The writers of a field that cannot do without the value that it had before."""
    ladder = survey.ladders.get(path)
    if ladder is None:
        return 0
    return sum(1 << i for i, write in ladder.writes.items() if _needs(survey.views[i], write))


def _needs(view: View, write: Write) -> bool:
    """Whether the condition of the view, or what it writes, surely reads the field that it writes."""
    expressions = (each for each in (view.when, write.value) if isinstance(each, Expression))
    return any(_surely_reads(expression.tree, write.path) for expression in expressions)


def _surely_reads(tree: Tree, path: str) -> bool:
    match tree:
        case Name():
            return tree.path == path
        case Conditional():
            return _surely_reads(tree.condition, path)
        case Logic():
            return _surely_reads(tree.operands[0], path)
        case Comparison():
            return any(_surely_reads(operand, path) for operand in tree.operands[:2])
        case _:
            return any(_surely_reads(part, path) for part in children(tree))


def _conditional(survey: Survey, path: str) -> int:
    ladder = survey.ladders.get(path)
    return 0 if ladder is None else ladder.all & ~ladder.certain


def _replay(survey: Survey, facts: list[Unset]) -> None:
    """Run every witness; raises ``DefectError`` if a field that is said to be unset has a value."""
    paths: dict[Witness, list[str]] = {}
    for fact in facts:
        paths.setdefault(fact.witness, []).append(fact.field.path)
    for witness, unset in paths.items():
        for start in range(0, len(unset), AT_ONCE):
            _replay_some(survey, Trial(witness), unset[start : start + AT_ONCE])


def _replay_some(survey: Survey, trial: Trial, paths: list[str]) -> None:
    stage = stage_of(survey.scope, paths, survey.reachable(trial.named))
    stage.order_of(trial)
    if stage.run(trial).values:
        raise DefectError(f"one of {', '.join(paths)} has a value with {' '.join(trial.named) or 'no words'}")
