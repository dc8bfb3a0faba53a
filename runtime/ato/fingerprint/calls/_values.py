"""Values that a function reads from around itself: which of them count, and how they are shown."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, cast

from ato.config import ConfigError
from ato.fingerprint.calls._target import kind_of
from ato.fingerprint.calls._value import Value
from ato.fingerprint.canon._writer import constant
from ato.fingerprint.results._output import output_hash
from ato.fingerprint.surroundings._masks import is_secret_name

SCALARS = (type(None), bool, int, float, complex, str, bytes, type(...), range)
OF_PYTHON = ("datetime", "decimal", "fractions", "uuid")
"""Modules of Python whose values are data."""
MOST = 20_000
"""How many parts a value may have to count."""
LENGTH = 160
"""How many characters of a value are shown."""


def is_secret(name: str, value: object) -> bool:
    """Whether a value is a secret by its name, so that nothing of it may be stored."""
    return isinstance(value, (str, bytes)) and is_secret_name(name)


def is_plain(value: object) -> bool:
    """Whether a value is data through and through, and not too much of it."""
    count = 0
    waiting = [value]
    while waiting:
        one = waiting.pop()
        count += 1
        if count > MOST:
            return False
        kind = type(one)
        if kind in (list, tuple, set, frozenset):
            waiting += cast("Iterable[object]", one)
        elif kind is dict:
            waiting += (part for pair in cast("dict[object, object]", one).items() for part in pair)
        elif tuple in kind.__mro__ and hasattr(kind, "_fields"):
            waiting += cast("Iterable[object]", one)
        elif PurePath in kind.__mro__:
            if cast("PurePath", one).is_absolute():  # a place of this machine
                return False
        elif kind not in SCALARS and enum.Enum not in kind.__mro__ and not _is_data(one):
            return False
    return True


def _is_data(value: Any) -> bool:
    """Whether a value of a library is data, and not much of it: a date, a kind of number, a small array.

    A tensor that is trained, or lies on a device, is a state.
    """
    kind = kind_of(value)
    where = str(kind.__module__).partition(".")[0]
    if where in OF_PYTHON or _is_dtype(kind):
        return where in OF_PYTHON or where in ("numpy", "torch")
    if where == "numpy" and hasattr(value, "dtype"):
        return value.dtype.kind in "biufcSUmM" and value.size <= MOST
    is_tensor = f"{kind.__module__}.{kind.__qualname__}" == "torch.Tensor"
    return is_tensor and value.device.type == "cpu" and not value.requires_grad and value.numel() <= MOST


def _is_dtype(kind: type) -> bool:
    """Whether a class is of kinds of numbers, as those of numpy and torch."""
    return kind.__name__.lower().endswith("dtype")


def value_of(name: str, value: object) -> Value | None:
    """A value with its fingerprint, by the encoding of outputs; None if it has none, as what holds itself."""
    try:
        digest = output_hash(str(value) if _is_dtype(kind_of(value)) else value)
    except ConfigError:
        return None
    text = _shown(value)
    if len(text) > LENGTH:
        text = f"{text[:LENGTH]}... ({digest[:12]})"
    return Value(name, text, digest)


def _shown(value: Any) -> str:
    """How a value is written, in an order of its own where it has none."""
    kind = kind_of(value)
    if kind in (set, frozenset):
        return f"{{{', '.join(sorted(map(_shown, value)))}}}"
    if kind is list:
        return f"[{', '.join(map(_shown, value))}]"
    if kind is tuple:
        return f"({', '.join(map(_shown, value))})"
    if kind is dict:
        return f"{{{', '.join(f'{_shown(key)}: {_shown(item)}' for key, item in value.items())}}}"
    if isinstance(value, enum.Enum):
        return str(value)
    if kind is int:
        return constant(value)
    if hasattr(kind, "tolist"):
        return f"{kind.__qualname__}({_shown(value.tolist())})"
    is_said = isinstance(value, SCALARS) or kind.__module__ in OF_PYTHON or _is_dtype(kind)
    return ascii(value) if is_said else f"<{kind.__qualname__}>"
