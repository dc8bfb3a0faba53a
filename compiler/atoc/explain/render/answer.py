"""What every format says in the same words."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from ato.config.composing._absent import kinds_text
from ato.config.explained._manual import LIMITS
from ato.config.explained._telling import value_text, visible
from atoc.explain.ladder import Ladder, Reader, Rung, Varied
from atoc.explain.overview import Line, Overview
from atoc.explain.selection import Selected

Answer = Ladder | Selected | Overview
"""One answer of ``atoc explain``."""

_SIGNS = dict(LIMITS)
_NO_JSON = (".inf", "-.inf", ".nan")


def kind(ladder: Ladder) -> str:
    """The type of a field with its constraints and flags."""
    limits = ", ".join(_limit(name, value) for name, value in ladder.constraints)
    there = (f"there with {kinds_text(*each)}" for each in ladder.exists)
    return ", ".join((f"{ladder.type} ({limits})" if limits else ladder.type, *ladder.flags, *there))


def _limit(name: str, value: object) -> str:
    if name == "finite":
        return "or inf or nan"
    return f"{_SIGNS.get(name, name)} {value_text(value)}"


def who(rung: Rung) -> str:
    """Who a rung is."""
    names = {
        "default": "default",
        "computed": "computed default",
        "outside": "outside value",
    }
    return rung.view or names[rung.phase]


def given(rung: Rung) -> str:
    """The value of a rung, or the expression that makes it, whole."""
    if rung.expression:
        return visible(" ".join(rung.expression.split()))
    if rung.has_value:
        return _value(rung.given)
    return "not understood" if rung.view else ""


def _value(data: object) -> str:
    """A value as the manifest holds it; what JSON has no number for is text there."""
    return data if isinstance(data, str) and data in _NO_JSON else value_text(data)


def rank(rung: Rung) -> str:
    """Where the view of a rung stands: its priority, whether it is lazy, whether it is always active."""
    if not rung.view:
        return ""
    words = ("lazy" if rung.phase == "lazy" else "", "always" if rung.is_always else "")
    return ", ".join(filter(None, (str(rung.priority), *words)))


def victory(rung: Rung, key: str) -> str:
    """In which selection a rung wins, as far as it is known."""
    if rung.loses_to or (rung.is_decided and rung.wins is None):
        return "never"
    if rung.phase == "outside":
        return f"with {key}=VALUE"
    if rung.wins is None:
        return "perhaps" if rung.view and not (rung.has_value or rung.expression) else "not decided"
    return f"with {shlex.join(rung.wins)}" if rung.wins else "by default"


def reading(reader: Reader) -> str:
    """What a reader does with the field."""
    if reader.condition and not reader.view:
        return f"the assert: {reader.condition}"
    if reader.condition:
        return f"the condition of {reader.view}: {reader.condition}"
    if reader.view:
        return f"{reader.view}, for {reader.into}"
    return f"the default of {reader.into}"


def varying(varied: Varied) -> str:
    """How a search varies the field: ``quick: log_uniform 1e-05..0.1``."""
    between = ", " if varied.domain in ("choice", "normal") else ".."
    values = between.join(map(_value, varied.values))
    limits = "".join(f", {name} {_value(limit)}" for name, limit in varied.limits)
    when = f", when {varied.when}" if varied.when else ""
    return f"{varied.search}: {varied.domain} {values}{limits}{when}"


def by_default(line: Line) -> str:
    """What a key is where no word is given."""
    if line.write is None:
        return "(input)" if "input" in line.flags else ""
    if "expression" in line.write:
        return str(line.write["expression"])
    return _value(line.write.get("value"))


def first_sentence(doc: str) -> str:
    """The first line of a doc."""
    return doc.strip().split("\n", 1)[0]


def reasons(rung: Rung) -> Iterator[str]:
    """The condition of a rung, its reason, and who always hides it."""
    if rung.when:
        yield f"when {rung.when}"
    if rung.why:
        yield f"why: {' '.join(rung.why.split())}"
    if rung.loses_to:
        yield f"always overwritten by {', '.join(rung.loses_to)}"
