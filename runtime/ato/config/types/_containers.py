"""The types that are made of others: unions, lists, sets, tuples, dicts and structs."""

from __future__ import annotations

from ato.config._errors import BadValue
from ato.config._nearest import suggestion
from ato.config.types._types import Null, Type, read_core
from ato.config.types._values import (
    FrozenDict,
    identity,
    in_fixed_order,
    is_dict,
    is_list,
    is_set,
    is_tuple,
    shown,
    spelled,
    written,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from ato.config._base import Config
    from ato.config._errors import Step
    from ato.config.types._values import Raw

    Fault = tuple[tuple[Step, ...], str]


class Union(Type):
    """One of several types: the option that is exactly the value's, else the first that takes it."""

    __slots__ = ("options",)

    def __init__(self, *options: Type) -> None:
        self.options = options

    @property
    def in_flow(self) -> bool:  # type: ignore[override]
        """Whether one of the options is written in flow syntax."""
        return any(option.in_flow for option in self.options)

    def read(self, raw: Raw) -> object:
        core = read_core(raw)
        for option in self.options:
            if option.exactly(core):
                try:
                    return option.read(raw)
                except BadValue:
                    continue
        return self._first(lambda option: option.read(raw), shown(raw))

    def accept(self, value: object) -> object:
        for option in self.options:
            if option.exactly(value):
                try:
                    return option.accept(value)
                except BadValue:
                    continue
        return self._first(lambda option: option.accept(value), spelled(value))

    def _first(self, attempt: Callable[[Type], object], written: str) -> object:
        errors: list[BadValue] = []
        for option in self.options:
            try:
                return attempt(option)
            except BadValue as error:
                if not isinstance(option, Null):
                    errors.append(error)
        if len(errors) == 1:
            raise errors[0]
        raise BadValue(f"{written} is not {self.article} {self}")

    def exactly(self, value: object) -> bool:
        return any(option.exactly(value) for option in self.options)

    def _key(self) -> object:
        return self.options

    def __str__(self) -> str:
        return " | ".join(str(option) for option in self.options)


class List(Type):
    """Items of one type, held as a tuple."""

    __slots__ = ("item",)

    in_flow = True

    def __init__(self, item: Type) -> None:
        self.item = item

    def read(self, raw: Raw) -> object:
        if not isinstance(raw, list):
            return super().read(raw)
        return tuple(_each(enumerate(raw), self.item.read))

    def accept(self, value: object) -> object:
        if not (is_list(value) or is_tuple(value)):
            return super().accept(value)
        return tuple(_each(enumerate(value), self.item.accept))

    def exactly(self, value: object) -> bool:
        return is_tuple(value) and all(self.item.exactly(item) for item in value)

    def _key(self) -> object:
        return self.item

    def __str__(self) -> str:
        return f"list[{self.item}]"


class Set(Type):
    """Different items of one type, written as a list, held as a frozenset."""

    __slots__ = ("item",)

    in_flow = True

    def __init__(self, item: Type) -> None:
        self.item = item

    def read(self, raw: Raw) -> object:
        if not isinstance(raw, list):
            return super().read(raw)
        return self._unique(_each(enumerate(raw), self.item.read))

    def accept(self, value: object) -> object:
        if not (is_set(value) or is_list(value) or is_tuple(value)):
            return super().accept(value)
        ordered = in_fixed_order(value) if is_set(value) else value
        return self._unique(_each(enumerate(ordered), self.item.accept))

    def _unique(self, items: list[object]) -> frozenset[object]:
        first: dict[object, int] = {}
        for index, item in enumerate(items):
            if identity(item) in first:
                raise BadValue(f"{written(item)} is in the set twice", (index,))
            first[identity(item)] = index
        unique = frozenset(items)
        if len(unique) < len(items):
            raise BadValue("the set holds values that differ only by type, such as 1 and true")
        return unique

    def exactly(self, value: object) -> bool:
        return is_set(value) and all(self.item.exactly(item) for item in value)

    def _key(self) -> object:
        return self.item

    def __str__(self) -> str:
        return f"set[{self.item}]"


class Tuple(Type):
    """A fixed number of items, each of its own type."""

    __slots__ = ("items",)

    in_flow = True

    def __init__(self, *items: Type) -> None:
        self.items = items

    def read(self, raw: Raw) -> object:
        if not isinstance(raw, list):
            return super().read(raw)
        self._check_length(len(raw))
        return tuple(_each_by((index, item, self.items[index].read) for index, item in enumerate(raw)))

    def accept(self, value: object) -> object:
        if not (is_list(value) or is_tuple(value)):
            return super().accept(value)
        self._check_length(len(value))
        return tuple(_each_by((index, item, self.items[index].accept) for index, item in enumerate(value)))

    def _check_length(self, length: int) -> None:
        if length != len(self.items):
            raise BadValue(f"{length} items stand where {self} takes {len(self.items)}")

    def exactly(self, value: object) -> bool:
        return (
            is_tuple(value)
            and len(value) == len(self.items)
            and all(kind.exactly(item) for kind, item in zip(self.items, value))
        )

    def _key(self) -> object:
        return self.items

    def __str__(self) -> str:
        return "tuple[" + (", ".join(str(item) for item in self.items) or "()") + "]"


class Tuples(List):
    """Any number of items of one type, ``tuple[T, ...]``: a list by another name."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"tuple[{self.item}, ...]"


class Dict(Type):
    """Values of one type under keys that are strings, held as an immutable dict."""

    __slots__ = ("value",)

    in_flow = True

    def __init__(self, value: Type) -> None:
        self.value = value

    def read(self, raw: Raw) -> object:
        if not isinstance(raw, dict):
            return super().read(raw)
        keys = [str(key) for key in raw]
        return FrozenDict(zip(keys, _each(raw.items(), self.value.read)))

    def accept(self, value: object) -> object:
        if not is_dict(value):
            return super().accept(value)
        keys = [key for key in value if isinstance(key, str)]
        if len(keys) < len(value):
            key = next(key for key in value if not isinstance(key, str))
            raise BadValue(f"the key {spelled(key)} is not a str")
        return FrozenDict(zip(keys, _each(zip(keys, value.values()), self.value.accept)))

    def exactly(self, value: object) -> bool:
        return is_dict(value) and all(self.value.exactly(item) for item in value.values())

    def _key(self) -> object:
        return self.value

    def __str__(self) -> str:
        return f"dict[str, {self.value}]"


class Struct(Type):
    """A config class. A class that is not made yet is given as a function that returns it."""

    __slots__ = ("_model",)

    in_flow = True

    def __init__(self, model: type[Config] | Callable[[], type[Config]]) -> None:
        self._model = model

    @property
    def model(self) -> type[Config]:
        """The class of the values."""
        return self._model if isinstance(self._model, type) else self._model()

    def read(self, raw: Raw) -> object:
        if not isinstance(raw, dict):
            return super().read(raw)
        return self._build(raw, "read")

    def accept(self, value: object) -> object:
        if isinstance(value, self.model):
            return value._bare()
        if not is_dict(value):
            return super().accept(value)
        return self._build(value, "accept")

    def _build(self, given: Mapping[Any, object], way: str) -> Config:
        model = self.model
        fields = {field.name: field for field in model._fields}
        faults: list[Fault] = [
            ((str(key),), f"{model.__name__} has no field '{key}'" + _hint(str(key), fields))
            for key in given
            if key not in fields
        ]
        values: dict[str, object] = {}
        is_range = not faults
        for name, field in fields.items():
            if name not in given:
                continue
            try:
                values[name] = getattr(field, way)(given[name])
            except BadValue as error:
                is_range = is_range and error.is_range
                faults.extend(((name, *path), message) for path, message in error.faults)
        if not faults:
            is_range = False
            faults.extend(model._fill(values))
        if faults:
            raise BadValue.of(faults, is_range=is_range)
        return model._of(values)

    def exactly(self, value: object) -> bool:
        if is_dict(value):
            names = {field.name for field in self.model._fields}
            return all(key in names for key in value)
        return isinstance(value, self.model)

    def _key(self) -> object:
        return self.model

    def __str__(self) -> str:
        return self.model.__name__


def _hint(key: str, known: Iterable[str]) -> str:
    return "".join(f" ({line})" for line in suggestion(key, known))


def _each(pairs: Iterable[tuple[Step, Any]], read: Callable[[Any], object]) -> list[object]:
    return _each_by((step, item, read) for step, item in pairs)


def _each_by(parts: Iterable[tuple[Step, Any, Callable[[Any], object]]]) -> list[object]:
    """What reading each part gives; raises ``BadValue`` with all that is wrong with any."""
    values: list[object] = []
    faults: list[Fault] = []
    is_range = True
    for step, item, read in parts:
        try:
            values.append(read(item))
        except BadValue as error:
            is_range = is_range and error.is_range
            faults.extend(((step, *path), message) for path, message in error.faults)
    if faults:
        raise BadValue.of(faults, is_range=is_range)
    return values
