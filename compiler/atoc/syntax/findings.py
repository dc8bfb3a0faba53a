"""What can be seen of a document alone: ATC002 and ATC004."""

from __future__ import annotations

from atoc.findings import Rule, Severity

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

RULES = (UNKNOWN_KEY, WRONG_SHAPE)
