"""The same question for one selection: the words are composed as in a run, and ``ato.config`` explains."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from warnings import catch_warnings, simplefilter

from ato.config import Config, ConfigError, Problem, Schema
from ato.config.composing._record import Step
from ato.config.explained._causality import Explanation, explain, explain_each, trace
from ato.config.explained._manifest import Manifest
from ato.config.outside._places import keys_called, locate, unknown_key, unknown_view, views_called
from atoc.explain.doubts import doubts
from atoc.explain.keys import places_of, scopes_of
from atoc.program import Program, Scope
from atoc.prove.replaying.ato_words import from_ato, is_script
from atoc.prove.replaying.replay import schema_of


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
            doubts(each, places[each.name], _heard(words, each, program)),
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
        Selected(each.name, explanation, doubts(each, explanation.key, _heard(words, each, program)))
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
    asked = [scope for scope in program.scopes if scope.name in names]
    known = _known(program)
    heard = {each.name: known[each.name] for scope in asked for each in (scope, *program.read_by(scope))}
    strange = [word for word in dict.fromkeys(words) if not _is_known(tuple(known.values()), word)]
    told = strange if len(heard) > 1 else []
    problems = {word: _unknown(tuple(heard.values()), word) for word in told}
    rest = tuple(word for word in words if word not in problems)
    found: list[tuple[Scope, Config]] = []
    for scope in asked:
        try:
            found.append((scope, _config(program, scope, tuple(_words(rest, scope, program, known)))))
        except ConfigError as error:
            for each in error.problems:
                subject = _as_given(each.subject, scope, rest)
                first = problems.get(f"{subject}: {each.message}")
                if first is None or len(each.help) > len(first.help):
                    problems[f"{subject}: {each.message}"] = Problem(subject, each.message, each.help)
    if problems:
        raise ConfigError(problems.values())
    return found


def _known(program: Program) -> dict[str, Schema]:
    return {scope.name: _schema(scope).among_others() for scope in program.scopes}


def _heard(words: Sequence[str], scope: Scope, program: Program) -> tuple[str, ...]:
    """The words that a scope hears, each as it stands in that scope's own command line."""
    return tuple(_words(words, scope, program, _known(program)))


def _is_known(schemas: Sequence[Schema], word: str) -> bool:
    name, is_value, _ = word.partition("=")
    return bool(keys_called(schemas, name) if is_value else views_called(schemas, name))


def _unknown(schemas: Sequence[Schema], word: str) -> Problem:
    """What is wrong with a word that no scope knows."""
    name, is_value, _ = word.partition("=")
    message, help = unknown_key(schemas, name) if is_value else unknown_view(schemas, name)
    return Problem(name, message, help)


def _as_given(subject: str, scope: Scope, words: Sequence[str]) -> str:
    """A word as it was given, of which a scope speaks in its own way: with a scope in front, or without."""
    meant = (subject, f"{scope.name}.{subject}", subject.partition(".")[2])
    return next((word for word in meant if word in words), subject)


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


def _words(
    words: Sequence[str], scope: Scope, program: Program, known: Mapping[str, Schema]
) -> Iterator[str]:
    """The words that are for a scope, and those for the scopes that it reads, with their names in front."""
    yield from _own(words, scope, known)
    for other in program.read_by(scope):
        named = (word for word in words if _is_for(known[other.name], word.partition("=")[0]))
        yield from (f"{other.name}.{word.removeprefix(f'{other.name}.')}" for word in named)


def _is_for(schema: Schema, name: str) -> bool:
    return _knows(schema, name) or (
        name.startswith(f"{schema.name}.") and _knows(schema, name[len(schema.name) + 1 :])
    )


def _own(words: Sequence[str], scope: Scope, known: Mapping[str, Schema]) -> Iterator[str]:
    """The words that are for a scope: those it knows, by its name or without; and those that nobody knows."""
    others = [schema for name, schema in known.items() if name != scope.name]
    for word in words:
        name = word.partition("=")[0]
        if _knows(known[scope.name], name):
            yield from_ato(scope, word) if is_script(scope) else word
        elif name.startswith(f"{scope.name}."):
            own = word.removeprefix(f"{scope.name}.")
            yield from_ato(scope, own) if is_script(scope) else own
        elif not any(_knows(other, name) or name.startswith(f"{other.name}.") for other in others):
            yield word


def _knows(schema: Schema, name: str) -> bool:
    """Whether a scope has a view, a group, a field or a struct of this name, also of one from before."""
    return name in schema.view_map or name in schema.groups or locate(schema, name) is not None
