"""The keys that a view may write, read from its code without running it.

A key that some view could write is no typing error, also in a run in which that view is not active. What is
found is what stands there plainly: ``config.a.b = …``, ``config["a"] = …``, and names that are given by
keyword, as in ``config.update(a=…)`` and ``ADict(a=…)``, of which it is not known where they end up.
"""

from __future__ import annotations

from functools import lru_cache

from ato.dynamic.answers._record import code_of
from ato.dynamic.trees._dict import is_sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from dis import Instruction
    from types import CodeType
    from typing import Any

    from ato.dynamic.scopes._view import Observed

PLACES = 256
"""Views whose code is remembered."""
SOMEWHERE = "*."
"""Stands before a name that is written somewhere below the config."""
SILENT = ("EXTENDED_ARG", "CACHE", "NOP", "PUSH_NULL")


def is_written(path: str, found: frozenset[str]) -> bool:
    """Whether a key, or one below or above it, is among those that views may write."""
    last = path.rpartition(".")[2]
    return f"{SOMEWHERE}{last}" in found or any(path == each or each.startswith(f"{path}.") for each in found)


def may_write(views: Iterable[Observed]) -> frozenset[str]:
    """The dotted keys that views may write, as far as their code tells."""
    return frozenset(key for view in views for key in _of_view(view))


def _of_view(view: Observed) -> Iterable[str]:
    if view.function is None:
        return _keys("", view.keys)
    code, name = code_of(view.function), config_name(view.function)
    return _written(code, name) if code is not None and name else frozenset()


def config_name(function: Callable[..., object]) -> str:
    """The parameter of a view that is given the config; nothing if it has none that can be told."""
    code = code_of(function)
    index = 0 if getattr(function, "__self__", None) is None else 1
    return "" if code is None or code.co_argcount <= index else code.co_varnames[index]


def _keys(above: str, tree: Any) -> Iterator[str]:
    for name in tree:
        path = f"{above}.{name}" if above else str(name)
        yield path
        if hasattr(tree[name], "keys"):
            yield from _keys(path, tree[name])


@lru_cache(PLACES)
def _written(code: CodeType, config: str) -> frozenset[str]:
    """What code may write to the variable that holds the config; functions inside it included."""
    from dis import get_instructions

    found: set[str] = set()
    chain: tuple[str, ...] | None = None
    key = ""
    for step in get_instructions(code):
        name, names = step.opname, _names(code, step)
        if name in SILENT:
            continue
        if name == "STORE_ATTR" and chain is not None:
            found.add(".".join((*chain, *names)))
        elif name == "STORE_SUBSCR" and chain is not None and key:
            found.add(".".join((*chain, key)))
        if name.startswith(("LOAD_FAST", "LOAD_DEREF")):
            chain = () if names[-1:] == (config,) else None
        elif name == "LOAD_ATTR" and chain is not None:
            chain = (*chain, *names)
        elif name == "KW_NAMES" or (name == "LOAD_CONST" and isinstance(step.argval, tuple)):
            found.update(SOMEWHERE + each for each in names if each.isidentifier())
            chain = None
        elif name != "LOAD_CONST":
            chain = None
        key = names[0] if name == "LOAD_CONST" and len(names) == 1 else ""
    for inner in code.co_consts:
        if hasattr(inner, "co_code") and config in inner.co_freevars:
            found |= _written(inner, config)
    return frozenset(found)


def _names(code: CodeType, step: Instruction) -> tuple[str, ...]:
    """The names that an instruction is about."""
    value: Any = code.co_consts[step.arg or 0] if step.opname == "KW_NAMES" else step.argval
    parts: list[Any] = list(value) if is_sequence(value) else [value]
    return tuple(each for each in parts if isinstance(each, str))
