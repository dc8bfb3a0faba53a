"""Which values of a config a program reads.

A tracked config equals the one it stands for, and is of the same class. Reading a field, by name or in a
``match``, is remembered by its dotted path; ``to_dict()`` hands out everything and so counts as reading
everything. Looking at the config as a whole (``==``, ``hash``, ``repr``, ``dump``, the fingerprints,
explaining, copying, pickling) does not count. What stands inside a list, set, tuple or dict is read with
it.

>>> config = compose().track_access()
>>> config.model.hidden
128
>>> config.minimal()
{'model': {'hidden': 128}}
"""

from __future__ import annotations

from sys import _getframe

from ato.config._field import MISSING, struct_of
from ato.config.types._values import is_config, thaw

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from ato.config._base import Config
    from ato.config.explained._readers import Readers

    C = TypeVar("C", bound=Config)

_get = object.__getattribute__
_set = object.__setattr__


class Reads:
    """The dotted paths that have been read, shared by a tracked config and the structs in it.

    ``readers`` take note of who read them, under the node 0; nobody does before somebody asks for it.
    """

    __slots__ = ("paths", "readers")

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.readers: tuple[Readers, ...] = ()

    def note(self, *paths: str) -> None:
        """The code that called the caller has read these."""
        self.paths.update(paths)
        frame = _getframe(2)
        for each in self.readers:
            for path in paths:
                each.note(0, path, frame)


class Watching:
    """What a tracked config does differently; mixed into a twin of each class."""

    __slots__ = ()

    def __getattribute__(self, name: str) -> Any:
        if name[:1] == "_" or name not in _get(self, "_names"):
            return _get(self, name)
        plain, prefix, reads = _get(self, "_plain"), _get(self, "_prefix"), _get(self, "_reads")
        value = getattr(plain, name)
        path = prefix + name
        is_part = is_config(value)
        if not (is_part and _get(self, "_names")[name]):
            if reads.readers:
                reads.note(path)
            else:
                reads.paths.add(path)
        return _watched(value, f"{path}.", reads) if is_part else value

    def _bare(self) -> Any:
        return _get(self, "_plain")

    def _draft(self) -> Any:
        return self._bare()._draft()

    def _items(self) -> Any:
        return self._bare()._items()

    def __eq__(self, other: object) -> bool:
        return bool(self._bare() == other)

    def __hash__(self) -> int:
        return hash(self._bare())

    def __repr__(self) -> str:
        return repr(self._bare())

    def __reduce__(self) -> Any:
        return self._bare().__reduce__()

    def to_dict(self) -> dict[str, object]:
        """Plain data of everything, which counts as reading everything."""
        _get(self, "_reads").note(*_leaves(self._bare(), _get(self, "_prefix")))
        return self._bare().to_dict()  # type: ignore[no-any-return]

    def replace(self, **changes: object) -> Any:
        """A tracked copy with other values, which goes on with the same record."""
        return _watched(self._bare().replace(**changes), _get(self, "_prefix"), _get(self, "_reads"))


def tracked(config: C) -> C:
    """An equal config that remembers what is read of it, from now on."""
    return _watched(config, "", Reads())


def minimal(config: Config) -> dict[str, object]:
    """What has been read of a tracked config: nested plain data, in the order of declaration.

    Secrets are in it as in ``to_dict``. Raises ``TypeError`` for a config that is not tracked.
    """
    if not isinstance(config, Watching):
        raise TypeError("only a config from track_access() knows what has been read of it")
    return _read_part(config._bare(), _get(config, "_prefix"), _get(config, "_reads").paths)


def _read_part(config: Config, prefix: str, paths: set[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for field, value in config._items():
        path = prefix + field.name
        if is_config(value):
            kind = getattr(field.type, "discriminator", None)  # the class of a variant tells its kind
            seen = {*paths, f"{path}.{kind}"} if kind is not None and path in paths else paths
            inner = _read_part(value, f"{path}.", seen)
            if inner or path in paths:
                found[field.name] = inner
        elif path in paths:
            found[field.name] = thaw(value)
    return found


def _leaves(config: Config, prefix: str) -> list[str]:
    paths: list[str] = []
    for field, value in config._items():
        if value is MISSING:
            continue
        if is_config(value):
            paths.extend(_leaves(value, f"{prefix}{field.name}."))
        if struct_of(field) is None:
            paths.append(prefix + field.name)
    return paths


def _watched(config: C, prefix: str, reads: Reads) -> C:
    twin: Any = object.__new__(_twin_of(type(config)))
    _set(twin, "_plain", config._bare())
    _set(twin, "_prefix", prefix)
    _set(twin, "_reads", reads)
    return twin  # type: ignore[no-any-return]


def _twin_of(cls: type[Config]) -> type[Config]:
    """The watching twin of a class, made once and kept with it."""
    twin: type[Config] | None = cls.__dict__.get("_watching")
    if twin is None:
        if issubclass(cls, Watching):
            return cls
        names = {field.name: struct_of(field) is not None for field in cls._fields}
        body = {
            "__slots__": ("_plain", "_prefix", "_reads"), "__module__": cls.__module__, "_names": names,
            "__qualname__": cls.__qualname__, "_sealed": cls._sealed,
        }  # fmt: skip
        twin = type(cls.__name__, (Watching, cls), body)
        type.__setattr__(cls, "_watching", twin)
    return twin
