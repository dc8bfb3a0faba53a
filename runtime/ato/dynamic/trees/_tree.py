"""The tree below ``ADict``: how keys are read and written, by attribute or ``[]``, at every depth.

What Ato kept as private attributes stands in slots, so that no key can be taken for it. There is one place by
which a value comes to stand under a key, and one by which it goes.
"""

from __future__ import annotations

from sys import _getframe

from ato.dynamic.trees._chain import chain_of_caller
from ato.dynamic.trees._convert import converted
from ato.dynamic.trees._dict import Dict, is_sequence, pairs_of
from ato.dynamic.trees._frozen import frozen_view, refused
from ato.dynamic.trees._missing import missing_attribute, missing_key
from ato.dynamic.trees._watch import DELETED, OPENED, SET, attach, detach, tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from typing_extensions import Self

    from ato.config.explained._readers import Readers
    from ato.dynamic.trees._watch import Callback, Places

_put = object.__setattr__

READERS: list[Readers] = []
"""Who takes note of which functions read keys: the runs that go on with a config that is such a tree."""


class Undefined:
    """The type of ``UNDEFINED``."""

    __slots__ = ()


UNDEFINED = Undefined()
"""Stands where a config has no default."""


class Tree(Dict):
    """A mapping whose keys are attributes, with a default for missing keys and a note of those read."""

    __module__ = "ato.adict"
    __slots__ = ("_accessed", "_default", "_is_frozen", "_is_immutable", "_places")
    _accessed: set[str]
    _default: object
    _is_frozen: bool
    _is_immutable: bool
    _places: Places | None

    def __new__(cls, /, *_: Any, **__: Any) -> Self:
        self = super().__new__(cls)
        _put(self, "_accessed", set())
        _put(self, "_default", UNDEFINED)
        _put(self, "_is_frozen", False)
        _put(self, "_is_immutable", False)
        _put(self, "_places", None)
        return self

    def __init__(self, /, *mappings: object, **kwargs: Any) -> None:
        if "default" in kwargs:
            _put(self, "_default", kwargs.pop("default"))
        for source in (*mappings, kwargs):
            for name, value in pairs_of(source).items():
                self._set(name, value)

    # What is read.

    def __getattr__(self, name: str) -> Any:
        data = self._data
        value = data[name] if name in data else self._missed(name)
        self._accessed.add(name)
        if READERS:
            self._tell(name)
        return frozen_view(value) if self._is_frozen else value

    def _tell(self, name: str) -> None:
        """Tell those who take note that the code which called the caller reads a key."""
        frame = _getframe(2)
        for each in READERS:
            each.note(id(self), name, frame)

    def _missed(self, name: str) -> Any:
        """What stands for an attribute that is missing, or ``AttributeError``."""
        is_special = name[:2] == "__" == name[-2:]
        if not is_special and not self._is_frozen and self._default is not UNDEFINED:
            return self._made(name, self.get_default())
        chain = None if is_special else chain_of_caller(name, 2)
        if chain is not None and chain.is_write:
            return self._made(name, self._emptied())
        raise missing_attribute(name, chain, self._data)

    def _made(self, name: str, value: object) -> Any:
        """A value that is put where a key is missing."""
        self._check(name)
        value = self._data[name] = converted(value, type(self))
        if self._places is not None:
            attach_below(self, name, value)
            tell(self._places, name, value, OPENED)
        return value

    def __getitem__(self, names: Any) -> Any:
        if not isinstance(names, str):
            return [self[name] for name in several(names)]
        data = self._data
        if names in data:
            value = data[names]
        else:
            if self._is_frozen or self._default is UNDEFINED:
                raise missing_key(names, data)
            value = self._made(names, self.get_default())
        self._accessed.add(names)
        if READERS:
            self._tell(names)
        return frozen_view(value) if self._is_frozen else value

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a key, or the config's own default, or the one given; nothing is created.

        Raises ``KeyError`` for a missing key of a frozen config that has a default.
        """
        if name in self._data:
            return self[name]
        if self._default is UNDEFINED:
            return default
        if self._is_frozen:
            raise missing_key(name, self._data)
        return self.get_default()

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._data})

    @property
    def accessed_keys(self) -> set[str]:
        """The keys that were read so far."""
        return self._accessed

    # What is written.

    def _check(self, name: str) -> None:
        """Refuse a write where the config is closed to it."""
        if self._is_immutable:
            raise TypeError(f"{name}: the config was made immutable by convert_to_immutable()")
        if self._is_frozen:
            raise refused(name)

    def _set(self, name: Any, value: Any) -> None:
        """The one place by which a value comes to stand under a key."""
        if not isinstance(name, str):
            raise TypeError(f"keys are text, and {name!r} is {type(name).__name__}")
        if self._is_frozen or self._is_immutable:
            self._check(name)
        if type(value) not in _SIMPLE:
            value = converted(value, type(self))
        if self._places is None:
            self._data[name] = value
        else:
            self._put_in(name, value)

    def _put_in(self, name: str, value: Any) -> None:
        """Let a value that was checked and converted stand under a key."""
        data, places = self._data, self._places
        if places is None:
            data[name] = value
            return
        if name in data:
            detach_below(self, name, data[name])
        data[name] = value
        attach_below(self, name, value)
        tell(places, name, value, SET)

    def __setitem__(self, names: Any, values: Any) -> None:
        if isinstance(names, str):
            self._set(names, values)
            return
        keys = several(names)
        if not is_sequence(values):
            values = [values] * len(keys)
        if len(values) != len(keys):
            raise ValueError(f"{len(keys)} keys cannot be set to {len(values)} values")
        from ato.dynamic.trees._draft import Draft

        draft = Draft()
        for name, value in zip(keys, values):
            draft.set(self, name, value)
        draft.write()

    def __setattr__(self, name: str, value: Any) -> None:
        if self._is_mutating:
            _put(self, name, value)
        elif name in _SLOTS:
            raise AttributeError(f"'{name}' is a part of the config itself; as a key it is written by []")
        else:
            self._set(name, value)

    def __delitem__(self, names: Any) -> None:
        keys = (names,) if isinstance(names, str) else tuple(dict.fromkeys(several(names)))
        for name in keys:
            self._check(name)
            if name not in self._data:
                raise missing_key(name, self._data)
        for name in keys:
            value = self._data.pop(name)
            if self._places is not None:
                detach_below(self, name, value)
                tell(self._places, name, value, DELETED)

    def __delattr__(self, name: str) -> None:
        if self._is_mutating:
            object.__delattr__(self, name)
        elif name not in self._data:
            raise missing_attribute(name, None, self._data)
        else:
            del self[name]

    # The default.

    def set_default(self, default: object = None) -> None:
        """Give missing keys a default: a value, or a function that makes one."""
        _put(self, "_default", default)

    def remove_default(self) -> None:
        """Let missing keys be missing."""
        _put(self, "_default", UNDEFINED)

    def get_default(self) -> Any:
        """A new default. Raises ``ValueError`` where none is defined."""
        default: Any = self._default
        if default is UNDEFINED:
            raise ValueError("Default value is not defined.")
        if callable(default):
            return default()
        from copy import deepcopy

        return deepcopy(default)

    # The door for a scope.

    def _watch(self, callback: Callback) -> None:
        """Have every write below this config told to ``callback(path, value, kind)``; see ``_watch``."""
        attach(self, ((callback, ()),))

    def _unwatch(self, callback: Callback) -> None:
        """Have no more told to a callback."""
        detach(self, ((callback, ()),))


_SIMPLE = frozenset((str, int, float, bool, type(None)))
_SLOTS = frozenset((*Tree.__slots__, *Dict.__slots__))


def attach_below(config: Tree, name: str, value: object) -> None:
    """Let the configs in a value know that they stand under a key of the config."""
    attach(value, _places_of(config, name))


def detach_below(config: Tree, name: str, value: object) -> None:
    """Let the configs in a value forget that they stood under a key of the config."""
    detach(value, _places_of(config, name))


def _places_of(config: Tree, name: str) -> Places:
    return tuple((callback, (*path, name)) for callback, path in config._places or ())


def several(names: Iterable[str] | str) -> list[str]:
    """Keys that are given as several, or as one."""
    if isinstance(names, str):
        return [names]
    try:
        return list(names)
    except TypeError:
        raise TypeError(f"keys are text, and {names!r} is {type(names).__name__}") from None
