"""Configs of every library as one kind of tree: dicts, tuples, frozensets and the scalars of ``ato.config``.

A config is known by its class, which can only be met where its library is loaded; nothing is imported here.
Reading leaves no trace in it: an ADict notes no access, nothing is resolved in place.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, cast

from ato.config import ConfigError, Problem
from ato.config.types._values import FOREIGN, is_dict, is_list, is_set, is_tuple, spelled

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from ato.config import Config

MAX_DEPTH = 100
"""How deep containers may stand in each other."""


def plain_tree(value: object, path: str = "", depth: int = 0) -> object:
    """A config, or a value in one, as a tree; raises ``ConfigError`` for what has no value of its own.

    Enums count by their names, functions and classes by where they are defined, as configs write them.
    """
    if depth > MAX_DEPTH:
        raise _refusal(path[:60], f"containers stand more than {MAX_DEPTH} deep in each other")
    if is_generated(value):
        return value._bare()
    items = _items(value)
    if items is not None:
        return {_key(key): plain_tree(item, f"{path}.{key}".lstrip("."), depth + 1) for key, item in items}
    if is_list(value) or is_tuple(value):
        return tuple(plain_tree(item, f"{path}[{at}]", depth + 1) for at, item in enumerate(value))
    if is_set(value):
        return _set(value, path, depth)
    return _scalar(value, path)


def is_generated(value: object) -> TypeIs[Config]:
    """Whether it is a config of a generated class, or a struct in one; asks the class, as configs of others
    make what is asked of them."""
    return hasattr(type(value), "_sealed")


def _set(items: set[object] | frozenset[object], path: str, depth: int) -> object:
    try:
        return frozenset(plain_tree(item, f"{path}{{}}", depth + 1) for item in items)
    except TypeError:
        raise _refusal(path, "is a set of mappings, which have no order to be hashed in") from None


def _items(value: object) -> Iterable[tuple[object, object]] | None:
    """The keys and values of a config or mapping; None for what is neither."""
    opened = _opened(cast("Any", value))
    if opened is not None:
        return opened
    if is_dict(value):
        own = cast("Any", dict)  # not mmengine's class, whose items import what they name
        return cast("Iterable[tuple[object, object]]", own.items(value))
    if isinstance(value, Namespace):
        return vars(value).items()
    if is_dataclass(value) and not isinstance(value, type):
        return [(field.name, getattr(value, field.name)) for field in fields(value)]
    return cast("Mapping[object, object]", value).items() if isinstance(value, Mapping) else None


def _opened(value: Any) -> Iterable[tuple[object, object]] | None:
    """What configs of ours and of other libraries hold; None for any other value."""
    kind = cast("Any", type(value))
    names = {f"{base.__module__.partition('.')[0]}.{base.__name__}" for base in kind.__mro__}
    if "omegaconf.DictConfig" in names:
        return cast("Iterable[tuple[object, object]]", _resolved(value).items())
    if "omegaconf.ListConfig" in names:
        return None
    if "mmengine.Config" in names or ("ato.ADict" in names and hasattr(value, "to_dict")):
        return cast("Iterable[tuple[object, object]]", value.to_dict().items())
    if "pydantic.BaseModel" in names:
        extra = cast("dict[object, object]", value.model_extra or {})
        names_of_fields = cast("Iterable[str]", kind.model_fields)
        return [*((name, getattr(value, name)) for name in names_of_fields), *extra.items()]
    return None


def _resolved(value: Any) -> Any:
    """A container of OmegaConf as its values are read, with what is missing as ``???``."""
    omegaconf: Any = sys.modules["omegaconf"]
    try:
        return omegaconf.OmegaConf.to_container(value, resolve=True)
    except omegaconf.errors.OmegaConfBaseException as error:
        why = str(error).partition("\n")[0]
        raise _refusal(str(getattr(error, "full_key", "") or ""), f"cannot be resolved: {why}") from None


def _scalar(value: object, path: str) -> object:
    kind = type(value)
    if f"{kind.__module__.partition('.')[0]}.{kind.__name__}" == "omegaconf.ListConfig":
        return plain_tree(_resolved(value), path)
    if isinstance(value, Enum):
        return value.name
    if kind.__module__ == "numpy" and hasattr(value, "item") and not getattr(value, "shape", ()):
        return plain_tree(cast("Any", value).item(), path, 1)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bytes):
        return bytes(value)
    if value is None or kind.__name__ in FOREIGN:
        return value
    name = getattr(value, "__qualname__", None)
    if callable(value) and isinstance(name, str):
        return f"{getattr(value, '__module__', '')}.{name}"
    raise _refusal(
        path, f"{spelled(value)} ({kind.__qualname__}) has no value of its own that could be hashed"
    )


def _key(key: object) -> str:
    """A key as text; one that is none does not pass for the text that looks like it."""
    return str(key) if isinstance(key, str) else f"\0{type(key).__name__}\0{key}"


def _refusal(path: str, message: str) -> ConfigError:
    return ConfigError([Problem(path, message)])
