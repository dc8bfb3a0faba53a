"""Values of keys in a few words, and two of them so that they can be told apart."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from ato.config.explained._telling import value_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ato.why.facts._values import Setting

ABSENT = "not set"
ITEMS, SIGNS = 40, 200
"""How many items of a container, and signs of a text, are looked at to show the value."""
BEFORE = 8
"""How many signs are shown before the first that differs."""


def value_of(setting: Setting | None) -> str:
    """The value of a key in a few words."""
    return ABSENT if setting is None else shown(setting.value)


def values_of(a: Setting | None, b: Setting | None) -> tuple[str, str]:
    """Two values in a few words; where these are the same, from where on the values differ."""
    one, other = value_of(a), value_of(b)
    if one != other or a is None or b is None:
        return one, other
    if a.kind != b.kind:
        return f"{one} ({a.kind})", f"{other} ({b.kind})"
    return _apart(a.value, b.value)


def shown(value: Any) -> str:
    """A value on one line, cut where it is long; of what is huge only the beginning is looked at."""
    return value_text(_brief(value))


def _brief(value: Any) -> Any:
    if isinstance(value, str):
        return value[:SIGNS].encode("utf-8", "backslashreplace").decode()
    if isinstance(value, list):
        items = cast("Sequence[Any]", value)
        return [_brief(item) for item in items[:ITEMS]]
    if isinstance(value, dict):
        pairs = islice(cast("dict[str, Any]", value).items(), ITEMS)
        return {_brief(name): _brief(item) for name, item in pairs}
    return value


def _apart(a: Any, b: Any) -> tuple[str, str]:
    """Two values that begin alike, from where on they do not."""
    if isinstance(a, dict) and isinstance(b, dict):
        one, other = cast("dict[str, Any]", a), cast("dict[str, Any]", b)
        names = (name for name in [*one, *other] if _told(one, name) != _told(other, name))
        name = next(names, None)
        if name is not None:
            return _item(one, name), _item(other, name)
    for kind in (str, list):
        if isinstance(a, kind) and isinstance(b, kind):
            left, right = cast("Sequence[Any]", a), cast("Sequence[Any]", b)
            at = _first(left, right)
            return _from(left, at), _from(right, at)
    return shown(a), f"{shown(b)} (another)"


def _told(value: dict[str, Any], name: str) -> str | None:
    return repr(value[name]) if name in value else None


def _item(value: dict[str, Any], name: str) -> str:
    return f"{shown(name)}: {shown(value[name])}" if name in value else f"no {shown(name)}"


def _first(a: Sequence[Any], b: Sequence[Any]) -> int:
    """The first place at which two sequences differ."""
    return next(
        (at for at, pair in enumerate(zip(a, b)) if repr(pair[0]) != repr(pair[1])), min(len(a), len(b))
    )


def _from(value: Sequence[Any], at: int) -> str:
    if isinstance(value, str):
        start = max(at - BEFORE, 0)
        return f"…{shown(value[start:])}" if start else shown(value)
    return f"[{at}] {shown(value[at])}" if at < len(value) else f"{len(value):,} items"
