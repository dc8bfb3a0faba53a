"""Values: how they arrive from outside (*raw*) and how they stand in a config.

A raw value is text with a shape, the same from documents, config files, the environment and the
command line: ``str`` is bare text, ``Quoted`` is quoted text, lists and dicts hold raw values.
Its type is decided by the field that it is written to, in ``_types``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NoReturn, Union

    from typing_extensions import TypeIs, TypeVar

    from ato.config._base import Config

    Raw = Union[str, "list[Raw]", "dict[str, Raw]"]
    V = TypeVar("V", default=object)
else:
    V = object

MAX_BITS = 14_000
"""Bits of an integer; Python itself refuses to print much longer ones."""
MAX_DEPTH = 100
"""How deep containers may stand in each other."""
FOREIGN = ("PosixPath", "WindowsPath", "datetime", "timedelta")
"""Classes of the standard library whose values a config holds; they are known by name, to spare an import."""


class Quoted(str):
    """Text that was written in quotes: a string whatever it looks like."""

    __slots__ = ()


class Unknown(str):
    """The type of ``UNKNOWN``."""

    __slots__ = ()


UNKNOWN = Unknown("unknown before the run")
"""Stands for what only a run can tell, where the compiler composes a config."""


def _refused(*_: object, **__: object) -> NoReturn:
    raise TypeError("a composed config is immutable; make a new one with replace()")


class FrozenDict(dict[str, V]):
    """A dict that cannot be changed, and so can be hashed: what a ``dict[str, T]`` field holds."""

    __slots__ = ()

    if not TYPE_CHECKING:
        __setitem__ = __delitem__ = __ior__ = _refused
        clear = pop = popitem = setdefault = update = _refused

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __copy__(self) -> FrozenDict[V]:
        return self

    def __deepcopy__(self, memo: object) -> FrozenDict[V]:
        return self

    def __reduce__(self) -> tuple[type, tuple[dict[str, V]]]:
        return FrozenDict, (dict(self),)


def is_list(value: object) -> TypeIs[list[object]]:
    """Whether it is a list; tells a type checker that nothing is known of its items."""
    return isinstance(value, list)


def is_tuple(value: object) -> TypeIs[tuple[object, ...]]:
    """The same for a tuple."""
    return isinstance(value, tuple)


def is_set(value: object) -> TypeIs[set[object] | frozenset[object]]:
    """The same for a set of either kind."""
    return isinstance(value, (set, frozenset))


def is_dict(value: object) -> TypeIs[dict[object, object]]:
    """The same for a dict."""
    return isinstance(value, dict)


def is_config(value: object) -> TypeIs[Config]:
    """Whether it is a config or a struct in one."""
    return hasattr(value, "_sealed")


def frozen(value: object, depth: int = 0) -> object:
    """The immutable twin of a container, to any depth: tuple, frozenset, :class:`FrozenDict`.

    Raises ``TypeError`` for what a config cannot hold, since it might change or could not be written.
    ``depth`` is how deep the value stands in others.
    """
    if depth > MAX_DEPTH:
        raise TypeError(f"containers stand more than {MAX_DEPTH} deep in each other")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return _bounded_int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, bytes):
        return bytes(value)
    if is_list(value) or is_tuple(value):
        return tuple(frozen(item, depth + 1) for item in value)
    if is_set(value):
        return frozenset(frozen(item, depth + 1) for item in value)
    if is_dict(value):
        return FrozenDict((_key(key), frozen(item, depth + 1)) for key, item in value.items())
    if is_config(value):
        return value._bare()
    if type(value).__name__ in FOREIGN:
        return value
    raise TypeError(f"{spelled(value)} ({type(value).__name__}) cannot stand in a config")


def _bounded_int(value: int) -> int:
    if value.bit_length() > MAX_BITS:
        raise TypeError(f"an int of {value.bit_length()} bits is more than a config holds ({MAX_BITS})")
    return int(value)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"the key {spelled(key)} is not a str")
    return key


def in_fixed_order(items: Iterable[object]) -> list[object]:
    """The elements of a set in an order that no hash seed changes."""
    return sorted(items, key=lambda item: (type(item).__name__, _order_key(item)))


def _order_key(item: object) -> object:
    if isinstance(item, (int, float, str, bytes)):
        return item
    if is_set(item):
        return repr(in_fixed_order(item))
    return repr(item)


def same(left: object, right: object) -> bool:
    """Whether two values are the same to any depth: ``1``, ``1.0`` and ``True`` differ, ``nan`` is itself.

    0.0 and -0.0 are the same, as in Python; datetimes are when they are written alike.
    """
    if left is right:
        return True
    if type(left) is type(right) and type(left) in (str, int, bool):
        return left == right
    return identity(left) == identity(right)


def identity(value: object) -> object:
    """A key that two values share exactly when they are the same; it can be hashed if the value can."""
    kind = type(value)
    if isinstance(value, float):
        return (kind, value if value == value else None)  # only nan is not itself
    if is_tuple(value):
        return (kind, tuple(identity(item) for item in value))
    if is_set(value):
        return (kind, frozenset(identity(item) for item in value))
    if is_dict(value):
        return (dict, frozenset((key, identity(item)) for key, item in value.items()))
    own = getattr(value, "_identity", None) or getattr(value, "isoformat", None)
    return (kind, value) if own is None else own()


def spelled(value: object, limit: int = 60) -> str:
    """A Python value as an error message quotes it: of bounded length, whatever the value is."""
    try:
        text = repr(value)
    except Exception:  # the values of others may do anything
        text = f"<{type(value).__name__}>"
    return text if len(text) <= limit else text[: limit - 1] + "…"


def written(value: object, limit: int = 60) -> str:
    """A value of a config as an error message quotes it: as documents write it, and of bounded length."""
    text = _written(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _written(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if is_tuple(value):
        return "[" + ", ".join(map(_written, value[:20])) + "]"
    if is_set(value):
        return _written(tuple(in_fixed_order(value)))
    if is_dict(value):
        return "{" + ", ".join(f"{key}: {_written(value[key])}" for key in list(value)[:20]) + "}"
    if isinstance(value, bytes) or type(value).__name__ in FOREIGN:
        from ato.config.formats._plain import plain

        return f"'{plain(value)}'"
    return spelled(value)


def shown(raw: object, limit: int = 60) -> str:
    """A raw value as an error message quotes it: on one line and of bounded length."""
    text = one_line(raw if isinstance(raw, str) else _flow(raw), limit)
    sign = '"' if "'" in text and '"' not in text else "'"
    return f"{sign}{text}{sign}"


def one_line(text: str, limit: int = 100) -> str:
    """A text of bounded length with what cannot be printed escaped."""
    text = text if text.isprintable() else repr(text)[1:-1]
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _flow(raw: object) -> str:
    if is_list(raw):
        return "[" + ", ".join(_flow(item) for item in raw[:20]) + "]"
    if is_dict(raw):
        return "{" + ", ".join(f"{key}: {_flow(raw[key])}" for key in list(raw)[:20]) + "}"
    return str(raw)


def thaw(value: object) -> object:
    """Plain data of a value: lists and dicts for containers and configs, scalars as they are."""
    if is_tuple(value):
        return [thaw(item) for item in value]
    if is_set(value):
        return [thaw(item) for item in in_fixed_order(value)]
    if is_dict(value):
        return {key: thaw(item) for key, item in value.items()}
    return value.to_dict() if is_config(value) else value
