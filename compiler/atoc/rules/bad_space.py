"""ATC801: a search space leaves its field's type or constraints, or a point of it fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from typing_extensions import assert_never

import ato.config as ato
from ato.config.explained._manual import LIMITS
from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Field, Scope
from atoc.prove import BadPoint, Facts, Leaving, NeverActive, sides, values_left, word_of
from atoc.rules.phrases import with_words
from atoc.types import bases

if TYPE_CHECKING:
    from ato.config._search import Dimension as Domain

RULE = Rule(
    code="ATC801",
    name="bad-space",
    severity=Severity.ERROR,
    page="""
    A search space leaves its field's type or constraints, or a point of it fails.

    ## What is found

    - A dimension with values that its field does not take: a choice or the end of a range that breaks a
      constraint, floats for a field of whole numbers, a normal distribution that goes on where the field
      has a bound.
    - A dimension of a field that is `final` or `secret`.
    - Views that no run can name together, under `view` or `views`.
    - A `when` that holds in no point, or that has no value in one.
    - A point whose run comes to no config, or to one that breaks an assert. The finding shows the smallest
      part of the point that fails, as a command line.

    ## Why it matters

    A search runs for hours. A point that its program refuses is found out in the middle of the night, and
    a search that is cut short there has looked in the wrong place.

    ## How to mend

    Narrow the dimension to what the field takes, or widen the constraint of the field. A normal
    distribution is bounded by `low` and `high`. A dimension that only makes sense together with others says
    so: `when: solver.name == 'sgd'`.

    ## What it does not cover

    Points are tried where their number is finite and small: then none that fails is a proof. Of a range that
    is only compared with numbers, passed on to fields with bounds, or goes through `min`, `max` and `abs`,
    the numbers and a value between each two stand for all. Arithmetic with floats is rounded: of a range that
    it is done with, the ends and some values between are tried, so that a point may still
    fail; the verdict is then `unproved`, and each run checks itself. A field that a lazy view always
    overwrites can be a dimension, though no value of it makes a difference.
    """,
    bad="""
scope: train
fields:
  hidden: {type: int, default: 128, ge: 1, le: 512}
search:
  quick:
    metric: val_acc
    mode: max
    space:
      hidden: {int_log_uniform: [16, 1024]}
""",
    good="""
scope: train
fields:
  hidden: {type: int, default: 128, ge: 1, le: 512}
search:
  quick:
    metric: val_acc
    mode: max
    space:
      hidden: {int_log_uniform: [16, 512]}
""",
)

_BOUNDS = {"low": ("gt", "ge"), "high": ("lt", "le")}


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """What is wrong with the searches of a scope."""
    for search in scope.searches:
        for leaving in values_left(search):
            yield _leaving(scope, leaving)
    for fact in facts.facts:
        match fact:
            case Leaving():
                yield _leaving(scope, fact)
            case NeverActive():
                yield _never_active(scope, fact)
            case BadPoint():
                yield _bad_point(scope, fact)
            case _:
                continue


def _leaving(scope: Scope, leaving: Leaving) -> Finding:
    field = None if leaving.dimension is None else leaving.dimension.field
    if field is None:
        return _clash(scope, leaving)
    message, help = _words(leaving, field)
    return RULE.at(
        leaving.span,
        message,
        scope=scope.name,
        key=field.path,
        related=(Related(field.span, f"'{field.path}' is declared here"),),
        help=help,
        witness=(word_of(field, leaving.value),) if leaving.kind == "value" else None,
    )


def _clash(scope: Scope, leaving: Leaving) -> Finding:
    """Views that no run can name; where none is named, the runs lack one."""
    name, views = leaving.search.name, tuple(sorted(leaving.views))
    listed = " ".join(views)
    message = f"'{listed}' cannot be asked for by a run of '{name}': {leaving.why}"
    if not leaving.views:
        message = f"a run of '{name}' that names no view is refused: {leaving.why}"
    return RULE.at(leaving.span, message, scope=scope.name, views=views, witness=views)


def _words(leaving: Leaving, field: Field) -> tuple[str, tuple[str, ...]]:
    """What is wrong with a dimension, and the ways out."""
    path, name = field.path, leaving.search.name
    match leaving.kind:
        case "secret":
            help = "remove the dimension: a secret comes from outside, the same for all runs"
            return f"'{path}' is a secret, and the points of a search are written down", (help,)
        case "final":
            help = "let views set it, and choose among them: `view: {choice: [[], [VIEW]]}`"
            return f"'{path}' is final: no run of '{name}' may set it", (help,)
        case "type":
            is_whole = isinstance(_domain(leaving), (ato.IntUniform, ato.IntLogUniform))
            kind = "whole numbers" if is_whole else "floats"
            message = f"'{path}' is of type {field.type}, and '{name}' has {kind} for it"
            return message, (_other_domain(field),)
        case "unbounded":
            return _beyond(leaving, field)
        case "value" | "views":
            return f"{path}: {leaving.why}", _nearer(leaving, field)
        case _:
            assert_never(leaving.kind)


def _other_domain(field: Field) -> str:
    if ato.INT in bases(field.type):
        return "write `int_uniform` or `int_log_uniform`, which have whole numbers"
    return "list its values: `choice: [...]`"


def _domain(leaving: Leaving) -> Domain | None:
    return None if leaving.dimension is None else leaving.dimension.domain


def _beyond(leaving: Leaving, field: Field) -> tuple[str, tuple[str, ...]]:
    """What to say of a normal distribution that goes on where the field has a bound."""
    domain, signs, declared = _domain(leaving), dict(LIMITS), field.member.runtime
    lacking = sides(field, domain) if isinstance(domain, ato.Normal) else ()
    names = [name for side in lacking for name in _BOUNDS[side]]
    limits = [
        f"{signs[name]} {getattr(declared, name)}" for name in names if getattr(declared, name) is not None
    ]
    message = f"'{field.path}' is {' and '.join(limits)}, and a normal distribution goes on beyond that"
    bounds = ", ".join(f"{side}: NUMBER" for side in lacking)
    return message, (f"give the dimension bounds: `{bounds}`", "or take a `uniform` range")


def _nearer(leaving: Leaving, field: Field) -> tuple[str, ...]:
    """How to keep a constraint that a value breaks."""
    domain = _domain(leaving)
    step = field.member.runtime.multiple_of
    if step is not None and not isinstance(domain, ato.Choice):
        return (
            f"begin at a multiple of {step} and go by it: `step: {step}`",
            "or list the values: `choice: [...]`",
        )
    return ("narrow the dimension to what the field takes, or widen the field's constraint",)


def _never_active(scope: Scope, fact: NeverActive) -> Finding:
    path, when = fact.dimension.path, fact.dimension.when
    message = f"'{path}' takes part in no run of '{fact.search.name}': its condition never holds"
    span = fact.dimension.span if when is None else when.span
    help = ("correct the condition, or remove the dimension",)
    return RULE.at(span, message, scope=scope.name, key=path, help=help, method="finite")


def _bad_point(scope: Scope, fact: BadPoint) -> Finding:
    told, broken = with_words(fact.witness), fact.broken
    message = f"the space of '{fact.search.name}' has a run that fails {told}: {fact.why}"
    related = tuple(Related(each.span, f"'{each.path}' has a part in it") for each in fact.dimensions[1:])
    if broken is not None:
        message = f"the space of '{fact.search.name}' has a run that breaks an assert {told}" + (
            f": {fact.why}" if fact.why else ""
        )
        related = (*related, Related(broken.span, "this has to hold"))
    return RULE.at(
        fact.dimensions[0].span if fact.dimensions else fact.search.span,
        message,
        scope=scope.name,
        key=next((each.path for each in fact.dimensions if each.field is not None), None),
        related=related,
        help=(
            "narrow the space so that no run of it fails",
            "or let `when` keep apart what does not go together",
        ),
        witness=fact.witness,
        method="finite",
    )
