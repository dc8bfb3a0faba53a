"""Fingerprints of a dynamic config: Ato's, which old records hold, and ours, the one of generated configs.

Ato's is the SHA-1 of ``[path:type]`` of every leaf, ordered by dotted path. Other trees may have the same:
an empty config counts as absent, ``{"a.b": 1}`` as ``{"a": {"b": 1}}``, and elements of lists not at all.
Ours tells all of them apart.
"""

from __future__ import annotations

from ato.dynamic.trees._convert import plain
from ato.dynamic.trees._dict import Dict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def leaves(prefix: str, value: object) -> list[tuple[str, str]]:
    """The dotted paths of the leaves of a value that stands at ``prefix``, and the names of their types."""
    found: list[tuple[str, str]] = []
    _collect(prefix, value, found)
    return found


def _collect(path: str, value: object, found: list[tuple[str, str]]) -> None:
    data = _branches(value)
    if data is None:
        found.append((path, type(value).__name__))
        return
    above = f"{path}." if path else ""
    for key, item in data.items():
        if type(item) in _LEAVES:
            found.append((f"{above}{key}", type(item).__name__))
        else:
            _collect(f"{above}{key}", item, found)


_LEAVES = frozenset((str, int, float, bool, type(None), list, tuple))


def _branches(value: object) -> dict[Any, Any] | None:
    """The keys below a value, if Ato took it for a mapping."""
    if isinstance(value, Dict):
        return value._data
    from collections.abc import MutableMapping

    foreign: Any = value
    return dict(foreign) if isinstance(value, (dict, MutableMapping)) else None


def legacy_hash(config: Dict) -> str:
    """Ato's fingerprint of the structure, to the bit."""
    from hashlib import sha1

    parts: list[str] = []
    if not _ordered("", config, parts):
        parts = [f"[{path}:{kind}]" for path, kind in sorted(dict(leaves("", config)).items())]
    text = "".join(parts)
    return sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def _ordered(above: str, config: Dict, parts: list[str]) -> bool:
    """Put down the leaves in the order of their paths, level by level, which is faster than to sort them all.

    What stands below a key sorts as the key with a dot behind it. False where a key has a dot itself, or is
    empty, or a mapping is none of ours: then only the whole paths tell the order.
    """
    data = config._data
    if "." in "".join(data) or "" in data:
        return False
    names = {
        f"{key}." if type(item) not in _LEAVES and isinstance(item, Dict) else key: item
        for key, item in data.items()
    }
    for name in sorted(names):
        item = names[name]
        if name[-1] == ".":
            if not _ordered(above + name, item, parts):
                return False
        elif type(item) in _LEAVES or _branches(item) is None:
            parts.append(f"[{above}{name}:{type(item).__name__}]")
        else:
            return False
    return True


def structural_hash(config: Dict) -> str:
    """The fingerprint of keys and types that a generated config of this structure has."""
    from ato.config._hash import structural_hash

    return structural_hash(plain(config))


def value_hash(config: Dict) -> str:
    """The fingerprint of keys, types and values that a generated config of these values has."""
    from ato.config._hash import value_hash

    return value_hash(plain(config))
