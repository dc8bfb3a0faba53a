"""``ADict``: a config as a dict with attributes, nested to any depth, that knows what was read of it.

Keys are text. Nested mappings become configs too. A key is read by ``config.key`` unless a method is called
so; then, and always, by ``config["key"]``. What Ato kept as private attributes stands in slots, so that no
key can be taken for it.
"""

from __future__ import annotations

from ato.dynamic._chain import asked_path, is_write_below
from ato.dynamic._convert import configs_in, converted, plain
from ato.dynamic._dict import Dict, is_mapping, pairs_of
from ato.dynamic._frozen import frozen_view, refused
from ato.dynamic._missing import MissingAttribute, MissingKey
from ato.dynamic._watch import DELETED, OPENED, SET, attach, detach, tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from typing_extensions import Self

    from ato.dynamic._watch import Callback, Places

_put = object.__setattr__


class _Undefined:
    """The type of ``_UNDEFINED``."""

    __slots__ = ()

    def __reduce__(self) -> str:
        return "_UNDEFINED"


_UNDEFINED = _Undefined()
"""Stands where a config has no default."""


class ADict(Dict):
    """A config whose keys are attributes.

    ``ADict(mapping, pairs, ..., key=value)`` holds what it is given, the last of a key. ``default=`` is the
    value of keys that are missing: a value, copied each time, or a function that makes one; reading such a key
    creates it. A key that is itself called ``default`` comes in a mapping.

    Writing below a missing key, ``config.model.backbone.layers = 3``, makes the configs in between; reading
    one raises ``AttributeError`` or ``KeyError``. What is read is noted (``accessed_keys``) where a program
    reads it: by attribute, ``[]``, ``get``, ``pop``, ``items`` and ``values``; comparing, copying, printing,
    hashing and writing files note nothing.
    """

    __module__ = "ato.adict"
    __slots__ = ("_accessed", "_default", "_is_frozen", "_is_immutable", "_places")
    _accessed: set[str]
    _default: object
    _is_frozen: bool
    _is_immutable: bool
    _places: Places | None

    def __new__(cls, /, *args: Any, **kwargs: Any) -> Self:
        self = super().__new__(cls)
        _put(self, "_accessed", set())
        _put(self, "_default", _UNDEFINED)
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

    @classmethod
    def auto(cls) -> Self:
        """A config in which every missing key is such a config, made on reading."""
        return cls(default=cls.auto)

    # What is read.

    def __getattr__(self, name: str) -> Any:
        try:
            value = self._data[name]
        except KeyError:
            value = self._missed(name)
        self._accessed.add(name)
        return frozen_view(value) if self._is_frozen else value

    def _missed(self, name: str) -> Any:
        """What stands for an attribute that is missing, or ``AttributeError``."""
        is_special = name[:2] == "__" == name[-2:]
        if not is_special and not self._is_frozen and self._default is not _UNDEFINED:
            return self._made(name, self.get_default())
        if not is_special and is_write_below(name, 2):
            return self._made(name, self._emptied())
        raise MissingAttribute(name, asked_path(name, 2), self._data)

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
            return [self[name] for name in _several(names)]
        try:
            value = self._data[names]
        except KeyError:
            if self._is_frozen or self._default is _UNDEFINED:
                raise MissingKey(names, self._data) from None
            value = self._made(names, self.get_default())
        self._accessed.add(names)
        return frozen_view(value) if self._is_frozen else value

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a key, or the config's own default, or the one given; nothing is created.

        Raises ``KeyError`` for a missing key of a frozen config that has a default.
        """
        if name in self._data:
            return self[name]
        if self._default is _UNDEFINED:
            return default
        if self._is_frozen:
            raise MissingKey(name, self._data)
        return self.get_default()

    def get_value_by_name(self, name: str) -> Any:
        """The value at a dotted path. Raises ``KeyError`` where there is none."""
        value: Any = self
        for step in name.split("."):
            if not is_mapping(value) or step not in value:
                raise MissingKey(name, value if is_mapping(value) else ())
            value = value[step]
        return value

    def raw(self, name: str, default: object = None) -> Self:
        """A config of the key and its value, called ``key`` and ``value``."""
        return type(self)({"key": name, "value": self.get(name, default)})

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._data})

    @property
    def accessed_keys(self) -> set[str]:
        """The keys that were read so far."""
        return self._accessed

    def get_minimal_config(self) -> ADict:
        """What was read of the config, in the order of its keys; of nested configs what was read of them."""
        minimal = ADict()
        for name, value in self._data.items():
            if name in self._accessed:
                minimal._data[name] = value.get_minimal_config() if isinstance(value, ADict) else value
        return minimal

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
        data = self._data
        if type(value) not in _SIMPLE:
            value = converted(value, type(self))
        places = self._places
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
        keys = _several(names)
        if not isinstance(values, (list, tuple)):
            values = [values] * len(keys)
        if len(values) != len(keys):
            raise ValueError(f"{len(keys)} keys cannot be set to {len(values)} values")
        for name, value in zip(keys, values):
            self._set(name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        if self._is_mutating:
            _put(self, name, value)
        elif name in _SLOTS:
            raise AttributeError(f"'{name}' is a part of the config itself; as a key it is written by []")
        else:
            self._set(name, value)

    def __delitem__(self, names: Any) -> None:
        for name in (names,) if isinstance(names, str) else _several(names):
            self._check(name)
            if name not in self._data:
                raise MissingKey(name, self._data)
            value = self._data.pop(name)
            if self._places is not None:
                detach_below(self, name, value)
                tell(self._places, name, value, DELETED)

    def __delattr__(self, name: str) -> None:
        if self._is_mutating:
            object.__delattr__(self, name)
        elif name not in self._data:
            raise MissingAttribute(name, known=self._data)
        else:
            del self[name]

    def pop(self, name: str, default: Any = None) -> Any:
        """Take a key away and give its value; a missing key gives what ``get`` gives, and is no error."""
        value = self.get(name, default)
        if name in self._data:
            del self[name]
        return value

    def popitem(self) -> tuple[str, Any]:
        """Take the first key away and give it with its value. Raises ``KeyError`` for an empty config."""
        for name in self._data:
            return name, self.pop(name)
        raise KeyError("the config is empty")

    def clear(self) -> None:
        """Take every key away."""
        for name in list(self._data):
            del self[name]

    def setdefault(self, name: str, default: Any = None) -> Any:
        """The value of a key, which is set to the default where it is missing."""
        if name not in self._data and self._default is _UNDEFINED:
            self._set(name, default)
        return self[name]

    def update(self, mapping: object = None, /, recurrent: object = False, **kwargs: Any) -> Self:
        """Set keys from a mapping or pairs, then from the keywords, and give the config itself.

        With ``recurrent`` a mapping is merged into the config that stands under its key; otherwise, or where
        none stands there, it takes the place. A key called ``recurrent`` comes in a mapping.
        """
        for source in (() if mapping is None else (mapping,)) + (kwargs,):
            for name, value in pairs_of(source).items():
                known = self._data.get(name) if recurrent and is_mapping(value) else None
                if isinstance(known, ADict):
                    known.update(value, recurrent=True)
                else:
                    self._set(name, value)
        return self

    def update_if_absent(self, mapping: object = None, /, recurrent: object = False, **kwargs: Any) -> Self:
        """Set the keys that are missing, at every depth, and give the config itself."""
        for source in (() if mapping is None else (mapping,)) + (kwargs,):
            for name, value in pairs_of(source).items():
                known = self._data.get(name, _UNDEFINED)
                if known is _UNDEFINED:
                    self._set(name, value)
                elif isinstance(known, ADict) and is_mapping(value):
                    known.update_if_absent(value)
        return self

    def filter(self, fn: Callable[[str, Any], object]) -> None:
        """Keep the keys for which ``fn(key, value)`` is true."""
        for name in [name for name, value in self._data.items() if not fn(name, value)]:
            del self[name]

    def replace_keys(self, src_keys: str | Sequence[str], tgt_keys: str | Sequence[str]) -> None:
        """Rename keys, each to the one at its place; they move to the end.

        Raises ``IndexError`` if there are not as many of both, ``KeyError`` for a source that is missing.
        """
        sources, targets = _several(src_keys), _several(tgt_keys)
        if len(sources) != len(targets):
            raise IndexError(f"Source and target keys cannot be mapped: {len(sources)} != {len(targets)}")
        for name in sources:
            if name not in self._data:
                raise MissingKey(name, self._data)
        values = [self._data[name] for name in sources]
        for name in dict.fromkeys(sources):
            del self[name]
        self[targets] = values

    # Defaults, freezing, copies.

    def set_default(self, default: object = None) -> None:
        """Give missing keys a default: a value, or a function that makes one."""
        _put(self, "_default", default)

    def remove_default(self) -> None:
        """Let missing keys be missing."""
        _put(self, "_default", _UNDEFINED)

    def get_default(self) -> Any:
        """A new default. Raises ``ValueError`` where none is defined."""
        default: Any = self._default
        if default is _UNDEFINED:
            raise ValueError("Default value is not defined.")
        if callable(default):
            return default()
        from copy import deepcopy

        return deepcopy(default)

    @property
    def frozen(self) -> bool:
        """Whether writes are refused."""
        return self._is_frozen

    def freeze(self) -> Self:
        """Refuse writes from now on, also to the configs below; a write raises ``ConfigError``."""
        for each in configs_in(self):
            _put(each, "_is_frozen", True)
        return self

    def defrost(self) -> Self:
        """Take writes again, also in the configs below."""
        for each in configs_in(self):
            _put(each, "_is_frozen", False)
        return self

    def convert_to_immutable(self) -> None:
        """Refuse writes for good, also to the configs below; a write raises ``TypeError``."""
        for each in configs_in(self):
            _put(each, "_is_immutable", True)

    def copy(self) -> Self:
        """A new config with the same keys, the very same values, and the same default; it can be written."""
        twin = super().copy()
        _put(twin, "_default", self._default)
        twin._accessed.update(self._accessed)
        return twin

    def clone(self) -> Self:
        """A copy to any depth, which can be written and of which nothing was read."""
        from copy import deepcopy

        return deepcopy(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        from copy import deepcopy

        twin = memo[id(self)] = self._emptied()
        _put(twin, "_default", self._default)
        for name, value in self._data.items():
            twin._data[name] = deepcopy(value, memo)
        for name, value in getattr(self, "__dict__", {}).items():
            _put(twin, name, deepcopy(value, memo))
        return twin

    def __getstate__(self) -> dict[str, Any]:
        state: dict[str, Any] = {
            **getattr(self, "__dict__", {}),
            "_data": self._data,
            "_default": self._default,
            "_frozen": self._is_frozen,
            "_immutable": self._is_immutable,
            "_accessed_keys": sorted(self._accessed),
        }
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        state = dict(state)
        self._data.update(state.pop("_data"))
        default = state.pop("_default", _UNDEFINED)
        is_defined = state.pop("_is_default_defined", True)  # as pickled by Ato itself
        _put(self, "_default", default if is_defined else _UNDEFINED)
        _put(self, "_is_frozen", state.pop("_frozen", False))
        _put(self, "_is_immutable", state.pop("_immutable", False))
        self._accessed.update(state.pop("_accessed_keys", ()))
        for name, value in state.items():
            _put(self, name, value)

    def to_dict(self) -> dict[str, Any]:
        """The config as plain dicts and lists."""
        data: dict[str, Any] = plain(self)
        return data

    def json(self) -> str:
        """The config as JSON on one line. Raises ``TypeError`` for what JSON cannot say."""
        from json import dumps

        return dumps(self.to_dict())

    def _watch(self, callback: Callback) -> None:
        """Have every write below this config told to ``callback(path, value, kind)``; see ``_watch``."""
        attach(self, ((callback, ()),))

    def _unwatch(self, callback: Callback) -> None:
        """Have no more told to a callback."""
        detach(self, ((callback, ()),))


_SIMPLE = frozenset((str, int, float, bool, type(None), ADict))
_SLOTS = frozenset((*ADict.__slots__, *Dict.__slots__))


def attach_below(config: ADict, name: str, value: object) -> None:
    """Let the configs in a value know that they stand under a key of the config."""
    attach(value, _places_of(config, name))


def detach_below(config: ADict, name: str, value: object) -> None:
    """Let the configs in a value forget that they stood under a key of the config."""
    detach(value, _places_of(config, name))


def _places_of(config: ADict, name: str) -> Places:
    return tuple((callback, (*path, name)) for callback, path in config._places or ())


def _several(names: Iterable[str] | str) -> list[str]:
    """Keys that are given as several, or as one."""
    if isinstance(names, str):
        return [names]
    try:
        return list(names)
    except TypeError:
        raise TypeError(f"keys are text, and {names!r} is {type(names).__name__}") from None
