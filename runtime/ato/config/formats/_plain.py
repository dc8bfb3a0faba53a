"""Values in plain form: dicts, lists and the scalars that every format knows, with text for the rest.

Bytes become base64, paths are posix, datetimes are ISO 8601 and durations are like ``1h30m``, as the types
read them.
"""

from __future__ import annotations

from collections.abc import Mapping

from ato.config._errors import ConfigError, Problem
from ato.config._field import MISSING
from ato.config.types._values import in_fixed_order, is_config, is_dict, is_set, is_tuple, same, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ato.config._base import Config

OMITTED = "omitted"
"""Leave secrets out, and deprecated fields that hold their default: the text can be given back."""
MASKED = "masked"
"""Show that there are secrets, but not which: the text is for the eye."""
MASK = "***"


class Table(dict[str, object]):
    """The plain form of a struct: its keys are fields."""

    __slots__ = ()


class Bare(str):
    """Text that a format may write without quotes, since no type but its own reads it."""

    __slots__ = ()


class Moment(Bare):
    """A datetime as text."""

    __slots__ = ()


def plain_table(config: Config, secrets: str) -> Table:
    """The plain form of a config or struct."""
    table = Table()
    for field, value in config._items():
        is_repeated = field.deprecated is not None and same(value, field.default)
        is_hidden = field.secret or is_repeated
        if value is MISSING or (is_hidden and secrets == OMITTED):
            continue
        table[field.name] = MASK if field.secret else plain(value, secrets)
    return table


def plain(value: object, secrets: str = OMITTED) -> object:
    """The plain form of a value."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if is_config(value):
        return plain_table(value, secrets)
    if is_tuple(value):
        return [plain(item, secrets) for item in value]
    if is_set(value):
        return [plain(item, secrets) for item in in_fixed_order(value)]
    if is_dict(value):
        return {key: plain(item, secrets) for key, item in value.items()}
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        from binascii import b2a_base64

        return b2a_base64(value, newline=False).decode()
    as_posix = getattr(value, "as_posix", None)
    if as_posix is not None:
        return str(as_posix())
    isoformat = getattr(value, "isoformat", None)
    if isoformat is not None:
        return Moment(isoformat())
    from ato.config.types._scalars import duration_text

    return Bare(duration_text(value))


def encodable(text: str) -> str:
    """The text itself, if a file can hold it."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        piece = shown(text[max(0, error.start - 20) : error.end + 20])
        raise ConfigError(
            [Problem("", f"{piece} holds bytes that are no UTF-8, and cannot be written")]
        ) from None
    return text


SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
"""The escapes that YAML and TOML share."""


def quoted(text: str, escapes: Mapping[str, str] = SHORT) -> str:
    """Text in double quotes, with the short escapes of a format."""
    return '"' + "".join(escapes.get(sign) or _escaped(sign) for sign in encodable(text)) + '"'


def _escaped(sign: str) -> str:
    code = ord(sign)
    is_hidden = code < 0x20 or 0x7F <= code <= 0xA0 or code in (0xAD, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF)
    return f"\\u{code:04x}" if is_hidden else sign
