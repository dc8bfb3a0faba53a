"""A program on scopes: its command line read, its scopes applied, its function called with their configs."""

from __future__ import annotations

import sys

from ato.config import ConfigError, Problem
from ato.config.outside._places import short
from ato.dynamic.scopes._apply import apply_all
from ato.dynamic.words._words import take_apart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, TypeVar

    from ato.dynamic.scopes._scope import Scope
    from ato.dynamic.words._words import Asked

    R = TypeVar("R")


def command_line(scope: type[Scope]) -> list[str]:
    """The words that are for scopes: all, or those that the program's own ``argparse`` has left."""
    return sys.argv[1:] if scope._flags is None else list(scope._flags.words)


def enter(scopes: Sequence[Scope], function: Callable[..., object] | None) -> None:
    """Apply scopes as the command line asks; do what else it asks for, and leave the program then.

    What is wrong with it is told on stderr, and the program ends with status 2.
    """
    from ato.dynamic.words._argparse import stop_waiting

    stop_waiting()
    known = {**type(scopes[0]).registry, **{scope.name: scope for scope in scopes}}
    if len(scopes) > 1:
        known = {scope.name: scope for scope in scopes}
    asked = take_apart(known, command_line(type(scopes[0])))
    _tell_of_program(scopes, list(known.values()), asked, function)
    wanted = {
        scope: scope._wanted()
        if scope._is_parsed
        else scope._wanted(asked.views[scope.name], asked.values[scope.name])
        for scope in scopes
    }
    anywhere = scopes[0]._anywhere if all(scope._is_parsed for scope in scopes) else asked.anywhere
    try:
        apply_all(wanted, anywhere, asked.problems, list(known.values()))
        told = _told(scopes, asked)
    except ConfigError as error:
        from ato.config._program import _fail

        _fail(error.problems)
    if told:
        from ato.config._program import _leave

        _leave(told)


def _tell_of_program(
    scopes: Sequence[Scope], known: Sequence[Scope], asked: Asked, function: Callable[..., object] | None
) -> None:
    """Print what the program says of itself, if that is asked for, and leave."""
    if asked.is_help:
        from ato.config._program import _leave, _name
        from ato.dynamic.answers._manual import help_text

        doc = (getattr(function, "__doc__", None) or "").strip().partition("\n")[0]
        _leave(help_text(known, _name(), doc))
    if asked.is_manual:
        type(scopes[0]).logging_manual()


def _told(scopes: Sequence[Scope], asked: Asked) -> str:
    """What is asked to be explained, and the configs in the format that is asked for."""
    parts = [f"{_explained(scopes, key)}\n" for key in asked.explained]
    if asked.format:
        parts.append(_printed(scopes, asked.format))
    return "\n".join(parts)


def _explained(scopes: Sequence[Scope], key: str) -> str:
    from ato.dynamic.scopes._apply import knows

    first, _, rest = key.partition(".")
    named = [scope for scope in scopes if scope.name == first and rest]
    having = named or [scope for scope in scopes if knows(scope, key)] or list(scopes[:1])
    texts: list[str] = []
    for scope in having:
        told = scope.explain(rest if named else key)
        for each in (told, *told.parts):
            each.key = f"{scope.name}.{each.key}" if len(scopes) > 1 else each.key
        texts.append(str(told).rstrip("\n"))
    return "\n\n".join(texts)


def _printed(scopes: Sequence[Scope], format: str) -> str:
    if format == "xyz":
        return "".join(scope.config.to_xyz().rstrip("\n") + "\n" for scope in scopes)
    from ato.config.formats._print import table_text
    from ato.dynamic.answers._table import table

    tables = {scope.name: table(scope.config) for scope in scopes}
    whole = table(tables) if len(tables) > 1 else next(iter(tables.values()))
    if format == "sdn":  # no types are known where it is read, so what needs one is refused
        from ato.sdn import dumps

        return dumps(whole)
    return table_text(whole, format)


def called_with(
    function: Callable[..., R], configs: Mapping[str, object], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> R:
    """Call a function with the configs that its parameters are named after, and with what it is given else.

    What the caller gives by name is not replaced.
    """
    from inspect import Parameter, signature

    parameters = signature(function).parameters.values()
    by_name = dict(kwargs)
    left = [name for name in configs if name not in by_name]
    given = list(args)
    placed: list[Any] = []
    is_in_row = True
    for each in parameters:
        if each.kind in (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD) and is_in_row:
            if each.name in left:
                left.remove(each.name)
                placed.append(configs[each.name])
            elif given:
                placed.append(given.pop(0))
            else:
                is_in_row = False
        elif each.kind is Parameter.VAR_KEYWORD:
            by_name.update({name: configs[name] for name in left})
            left = []
        if each.name in left and each.kind is not Parameter.VAR_POSITIONAL:
            left.remove(each.name)
            by_name[each.name] = configs[each.name]
    if left:
        _check_call(function, configs, [*placed, *given], by_name)
    return function(*placed, *given, **by_name)


def _check_call(
    function: Callable[..., object],
    configs: Mapping[str, object],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
) -> None:
    """Refuse a call that lacks arguments where a parameter may have been meant for a config."""
    from inspect import signature

    from ato.config import suggestion

    parameters = signature(function)
    try:
        parameters.bind(*args, **kwargs)
    except TypeError as error:
        name = getattr(function, "__name__", "the function")
        message = f"no parameter is named after a scope ({', '.join(configs)}), and {error}"
        near = [help for each in parameters.parameters for help in suggestion(each, configs)]
        help = near[:1] or [f"name a parameter {' or '.join(configs)}, which is given the config"]
        raise ConfigError([Problem(short(name), message, tuple(help))]) from None


def parse_args_pythonic() -> None:
    """Give the scopes of the program what its command line says of them, ahead of their first use.

    Raises ``ConfigError`` with what is wrong with it.
    """
    from ato.dynamic.scopes._scope import Scope

    asked = take_apart(Scope.registry, command_line(Scope))
    if asked.problems:
        raise ConfigError(asked.problems)
    for name, scope in Scope.registry.items():
        if not scope._is_parsed:
            scope.assign(asked.views[name])
            scope._values.extend(asked.values[name])
            scope._anywhere = asked.anywhere
            scope._is_parsed = True
