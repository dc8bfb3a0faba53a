"""The same question for one selection: the words are composed as a run would, and ``ato.config`` explains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from warnings import catch_warnings, simplefilter

from ato.config._causality import Explanation, explain
from ato.config._manifest import Manifest
from atoc.explain.keys import places_of
from atoc.program import Program, Scope
from atoc.prove.replay import schema_of


@dataclass(frozen=True, slots=True)
class Selected:
    """What a scope's composed config says of the key."""

    scope: str
    explanation: Explanation


def selected(
    program: Program, manifest: Manifest, key: str, words: Sequence[str], scope: str | None
) -> tuple[Selected, ...]:
    """Who set a key in the selection that these words of a command line make, in each scope that has it.

    Fields that still need a value, such as inputs, do not stand in the way. Raises ``ConfigError`` with every
    word that cannot be understood, and for a key that is not there.
    """
    places = places_of(manifest, key, scope)
    asked = [each for each in program.scopes if each.name in places]
    return tuple(
        Selected(each.name, _explained(each, places[each.name], tuple(_own(words, each, program)), manifest))
        for each in asked
    )


def _explained(scope: Scope, key: str, words: tuple[str, ...], manifest: Manifest) -> Explanation:
    schema = schema_of(scope)
    schema.required = ()
    with catch_warnings():
        simplefilter("ignore", DeprecationWarning)
        config = schema.compose(
            [word for word in words if "=" not in word], [word for word in words if "=" in word]
        )
    return explain(config, key, manifest)


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
