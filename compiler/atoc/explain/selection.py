"""The same question for one selection: the words are composed as in a run, and ``ato.config`` explains."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from warnings import catch_warnings, simplefilter

from ato.config import Config, ConfigError, Problem, Schema
from ato.config._causality import Explanation, explain, explain_each, trace
from ato.config._manifest import Manifest
from ato.config._record import Step
from atoc.explain.doubts import doubts
from atoc.explain.keys import places_of, scopes_of
from atoc.program import Program, Scope
from atoc.prove.replay import schema_of


@dataclass(frozen=True, slots=True)
class Selected:
    """What a scope's composed config says of the key; ``doubts`` are views that may set it otherwise."""

    scope: str
    explanation: Explanation
    doubts: tuple[str, ...] = ()


def selected(
    program: Program, manifest: Manifest, key: str, words: Sequence[str], scope: str | None
) -> tuple[Selected, ...]:
    """Who set a key in the selection that these words of a command line make, in each scope that has it.

    Fields that still need a value, such as inputs, groups that need a member, and asserts do not stand in the
    way. Raises ``ConfigError`` with every
    word that cannot be understood, and for a key that is not there.
    """
    places = places_of(manifest, key, scope)
    composed = _composed(program, places, words)
    return tuple(
        Selected(
            each.name,
            explain(config, places[each.name], manifest),
            doubts(each, places[each.name], tuple(_words(words, each, program))),
        )
        for each, config in composed
    )


def changed(
    program: Program, manifest: Manifest, words: Sequence[str], scope: str | None
) -> tuple[Selected, ...]:
    """The same for every field to which these words make a difference: to its value, or to who sets it.

    Raises ``ConfigError`` as :func:`selected` does.
    """
    composed = _composed(program, scopes_of(manifest, scope), words)
    return tuple(
        Selected(each.name, explanation, doubts(each, explanation.key, tuple(_words(words, each, program))))
        for each, config in composed
        for explanation in explain_each(config, _differing(program, each, config), manifest)
    )


def _differing(program: Program, scope: Scope, config: Config) -> list[str]:
    """The fields that are not written as they are without any word."""
    try:
        before = _writes(_config(program, scope, ()))
    except ConfigError:
        before = {}
    after = _writes(config)
    return [path for path in scope.fields if before.get(path) != after.get(path)]


def _writes(config: Config) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in trace(config):
        found.setdefault(step.path, []).append(step)
    return found


def _composed(
    program: Program, names: Collection[str], words: Sequence[str]
) -> Sequence[tuple[Scope, Config]]:
    """The configs of these scopes. Raises ``ConfigError`` with the problems of all of them, each once."""
    found: list[tuple[Scope, Config]] = []
    problems: dict[str, Problem] = {}
    for scope in program.scopes:
        if scope.name in names:
            try:
                found.append((scope, _config(program, scope, tuple(_words(words, scope, program)))))
            except ConfigError as error:
                problems.update((f"{each.subject}: {each.message}", each) for each in error.problems)
    if problems:
        raise ConfigError(problems.values())
    return found


def _config(program: Program, scope: Scope, words: tuple[str, ...]) -> Config:
    schema = _schema(scope)
    schemas = (schema, *map(_schema, program.read_by(scope)))
    for each in schemas:
        each.link(schemas)
    with catch_warnings():
        simplefilter("ignore", DeprecationWarning)
        return schema.compose(
            [word for word in words if "=" not in word], [word for word in words if "=" in word]
        )


def _schema(scope: Scope) -> Schema:
    """The schema of a scope, in which nothing needs a value."""
    schema = schema_of(scope)
    schema.required, schema.required_groups = (), ()
    return schema


def _words(words: Sequence[str], scope: Scope, program: Program) -> Iterator[str]:
    """The words that are for a scope, and those for the scopes that it reads, with their names in front."""
    yield from _own(words, scope, program)
    for other in program.read_by(scope):
        named = (word for word in words if _is_for(other, word.partition("=")[0]))
        yield from (f"{other.name}.{word.removeprefix(f'{other.name}.')}" for word in named)


def _is_for(scope: Scope, name: str) -> bool:
    return _knows(scope, name) or (
        name.startswith(f"{scope.name}.") and _knows(scope, name[len(scope.name) + 1 :])
    )


def _own(words: Sequence[str], scope: Scope, program: Program) -> Iterator[str]:
    """The words that are for a scope: those it knows, by its name or without; and those that nobody knows."""
    others = [each for each in program.scopes if each is not scope]
    for word in words:
        name = word.partition("=")[0]
        if _knows(scope, name):
            yield word
        elif name.startswith(f"{scope.name}."):
            yield word.removeprefix(f"{scope.name}.")
        elif not any(_knows(other, name) or name.startswith(f"{other.name}.") for other in others):
            yield word


def _knows(scope: Scope, name: str) -> bool:
    is_there = name in scope.views or name in scope.groups or name in scope.fields
    return is_there or any(path.startswith(f"{name}.") for path in scope.fields)
