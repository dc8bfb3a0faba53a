"""What a run asks for: views and outside values, from files, the environment and words, lowest first."""

from __future__ import annotations

from ato.config._compose import Request, compose, missing_inputs, views_alone
from ato.config._errors import ConfigError, Problem
from ato.config._field import MISSING
from ato.config._outside import Intake, unknown_view
from ato.config._overrides import plain_words, take_words
from ato.config._values import same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike
    from typing import Any

    from ato.config._base import Config
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
    _refuse_other_than_text(views, words)
    intake = Intake(schema, views)
    for name in views:
        if name not in schema.view_map:
            intake.refuse(name, *unknown_view(schema, name))
    if config:
        _take_files(intake, config)
    if env:
        from ato.config._environment import take_environment

        take_environment(intake, env)
    take_words(intake, words)
    if intake.problems:
        raise ConfigError([*intake.problems, *_more(intake)])
    asked = Request(schema, tuple(intake.named), intake.outside, tuple(intake.warnings))
    if intake.finals:
        changed = _changed_finals(compose(asked), intake)
        if changed:
            raise ConfigError(changed)
    return asked


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


def _take_files(intake: Intake, config: Any) -> None:
    from ato.config._files import take_file

    for path in (config,) if isinstance(config, str) or hasattr(config, "__fspath__") else config:
        take_file(intake, path)


def _more(intake: Intake) -> list[Problem]:
    """What else is wrong with a request that is refused anyway, and would be the next thing to be told."""
    schema = intake.schema
    problems: list[Problem] = []
    known = tuple(name for name in intake.named if name in schema.view_map)
    try:
        problems.extend(_changed_finals(views_alone(schema, known)[1], intake))
    except ConfigError as error:
        problems.extend(error.problems)
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
