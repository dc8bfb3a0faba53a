"""Scalars that configs of a generated class do not know, as texts that keep their type.

Such a text is a ``str`` whose class is called as the type was, so it is written as any text is, and yet no
fingerprint takes it for one.
"""

from __future__ import annotations

from functools import cache
from pathlib import PurePath
from typing import Any, cast

KNOWN = {
    "Decimal": "decimal", "Fraction": "fractions", "UUID": "uuid", "date": "datetime", "time": "datetime",
    "timezone": "datetime", "range": "builtins", "complex": "builtins", "ellipsis": "builtins",
    "slice": "builtins", "device": "torch", "dtype": "torch", "layout": "torch", "memory_format": "torch",
    "datetime64": "numpy", "timedelta64": "numpy", "Pattern": "re", "ZoneInfo": "zoneinfo",
    "Timestamp": "pandas", "Timedelta": "pandas",
}  # fmt: skip
"""Types whose ``repr`` says all there is to them, with the libraries that they are of.

That of numpy changes with its releases, and its ``str`` does not."""
HIDDEN = "***"


def foreign_scalar(value: object) -> str | None:
    """A scalar of a type that is known, as a text of that type; None for any other value.

    What hides its value, as pydantic's ``SecretStr`` does, counts by being there.
    """
    kind = type(value)
    name, library = kind.__name__, kind.__module__.partition(".")[0]
    if KNOWN.get(name) == library:
        return foreign(name, str(value) if library == "numpy" else repr(value))
    if isinstance(value, PurePath):
        return foreign("path", value.as_posix())
    if hasattr(kind, "get_secret_value"):
        return foreign("secret", HIDDEN)
    if library in ("pydantic", "pydantic_core") and "Url" in name:
        return str(value)
    if library == "numpy" and name.endswith("DType"):  # numpy.dtype, whose classes are one a type
        return foreign("dtype", str(cast("Any", value)))
    return None


def foreign(kind: str, text: str) -> str:
    """A text of a type of that name."""
    return _kind(kind)(text)


@cache
def _kind(name: str) -> type[str]:
    return type(name, (str,), {"__slots__": ()})
