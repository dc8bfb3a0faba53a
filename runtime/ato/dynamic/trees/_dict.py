"""The mapping below ``ADict``: what a dict can do, over data of its own, and Ato's mark for methods.

It is no subclass of ``dict``, so that no C code reaches past its rules.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeVar

    from typing_extensions import Self, TypeIs

    F = TypeVar("F", bound=Callable[..., Any])

_put = object.__setattr__


def is_mapping(value: object) -> TypeIs[Mapping[Any, Any]]:
    """Whether it is a mapping of any kind; dicts, the most of them, are known at once."""
    return isinstance(value, (dict, Mapping))


def is_sequence(value: object) -> TypeIs[list[Any] | tuple[Any, ...]]:
    """Whether it is a list or a tuple, in which configs may stand."""
    return isinstance(value, (list, tuple))


def pairs_of(source: object) -> dict[Any, Any]:
    """The keys and values of a mapping, or of pairs, in a new dict; a ``Dict`` notes no access.

    Raises ``TypeError`` for what is neither.
    """
    if isinstance(source, Dict):
        return dict(source._data)
    try:
        made: Any = dict
        return dict(made(source))
    except (TypeError, ValueError):
        kind = type(source).__name__
        raise TypeError(f"a mapping or pairs of keys and values are needed, not a value of {kind}") from None


def mutate_attribute(method: F) -> F:
    """A method of a subclass in which ``self.name = value`` sets an attribute of Python's, not a key.

    The subclass needs a ``__dict__`` or slots for it. The mark ends with the method, however it ends.
    """
    from functools import wraps
    from typing import cast

    @wraps(method)
    def marked(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        before = self._is_mutating
        _put(self, "_is_mutating", True)
        try:
            return method(self, *args, **kwargs)
        finally:
            _put(self, "_is_mutating", before)

    return cast("F", marked)


class Dict(MutableMapping[str, "Any"]):
    """A mapping of text to values over a dict of its own."""

    __module__ = "ato.adict"
    __slots__ = ("__weakref__", "_data", "_is_mutating")
    _data: dict[str, Any]
    _is_mutating: bool

    def __new__(cls, /, *_: Any, **__: Any) -> Self:
        self: Self = object.__new__(cls)
        _put(self, "_data", {})
        _put(self, "_is_mutating", False)
        return self

    def __init__(self, mapping: object = None, /, **kwargs: Any) -> None:
        for source in (() if mapping is None else (mapping,)) + (kwargs,):
            for key, value in pairs_of(source).items():
                self[key] = value

    def __len__(self) -> int:
        return len(self._data)

    def __getitem__(self, key: Any) -> Any:
        missing: Any = getattr(type(self), "__missing__", None)
        return self._data[key] if missing is None or key in self._data else missing(self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._data[key] = value

    def __delitem__(self, key: Any) -> None:
        del self._data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __contains__(self, key: object) -> bool:
        return key in self._data

    def __repr__(self) -> str:
        return repr(self._data)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Dict):
            return self._data == other._data
        return self._data == dict(other) if is_mapping(other) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __or__(self, other: object) -> Self:
        if not isinstance(other, (Dict, dict)):
            return NotImplemented
        joined = self.copy()
        joined |= other
        return joined

    def __ror__(self, other: object) -> Self:
        if not isinstance(other, (Dict, dict)):
            return NotImplemented
        joined = self._emptied()
        joined |= other
        joined |= self
        return joined

    def __ior__(self, other: object) -> Self:
        for key, value in pairs_of(other).items():
            self[key] = value
        return self

    def copy(self) -> Self:
        """A new mapping with the same keys and the very same values."""
        twin = self._emptied()
        twin._data.update(self._data)
        return twin

    def __copy__(self) -> Self:
        return self.copy()

    def _emptied(self) -> Self:
        """A mapping of the same class without keys."""
        return type(self).__new__(type(self))

    @classmethod
    def fromkeys(cls, iterable: Iterable[Any], value: object = None) -> Self:
        """A new mapping of the keys, each with the value."""
        made = cls()
        for key in iterable:
            made[key] = value
        return made
