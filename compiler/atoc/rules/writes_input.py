"""ATC206: a view writes a field that has to come from outside."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Scope, View, Write
from atoc.prove import Facts

RULE = Rule(
    code="ATC206",
    name="writes-input",
    severity=Severity.ERROR,
    page="""
    A view writes a field that is an input.

    ## What is found

    A write to a field with `input: true`.

    ## Why it matters

    An input is what only the person or the machine that starts a run can know: a path, an address. A view
    that sets it would hide that it is missing.

    ## How to mend

    Remove the write, and give the value on the command line, in the environment or in a config file. If
    views may set the field after all, remove `input: true`; a default is no hindrance to an input.
    """,
    bad="""
scope: train
fields:
  data_dir: {type: path, input: true}
views:
  defaults:
    default: true
    set: {data_dir: /data}
""",
    good="""
scope: train
fields:
  data_dir: {type: path, input: true, default: /data}
""",
)


def check(scope: Scope, _facts: Facts) -> Iterator[Finding]:
    """The writes to inputs."""
    for view in scope.views.values():
        for write in view.writes:
            if write.field.member.runtime.input:
                yield _finding(scope, view, write)


def _finding(scope: Scope, view: View, write: Write) -> Finding:
    return RULE.at(
        write.key_span,
        f"'{write.path}' is an input, and '{view.name}' may not set it: its value comes from outside",
        scope=scope.name,
        key=write.path,
        views=(view.name,),
        related=(Related(write.field.span, "it is declared with `input: true`"),),
        help=(
            "remove this write, and give the field a default if it is to have one",
            "or remove `input: true`",
        ),
    )
