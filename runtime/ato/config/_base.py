"""``Config``: what every generated class is. Slotted, immutable, and nothing that a slot read would pay for.

A config is composed as a *draft*: an object with the same slots whose attributes can be set. Each class has
a twin for this, made with it; a finished draft is sealed by giving it back its class. Drafts copy what they
change and share the rest, so composing costs what the selection touches, not what the config holds.
"""

from __future__ import annotations

from ato.config._errors import BadValue, ConfigError, Problem
from ato.config._field import MISSING
from ato.config._nearest import suggestion
from ato.config._values import thaw

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike
    from typing import Any, ClassVar, TypeVar

    from typing_extensions import Self, dataclass_transform

    from ato.config._causality import Explanation, Step
    from ato.config._field import Field

    Fault = tuple[tuple[str | int, ...], str]
    T = TypeVar("T")
else:

    def dataclass_transform(**_):
        return lambda cls: cls


_set = object.__setattr__
_new = object.__new__


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Config:
    """A composed config, or a struct in one. Immutable; reading a value is a plain slot read."""

    __slots__ = ("_origin",)

    _fields: ClassVar[tuple[Field, ...]] = ()
    _open: ClassVar[type[Any]]
    _sealed: ClassVar[type[Any]]
    __match_args__: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        slots = cls.__dict__.get("__slots__", ())
        if cls.__base__ is not Config or "_sealed" in cls.__dict__:
            return
        draft = {"__slots__": slots, "__setattr__": _set, "_fields": cls._fields, "_sealed": cls}
        cls._open = type(f"{cls.__name__}Draft", (Config,), draft)
        cls._sealed = cls

    # Making and changing

    @classmethod
    def _of(cls, values: dict[str, object]) -> Self:
        """An instance from checked values; fields that are not given stay unset."""
        self = _new(cls)
        for name, value in values.items():
            _set(self, name, value)
        return self

    @classmethod
    def _defaults(cls) -> Self:
        """An instance of the literal defaults; fields without one stay unset."""
        values: dict[str, object] = {}
        for field in cls._fields:
            value = field.default
            if value is MISSING and not field.computed:
                model = struct_of(field)
                value = MISSING if model is None else model._defaults()
            if value is not MISSING:
                values[field.name] = value
        return cls._of(values)

    @classmethod
    def _fill(cls, values: dict[str, object]) -> list[Fault]:
        """Put the defaults of what is missing into ``values``; returns what has none."""
        faults: list[Fault] = []
        for field in cls._fields:
            if field.name in values:
                continue
            if field.default is not MISSING:
                values[field.name] = field.default
                continue
            model = struct_of(field)
            inner: dict[str, object] = {}
            missing = [((), "")] if model is None else model._fill(inner)
            if model is None:
                faults.append(((), f"{cls.__name__} needs a value for '{field.name}'"))
            elif missing:
                faults.extend(((field.name, *path), message) for path, message in missing)
            else:
                values[field.name] = model._of(inner)
        return faults

    def _init(self, **values: object) -> None:
        """Set all fields from Python values; raises ``ConfigError`` with everything that is wrong."""
        checked, problems = _accepted(type(self), values)
        if problems:
            raise ConfigError(problems)
        for name, value in checked.items():
            _set(self, name, value)

    def _draft(self) -> Any:
        """An open copy: the same class of slots, but they can be set."""
        draft = _new(self._open)
        for field in self._fields:
            value = getattr(self, field.name, MISSING)
            if value is not MISSING:
                _set(draft, field.name, value)
        return draft

    def replace(self, **changes: object) -> Self:
        """A copy with other values; a nested struct is changed by a mapping of its fields.

        Raises ``ConfigError`` for unknown names and for values that do not fit.
        """
        merged: dict[str, object] = {}
        for name, value in changes.items():
            current = getattr(self, name, None)
            is_part = isinstance(current, Config) and isinstance(value, dict)
            merged[name] = current.replace(**value) if is_part else value  # type: ignore[union-attr,arg-type]
        checked, problems = _accepted(type(self), merged)
        if problems:
            raise ConfigError(problems)
        draft = self._draft()
        for name, value in checked.items():
            setattr(draft, name, value)
        draft.__class__ = self._sealed
        return draft  # type: ignore[no-any-return]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(
            f"{type(self).__name__} is immutable; use config.replace({name}=...) for a changed copy"
        )

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable; '{name}' cannot be deleted")

    def __getattr__(self, name: str) -> Any:
        """Only reached where a slot is empty or there is no such attribute."""
        if name in type(self).__match_args__ or any(field.name == name for field in type(self)._fields):
            raise AttributeError(f"{type(self).__name__}.{name} has no value yet", name=name, obj=self)
        hint = "".join(f"; {line}" for line in suggestion(name, (f.name for f in type(self)._fields)))
        raise AttributeError(f"{type(self).__name__} has no field '{name}'{hint}")

    # Values

    def _items(self) -> Iterator[tuple[Field, object]]:
        for field in self._fields:
            yield field, getattr(self, field.name, MISSING)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Config) or self._sealed is not other._sealed:
            return NotImplemented
        return self is other or all(
            _same(getattr(self, field.name, MISSING), getattr(other, field.name, MISSING))
            for field in self._fields
        )

    def __hash__(self) -> int:
        return hash(tuple(value for _, value in self._items()))

    def __repr__(self) -> str:
        parts = ", ".join(
            f"{field.name}={'***' if field.secret else repr(value)}"
            for field, value in self._items()
            if value is not MISSING
        )
        return f"{self._sealed.__name__}({parts})"

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        values = {field.name: value for field, value in self._items() if value is not MISSING}
        return _restore, (self._sealed, values, getattr(self, "_origin", None))

    def to_dict(self) -> dict[str, object]:
        """Plain data: dicts and lists, scalars as they are. Secrets are in it."""
        return {field.name: thaw(value) for field, value in self._items() if value is not MISSING}

    def dump(self, path: str | PathLike[str]) -> None:
        """Write the values to a YAML, TOML or JSON file, by its suffix; secrets are left out.

        What is written can be given back with ``--config``. The file is replaced in one step.
        """
        from ato.config._print import write_file

        write_file(self, path)

    @property
    def structural_hash(self) -> str:
        """SHA-256 of keys and types, without values: the same for configs of the same shape."""
        from ato.config._hash import structural_hash

        return structural_hash(self)

    @property
    def value_hash(self) -> str:
        """SHA-256 of keys, types and values; secrets do not count."""
        from ato.config._hash import value_hash

        return value_hash(self)

    # Causality

    def explain(self, key: str) -> Explanation:
        """Who set this value, who else tried, and why. Worked out now, from the selection."""
        from ato.config._causality import explain

        return explain(self, key)

    def trace(self) -> tuple[Step, ...]:
        """Every write that composing this config made, in order. Worked out now."""
        from ato.config._causality import trace

        return trace(self)

    def track_access(self) -> Self:
        """An equal config that remembers which of its values are read; see :meth:`minimal`."""
        from ato.config._tracking import tracked

        return tracked(self)

    def minimal(self) -> dict[str, object]:
        """What has been read of a config from :meth:`track_access`, as plain data."""
        from ato.config._tracking import minimal

        return minimal(self)


def struct_of(field: Field) -> type[Config] | None:
    """The class of a field that is always a struct; None for any other field."""
    return getattr(field.type, "model", None)


def _same(left: object, right: object) -> bool:
    return left is right or (type(left) is type(right) and left == right)


def _accepted(cls: type[Config], values: dict[str, object]) -> tuple[dict[str, object], list[Problem]]:
    fields = {field.name: field for field in cls._fields}
    checked: dict[str, object] = {}
    problems: list[Problem] = []
    for name, value in values.items():
        field = fields.get(name)
        if field is None:
            problems.append(Problem(name, f"{cls.__name__} has no such field", suggestion(name, fields)))
            continue
        try:
            checked[name] = field.accept(value)
        except BadValue as error:
            for path, message in error.faults:
                problems.append(Problem(".".join(map(str, (name, *path))), message))
    return checked, problems


def _restore(cls: type[Config], values: dict[str, object], origin: object) -> Config:
    config = cls._of(values)
    if origin is not None:
        _set(config, "_origin", origin)
    return config
