"""Values: how they arrive from outside (*raw*) and how they stand in a config.

A raw value is text with a shape, the same from documents, config files, the environment and the
command line: ``str`` is bare text, ``Quoted`` is quoted text, lists and dicts hold raw values.
Its type is decided by the field that it is written to, in ``_types``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import NoReturn, Union

    Raw = Union[str, "list[Raw]", "dict[str, Raw]"]


class Quoted(str):
    """Text that was written in quotes: a string whatever it looks like."""

    __slots__ = ()


class FrozenDict(dict):  # type: ignore[type-arg]
    """A dict that cannot be changed, and so can be hashed: what a ``dict[str, T]`` field holds."""

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("a composed config is immutable; make a new one with replace()")

    __setitem__ = __delitem__ = __ior__ = _refuse  # type: ignore[assignment]
    clear = pop = popitem = setdefault = update = _refuse  # type: ignore[assignment]

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __repr__(self) -> str:
        return dict.__repr__(self)

    def __copy__(self) -> FrozenDict:
        return self

    def __deepcopy__(self, memo: object) -> FrozenDict:
        return self

    def __reduce__(self) -> tuple[type[FrozenDict], tuple[dict[str, object]]]:
        return FrozenDict, (dict(self),)


def frozen(value: object) -> object:
    """The immutable twin of a container, to any depth: tuple, frozenset, :class:`FrozenDict`."""
    if isinstance(value, (list, tuple)):
        return tuple(frozen(item) for item in value)
    if isinstance(value, (set, frozenset)):
        return frozenset(frozen(item) for item in value)
    if isinstance(value, dict):
        return FrozenDict((key, frozen(item)) for key, item in value.items())
    return value


def in_fixed_order(items: Iterable[object]) -> list[object]:
    """The elements of a set in an order that no hash seed changes."""
    return sorted(items, key=lambda item: (type(item).__name__, _order_key(item)))


def _order_key(item: object) -> object:
    if isinstance(item, (int, float, str, bytes)):
        return item
    if isinstance(item, frozenset):
        return repr(in_fixed_order(item))
    return repr(item)


def shown(raw: object, limit: int = 60) -> str:
    """A raw value as an error message quotes it: on one line and of bounded length."""
    text = raw if isinstance(raw, str) else _flow(raw)
    text = text if text.isprintable() else repr(text)[1:-1]
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


def _flow(raw: object) -> str:
    if isinstance(raw, list):
        return "[" + ", ".join(_flow(item) for item in raw[:20]) + "]"
    if isinstance(raw, dict):
        return "{" + ", ".join(f"{key}: {_flow(raw[key])}" for key in list(raw)[:20]) + "}"
    return str(raw)


def thaw(value: object) -> object:
    """Plain data of a value: lists and dicts for containers and configs, scalars as they are."""
    if isinstance(value, tuple):
        return [thaw(item) for item in value]
    if isinstance(value, frozenset):
        return [thaw(item) for item in in_fixed_order(value)]
    if isinstance(value, dict):
        return {key: thaw(item) for key, item in value.items()}
    to_dict = getattr(value, "to_dict", None)
    return value if to_dict is None else to_dict()
