"""ATC207: a view that is no default view writes a final field."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Scope, View, Write
from atoc.prove import Facts

RULE = Rule(
    code="ATC207",
    name="writes-final",
    severity=Severity.ERROR,
    page="""
    A view that is no default view writes a final field.

    ## What is found

    A write to a field with `final: true` in a view without `default: true`.

    ## Why it matters

    A final field is the same in every run of the program: only its default and the default views may set it.

    ## How to mend

    Move the write to a default view, or remove `final: true` if runs may differ in it.
    """,
    bad="""
scope: train
fields:
  num_classes: {type: int, default: 10, final: true}
views:
  imagenet:
    set: {num_classes: 1000}
""",
    good="""
scope: train
fields:
  num_classes: {type: int, final: true}
views:
  defaults:
    default: true
    set: {num_classes: 10}
""",
)


def check(scope: Scope, _facts: Facts) -> Iterator[Finding]:
    """The writes to final fields in views that may not write them."""
    for view in scope.views.values():
        for write in view.writes:
            if write.field.member.runtime.final and not view.default:
                yield _finding(scope, view, write)


def _finding(scope: Scope, view: View, write: Write) -> Finding:
    return RULE.at(
        write.key_span,
        f"'{write.path}' is final, and '{view.name}' may not set it: it is no default view",
        scope=scope.name,
        key=write.path,
        views=(view.name,),
        related=(Related(write.field.span, "it is declared with `final: true`"),),
        help=("set it in a default view, or remove `final: true`",),
    )
