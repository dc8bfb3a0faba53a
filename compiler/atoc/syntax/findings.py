"""What can be seen of a document alone: ATC002 and ATC004."""

from __future__ import annotations

from collections.abc import Sequence

from atoc.findings import Finding, Related, Rule, Severity
from atoc.source.python.parts import Unread

UNKNOWN_KEY = Rule(
    code="ATC002",
    name="unknown-key",
    severity=Severity.ERROR,
    page="""
    A document, field or view has a key that the language has not.

    ## What is found

    A key that is no word of the language where it stands: at the top of a document, in a type, a field, a
    group, a view, an assert, a resolver, a search or a dimension of its space. Nothing that was written is
    left out in silence.

    ## Why it matters

    A key that is misspelt and passed over does nothing, and nobody notices: `prioritiy: 2` would leave
    the view at priority 0.

    ## How to mend

    Correct the spelling: the nearest key is named. The writes of a view stand under `set`.
    """,
    bad="""
scope: train
fields:
  lr: {type: float, default: 0.1}
views:
  fast:
    prioritiy: 2
    set: {lr: 0.3}
""",
    good="""
scope: train
fields:
  lr: {type: float, default: 0.1}
views:
  fast:
    priority: 2
    set: {lr: 0.3}
""",
)

WRONG_SHAPE = Rule(
    code="ATC004",
    name="wrong-shape",
    severity=Severity.ERROR,
    page="""
    A list stands where a mapping must, and the like.

    ## What is found

    A key of the language whose value has another shape than the key takes: a list where names are
    mapped to declarations, a text where a flag is `true` or `false`, a priority that is no whole number, a
    field without a type or with two, a group that is `required` and has a `default`, declarations in a
    document that names no `scope`.

    ## Why it matters

    The compiler does not guess what was meant. What is found here is left out of everything after it, so
    the rest of the program is still checked.

    ## How to mend

    The message says what the key takes. `atoc build` writes `schema.json` beside the generated modules;
    an editor that is given it shows the same while typing.

    ## What it does not cover

    Values of fields: those are read by the type of the field, as `type-mismatch` and `out-of-range`.
    """,
    bad="""
scope: train
fields:
  - lr
  - epochs
""",
    good="""
scope: train
fields:
  lr: {type: float, default: 0.1}
  epochs: {type: int, default: 10}
""",
)

OPAQUE_VIEW = Rule(
    code="ATC009",
    name="opaque-view",
    severity=Severity.NOTE,
    page="""
    A view in a Python file does something that is read but not understood.

    ## What is found

    A statement in the body of a view that is more than giving values to the config: a call, a loop, a `try`,
    a `del`, a name from elsewhere, a condition on something other than the config. Also a view that may not
    be defined at all, since it stands under a condition or in a loop, and arguments of `observe` that are
    worked out. The module is never imported and never run.

    ## Why it matters

    What such a view does is known only when it runs. Its writes that can be read still count as possible, but
    of every question that depends on the view the answer is `unproved`: nothing is claimed to be proved or
    refuted there. Views without a note are proved as those of any other document.

    ## How to mend

    Write the value out, or work it out from other fields. What only a run can know belongs into a field that
    is given from outside, or into the function that takes the config.

    ## What it does not cover

    Calls of the functions that expressions have (`min`, `len`, `round`) with fields of the config, which are
    understood; and whatever stands outside of views.
    """,
    bad="""
from ato.scope import Scope

scope = Scope()


@scope.observe(default=True)
def defaults(config):
    config.lr = 0.1
    config.seed = draw()
""",
    good="""
from ato.scope import Scope

scope = Scope()


@scope.observe(default=True)
def defaults(config):
    config.lr = 0.1
    config.seed = 17
""",
    language="python",
)

MAX_RELATED = 8
"""How many further places of one view are pointed at."""

RULES = (UNKNOWN_KEY, WRONG_SHAPE, OPAQUE_VIEW)


def opaque(scope: str, view: str, unread: Sequence[Unread]) -> Finding:
    """The finding that a view does what is not understood, told at the first of these places."""
    first, *others = unread
    return OPAQUE_VIEW.at(
        first.span,
        f"{first.what} in '{view}' is not understood, so that nothing is proved of what the view may set",
        scope=scope,
        views=(view,),
        related=tuple(Related(each.span, f"nor is {each.what}") for each in others[:MAX_RELATED]),
        help=("write the value out, or work it out from fields of the config",),
    )


def beyond(scope: str, unread: Sequence[Unread]) -> Finding:
    """The finding that a scope may have views or keys that are not read, told at the first place."""
    first, *others = unread
    return OPAQUE_VIEW.at(
        first.span,
        f"{first.what} is not understood, so that nothing is proved of the scope '{scope}'",
        scope=scope,
        related=tuple(Related(each.span, f"nor is {each.what}") for each in others[:MAX_RELATED]),
        help=("observe every view by the name of the scope itself, and let views set all keys",),
    )


def unknown_scope(unread: Unread) -> Finding:
    """The finding that a scope, or a view of one, is not known."""
    return OPAQUE_VIEW.at(
        unread.span,
        f"{unread.what} is not understood, so that nothing is known of the views here",
        help=("write the name as a text, or name the file that makes the scope too",),
    )
