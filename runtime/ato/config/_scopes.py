"""Several scopes of a program, composed from one command line, environment and set of config files.

Every scope keeps its own fields, views and order; what they share is what a run says. ``model.lr=0.2`` is
said to one scope, a bare ``small`` to every scope that has such a view, a bare ``dataset=imagenet`` to the
only scope that has the key. Nothing is guessed: a key that several scopes have is a problem that names them.
"""

from __future__ import annotations

from ato.config._errors import ConfigError, Problem
from ato.config._nearest import suggestion
from ato.config._schema import named_after
from ato.config.composing._joint import compose_each, with_partners
from ato.config.outside._request import requests

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from os import PathLike
    from typing import Any, TypeVar

    from ato.config._base import Config
    from ato.config._schema import Schema

    R = TypeVar("R")

STAR, STARS = 0x04, 0x08
"""The flags of code that takes ``*args``, and that takes ``**kwargs``."""


class Parameters:
    """The parameters of a function: their names (``*args`` with its star), and how many go by position."""

    __slots__ = ("by_position", "names")

    def __init__(self, names: tuple[str, ...], by_position: int) -> None:
        self.names = names
        self.by_position = by_position


class Configs:
    """The configs of one selection over several scopes: an attribute for each, named after it. Immutable.

    A generated package has a subclass with the scopes of its program.
    """

    __slots__: tuple[str, ...] = ()

    def __init__(self, /, **configs: Config) -> None:
        for name, config in configs.items():
            object.__setattr__(self, name, config)

    def _by_scope(self) -> dict[str, Config]:
        return {name: getattr(self, name) for name in self.__slots__}

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable; '{name}' cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable; '{name}' cannot be deleted")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Configs) or type(self) is not type(other):
            return NotImplemented
        return self._by_scope() == other._by_scope()

    def __hash__(self) -> int:
        return hash(tuple(self._by_scope().values()))

    def __reduce__(self) -> tuple[Any, ...]:
        return _configs, (type(self), self._by_scope())

    def __repr__(self) -> str:
        parts = (f"{name}={config!r}" for name, config in self._by_scope().items())
        return f"{type(self).__name__}({', '.join(parts)})"


class Scopes:
    """Several scopes at run time, in the order in which they are told of; their names must differ."""

    __slots__ = ("_among_others", "schemas")

    def __init__(self, *schemas: Schema[Any]) -> None:
        if not schemas:
            raise ConfigError([Problem("Scopes", "takes the schema of one scope or more")])
        names = [schema.name for schema in schemas]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ConfigError(Problem(name, "two scopes have this name") for name in twice)
        self.schemas: dict[str, Schema[Any]] = {schema.name: schema for schema in schemas}
        self._among_others = {name: schema.among_others() for name, schema in self.schemas.items()}

    @classmethod
    def asked_by(cls, function: Callable[..., object], package: str, scopes: Collection[str]) -> Scopes:
        """The scopes that the parameters of a function name, of those with a module in the package.

        The other modules are not imported. Raises ``ConfigError`` for a parameter that names no scope.
        """
        return cls.named(_parameters(function, scopes).names, package)

    @classmethod
    def named(cls, scopes: Iterable[str], package: str) -> Scopes:
        """The scopes of these names, each of which has a module in the package."""
        from importlib import import_module

        return cls(*(import_module(f"{package}.{name}")._SCHEMA for name in scopes))

    def compose(
        self,
        views: Iterable[str] = (),
        overrides: Iterable[str] = (),
        config: Iterable[str | PathLike[str]] = (),
        env: Mapping[str, str] | None = None,
    ) -> dict[str, Config]:
        """The configs of a selection by the names of their scopes.

        ``views`` and ``overrides`` are words as on the command line, with or without a scope; ``config`` are
        files with the names of the scopes on top. Raises ``ConfigError`` with everything that is wrong in
        any scope; what is deprecated gives a ``DeprecationWarning``.
        """
        wanted = requests(with_partners(self._spoken_of(self.schemas)), views, overrides, config, env)
        configs = compose_each(wanted)
        for request in wanted:
            for text in request.warnings:
                from warnings import warn

                warn(text, DeprecationWarning, stacklevel=2)
        return dict(zip(self.schemas, configs))

    def main(self, function: Callable[..., R]) -> Callable[[], R]:
        """A program of a function whose parameters are named after scopes; see :meth:`Schema.main`.

        Only these scopes take part: words, variables and files speak of no other. With one of them alone the
        program is that of the scope. Raises ``ConfigError`` for a parameter that names no scope.
        """
        parameters = _parameters(function, self.schemas)
        schemas = self._spoken_of(parameters.names)

        def program() -> R:
            from sys import argv

            from ato.config._program import asked_configs

            configs = asked_configs(schemas, function, argv[1:])
            by_name = dict(zip(parameters.names, configs))
            first = [by_name.pop(name) for name in parameters.names[: parameters.by_position]]
            return function(*first, **by_name)

        return named_after(function, program)

    def _spoken_of(self, names: Collection[str]) -> tuple[Schema[Any], ...]:
        """The schemas of scopes; one that is not alone has its name in front of its keys."""
        schemas = self._among_others if len(names) > 1 else self.schemas
        return tuple(schemas[name] for name in names)

    def __repr__(self) -> str:
        return f"Scopes({', '.join(self.schemas)})"


def _configs(cls: type[Configs], configs: dict[str, Config]) -> Configs:
    return cls(**configs)


def _parameters(function: Callable[..., object], scopes: Collection[str]) -> Parameters:
    """The parameters of a function, each of which must name a scope; raises ``ConfigError``."""
    found = _parameters_of(function)
    called = getattr(function, "__name__", None) or type(function).__name__
    known = f"the scopes are {', '.join(scopes)}"
    problems = [
        Problem(name, f"the parameter of '{called}' names no scope", suggestion(name, scopes) or (known,))
        for name in found.names
        if name not in scopes
    ]
    if not found.names:
        problems.append(Problem(called, "takes no parameter, and so asks for no scope", (known,)))
    if problems:
        raise ConfigError(problems)
    return found


def _parameters_of(function: Callable[..., object]) -> Parameters:
    """The parameters of whatever can be called; a plain function tells them without ``inspect``, which is
    heavy to import.
    """
    code = None if hasattr(function, "__wrapped__") else getattr(function, "__code__", None)
    if code is None or hasattr(function, "__self__"):
        return _inspected(function)
    count = code.co_argcount + code.co_kwonlyargcount
    names, others = code.co_varnames[:count], list(code.co_varnames[count:])
    more = [f"{sign}{others.pop(0)}" for flag, sign in ((STAR, "*"), (STARS, "**")) if code.co_flags & flag]
    return Parameters((*names, *more), code.co_argcount)


def _inspected(function: Callable[..., object]) -> Parameters:
    from inspect import Parameter, signature

    parameters = signature(function).parameters.values()
    signs: dict[object, str] = {Parameter.VAR_POSITIONAL: "*", Parameter.VAR_KEYWORD: "**"}
    by_position = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    names = tuple(signs.get(each.kind, "") + each.name for each in parameters)
    return Parameters(names, sum(each.kind in by_position for each in parameters))
