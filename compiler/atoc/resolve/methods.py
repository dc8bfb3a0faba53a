"""The methods of a search and their options: how points are proposed, and which runs are ended early.

``grid`` takes every combination, of each range so many ``points``; ``random``, ``sobol``, ``tpe``, ``cmaes``
and ``gp`` propose one point after the other; ``halving``, ``hyperband``, ``asha`` and ``median`` end runs
that do badly, on the points of a ``sampler``. A budget is what a run is given, such as epochs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import ato.config as ato
from atoc.findings import Finding, Related
from atoc.resolve.findings import OUT_OF_RANGE, TYPE_MISMATCH
from atoc.resolve.values import spelt
from atoc.source import place, raw
from atoc.source.node import Entry
from atoc.syntax import MethodDeclaration
from atoc.syntax.findings import UNKNOWN_KEY, WRONG_SHAPE
from atoc.syntax.guesses import respelling

_STARTUP = ato.Field("startup", ato.INT, 10, ge=0)
_SAMPLER = ato.Field("sampler", ato.Literal("random", "sobol", "tpe", "cmaes", "gp"), "random")
_LEAST = ato.Field("min_budget", ato.INT, 1, ge=1)
_BUDGETS = (
    _LEAST,
    ato.Field("max_budget", ato.INT, ge=1),
    ato.Field("reduction_factor", ato.INT, 3, ge=2),
    _SAMPLER,
)

METHODS: Mapping[str, Sequence[ato.Field]] = {
    "grid": (ato.Field("points", ato.INT, 5, ge=2),),
    "random": (),
    "sobol": (),
    "tpe": (_STARTUP,),
    "cmaes": (_STARTUP,),
    "gp": (_STARTUP,),
    "halving": _BUDGETS,
    "hyperband": _BUDGETS,
    "asha": _BUDGETS,
    "median": (_LEAST, _SAMPLER),
}
"""The options of each method, with those that have a default and those that must be given."""

DEFAULT = ato.Method("random")


def bind_method(declared: MethodDeclaration | None, found: list[Finding]) -> ato.Method | None:
    """The method with all of its options; that of no declaration is ``random``."""
    if declared is None:
        return DEFAULT
    name = declared.name
    known = METHODS.get(name.text)
    if known is None:
        help = ato.suggestion(name.text, METHODS) or (f"there are {', '.join(METHODS)}",)
        fix = respelling(name.text, name.span, ato.nearest(name.text, METHODS))
        message = f"'{name.text}' is no method of a search"
        found.append(TYPE_MISMATCH.at(name.span, message, help=help, fix=fix))
        return None
    fields = {field.name: field for field in known}
    seen = [finding for entry in declared.options for finding in _unknown(name.text, entry, fields)]
    given: dict[str, object] = {}
    for entry in declared.options:
        field = fields.get(entry.key.text)
        if field is not None:
            seen += _read(field, entry, given)
    options = {field.name: given.get(field.name, field.default) for field in known}
    if not seen:
        seen += _unfit(declared, options)
    found += seen
    return None if seen else ato.Method(name.text, **options)


def _unknown(method: str, entry: Entry, fields: Mapping[str, ato.Field]) -> Iterator[Finding]:
    key = entry.key
    if key.text not in fields:
        listed = (f"it takes {', '.join(fields)}" if fields else "it takes none",)
        help = ato.suggestion(key.text, fields) or listed
        fix = respelling(key.text, key.span, ato.nearest(key.text, fields))
        yield UNKNOWN_KEY.at(
            key.span, f"'{key.text}' is no option of the method '{method}'", help=help, fix=fix
        )


def _read(field: ato.Field, entry: Entry, given: dict[str, object]) -> Iterator[Finding]:
    try:
        given[field.name] = field.read(raw(entry.value))
    except ato.BadValue as error:
        rule = OUT_OF_RANGE if error.is_range else TYPE_MISMATCH
        for steps, message in error.faults:
            yield rule.at(place(entry.value, steps), f"{spelt(field.name, steps)}: {message}")


def _unfit(declared: MethodDeclaration, options: Mapping[str, object]) -> Iterator[Finding]:
    """What is wrong with the options together."""
    name = declared.name
    missing = [option for option, value in options.items() if value is ato.MISSING]
    if missing:
        help = tuple(f"write `{option}: NUMBER` beside its name" for option in missing)
        yield WRONG_SHAPE.at(name.span, f"the method '{name.text}' has no `{missing[0]}`", help=help)
        return
    least, most = options.get("min_budget"), options.get("max_budget")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        places = {entry.key.text: entry.value.span for entry in declared.options}
        related = tuple(
            Related(places[key], "the least is given here") for key in ("min_budget",) if key in places
        )
        message = f"max_budget is {most}, which is less than min_budget, {least}"
        yield OUT_OF_RANGE.at(places["max_budget"], message, related=related)
