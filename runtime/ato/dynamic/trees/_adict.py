"""``ADict``: a config as a dict with attributes, nested to any depth, that knows what was read of it.

Keys are text. Nested mappings become configs too. A key is read by ``config.key`` unless a method is called
so; then, and always, by ``config["key"]``.
"""

from __future__ import annotations

from ato.dynamic.trees._convert import configs_in, converted, plain
from ato.dynamic.trees._dict import is_mapping
from ato.dynamic.trees._draft import Draft, as_file, filling, merging, replacing
from ato.dynamic.trees._missing import missing_key
from ato.dynamic.trees._structure import leaves, legacy_hash, structural_hash, value_hash
from ato.dynamic.trees._tree import UNDEFINED, Tree, several

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from os import PathLike
    from typing import Any

    from typing_extensions import Self

_put = object.__setattr__


class ADict(Tree):
    """A config whose keys are attributes.

    ``ADict(mapping, pairs, ..., key=value)`` holds what it is given, the last of a key. ``default=`` is the
    value of keys that are missing: a value, copied each time, or a function that makes one; reading such a
    key creates it. A key that is itself called ``default`` comes in a mapping.

    Writing below a missing key, ``config.model.backbone.layers = 3``, makes the configs in between; reading
    one raises ``AttributeError`` or ``KeyError``. What is read is noted (``accessed_keys``) where a program
    reads it: by attribute, ``[]``, ``get``, ``pop``, ``items`` and ``values``; comparing, copying, printing,
    hashing and writing files note nothing.
    """

    __module__ = "ato.adict"
    __slots__ = ()

    @classmethod
    def auto(cls) -> Self:
        """A config in which every missing key is such a config, made on reading."""
        return cls(default=cls.auto)

    def get_value_by_name(self, name: str) -> Any:
        """The value at a dotted path. Raises ``KeyError`` where there is none."""
        value: Any = self
        for step in name.split("."):
            if not is_mapping(value) or step not in value:
                raise missing_key(name, value if is_mapping(value) else ())
            value = value[step]
        return value

    def raw(self, name: str, default: object = None) -> Self:
        """A config of the key and its value, called ``key`` and ``value``."""
        return type(self)({"key": name, "value": self.get(name, default)})

    def get_minimal_config(self) -> ADict:
        """What was read of the config, in the order of its keys; of nested configs what was read of them."""
        minimal = ADict()
        for name, value in self._data.items():
            if name in self._accessed:
                minimal._data[name] = value.get_minimal_config() if isinstance(value, ADict) else value
        return minimal

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
        if name not in self._data and self._default is UNDEFINED:
            self._set(name, default)
            return self._data[name]
        return self[name]

    def update(  # type: ignore[override]  # it gives itself, as Ato's does
        self, mapping: object = None, /, recurrent: object = False, **kwargs: Any
    ) -> Self:
        """Set keys from a mapping or pairs, then from the keywords, and give the config itself.

        With ``recurrent`` a mapping is merged into the config that stands under its key; otherwise, or where
        none stands there, it takes the place. A key called ``recurrent`` comes in a mapping. Raises
        ``ConfigError``, a ``TypeError`` too, with the keys that are no text, and writes nothing then.
        """
        sources = (kwargs,) if mapping is None else (mapping, kwargs)
        Draft().merge(self, sources, merging if recurrent else replacing).write()
        return self

    def __ior__(self, other: object) -> Self:
        Draft().merge(self, (other,), replacing).write()
        return self

    def update_if_absent(self, mapping: object = None, /, recurrent: object = False, **kwargs: Any) -> Self:
        """Set the keys that are missing, at every depth, and give the config itself.

        Raises ``ConfigError``, which is a ``TypeError`` too, with the keys that are no text, and writes
        nothing then.
        """
        Draft().merge(self, (kwargs,) if mapping is None else (mapping, kwargs), filling).write()
        return self

    def filter(self, fn: Callable[[str, Any], object]) -> None:
        """Keep the keys for which ``fn(key, value)`` is true."""
        for name in [name for name, value in self._data.items() if not fn(name, value)]:
            del self[name]

    def replace_keys(self, src_keys: str | Sequence[str], tgt_keys: str | Sequence[str]) -> None:
        """Rename keys, each to the one at its place; they move to the end.

        Raises ``IndexError`` if there are not as many of both, ``KeyError`` for a source that is missing,
        and ``ConfigError`` for targets that are no text; nothing is renamed then.
        """
        sources, targets = several(src_keys), several(tgt_keys)
        if len(sources) != len(targets):
            raise IndexError(f"Source and target keys cannot be mapped: {len(sources)} != {len(targets)}")
        for name in sources:
            if name not in self._data:
                raise missing_key(name, self._data)
        draft = Draft()
        for source, target in zip(sources, targets):
            draft.set(self, target, self._data[source])
        draft.check()
        for name in dict.fromkeys(sources):
            del self[name]
        draft.write()

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

    def __getstate__(self) -> dict[str, Any]:  # as Ato's own, whose pickles can be read too
        state: dict[str, Any] = {
            **getattr(self, "__dict__", {}),
            "_data": self._data,
            "_is_default_defined": self._default is not UNDEFINED,
            "_default": None if self._default is UNDEFINED else self._default,
            "_frozen": self._is_frozen,
            "_immutable": self._is_immutable,
            "_accessed_keys": sorted(self._accessed),
        }
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        state = dict(state)
        self._data.update(state.pop("_data"))
        default = state.pop("_default")
        _put(self, "_default", default if state.pop("_is_default_defined") else UNDEFINED)
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

    # Fingerprints.

    def get_structural_mapping(self, key: str | None, value: object) -> list[tuple[str, str]]:
        """The dotted paths of the leaves of a value that stands at ``key``, and the names of their types."""
        return leaves(key or "", value)

    def get_structural_repr(self) -> Self:
        """A config of the dotted path of each leaf to the name of its type."""
        return type(self)(leaves("", self))

    def get_structural_hash(self) -> str:
        """Ato's fingerprint of keys and types, as in its records: SHA-1; different trees may share one."""
        return legacy_hash(self)

    @property
    def structural_hash(self) -> str:
        """The fingerprint of keys and types, SHA-256: that of a generated config, of one structure alone."""
        return structural_hash(self)

    @property
    def value_hash(self) -> str:
        """The same of keys, types and values."""
        return value_hash(self)

    # Files.

    @classmethod
    def from_file(cls, path: str | PathLike[str]) -> Any:
        """The content of a file, by its suffix: a config for a mapping, a list for a list.

        YAML, TOML, JSON, JSONL (a list of its lines), SDN, XYZ, and Python, which is run. Raises
        ``ConfigError``, which is a ``FileNotFoundError`` or ``ValueError`` too.
        """
        from ato.dynamic.files._read_file import file_content

        return converted(file_content(path), cls)

    @classmethod
    def compile_from_file(cls, path: str | PathLike[str]) -> Self:
        """What a Python file sets: not what it imports, nor its functions, classes and ``__names``."""
        from os import fspath

        from ato.dynamic.files._python_file import python_tree, python_values

        name = fspath(path)
        return cls(python_values(python_tree(name), name))

    def load(self, path: str | PathLike[str], **kwargs: Any) -> None:
        """Hold what a file does instead of what stands here. Raises what ``from_file`` does.

        Options are those of ``json.loads``, for JSON alone.
        """
        from ato.dynamic.files._read_file import file_content

        content = file_content(path, **kwargs)
        if not is_mapping(content):
            from ato.dynamic.files._errors import BadFile

            raise BadFile(str(path), "holds no mapping of keys to values")
        made = type(self)(content)
        self.clear()
        self.update(made)

    def dump(self, path: str | PathLike[str], **kwargs: Any) -> None:
        """Write the config to a file, by its suffix: YAML, TOML, JSON, JSONL, SDN or XYZ; folders are
        made.

        Options go to the format's own writer. TOML leaves out what is None. Raises ``ConfigError`` for a
        value that no file can hold.
        """
        from ato.dynamic.files._write_file import write_file

        write_file(self.to_dict(), path, kwargs)

    def to_xyz(self, format_dict: Mapping[str, str] | None = None) -> str:
        """The config in the XYZ format."""
        from ato.dynamic.files._xyz import dumps

        return dumps(self.to_dict(), format_dict)

    @classmethod
    def from_mm_config(cls, path: str | PathLike[str]) -> Self:
        """A file on top of those that it names by ``_base_``, as OpenMMLab's configs; see ``_base_files``."""
        from ato.dynamic.files._base_files import based_values

        return cls(based_values(path, cls))

    def load_mm_config(self, path: str | PathLike[str]) -> None:
        """Set the keys of such a file."""
        self.update(type(self).from_mm_config(path))

    def mm_like_update(self, mapping: object = None, /, **kwargs: Any) -> None:
        """Merge keys as a file does into its base: a mapping with a true ``_delete_`` takes the place.

        Raises ``ConfigError``, a ``TypeError`` too, with the keys that are no text, and writes nothing then.
        """
        Draft().merge(self, (kwargs,) if mapping is None else (mapping, kwargs), as_file).write()

    @classmethod
    def compose_hierarchy(
        cls,
        root: str | PathLike[str],
        config_filename: str = "config",
        select: Mapping[str, object] | None = None,
        overrides: Mapping[str, object] | None = None,
        on_missing: str = "error",
        required: Iterable[str] | None = None,
    ) -> Self:
        """The config of a folder: its base file, on top the option selected of each group, then overrides.

        Mappings merge. ``select`` names an option or several for each group, which is a folder;
        ``overrides`` maps dotted paths to values; ``required`` lists those that must be set at the end. A
        file that is missing is refused, with ``on_missing="warn"`` warned of, and else passed over.
        """
        from ato.dynamic.files._hierarchy import load_hierarchy, override, refuse_unset

        config = cls()
        load_hierarchy(config, root, config_filename, select or {}, on_missing)
        for path, value in (overrides or {}).items():
            override(config, path, value)
        refuse_unset(config, required or ())
        return config
