"""Fingerprints of a config: of its structure, and of its values.

Both are SHA-256 over an encoding in which every part is preceded by a tag and by its length, so that no two
different trees are encoded alike: ``{"a.b": 1}`` and ``{"a": {"b": 1}}`` differ, and so do ``["ab"]`` and
``["a", "b"]``. Types are those of the values, not the declared ones; the structure of a list or set is the
set of the structures of its elements, so its length does not count but the types of its elements do.
"""

from __future__ import annotations

from ato.config._field import MISSING
from ato.config.types._values import is_config, is_dict, is_list, is_set, is_tuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.config._base import Config


def structural_hash(config: Config | dict[str, object]) -> str:
    """The fingerprint of keys and types, of a config or of plain data."""
    return _digest(_shape(config))


def value_hash(config: Config | dict[str, object]) -> str:
    """The fingerprint of keys, types and values; a secret of a config counts only by being there."""
    return _digest(_content(config))


def _digest(encoded: bytes) -> str:
    from hashlib import sha256

    return sha256(encoded).hexdigest()


def _part(tag: bytes, *parts: bytes) -> bytes:
    body = b"".join(b"%d:" % len(part) + part for part in parts)
    return tag + b"(" + body + b")"


def _shape(value: object) -> bytes:
    if is_config(value):
        pairs = _present(value)
        return _part(b"map", *(_part(b"=", name.encode(), _shape(item)) for name, item, _ in pairs))
    if is_dict(value):
        return _part(b"map", *(_part(b"=", key.encode(), _shape(item)) for key, item in _sorted(value)))
    if is_tuple(value) or is_list(value) or is_set(value):
        return _part(_tag(value), *sorted({_shape(item) for item in value}))
    return _part(_tag(value))


def _content(value: object) -> bytes:
    if is_config(value):
        pairs = (
            _part(b"=", name.encode(), b"secret" if secret else _content(item))
            for name, item, secret in _present(value)
        )
        return _part(b"map", *pairs)
    if is_dict(value):
        return _part(b"map", *(_part(b"=", key.encode(), _content(item)) for key, item in _sorted(value)))
    if is_set(value):
        return _part(_tag(value), *sorted(_content(item) for item in value))
    if is_tuple(value) or is_list(value):
        return _part(_tag(value), *(_content(item) for item in value))
    return _part(_tag(value), _scalar(value))


def _present(config: Config) -> list[tuple[str, object, bool]]:
    """Names, values and whether they are secret, of the fields that have a value, ordered by name."""
    pairs = [(field.name, value, field.secret) for field, value in config._items() if value is not MISSING]
    return sorted(pairs, key=lambda pair: pair[0])


def _sorted(mapping: dict[object, object]) -> list[tuple[str, object]]:
    return sorted(((str(key), item) for key, item in mapping.items()), key=lambda pair: pair[0])


_TAGS = {"PosixPath": b"path", "WindowsPath": b"path", "tuple": b"list", "frozenset": b"set"}


def _tag(value: object) -> bytes:
    name = type(value).__name__
    return _TAGS.get(name, name.encode())


def _scalar(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, float):
        return (value + 0.0).hex().encode()  # -0.0 and 0.0 are the same value
    written = getattr(value, "as_posix", None) or getattr(value, "isoformat", None)
    text = value if isinstance(value, str) else repr(value) if written is None else str(written())
    return text.encode("utf-8", "surrogateescape")
