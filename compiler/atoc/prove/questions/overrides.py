"""ATC208: does a lazy view put its own value in the place of what the command line gave?

Idea. It does where a run gives the field another value than the view writes, and no lazy view has written it
before. Runs of the view are tried, each with one more outside value for the field.

Example. ``imagenet``, lazy and always active, sets ``classes`` to 1000 ``when: data == 'imagenet'``: with
``classes=0 data=imagenet`` the 0 is lost.

Cost. One question to the laboratory for each write of a lazy view, which the first run that shows it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ato.config.outside._overrides import raw_text
from atoc.program import Field, View, Write
from atoc.prove.activation.closure import ones
from atoc.prove.activation.ladder import Survey, may_write
from atoc.prove.activation.witness import BoundReached
from atoc.prove.deciding.inquiry import Inquiry
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.facts import LazyOverride, Verdict
from atoc.prove.questions.failing import inputs_given
from atoc.prove.replaying.replay import Given, Outcome, Stage, Trial
from atoc.prove.symbolic.encoding import Encoding
from atoc.prove.symbolic.terms import Formula, both, either, negation
from atoc.prove.values.domains import domain_of
from atoc.prove.values.identity import identity

CODE = "ATC208"

PLAIN = ("0", "1", "2", "0.5", "true", "null", "x", "y", "[]", "[0]", "[x]", "{}", "2000-01-01", "1s", "2s")
"""Texts of which some can be read as a value of almost any type."""


def lazy_overrides(laboratory: Laboratory) -> tuple[list[LazyOverride], list[Verdict]]:
    """The lazy writes that hide an outside value, and a verdict on each lazy write of what can be given."""
    facts: list[LazyOverride] = []
    verdicts: list[Verdict] = []
    for view in laboratory.survey.scope.views.values():
        for write in view.writes if view.lazy else ():
            if can_be_given(write.field) and may_write(view, write.field):
                fact, verdict = _settled(laboratory, view, write)
                verdicts.append(verdict)
                facts.extend([fact] if fact is not None else [])
    return facts, verdicts


def can_be_given(field: Field) -> bool:
    """Whether the command line may give a field a value, and it can be shown."""
    return not field.member.runtime.final and not field.member.runtime.is_discreet


def given_values(field: Field) -> tuple[Given, ...]:
    """Some values that the command line can give a field, ordered by their words."""
    found = [(field.path, value, word) for value, word in domain_of(field, ()).values]
    return tuple(sorted(found or _read(field), key=lambda given: given[2]))


def _read(field: Field) -> Iterator[Given]:
    declared = field.member.runtime
    limits = [limit for limit in (declared.ge, declared.gt, declared.le, declared.lt) if limit is not None]
    step = declared.multiple_of or 1
    near = (side * step for limit in limits for side in range(int(limit // step) - 1, int(limit // step) + 3))
    for text in (*PLAIN, *map(str, near), str(step)):
        try:
            value = declared.read(raw_text(text, in_flow=field.type.in_flow))
        except ValueError:
            continue
        yield field.path, value, f"{field.path}={text}"


def _settled(laboratory: Laboratory, view: View, write: Write) -> tuple[LazyOverride | None, Verdict]:
    inquiry = _inquiry(laboratory.survey, view, write)
    try:
        trial = laboratory.witness(inquiry)
    except BoundReached:
        return None, Verdict(CODE, view.name, "unproved", "unproved", write.path)
    method = laboratory.method_of(inquiry)
    if trial is None:
        return None, Verdict(CODE, view.name, "proved", method, write.path)
    shown = laboratory.first_of(inquiry, _runs(trial, write), inquiry.shows) or trial
    if trial.outside and shown is not trial:
        shown = _by_words(laboratory, inquiry, write) or shown
    return LazyOverride(view, write, shown.words, method, shown.order), Verdict(
        CODE, view.name, "refuted", method, write.path
    )


def _by_words(laboratory: Laboratory, inquiry: Inquiry, write: Write) -> Trial | None:
    """The smallest run whose words give the field too, and may come before the others; None if not known."""

    def shows(stage: Stage, trial: Trial) -> bool | None:
        is_given = any(path == write.path for path, _, _ in trial.outside)
        return inquiry.shows(stage, trial) if is_given else False

    try:
        return laboratory.witness(replace(inquiry, varied=(write.path,), shows=shows))
    except BoundReached:
        return None


def _inquiry(survey: Survey, view: View, write: Write) -> Inquiry:
    """The question whether a run of the view loses an outside value of the field, in whatever order: others
    of its tier may have written the same before."""

    def shows(stage: Stage, trial: Trial) -> bool | None:
        runs = (stage.run(each) for each in _runs(trial, write))
        found = {_is_lost(outcome, view, write) for outcome in runs}
        return True if True in found else None if None in found else False

    number = survey.activation.index[view.name]
    return Inquiry(
        (write.path,),
        shows,
        required=1 << number,
        watched=(view,),
        asks=lambda encoding: _loses(encoding, number, write.path),
        ordered=(write.path,),
    )


def _loses(encoding: Encoding, view: int, path: str) -> Formula:
    """That the field has the value from outside until the view writes another one."""
    survey = encoding.survey
    ladder = survey.ladders[path]
    earlier = survey.earlier(ladder, view) | encoding.knot_of(view) & ladder.all & ~(1 << view)
    over = (
        both(encoding.applied(i), encoding.is_before(i, view)) for i in ones(earlier) if survey.views[i].lazy
    )
    given, written = {path: encoding.outside(path)}, {path: encoding.written(view, path)}
    return both(
        encoding.gives_config,
        *inputs_given(encoding),
        encoding.given(path),
        encoding.applied(view),
        negation(either(*over)),
        negation(encoding.same(given, written, [path])),
    )


def _runs(trial: Trial, write: Write) -> Iterator[Trial]:
    """The run itself if it gives the field, and else with each value that may be given."""
    if any(path == write.path for path, _, _ in trial.outside):
        yield trial
    else:
        yield from (with_given(trial, given) for given in given_values(write.field))


def with_given(trial: Trial, given: Given) -> Trial:
    """The run with one more outside value."""
    return replace(trial, outside=tuple(sorted((*trial.outside, given), key=lambda each: each[2])))


def _is_lost(outcome: Outcome, view: View, write: Write) -> bool | None:
    """Whether the view wrote another value over that from outside; None where there is no config."""
    if outcome.is_refused:
        return False if outcome.is_no_run else None
    last = None
    for step in outcome.steps:
        if step.path != write.path:
            continue
        if step.by == view.name and step.phase == "lazy":
            is_outside = last is not None and last.phase == "outside"
            return is_outside and last is not None and identity(last.value) != identity(step.value)
        last = step
    return False
