"""Values of keys in a few words, and two of them so that they can be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ato.config.explained._telling import value_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ato.why.facts._values import Setting

ABSENT = "not set"
BEFORE = 8
"""How many signs are shown before the first that differs."""


def value_of(setting: Setting | None) -> str:
    """The value of a key in a few words."""
    return ABSENT if setting is None else value_text(setting.value)


def values_of(a: Setting | None, b: Setting | None) -> tuple[str, str]:
    """Two values in a few words; where these are the same, from where on the values differ."""
    one, other = value_of(a), value_of(b)
    if one != other or a is None or b is None:
        return one, other
    if a.kind != b.kind:
        return f"{one} ({a.kind})", f"{other} ({b.kind})"
    return _apart(a.value, b.value)


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
    return value_text(cast("object", a)), f"{value_text(cast('object', b))} (another)"


def _told(value: dict[str, Any], name: str) -> str | None:
    return repr(value[name]) if name in value else None


def _item(value: dict[str, Any], name: str) -> str:
    return f"{value_text(name)}: {value_text(value[name])}" if name in value else f"no {value_text(name)}"


def _first(a: Sequence[Any], b: Sequence[Any]) -> int:
    """The first place at which two sequences differ."""
    return next(
        (at for at, pair in enumerate(zip(a, b)) if repr(pair[0]) != repr(pair[1])), min(len(a), len(b))
    )


def _from(value: Sequence[Any], at: int) -> str:
    if isinstance(value, str):
        start = max(at - BEFORE, 0)
        return f"…{value_text(value[start:])}" if start else value_text(value)
    return f"[{at}] {value_text(value[at])}" if at < len(value) else f"{len(value):,} items"
