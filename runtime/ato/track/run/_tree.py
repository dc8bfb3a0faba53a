"""Any config as a tree of plain values, as it is kept: dicts, lists, sets and scalars.

Nothing that stands in a config ends a run. What has no value of its own, as an array, a dtype or an object of
a class, is told by a text that is the same for the same value: of arrays with a digest of what they hold, of
objects by their ``repr``, without addresses of memory.
"""

from __future__ import annotations

import re
import sys
from collections import deque
from collections.abc import Iterable
from hashlib import sha256
from types import (
    BuiltinFunctionType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodDescriptorType,
    ModuleType,
    SimpleNamespace,
    WrapperDescriptorType,
)
from typing import Any, cast

from ato.config.types._values import is_list, is_set, is_tuple
from ato.fingerprint._plain import MAX_DEPTH, _items, is_generated, plain_tree
from ato.fingerprint.surroundings._masks import is_secret_name
from ato.track._texts import storable
from ato.track.run._kinds import Kinds

LONGEST = 1000
"""How many characters of an object's ``repr`` are kept; what is longer also counts by a digest."""
HASHED_BYTES = 1 << 26
"""Up to how many bytes an array counts by what it holds; a larger one by its shape and type."""
WIDEST = 14_000
"""Bits of whole numbers that are kept as numbers; of wider ones Python reads no decimals: they are texts."""
NO_FIELDS = (
    BuiltinFunctionType, FunctionType, GetSetDescriptorType, MemberDescriptorType, MethodDescriptorType,
    ModuleType, WrapperDescriptorType, classmethod, property, staticmethod, type,
)  # fmt: skip
_ADDRESS = re.compile(r"(?: at)? 0x[0-9a-fA-F]{4,}")
_NAMED = re.compile(
    r"\b(?P<name>[A-Za-z_]\w{0,60})(?P<mark>=|: |': |\": )(?P<value>'[^']*'|\"[^\"]*\"|[^\s,()\[\]{}]+)"
)


def tree_of(config: object, kinds: Kinds) -> Any:
    """A config as a tree. One of a class that is not known counts by its public fields."""
    tree = _tree(config, (), kinds)
    if isinstance(tree, str) and not isinstance(config, str):
        fields = _fields(config)
        return _tree(fields, (), kinds) if fields else tree
    return tree


def told(value: object) -> str:
    """A text for a value that is no data, the same for the same value, without secrets under their names."""
    if hasattr(type(value), "shape") and hasattr(type(value), "dtype"):
        return _array(value)
    try:
        text = _ADDRESS.sub("", repr(value))
    except Exception:  # an object whose __repr__ fails
        return f"<{type(value).__qualname__}>"
    text = storable(_NAMED.sub(_hidden, text))
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]}... (sha256:{sha256(text.encode()).hexdigest()[:16]})"


def _tree(value: Any, above: tuple[int, ...], kinds: Kinds) -> Any:
    """``above`` are the identities of the containers around it: one that holds itself ends there."""
    if is_generated(value):
        return value._bare()
    if is_list(value) or is_tuple(value):
        if kinds.is_basic(value):
            return value
    elif isinstance(value, str):
        return str.__str__(value)
    if id(value) in above or len(above) > MAX_DEPTH:
        return "..."
    inside = (*above, id(value))
    items = _opened(value)
    if items is not None:
        if not kinds.has_room(len(above)):
            return "..."
        return _mapping((key, _tree(item, inside, kinds)) for key, item in items)
    if is_list(value) or is_tuple(value) or isinstance(value, deque):
        return [_tree(item, inside, kinds) for item in cast("Iterable[object]", value)]
    if is_set(value):
        return _set([_tree(item, inside, kinds) for item in value])
    scalar = _scalar(value)
    return _tree(scalar, inside, kinds) if is_tuple(scalar) else scalar  # a list of OmegaConf


def _mapping(items: Iterable[tuple[object, Any]]) -> dict[str, Any]:
    """A mapping by texts; keys that have the same one, as ``7`` and ``"7"``, are counted."""
    found: dict[str, Any] = {}
    for key, item in items:
        name, number = storable(_text(key)), 1
        while (name if number == 1 else f"{name} ({number})") in found:
            number += 1
        found[name if number == 1 else f"{name} ({number})"] = item
    return found


def is_wide(number: int) -> bool:
    """Whether a whole number has more digits than Python reads."""
    return number.bit_length() > WIDEST


def _opened(value: Any) -> Iterable[tuple[object, object]] | None:
    """The keys and values of a mapping, or of an object that is one in all but name; None for any other."""
    try:
        if isinstance(value, SimpleNamespace):
            return vars(value).items()
        fields: Any = getattr(cast("Any", type(value)), "__attrs_attrs__", None)  # of attrs
        if fields is not None:
            return [(field.name, getattr(value, field.name)) for field in fields]
        items = _items(value)
        return None if items is None else list(items)
    except Exception:
        return _unresolved(value)


def _unresolved(value: Any) -> Iterable[tuple[object, object]] | None:
    """A config of OmegaConf that cannot be resolved, as it is written."""
    omegaconf: Any = sys.modules.get("omegaconf")
    try:
        found = omegaconf.OmegaConf.to_container(value, resolve=False)
    except Exception:  # no config of OmegaConf, or not even that
        return None
    return cast("Iterable[tuple[object, object]]", found.items()) if isinstance(found, dict) else None


def _fields(config: object) -> dict[str, object]:
    """The public fields of an object or a class, but for functions."""
    found: dict[str, object] = {}
    sources = reversed(type.mro(config)) if isinstance(config, type) else [config]
    for source in sources:
        found |= getattr(source, "__dict__", {})
    return {name: item for name, item in found.items() if name[:1] != "_" and not isinstance(item, NO_FIELDS)}


def _scalar(value: Any) -> Any:
    try:
        if isinstance(value, int) and is_wide(value):
            return hex(value)
        plain = plain_tree(value)
    except Exception:  # it has no value of its own, or does not let itself be looked at
        return told(value)
    return plain


def _set(items: list[Any]) -> Any:
    try:
        return frozenset(items)
    except TypeError:  # of what is no scalar here
        return sorted(items, key=repr)


def _array(value: Any) -> str:
    """An array or a tensor: its type, its shape, and what it holds."""
    try:
        about = f"{type(value).__qualname__} {value.dtype} {tuple(value.shape)}"
        if getattr(value, "nbytes", HASHED_BYTES) > HASHED_BYTES:
            return f"<{about}>"
    except Exception:
        return f"<{type(value).__qualname__}>"
    try:
        from ato.fingerprint import output_hash

        return f"<{about} sha256:{output_hash(value)[:16]}>"
    except Exception:  # an array of objects, or a tensor without values
        return f"<{about}>"


def _text(key: object) -> str:
    try:
        return str(key)
    except Exception:
        return f"<{type(key).__qualname__}>"


def _hidden(found: re.Match[str]) -> str:
    return f"{found['name']}{found['mark']}***" if is_secret_name(found["name"]) else found[0]
