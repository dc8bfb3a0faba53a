"""``MultiScope``: several scopes of one program, each with a config, views and keys of its own."""

from __future__ import annotations

from ato.config import ConfigError, Problem
from ato.dynamic.answers._traces import Fingerprints, Traced
from ato.dynamic.scopes._entry import called_with, enter
from ato.dynamic.scopes._scope import NameTaken, Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from ato.config.explained._causality import Explanation

    R = TypeVar("R")


class MultiScope(Traced):
    """Scopes that are the program's together; of a function they are given to the parameters of their names.

    ``scope.key=value`` and ``scope.view`` on the command line speak of one of them; a bare view is that of
    every scope that has it, a bare key that of the only scope that knows it. Raises ``NameTaken`` where two
    have one name.
    """

    def __init__(self, *scopes: Scope) -> None:
        if not scopes:
            raise ConfigError([Problem("MultiScope", "takes one scope or more")])
        names = [scope.name for scope in scopes]
        for name in names:
            if names.count(name) > 1:
                raise NameTaken(name)
        self.scopes = scopes
        self.fingerprints = Fingerprints()
        self.register_all()

    def register_all(self) -> None:
        """Let these be the scopes of the program, and no others."""
        Scope.registry.clear()
        for scope in self.scopes:
            Scope.registry[scope.name] = scope

    def __call__(self, func: Callable[..., R]) -> Callable[..., R]:
        """A program of a function; its first call reads the command line and applies all scopes, once."""
        from functools import wraps

        @wraps(func)
        def program(*args: Any, **kwargs: Any) -> R:
            if not all(scope.is_applied for scope in self.scopes):
                enter([scope for scope in self.scopes if not scope.is_applied], func)
            configs = {scope.name: scope.config for scope in self.scopes if scope.mode == "ON"}
            return called_with(func, configs, args, kwargs)

        return program

    exec = __call__

    def explain(self, key: str) -> Explanation:
        """Who set ``scope.key``, from which line, and what it replaced.

        Raises ``ConfigError`` for a scope or key that is not there.
        """
        from ato.config import suggestion

        first, _, rest = key.partition(".")
        for scope in self.scopes:
            if scope.name == first and rest:
                told = scope.explain(rest)
                for each in (told, *told.parts):
                    each.key = f"{first}.{each.key}"
                return told
        names = [scope.name for scope in self.scopes]
        help = suggestion(first, names) or (f"the scopes are {', '.join(names)}; ask for SCOPE.KEY",)
        raise ConfigError([Problem(key, "no scope is called so", help)])

    def __repr__(self) -> str:
        return f"MultiScope({', '.join(scope.name for scope in self.scopes)})"
