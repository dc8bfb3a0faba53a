"""``_SCHEMA``: the views, groups and asserts of a scope, as the runtime composes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from atoc.emit.functions import Function, Functions
from atoc.emit.layout import Source, call, keyword, mapping, parsed, sequence
from atoc.emit.names import respelt
from atoc.program import Assert, Known, Scope, View
from atoc.prove.facts import ABOUT_ASSERTS, ASSERT_FAILS, OUT_OF_RANGE, Facts
from atoc.prove.questions.absent import guarded_writes
from atoc.prove.replaying.replay import initial_values
from atoc.types import source_of, string_source


def schema_source(scope: Scope, facts: Facts | None, made: Functions, spelling: Mapping[str, str]) -> Source:
    """The call that makes the schema; ``spelling`` is that of what is imported."""
    proved = proved_paths(facts)
    items: list[Source] = [string_source(scope.name), scope.root.name]
    if scope.views:
        views = scope.views.values()
        sources = (_view(view, made, spelling, proved, guarded_paths(view, facts)) for view in views)
        items.append(keyword("views", sequence(*sources)))
    if scope.groups:
        pairs = ((string_source(group.name), source_of(group.default)) for group in scope.groups.values())
        items.append(keyword("groups", mapping(*pairs)))
    if made.defaults:
        pairs_of = ((string_source(path), function.given) for path, function in made.defaults.items())
        items.append(keyword("computed", sequence(*(sequence(path, name) for path, name in pairs_of))))
    kept = [path for path in made.defaults if (None, path) in proved]
    if kept:
        items.append(keyword("proved", sequence(*map(string_source, kept))))
    initial = [
        (string_source(path), _value(value, spelling)) for path, value in initial_values(scope).items()
    ]
    if initial:
        items.append(keyword("initial", mapping(*initial)))
    required = required_paths(scope, facts)
    if required:
        items.append(keyword("required", sequence(*map(string_source, required))))
    demanded = [string_source(group.name) for group in scope.groups.values() if group.required]
    if demanded:
        items.append(keyword("required_groups", sequence(*demanded)))
    if made.asserts:
        asserts = (
            _assert(each, function, is_proved=_is_proved(each, facts, is_lasting=False))
            for each, function in made.asserts
        )
        items.append(keyword("asserts", sequence(*asserts)))
    if scope.across:
        items.append(keyword("across", sequence(*map(string_source, scope.across))))
    return call("ato.Schema", *items, keyword("module", "__name__"))


def asserts_to_check(scope: Scope, facts: Facts | None) -> tuple[Assert, ...]:
    """The asserts that a run looks at: not those that hold whatever values the fields have."""
    return tuple(each for each in scope.asserts if not _is_proved(each, facts, is_lasting=True))


def _is_proved(of: Assert, facts: Facts | None, *, is_lasting: bool) -> bool:
    """Whether an assert surely has a value and holds, of every composed config or of any at all."""
    verdicts = () if facts is None else facts.verdicts
    named = (verdict for verdict in verdicts if verdict.subject == of.that.text)
    about = [verdict for verdict in named if verdict.code in ABOUT_ASSERTS]
    holds = [verdict for verdict in about if verdict.code == ASSERT_FAILS]
    return (
        bool(holds)
        and all(verdict.outcome == "proved" for verdict in about)
        and all(verdict.is_lasting or not is_lasting for verdict in holds)
    )


def _assert(of: Assert, function: Function, *, is_proved: bool) -> Source:
    items: list[Source] = [function.given, string_source(" ".join(of.that.text.split()))]
    if of.message:
        items.append(keyword("message", string_source(of.message)))
    if of.that.reads:
        items.append(keyword("reads", sequence(*map(string_source, of.that.reads))))
    if is_proved:
        items.append(keyword("proved", "True"))
    return call("ato.Assert", *items)


def required_paths(scope: Scope, facts: Facts | None) -> tuple[str, ...]:
    """The fields that a selection may leave without a value, as far as is proved."""
    verdicts = () if facts is None else facts.verdicts
    always_set = {
        verdict.subject for verdict in verdicts if verdict.code == "ATC201" and verdict.outcome == "proved"
    }
    return tuple(
        path
        for path, field in scope.fields.items()
        if (field.default is None or field.is_default_partial)
        and (field.member.runtime.input or path not in always_set)
    )


def proved_paths(facts: Facts | None) -> frozenset[tuple[str | None, str]]:
    """The computed values that are proved to keep the constraints of their fields.

    Those of views are named by view and path, those of defaults by None and the path.
    """
    verdicts = () if facts is None else facts.verdicts
    kept = (verdict for verdict in verdicts if verdict.code == OUT_OF_RANGE and verdict.outcome == "proved")
    return frozenset(
        (None, verdict.subject) if verdict.path is None else (verdict.subject, verdict.path)
        for verdict in kept
    )


def guarded_paths(view: View, facts: Facts | None) -> tuple[str, ...]:
    """The fields of variants that a view may find absent when it writes them, as far as is proved."""
    verdicts = () if facts is None else facts.verdicts
    is_proved = any(
        (verdict.code, verdict.subject, verdict.outcome) == ("ATC104", view.name, "proved")
        for verdict in verdicts
    )
    return () if is_proved else tuple(dict.fromkeys(write.path for write, _ in guarded_writes(view)))


def _view(
    view: View,
    made: Functions,
    spelling: Mapping[str, str],
    proved: frozenset[tuple[str | None, str]],
    guarded: tuple[str, ...],
) -> Source:
    kept = [string_source(write.path) for write in view.writes if (view.name, write.path) in proved]
    parts = [*_view_parts(view, made, spelling)]
    if kept:
        parts.append(keyword("proved", sequence(*kept)))
    if guarded:
        parts.append(keyword("guarded", sequence(*map(string_source, guarded))))
    return call("ato.View", string_source(view.name), *parts)


def _view_parts(view: View, made: Functions, spelling: Mapping[str, str]) -> Iterator[Source]:
    for name in ("default", "lazy"):
        if getattr(view, name):
            yield keyword(name, "True")
    if view.rank:
        yield keyword("priority", source_of(view.rank))
    if view.chain:
        yield keyword("chain", sequence(*(string_source(entry.name) for entry in view.chain)))
    if view.group is not None:
        yield keyword("group", string_source(view.group))
    if view.name in made.conditions:
        yield keyword("when", made.conditions[view.name].given)
    known = ((write.path, write.value.value) for write in view.writes if isinstance(write.value, Known))
    writes = [(string_source(path), _value(value, spelling)) for path, value in known]
    if writes:
        yield keyword("writes", mapping(*writes))
    computed = [
        (string_source(path), function.given)
        for path, function in (
            (write.path, made.writes.get((view.name, write.path))) for write in view.writes
        )
        if function is not None
    ]
    if computed:
        yield keyword("computed", mapping(*computed))


def _value(value: object, spelling: Mapping[str, str]) -> Source:
    source = respelt(source_of(value), spelling)
    return parsed(source) if isinstance(value, (tuple, frozenset, dict)) or "(" in source else source
