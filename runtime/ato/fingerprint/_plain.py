"""Configs of every library as one kind of tree: dicts, tuples, frozensets and the scalars of ``ato.config``.

A config is known by its class, which can only be met where its library is loaded; nothing is imported here.
Reading leaves no trace in it: an ADict notes no access, nothing is resolved in place.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum, Flag
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from ato.config import ConfigError, Problem
from ato.config.types._values import FOREIGN, is_dict, is_list, is_set, is_tuple, spelled
from ato.fingerprint._foreign import foreign, foreign_scalar

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from ato.config import Config

MAX_DEPTH = 100
"""How deep containers may stand in each other."""
MOST_ITEMS = 4096
"""How many items an array has at most that counts as the lists it could be."""
SCALARS = frozenset((bool, int, float, str, bytes, type(None)))
BASIC: tuple[Any, ...] = (int, float, str, bytes)
BUILT_IN = SCALARS | {dict, list, tuple, set, frozenset}


def plain_tree(value: object, path: str = "", depth: int = 0) -> object:
    """A config, or a value in one, as a tree; raises ``ConfigError`` for what has no value of its own.

    Enums count by their names, functions and classes by where they are defined, as configs write them, and
    arrays as lists.
    """
    if depth > MAX_DEPTH:
        raise _refusal(path[:60], f"containers stand more than {MAX_DEPTH} deep in each other")
    if type(value) in SCALARS:
        return value
    if is_generated(value):
        return value._bare()
    opened = plain_config(value)
    if opened is not None:
        return plain_tree(opened, path, depth)
    items = _items(value)
    if items is not None:
        return {_key(key): plain_tree(item, f"{path}.{key}".lstrip("."), depth + 1) for key, item in items}
    if is_list(value) or is_tuple(value):
        return tuple(plain_tree(item, f"{path}[{at}]", depth + 1) for at, item in enumerate(value))
    if is_set(value):
        return _set(value, path, depth)
    return _scalar(value, path, depth)


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
    opened = plain_config(value)
    if opened is not None:
        return opened.items() if is_dict(opened) else None
    if is_dict(value):
        own = cast("Any", dict)  # not mmengine's class, whose items import what they name
        return cast("Iterable[tuple[object, object]]", own.items(value))
    if isinstance(value, (Namespace, SimpleNamespace)):
        return vars(value).items()
    if is_dataclass(value) and not isinstance(value, type):
        return _attributes(value, [field.name for field in fields(value)])
    kind = cast("Any", type(value))
    if hasattr(kind, "__attrs_attrs__"):
        return _attributes(value, [each.name for each in kind.__attrs_attrs__])
    if isinstance(getattr(kind, "model_fields", None), dict) and hasattr(kind, "model_construct"):
        extra = cast("dict[str, object]", getattr(value, "model_extra", None) or {})
        return _attributes(value, [*cast("Iterable[str]", kind.model_fields), *extra])
    return cast("Mapping[object, object]", value).items() if isinstance(value, Mapping) else None


def _attributes(value: object, names: Iterable[str]) -> list[tuple[object, object]]:
    missing = [name for name in names if not hasattr(value, name)]
    if missing:
        raise _refusal(missing[0], f"has no value yet: nothing has set it in this {type(value).__qualname__}")
    return [(name, getattr(value, name)) for name in names]


def plain_config(value: object) -> dict[object, object] | list[object] | None:
    """What a config of another library, or an ADict, says that it holds; None for any other value."""
    kind = type(value)
    if kind in BUILT_IN:
        return None
    names = {f"{base.__module__.partition('.')[0]}.{base.__name__}" for base in kind.__mro__}
    if names & {"omegaconf.DictConfig", "omegaconf.ListConfig"}:
        return cast("dict[object, object] | list[object]", _resolved(value))
    if "mmengine.Config" in names or ("ato.ADict" in names and hasattr(value, "to_dict")):
        return cast("dict[object, object]", cast("Any", value).to_dict())
    return None


def _resolved(value: Any) -> Any:
    """A container of OmegaConf as its values are read, with what is missing as ``???``."""
    omegaconf: Any = sys.modules["omegaconf"]
    try:
        return omegaconf.OmegaConf.to_container(value, resolve=True)
    except omegaconf.errors.OmegaConfBaseException as error:
        why = str(error).partition("\n")[0]
        raise _refusal(str(getattr(error, "full_key", "") or ""), f"cannot be resolved: {why}") from None


def _scalar(value: object, path: str, depth: int) -> object:
    kind = type(value)
    if isinstance(value, Enum):
        return _member(value)
    if kind.__module__ != "numpy":
        for basic in BASIC:
            if isinstance(value, basic):
                return cast("object", basic(value))
    if kind.__name__ in FOREIGN:
        return value
    found = foreign_scalar(value)
    if found is not None:
        return found
    if hasattr(kind, "tolist") and hasattr(kind, "shape"):
        return _array(cast("Any", value), path, depth)
    if isinstance(value, partial):
        held = cast("partial[object]", value)
        return plain_tree((held.func, held.args, held.keywords), path, depth + 1)
    name = getattr(value, "__qualname__", None)
    if callable(value) and isinstance(name, str):
        return f"{getattr(value, '__module__', '')}.{name}"
    raise _refusal(
        path, f"{spelled(value)} ({kind.__qualname__}) has no value of its own that could be hashed"
    )


def _member(value: Enum) -> str:
    """The name of a member; of flags that were joined, their names, as Python does from 3.11 on."""
    if not isinstance(value, Flag):
        return value.name
    single = {name: each.value for name, each in type(value).__members__.items()}
    names = [name for name, bit in single.items() if bit and bit & (bit - 1) == 0 and bit & value.value]
    return "|".join(names) or str(value.value)


def _array(value: Any, path: str, depth: int) -> object:
    """An array of numpy or torch as the lists that it could be; a long one by its fingerprint."""
    count = 1
    for side in value.shape:
        count *= int(side)
    if count <= MOST_ITEMS:
        held = value.tolist()
        is_itself = type(held) is type(value)  # of a kind that Python has no number for
        return foreign("number", repr(held)) if is_itself else plain_tree(held, path, depth + 1)
    from ato.fingerprint.results._output import output_hash

    return foreign("array", output_hash(value))


def _key(key: object) -> str:
    """A key as text; one that is none does not pass for the text that looks like it."""
    if isinstance(key, str) and not isinstance(key, Enum):
        return f"\0str\0{key}" if key.startswith("\0") else str(key)
    held = plain_tree(key)
    return f"\0{type(held).__name__}\0{held!r}"


def _refusal(path: str, message: str) -> ConfigError:
    return ConfigError([Problem(path, message)])
