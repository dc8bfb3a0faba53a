"""Words for counts, values and lists, as sentences need them."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from ato.config.explained._telling import value_text, visible
from ato.why.words._fit import cut
from ato.why.words._values import ABSENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ato.track.store import StoredRun
    from ato.why.facts._values import Used

LONGEST = 48
"""Columns of a name in a list."""
LISTED = 4
"""How many names a sentence lists."""


def counted(count: int, one: str, many: str = "") -> str:
    """``1 key``, ``31 keys``, ``1,000 calls``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(names: Sequence[str], most: int = LISTED) -> str:
    """``a``, ``a and b``, ``a, b and 3 more``."""
    shown = [cut(name, LONGEST) for name in names[:most]]
    if len(names) > most:
        return f"{', '.join(shown)} and {len(names) - most} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1] if shown else "")))


def fact(value: Any) -> str:
    """A fact of the surroundings in a few words."""
    if value is None:
        return ABSENT
    return visible(value[:60]) if isinstance(value, str) and value else value_text(value)


def number(value: float) -> str:
    """A value of a metric, with as many digits as tell."""
    if not isfinite(value) or value == 0:
        return f"{value:g}"
    return f"{value:.5g}"


def pair(one: float, other: float) -> str:
    """Two values of a metric, with enough digits to tell them apart."""
    digits = next((count for count in range(5, 17) if f"{one:.{count}g}" != f"{other:.{count}g}"), 17)
    return f"{one:.{digits}g} → {other:.{digits}g}"


def numbers(one: float, other: float) -> str:
    """Two values of a metric, and by how much the second is another, where that says something."""
    share = change(one, other)
    return f"{pair(one, other)} ({share})" if share else pair(one, other)


def change(one: float, other: float) -> str:
    """By how much of itself a value changed; empty where that cannot be said."""
    if not (isfinite(one) and isfinite(other)) or not one or one == other:
        return ""
    share = (other - one) / abs(one)
    if abs(share) >= 10:
        return f"× {other / one:.3g}" if one * other > 0 else ""
    if abs(share) < 5e-6:
        return ""
    return f"{share * 100:+.3g}%"


def versions(used: Sequence[Used]) -> str:
    """``v0``, ``v0 and v2``, or that there is none."""
    return listed([f"v{each.version}" for each in used]) or "none"


def named(run: StoredRun) -> str:
    """A run by its number, its project and its name."""
    return f"{run.id} {visible(run.project)}/{visible(run.name)}"


def ended(run: StoredRun) -> str:
    """How a run ended and how far it came."""
    last = "" if run.last_step is None else f", last step {run.last_step:,}"
    why = f" ({visible(run.reason)[:50]})" if run.reason else ""
    return f"{run.status}{why}{last}"


def shortened(diff: str, most: int) -> str:
    """A diff in at most so many lines, with how many more there are."""
    lines = diff.split("\n")
    more = len(lines) - most
    return "\n".join([*lines[:most], f"... {more} more lines"]) if more > 0 else diff
