"""What belongs to the project, and what lies beyond its border: Python's library and what is installed."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Sequence
from functools import lru_cache
from types import FunctionType, ModuleType
from typing import Any

from ato.fingerprint.sources._body import function_in

INSTALLED = ("site-packages", "dist-packages")
"""Folders that installed packages stand in."""
COMPILED = (".so", ".pyd", ".dll")
"""Modules that have no source, wherever they stand."""


class Project:
    """The files that count as the project: those below ``roots``, else all that are not installed."""

    def __init__(self, roots: Sequence[str | os.PathLike[str]]) -> None:
        self._roots = tuple(os.path.abspath(root) for root in roots)  # noqa: PTH100  no Path for each file
        self._known: dict[str, bool] = {}
        self._named: dict[tuple[str, str], str] = {}

    def holds_function(self, function: FunctionType) -> bool:
        """Whether a function is the project's; one without a file is where its module is."""
        path = function.__code__.co_filename
        return self._holds_module(function.__globals__) if path.startswith("<") else self.holds_file(path)

    def holds(self, value: object) -> bool:
        """Whether a module or class is the project's."""
        if isinstance(value, ModuleType):
            return self._holds_module(vars(value))
        if isinstance(value, type):
            names = names_of(value)
            return bool(names) and self._holds_module(names)
        module = sys.modules.get(str(getattr(value, "__module__", "")))
        return module is not None and self._holds_module(vars(module))

    def _holds_module(self, names: dict[str, Any]) -> bool:
        path = names.get("__file__")
        if not isinstance(path, str):
            return names.get("__name__") == "__main__" or names.get("__spec__") is None
        return self.holds_file(path)

    def holds_file(self, path: str) -> bool:
        """Whether a file is the project's."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self._is_inside(os.path.abspath(path))  # noqa: PTH100  the same
        return known

    def _is_inside(self, path: str) -> bool:
        if path.endswith(COMPILED):
            return False
        if self._roots:
            return any(path.startswith(root + os.sep) for root in self._roots)
        is_library = any(path.startswith(folder + os.sep) for folder in _library_folders())
        return not is_library and not any(part in INSTALLED for part in _parts(path))

    def relative(self, path: str, module: str) -> str | None:
        """A file as the project names it: below a root, else below where its module is imported from."""
        if path.startswith("<"):
            return None
        known = self._named.get((path, module))
        if known is None:
            known = self._named[path, module] = self._relative(path, module)
        return known

    def _relative(self, path: str, module: str) -> str:
        whole = os.path.abspath(path)  # noqa: PTH100  the same
        for root in self._roots:
            if whole.startswith(root + os.sep):
                return whole[len(root) + 1 :].replace(os.sep, "/")
        parts = _parts(whole)
        depth = 1 if module == "__main__" else module.count(".") + 1
        return "/".join(parts[-(depth + (parts[-1] == "__init__.py")) :])


def names_of(kind: type) -> dict[str, Any]:
    """The names of the module that a class was made in, as its methods see them."""
    for value in vars(kind).values():
        function = function_in(value)
        if function is not None and function.__globals__.get("__name__") == kind.__module__:
            return function.__globals__
    module = sys.modules.get(str(kind.__module__))
    if module is not None:
        return vars(module)
    functions = (each for each in map(function_in, vars(kind).values()) if each is not None)
    first = next(functions, None)
    return {} if first is None else first.__globals__


def _parts(path: str) -> list[str]:
    return path.replace(os.sep, "/").split("/")


@lru_cache(maxsize=1)
def _library_folders() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    ours = os.path.dirname(os.path.abspath(str(sys.modules["ato"].__file__)))  # noqa: PTH100, PTH120
    return (ours, *dict.fromkeys((paths["stdlib"], paths["platstdlib"])))


def library(module: str) -> tuple[str, str] | None:
    """The distribution that a module of no project comes from, and its version; None if nothing tells it."""
    top = module.partition(".")[0]
    if not top or top == "builtins":
        return None
    if top in sys.stdlib_module_names:
        return "python", ".".join(map(str, sys.version_info[:3]))
    return _distribution(top)


@lru_cache(maxsize=256)
def _distribution(top: str) -> tuple[str, str] | None:
    from importlib.metadata import PackageNotFoundError, packages_distributions, version

    try:
        return top, version(top)
    except (PackageNotFoundError, ValueError):
        names = sorted(packages_distributions().get(top, ()))
    if names:
        return names[0], version(names[0])
    told = getattr(sys.modules.get(top), "__version__", None)
    return (top, str(told)) if told is not None else None
