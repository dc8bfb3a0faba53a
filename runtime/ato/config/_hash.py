"""Fingerprints of a config: of its structure, and of its values.

Both are SHA-256 over an encoding in which every part is preceded by a tag and by its length, so that no two different
trees are encoded alike: ``{"a.b": 1}`` and ``{"a": {"b": 1}}`` differ, and so do ``["ab"]`` and ``["a", "b"]``.
Types are those of the values, not the declared ones; the structure of a list or set is the set of the
structures of its elements, so its length does not count but the types of its elements do.
"""

from __future__ import annotations

from ato.config._field import MISSING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.config._base import Config


def structural_hash(config: Config) -> str:
    """The fingerprint of keys and types."""
    return _digest(_shape(config))


def value_hash(config: Config) -> str:
    """The fingerprint of keys, types and values; a secret counts only by being there."""
    return _digest(_content(config))


def _digest(encoded: bytes) -> str:
    from hashlib import sha256

    return sha256(encoded).hexdigest()


def _part(tag: bytes, *parts: bytes) -> bytes:
    body = b"".join(b"%d:" % len(part) + part for part in parts)
    return tag + b"(" + body + b")"


def _shape(value: object) -> bytes:
    fields = getattr(value, "_fields", None)
    if fields is not None:
        pairs = _present(value)
        return _part(b"map", *(_part(b"=", name.encode(), _shape(item)) for name, item, _ in pairs))
    if isinstance(value, dict):
        return _part(b"map", *(_part(b"=", key.encode(), _shape(value[key])) for key in sorted(value)))
    if isinstance(value, (tuple, frozenset)):
        return _part(_tag(value), *sorted({_shape(item) for item in value}))
    return _part(_tag(value))


def _content(value: object) -> bytes:
    fields = getattr(value, "_fields", None)
    if fields is not None:
        pairs = (
            _part(b"=", name.encode(), b"secret" if secret else _content(item))
            for name, item, secret in _present(value)
        )
        return _part(b"map", *pairs)
    if isinstance(value, dict):
        return _part(b"map", *(_part(b"=", key.encode(), _content(value[key])) for key in sorted(value)))
    if isinstance(value, frozenset):
        return _part(_tag(value), *sorted(_content(item) for item in value))
    if isinstance(value, tuple):
        return _part(_tag(value), *(_content(item) for item in value))
    return _part(_tag(value), _scalar(value))


def _present(config: object) -> list[tuple[str, object, bool]]:
    pairs = [
        (field.name, getattr(config, field.name, MISSING), field.secret)
        for field in config._fields  # type: ignore[attr-defined]
    ]
    return sorted((pair for pair in pairs if pair[1] is not MISSING), key=lambda pair: pair[0])


_TAGS = {"PosixPath": b"path", "WindowsPath": b"path", "tuple": b"list", "frozenset": b"set"}


def _tag(value: object) -> bytes:
    name = type(value).__name__
    return _TAGS.get(name, name.encode())


def _scalar(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, float):
        return value.hex().encode()
    as_posix = getattr(value, "as_posix", None)
    if as_posix is not None:
        return str(as_posix()).encode("utf-8", "surrogateescape")
    text = value if isinstance(value, str) else repr(value)
    return text.encode("utf-8", "surrogatepass")
