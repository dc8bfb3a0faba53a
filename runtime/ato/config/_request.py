"""What a run asks for: views and outside values, from files, the environment and words, lowest first."""

from __future__ import annotations

from ato.config._compose import Request, compose, missing_inputs, views_alone
from ato.config._errors import ConfigError, Problem
from ato.config._field import MISSING
from ato.config._outside import Intakes
from ato.config._overrides import plain_words, take_view, take_words
from ato.config._values import same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike
    from typing import Any

    from ato.config._base import Config
    from ato.config._outside import Intake
    from ato.config._schema import Schema


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
        from ato.config._environment import take_environment

        take_environment(intakes, env)
    take_words(intakes, words)
    all_intakes = intakes.by_scope.values()
    if intakes.problems or any(intake.finals for intake in all_intakes):
        more = [problem for intake in all_intakes for problem in _more(intake)]
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
    from ato.config._files import take_file

    for path in (config,) if isinstance(config, str) or hasattr(config, "__fspath__") else config:
        take_file(intakes, path)


def _more(intake: Intake) -> list[Problem]:
    """What else is wrong with a scope, and would be the next thing to be told: all of it, or what is sure."""
    schema = intake.schema
    problems: list[Problem] = []
    try:
        config = views_alone(_request_of(intake))[1] if intake.is_refused else compose(_request_of(intake))
        problems.extend(_changed_finals(config, intake))
    except ConfigError as error:
        problems.extend(error.problems)
    if not intake.is_refused:
        return problems
    given = {leaf.path for leaf, _, _, _ in intake.outside} | intake.broken
    return problems + missing_inputs(schema, given)


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
