"""``Config``: what every generated class is. Slotted, immutable, and nothing that a slot read would pay for.

A config is composed as a *draft*: an object with the same slots whose attributes can be set. Each class has
a twin for this, made with it from the same base; a finished draft is sealed by giving it back its class.
Drafts copy what they change and share the rest, so composing costs what the selection touches, not what the
config holds.
"""

from __future__ import annotations

from ato.config._errors import BadValue, ConfigError, Problem
from ato.config._field import MISSING, bag_of, struct_of
from ato.config._nearest import suggestion
from ato.config.types._values import identity, is_dict, same, thaw

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping
    from os import PathLike
    from typing import Any, ClassVar, TypeVar

    from typing_extensions import Self, dataclass_transform

    from ato.config._field import Field
    from ato.config.composing._record import Step
    from ato.config.explained._causality import Explanation

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
    _target: ClassVar[str | None] = None
    __match_args__: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        slots = cls.__dict__.get("__slots__", ())
        if "_sealed" in cls.__dict__:
            return
        draft = {"__slots__": slots, "_fields": cls._fields, "_sealed": cls}
        draft |= {"__setattr__": _set, "__delattr__": object.__delattr__}  # both: else they are slow
        base = cls.__base__ or Config
        if base is not Config:
            draft["__init__"] = object.__init__  # not that of the base, which takes values
        cls._open = type(f"{cls.__name__}Draft", (base,), draft)  # of the same layout
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
                why = (
                    "; its default is an expression, and inside a value none is worked out"
                    if field.computed
                    else ""
                )
                faults.append(((), f"{cls.__name__} needs a value for '{field.name}'{why}"))
            elif missing:
                faults.extend(((field.name, *path), message) for path, message in missing)
            else:
                values[field.name] = model._of(inner)
        return faults

    def _init(self, **values: object) -> None:
        """Set all fields from Python values; raises ``ConfigError`` with everything that is wrong."""
        problems: list[Problem] = []
        fields = {field.name: field for field in self._fields}
        for name, value in values.items():
            field = fields.get(name)
            if field is None:
                words = f"{type(self).__name__} has no such field"
                problems.append(Problem(name, words, suggestion(name, fields)))
            else:
                _set(self, name, _accepted(field, value, name, problems))
        if problems:
            raise ConfigError(problems)

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

        Raises ``ConfigError`` with every unknown name, every value that does not fit, every change of a final
        field, and for a composed config with every assert that would not hold. Computed defaults and lazy
        views are not worked out again.
        """
        problems: list[Problem] = []
        writes: list[tuple[str, object]] = []
        changed = self._changed(changes, "", problems, writes)
        if problems:
            raise ConfigError(problems)
        origin = getattr(self, "_origin", None)
        if origin is not None:
            if origin.schema.asserts:
                from ato.config.composing._asserts import still_hold

                still_hold(origin.schema, changed)
            _set(changed, "_origin", origin.with_replaced(tuple(writes)))
        return changed

    def _changed(
        self,
        changes: Mapping[Any, object],
        prefix: str,
        problems: list[Problem],
        writes: list[tuple[str, object]],
    ) -> Self:
        """A copy with changes; adds their paths and values to ``writes``, what is wrong to ``problems``."""
        fields = {field.name: field for field in self._fields}
        draft = self._draft()
        for name, value in changes.items():
            path = f"{prefix}{name}"
            field = fields.get(name)
            current = getattr(self, name, None) if field is not None else None
            if field is None:
                words = f"{self._sealed.__name__} has no such field"
                problems.append(Problem(path, words, suggestion(str(name), fields)))
            elif field.final:
                problems.append(Problem(path, "is final and cannot be changed"))
            elif isinstance(current, Config) and is_dict(value) and not _is_other_kind(field, current, value):
                is_leaf = struct_of(field) is None and bag_of(field) is None
                inner: list[Problem] = []
                part = current._changed(value, f"{path}.", inner, [] if is_leaf else writes)
                problems.extend([Problem(path, field.refusal)] if inner and field.secret else inner)
                setattr(draft, name, part)
                writes.extend([(path, part)] if is_leaf else ())
            else:
                accepted = _accepted(field, value, path, problems)
                setattr(draft, name, accepted)
                writes.append((path, accepted))
        draft.__class__ = self._sealed
        return draft  # type: ignore[no-any-return]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(
            f"{type(self).__name__} is immutable; use config.replace({name}=...) for a changed copy"
        )

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable; '{name}' cannot be deleted")

    # Values

    def _items(self) -> Iterator[tuple[Field, object]]:
        for field in self._fields:
            yield field, getattr(self, field.name, MISSING)

    def _bare(self) -> Self:
        """The config itself, where this one only watches what is read of it."""
        return self

    def _identity(self) -> object:
        pairs = ((field.name, value) for field, value in self._bare()._items() if value is not MISSING)
        return (self._sealed, tuple((name, identity(value)) for name, value in pairs))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Config) or self._sealed is not other._sealed:
            return NotImplemented
        other = other._bare()
        return self is other or all(
            same(getattr(self, field.name, MISSING), getattr(other, field.name, MISSING))
            for field in self._fields
        )

    def __hash__(self) -> int:
        return hash(self._identity())

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
        origin = getattr(self, "_origin", None)
        is_kept = origin is not None and origin.schema.module is not None
        return _restore, (self._sealed, values, origin if is_kept else None)

    def to_dict(self) -> dict[str, object]:
        """Plain data: dicts and lists, scalars as they are. Secrets are in it."""
        return {field.name: thaw(value) for field, value in self._items() if value is not MISSING}

    def dump(self, path: str | PathLike[str]) -> None:
        """Write the values to a YAML, TOML, JSON or SDN file, by its suffix; secrets are left out.

        What is written can be given back with ``--config``. The file is replaced in one step.
        """
        from ato.config.formats._print import write_file

        write_file(self._bare(), path)

    def to_omegaconf(self) -> Any:
        """The values as an ``omegaconf.DictConfig``; see :func:`ato.interop.to_omegaconf`."""
        from ato.interop import to_omegaconf

        return to_omegaconf(self)

    def to_argparse_namespace(self) -> Namespace:
        """The values as an ``argparse.Namespace``, with one for each struct."""
        from ato.interop import to_argparse_namespace

        return to_argparse_namespace(self)

    def to_mmengine(self) -> Any:
        """The values as an ``mmengine.Config``; see :func:`ato.interop.to_mmengine`."""
        from ato.interop import to_mmengine

        return to_mmengine(self)

    @property
    def structural_hash(self) -> str:
        """SHA-256 of keys and types, without values: the same for configs of the same shape."""
        from ato.config._hash import structural_hash

        return structural_hash(self._bare())

    @property
    def value_hash(self) -> str:
        """SHA-256 of keys, types and values; secrets do not count."""
        from ato.config._hash import value_hash

        return value_hash(self._bare())

    # Causality

    def explain(self, key: str) -> Explanation:
        """Who set this value, who else tried, and why. Worked out now, from the selection."""
        from ato.config.explained._causality import explain

        return explain(self._bare(), key)

    def trace(self) -> tuple[Step, ...]:
        """Every write that composing this config made, in order. Worked out now."""
        from ato.config.explained._causality import trace

        return trace(self._bare())

    def track_access(self) -> Self:
        """An equal config that remembers which of its values are read; see :meth:`minimal`."""
        from ato.config.explained._tracking import tracked

        return tracked(self._bare())

    def minimal(self) -> dict[str, object]:
        """What has been read of a config from :meth:`track_access`, as plain data."""
        from ato.config.explained._tracking import minimal

        return minimal(self)


def _is_other_kind(field: Field, current: Config, changes: Mapping[Any, object]) -> bool:
    """Whether the changes make another struct of a variant, which then is given whole."""
    kind = getattr(field.type, "discriminator", None)
    return kind in changes and not same(changes[kind], getattr(current, str(kind), MISSING))


def _accepted(field: Field, value: object, path: str, problems: list[Problem]) -> object:
    """The value in its immutable form; what does not fit is added to ``problems``."""
    try:
        return field.accept(value)
    except BadValue as error:
        for steps, message in error.faults:
            place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
            problems.append(Problem(path + place, message))
    return None


def _restore(cls: type[Config], values: dict[str, object], origin: object) -> Config:
    config = cls._of(values)
    if origin is not None:
        _set(config, "_origin", origin)
    return config
