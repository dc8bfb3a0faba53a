"""What a run asks for: views and outside values, from files, the environment and words, lowest first."""

from __future__ import annotations

from ato.config._errors import ConfigError, Problem
from ato.config._field import MISSING
from ato.config.composing._compose import Request, compose, missing_inputs, views_alone
from ato.config.composing._joint import connected, joined, parts_of
from ato.config.outside._outside import Intakes
from ato.config.outside._overrides import plain_words, take_view, take_words
from ato.config.types._values import same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike
    from typing import Any

    from ato.config._base import Config
    from ato.config._schema import Schema
    from ato.config.outside._outside import Intake


def request(
    schema: Schema,
    views: tuple[str, ...],
    overrides: Iterable[str] = (),
    config: Iterable[str | PathLike[str]] = (),
    env: Mapping[str, str] | None = None,
) -> Request:
    """The request of a selection; raises ``ConfigError`` with everything that is wrong.

    A single text for ``overrides`` or a single path for ``config`` is taken as one word or one file.
    """
    words = (overrides,) if isinstance(overrides, str) else tuple(overrides)
    if not config and not env:
        try:
            plain = plain_words(schema.leaves, words) if views in schema._memo else None
        except (AttributeError, TypeError):  # what is no text is told below
            plain = None
        if plain is not None:
            return Request(schema, views, plain)
    return requests((schema,), views, words, config, env)[0]


def requests(
    schemas: Iterable[Schema],
    views: Iterable[str] = (),
    overrides: Iterable[str] = (),
    config: Iterable[str | PathLike[str]] = (),
    env: Mapping[str, str] | None = None,
) -> tuple[Request, ...]:
    """The requests of a selection over several scopes, one for each of them, in their order.

    Raises ``ConfigError`` with everything that is wrong with any of them.
    """
    named = (views,) if isinstance(views, str) else tuple(views)
    words = (overrides,) if isinstance(overrides, str) else tuple(overrides)
    _refuse_other_than_text(named, words)
    intakes = Intakes(schemas)
    for name in named:
        take_view(intakes, name)
    if config:
        _take_files(intakes, config)
    if env:
        from ato.config.outside._environment import take_environment

        take_environment(intakes, env)
    take_words(intakes, words)
    all_intakes = intakes.by_scope.values()
    if intakes.problems or any(intake.finals for intake in all_intakes):
        groups = connected(tuple(map(_request_of, all_intakes)))
        more = [problem for group in groups for problem in _more(intakes, group)]
        if intakes.problems or more:
            raise ConfigError([*intakes.problems, *more])
    return tuple(map(_request_of, all_intakes))


def _request_of(intake: Intake) -> Request:
    return Request(intake.schema, tuple(intake.named), intake.outside, tuple(intake.warnings))


def _refuse_other_than_text(views: tuple[object, ...], words: tuple[object, ...]) -> None:
    """Refuse what only a program can give: values in the place of names and words."""
    problems = [
        Problem(type(given).__name__, f"{what} is given as text, such as {example}")
        for what, example, all_given in (("a view", "'NAME'", views), ("an override", "'KEY=VALUE'", words))
        for given in all_given
        if not isinstance(given, str)
    ]
    if problems:
        raise ConfigError(problems)


def _take_files(intakes: Intakes, config: Any) -> None:
    from ato.config.formats._files import take_file

    for path in (config,) if isinstance(config, str) or hasattr(config, "__fspath__") else config:
        take_file(intakes, path)


def _more(intakes: Intakes, group: tuple[Request, ...]) -> list[Problem]:
    """What else is wrong with scopes that are composed together, and would be the next thing to be told.

    That is all of it, or what is sure.
    """
    ours = {request.schema.name: intakes.by_scope[request.schema.name] for request in group}
    is_refused = any(intake.is_refused for intake in ours.values())
    problems: list[Problem] = []
    try:
        asked = joined(group)
        parts = parts_of(asked, views_alone(asked)[1] if is_refused else compose(asked))
        problems.extend(
            problem for name, part in parts.items() for problem in _changed_finals(part, ours[name])
        )
    except ConfigError as error:
        problems.extend(error.problems)
    for intake in ours.values() if is_refused else ():
        given = {leaf.path for leaf, _, _, _ in intake.outside} | intake.broken
        problems.extend(missing_inputs(intake.schema, given))
    return problems


def _changed_finals(config: Config, intake: Intake) -> list[Problem]:
    """The values of files that change final fields; repeating them is fine, so a dump can be given back."""
    changed: list[Problem] = []
    for outside, problem in intake.finals:
        value: object = config
        for name in outside.leaf.path.split("."):
            value = getattr(value, name, MISSING)
        if value is not MISSING and not same(value, outside.value):
            changed.append(problem)
    return changed
