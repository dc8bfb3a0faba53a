"""What is claimed where views are not understood: nothing that hangs on them.

Idea. A view that is read from Python may do more than is understood. Its writes that are stand in the
program as any others, and so are in every proof; but they may not happen, and others may. So the fields that
such a view may write are *clouded*, and so is all that is worked out from them (``influenced``). Of a
question about a clouded field the answer is unproved, unless a run shows it in which no such view is active:
that run is understood as a whole.

Example. ``base`` sets ``lr``, and the opaque ``tuned`` may set it. That ``lr`` is never unset is no longer
proved; that a named ``wide`` is hidden by a default view, in a run without ``tuned``, still is refuted.

Cost. One look at each fact and verdict, and nothing for a scope without such views.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from atoc.expr import Expression
from atoc.program import Search, View
from atoc.prove.activation.cone import influenced
from atoc.prove.activation.ladder import Survey
from atoc.prove.facts import (
    AbsentField,
    AssertFails,
    BadPoint,
    ConstantCondition,
    DeadView,
    DeadWrite,
    EagerChainsLazy,
    Fact,
    Facts,
    Failing,
    GroupClash,
    LazyOverride,
    Leaving,
    MissingCase,
    NeverActive,
    NoOpWrite,
    OrderDependent,
    PriorityInversion,
    RedundantChain,
    StaleRead,
    Unproved,
    Unset,
    Verdict,
    Witness,
)
from atoc.prove.searches.rehearsal import choices_of
from atoc.prove.searches.spaces import subject_of

ABOUT_CHAINS = ("ATC303", "ATC304", "ATC305", "ATC306")
"""Questions that are decided by what views are called and chain with."""


@dataclass(frozen=True, slots=True)
class _Clouds:
    """The opaque views by their bits, the clouded fields, and what each view gives and reads."""

    survey: Survey
    views: int
    fields: frozenset[str]
    about: Mapping[str, frozenset[str]]

    def is_seen(self, witness: Witness | None) -> bool:
        """Whether there is a run, and no opaque view is active in it."""
        if witness is None:
            return False
        return not self.survey.scope.is_beyond and not self.active(witness) & self.views

    def active(self, words: Iterable[str]) -> int:
        """The views that are active in a run with these words."""
        activation = self.survey.activation
        named = sum(1 << activation.index[word] for word in set(words) if word in activation.index)
        return activation.activate(activation.reach(named))

    def reach(self, search: Search) -> bool:
        """Whether an opaque view may be active in a run of the search, whatever is named beside it."""
        if self.survey.scope.is_beyond:
            return True
        activation = self.survey.activation
        for names in choices_of(search):
            active = self.active((*search.views, *names))
            while lacking := activation.lacking(active):
                active |= activation.reach(lacking)
            if active & self.views:
                return True
        return False

    def touch(self, paths: Iterable[str]) -> bool:
        """Whether one of the fields is clouded."""
        return not self.fields.isdisjoint(paths)


def without_opaque(survey: Survey, facts: Facts) -> Facts:
    """The facts and verdicts that hold whatever the views do of which something is not understood."""
    opaque = [view for view in survey.views if view.beyond]
    if not opaque and not survey.scope.is_beyond:
        return facts
    clouds = _clouds(survey, opaque)
    kept = tuple(fact for fact in facts.facts if _holds(fact, clouds))
    shown = frozenset(name for fact in kept for name in _names(fact))
    return Facts(kept, tuple(_judged(verdict, clouds, shown) for verdict in facts.verdicts))


def _clouds(survey: Survey, opaque: Iterable[View]) -> _Clouds:
    scope = survey.scope
    opaque = tuple(opaque)
    beyond = frozenset(("",) if scope.is_beyond else ()).union(*(view.beyond for view in opaque))
    touched = [path for path in scope.fields if _is_at(path, beyond)]
    bits = sum(1 << survey.activation.index[view.name] for view in opaque)
    about = {view.name: frozenset(_about(view)) for view in survey.views}
    about.update((each.that.text, frozenset(each.that.reads)) for each in scope.asserts)
    clouds = _Clouds(survey, bits, influenced(survey, touched), about)
    about.update((subject_of(each), clouds.fields) for each in scope.searches if clouds.reach(each))
    return clouds


def _is_at(path: str, places: frozenset[str]) -> bool:
    """Whether a path is one of these, or inside one, or around one."""
    return any(
        not place or path == place or path.startswith(f"{place}.") or place.startswith(f"{path}.")
        for place in places
    )


def _about(view: View) -> Iterator[str]:
    """The fields that a view writes, and those that it reads."""
    if view.when is not None:
        yield from view.when.reads
    for write in view.writes:
        yield write.path
        yield from write.value.reads if isinstance(write.value, Expression) else ()


def _holds(fact: Fact, clouds: _Clouds) -> bool:
    match fact:
        case Unset(field=field, witness=witness) | OrderDependent(field=field, witness=witness):
            return not clouds.touch((field.path,)) or clouds.is_seen(witness)
        case AbsentField(write=write, witness=witness) | LazyOverride(write=write, witness=witness):
            return not clouds.touch((write.path,)) or clouds.is_seen(witness)
        case DeadWrite(view=view, write=write) | NoOpWrite(view=view, write=write):
            read = frozenset[str](() if view.when is None else view.when.reads)
            return not clouds.touch({write.path, *read})
        case DeadView(view=view):
            return not clouds.touch(clouds.about[view.name])
        case ConstantCondition(site=site):
            return not clouds.touch(_at(site.view, site.path, clouds))
        case Failing(site=site, witness=witness) | StaleRead(site=site, witness=witness):
            return not clouds.touch(_at(site.view, site.path, clouds)) or clouds.is_seen(witness)
        case MissingCase(fields=fields, decider=decider, witness=witness):
            paths = [decider.path, *(field.path for field in fields)]
            return not clouds.touch(paths) or clouds.is_seen(witness)
        case AssertFails(assertion=assertion, witness=witness):
            return not clouds.touch(assertion.that.reads) or clouds.is_seen(witness)
        case BadPoint(witness=witness):
            return not clouds.fields or clouds.is_seen(witness)
        case NeverActive():
            return True
        case (
            PriorityInversion() | EagerChainsLazy() | GroupClash() | RedundantChain() | Leaving() | Unproved()
        ):
            return True


def _at(view: str | None, path: str | None, clouds: _Clouds) -> frozenset[str]:
    """The fields that an expression is about, by where it stands."""
    if view is not None:
        return clouds.about[view]
    if path is None:
        return clouds.fields  # an assert: any may be
    default = clouds.survey.scope.fields[path].default
    return frozenset((path, *(default.reads if isinstance(default, Expression) else ())))


def _names(fact: Fact) -> Iterator[str]:
    """What the verdict of a fact may be about."""
    match fact:
        case Unset(field=field):
            yield field.path
        case OrderDependent(field=field, first=first, second=second):
            yield from (field.path, first.name, second.name)
        case AbsentField(view=view) | LazyOverride(view=view):
            yield view.name
        case Failing(site=site) | StaleRead(site=site):
            yield from (name for name in (site.view, site.path) if name is not None)
        case MissingCase(views=views, decider=decider):
            yield from (decider.path, *(view.name for view in views))
        case AssertFails(assertion=assertion):
            yield assertion.that.text
        case BadPoint(search=search) | NeverActive(search=search) | Leaving(search=search):
            yield subject_of(search)
        case _:
            return


def _judged(verdict: Verdict, clouds: _Clouds, shown: frozenset[str]) -> Verdict:
    """The verdict, which is unproved where it hangs on an opaque view and no run shows otherwise."""
    if verdict.code in ABOUT_CHAINS or verdict.outcome == "unproved":
        return verdict
    subjects = clouds.about.get(verdict.subject, frozenset((verdict.subject,)))
    paths = subjects if verdict.path is None else {verdict.path, *_condition(verdict.subject, clouds)}
    if not clouds.touch(paths) or (verdict.outcome == "refuted" and verdict.subject in shown):
        return verdict
    return replace(verdict, outcome="unproved", method="unproved", is_lasting=False)


def _condition(name: str, clouds: _Clouds) -> Iterable[str]:
    view = clouds.survey.scope.views.get(name)
    return () if view is None or view.when is None else view.when.reads
