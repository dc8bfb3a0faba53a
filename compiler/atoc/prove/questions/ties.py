"""ATC202: two views of one tier, where the one that comes first decides a value.

Idea. Within a tier (``ladder.py``) only chains order two views, and any order that respects them can be
asked for by giving the names in that order. So a pair that no chain orders decides the value of a field
that both write exactly where a selection has both active, and no later writer of the field that is always
after one of them: then each can be the last. With literals and no conditions that is one question to
``witness.py``. Where a condition or an expression takes part, runs are tried in both orders, and only a run
that shows two different results is a refutation.

Example. ``tall`` and ``wide`` set ``size`` to 3 and 4, both with priority 0. With both named, ``size`` is 4
or 3. If ``top``, a default view of priority 9, sets ``size`` too, no order of the two makes a difference.

Cost. Views that write the same literal are one class, and only pairs of different classes are asked about:
nothing where a field's writers differ in priority, and at most ``MOST_PAIRS`` pairs in all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from atoc.findings import Method
from atoc.program import Known
from atoc.prove.activation.closure import ones
from atoc.prove.activation.cone import cone_of, depends, influenced
from atoc.prove.activation.ladder import Ladder, Survey, may_write
from atoc.prove.activation.witness import BoundReached
from atoc.prove.deciding.inquiry import Inquiry
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.facts import OrderDependent, Verdict, Witness
from atoc.prove.replaying.replay import DefectError, Stage, Trial, stage_of
from atoc.prove.symbolic.encoding import Encoding
from atoc.prove.symbolic.terms import Formula, both, either, negation
from atoc.prove.values.domains import values_of
from atoc.prove.values.identity import Identity

MOST_PAIRS = 100_000
"""How many pairs of views are asked about in one scope."""
MOST_FACTS = 1_000
"""How many order-dependent pairs of one scope are told."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """Two views of one tier that no chain orders. ``reader`` is the one that reads what the other writes."""

    ladder: Ladder
    first: int
    second: int
    reader: int | None = None

    @property
    def pair(self) -> Pair:
        """The views, in the order of their declaration."""
        return min(self.first, self.second), max(self.first, self.second)

    @property
    def both(self) -> int:
        """The views, as a set."""
        return 1 << self.first | 1 << self.second


def order_dependences(laboratory: Laboratory) -> tuple[list[OrderDependent], list[Verdict]]:
    """The pairs of views whose order decides a value, and the verdict on every field that a view writes."""
    found: dict[Pair, OrderDependent] = {}
    verdicts: list[Verdict] = []
    left = MOST_PAIRS
    for ladder in laboratory.survey.ladders.values():
        if not ladder.writes:
            continue
        outcomes: list[Verdict] = []
        for question in _questions(laboratory.survey, ladder):
            left -= 1
            if left < 0 or len(found) >= MOST_FACTS:
                outcomes.append(_verdict(ladder, "unproved"))
                break
            outcomes.append(_settle(laboratory, question, found))
        verdicts.append(min(outcomes, key=_gravity, default=_verdict(ladder, "proved")))
    return list(found.values()), verdicts


def _settle(laboratory: Laboratory, question: Question, found: dict[Pair, OrderDependent]) -> Verdict:
    """Answer a question; what is refuted goes to ``found``, once a pair with all of its fields."""
    field = question.ladder.field
    known = found.get(question.pair)
    try:
        answer = _ask(laboratory, question)
    except BoundReached:
        return _verdict(question.ladder, "unproved")
    if not isinstance(answer, OrderDependent):
        return answer
    if known is None:
        found[question.pair] = answer
    elif _size(answer) < _size(known):
        found[question.pair] = replace(answer, others=(known.field, *known.others))
    elif field not in (known.field, *known.others):
        found[question.pair] = replace(known, others=(*known.others, field))
    return Verdict("ATC202", field.path, "refuted", answer.method)


def _size(fact: OrderDependent) -> tuple[int, Witness]:
    return len(fact.witness), fact.witness


def _verdict(ladder: Ladder, outcome: Literal["proved", "unproved"], method: Method = "closure") -> Verdict:
    return Verdict("ATC202", ladder.field.path, outcome, "unproved" if outcome == "unproved" else method)


def _gravity(verdict: Verdict) -> tuple[int, int]:
    methods = ("smt", "finite", "closure", "unproved")
    return ("refuted", "unproved", "proved").index(verdict.outcome), methods.index(verdict.method)


# Which pairs to ask about


def _questions(survey: Survey, ladder: Ladder) -> Iterator[Question]:
    """The pairs that may conflict over a field."""
    for rung in ladder.rungs.values():
        if rung.views & (rung.views - 1):
            yield from _writing_pairs(survey, ladder, rung.views)
    for writer in ladder.writes if ladder.readers else ():
        for reader in ones(ladder.readers & ~(1 << writer)):
            if _is_free(survey, writer, reader) and not _is_writing_pair(survey, ladder, writer, reader):
                yield Question(ladder, writer, reader, reader)


def _writing_pairs(survey: Survey, ladder: Ladder, views: int) -> Iterator[Question]:
    classes: dict[Identity, list[int]] = {}
    for i in ones(views):
        classes.setdefault(_class(survey, ladder, i), []).append(i)
    for some, others in combinations(classes.values(), 2):
        for first in some:
            for second in others:
                if _is_free(survey, first, second):
                    yield Question(ladder, first, second)


def _is_free(survey: Survey, first: int, second: int) -> bool:
    return not survey.is_after(first, second) and not survey.is_after(second, first)


def _is_writing_pair(survey: Survey, ladder: Ladder, first: int, second: int) -> bool:
    """Whether two views are asked about for what both write, which takes in all that either reads."""
    are_writers = first in ladder.writes and second in ladder.writes
    return are_writers and _class(survey, ladder, first) != _class(survey, ladder, second)


def _class(survey: Survey, ladder: Ladder, i: int) -> Identity:
    """Writes of one class have the same effect, whatever comes before.

    An expression that reads what its own view writes says something else in each view.
    """
    write = ladder.writes[i]
    if isinstance(write.value, Known):
        return ladder.values[i]
    is_own = any(survey.views[i].write_to(path) for path in write.value.reads if path != write.path)
    return "expression", write.value.text, write.value.reads, i if is_own else None


# Answers


def _ask(laboratory: Laboratory, question: Question) -> OrderDependent | Verdict:
    survey = laboratory.survey
    activation, ladder = survey.activation, question.ladder
    both = question.both
    proved = _verdict(ladder, "proved")
    reached = activation.reach(both)
    if activation.clash(reached) or not survey.search.is_possible(both, 0):
        return proved
    if question.reader is None:
        later = survey.later(ladder, question.first) | survey.later(ladder, question.second)
        if _is_plain(question, later) and not reached & later:
            witness = survey.search.smallest(both, later)
            shown = None if witness is None else _shown(survey, question, witness)
            if shown is not None:
                return shown
        if not ladder.readers and not survey.search.is_possible(both, later & ladder.certain):
            return proved
    if laboratory.arrangements.are_apart(both):
        return _verdict(ladder, "proved", _method_of_conditions(survey, both))
    return _tried(laboratory, question)


def _method_of_conditions(survey: Survey, views: int) -> Method:
    """How it is known that conditions exclude each other: over closed sets, or over more."""
    whens = (survey.views[i].when for i in ones(views))
    reads = (survey.scope.fields.get(path) for when in whens if when is not None for path in when.reads)
    is_closed = all(field is not None and values_of(field) is not None for field in reads)
    return "finite" if is_closed else "smt"


def _is_plain(question: Question, later: int) -> bool:
    """Whether both writes are literals that nothing but activation decides about."""
    writes = (question.ladder.writes[question.first], question.ladder.writes[question.second])
    return not (question.both | later) & ~question.ladder.certain and all(
        isinstance(w.value, Known) for w in writes
    )


def _shown(survey: Survey, question: Question, witness: Witness) -> OrderDependent | None:
    """The fact, once a run has shown it; None where earlier views refuse the run."""
    fields = cone_of(survey, [question.ladder.field.path]).fields
    stage = stage_of(survey.scope, fields, survey.reachable(witness))
    differs = _differs(survey, question, stage, Trial(witness))
    if differs is False:
        raise DefectError(f"{question.pair} is not shown by {' '.join(witness) or 'no words'}")
    return _fact(survey, question, witness, "closure") if differs else None


def _tried(laboratory: Laboratory, question: Question) -> OrderDependent | Verdict:
    """The answer that runs in both orders give."""
    survey = laboratory.survey
    targets = _targets(survey, question)
    if not targets:
        return _verdict(question.ladder, "proved")

    def shows(stage: Stage, trial: Trial) -> bool | None:
        return _differs(survey, question, stage, trial)

    def asks(encoding: Encoding) -> Formula:
        back = encoding.exchanged or encoding
        same = encoding.same(encoding.state("end"), back.state("end"), encoding.cone.fields)
        forth_only = both(encoding.gives_config, negation(back.gives_config))
        back_only = both(back.gives_config, negation(encoding.gives_config))
        return either(forth_only, back_only, both(encoding.gives_config, back.gives_config, negation(same)))

    paths = tuple(path for path in survey.scope.fields if path in targets)
    inquiry = Inquiry(
        paths, shows, required=question.both, settled=question.both, asks=asks, in_any_order=True
    )
    varied = tuple(path for path in paths if _may_stay_as_given(survey, question, path))
    trial = laboratory.witness(inquiry)
    if trial is None and varied:
        inquiry = replace(inquiry, varied=varied)
        trial = laboratory.witness(inquiry)
    method = laboratory.method_of(inquiry)
    if trial is None:
        return _verdict(question.ladder, "proved", method)
    return _fact(survey, question, trial.words, method)


def _may_stay_as_given(survey: Survey, question: Question, path: str) -> bool:
    """Whether the views may decide if the field has its outside value or the one that a lazy view writes."""
    ladder = survey.ladders.get(path)
    writers = () if ladder is None else ladder.writes
    return survey.views[question.first].lazy and any(survey.views[i].lazy for i in writers)


def _targets(survey: Survey, question: Question) -> frozenset[str]:
    """The fields in which a difference can show."""
    path = question.ladder.field.path
    if question.reader is None:
        return influenced(survey, [path])
    reader = survey.views[question.reader]
    affected = (write for write in reader.writes if depends(survey.scope, reader, write, path))
    return influenced(survey, [write.path for write in affected if may_write(reader, write.field)])


def _differs(survey: Survey, question: Question, stage: Stage, trial: Trial) -> bool | None:
    """Whether the two views, side by side, give another config when exchanged; where the trial has no order
    they come at the end of what is free.

    None where neither order gives one.
    """
    one, other = (survey.views[i].name for i in question.pair)
    order = trial.order or (*survey.last_in_tier(stage.order_of(trial), question.both), one, other)
    exchanged = {one: other, other: one}
    forth = stage.run(replace(trial, order=order))
    back = stage.run(replace(trial, order=tuple(exchanged.get(name, name) for name in order)))
    if forth.is_refused and back.is_refused:
        return False if forth.is_absent and back.is_absent else None
    return forth.differs(back)


def _fact(survey: Survey, question: Question, witness: Witness, method: Method) -> OrderDependent:
    first, second = (survey.views[i] for i in question.pair)
    reader = None if question.reader is None else survey.views[question.reader]
    return OrderDependent(question.ladder.field, first, second, witness, method, reader)
