"""What is seen while names, types and values are bound: ATC005, 006, 102, 103, 107, 301, 302 and 501."""

from __future__ import annotations

from atoc.findings import Rule, Severity

DECLARED_TWICE = Rule(
    code="ATC005",
    name="declared-twice",
    severity=Severity.ERROR,
    page="""
    Two documents declare the same thing.

    ## What is found

    A field, type, group, view or search that is declared a second time, in the same document or in another
    one of the program; a value that an enum lists twice; an old name under `renamed_from` that is still a
    field, or that two fields claim.

    ## Why it matters

    Documents have no order, so neither of the two could be the one that counts.

    ## How to mend

    Both places are shown: remove one of them, or give it another name. What several scopes share is
    declared once, under `types`.

    ## What it does not cover

    A key that one mapping gives twice is `duplicate-key`.
    """,
    bad="""
scope: train
fields:
  steps: {type: int, default: 100}
  stride: {type: int, default: 4, renamed_from: steps}
""",
    good="""
scope: train
fields:
  stride: {type: int, default: 4, renamed_from: steps}
""",
)

BAD_NAME = Rule(
    code="ATC006",
    name="bad-name",
    severity=Severity.ERROR,
    page="""
    A name is no identifier, a Python keyword, or a reserved word.

    ## What is found

    A name of a scope, type, field, group, view or search that is no Python identifier, is a keyword, begins
    with an underscore, is `manual` or `help`, which are words of every command line, or means something else
    where it would be used: the methods of a config (`to_dict`, `replace`, ...), the types of the language and
    the names that generated modules use. Also two names that could not be told apart: a group and a field of
    one scope, a type and the class of a scope, two scopes that differ in case alone, a field called `view`
    where a space varies the views.

    ## Why it matters

    Names become attributes, classes, modules and words of a command line.

    ## How to mend

    Choose another name: letters, digits and underscores, beginning with a letter.
    """,
    bad="""
scope: train
fields:
  learning-rate: {type: float, default: 0.1}
""",
    good="""
scope: train
fields:
  learning_rate: {type: float, default: 0.1}
""",
)

TYPE_MISMATCH = Rule(
    code="ATC102",
    name="type-mismatch",
    severity=Severity.ERROR,
    page="""
    A value, default, choice or expression has the wrong type.

    ## What is found

    A value that the type of its field does not take: text where a number must stand, a word that is no value
    of the enum, a quoted number, a list where one value must stand; so also among the choices of a search,
    in the numbers of its ranges and the options of its method. Also an expression whose type the field does
    not take, a condition or an assert that is no `bool`, and a field that a struct declares anew with a type
    that does not fit that of the field in the struct which it `extends`.

    ## Why it matters

    Values are never converted by guess: `yes` is not `true`, `1.5` is not an `int`, `"3"` is text.

    ## How to mend

    Write the value as the type takes it, or change the type. A field that may hold nothing says so in its
    type: `int | None`.

    ## What it does not cover

    A value of the right type that breaks a constraint is `out-of-range`.
    """,
    bad="""
scope: train
fields:
  epochs: {type: int, default: ten}
""",
    good="""
scope: train
fields:
  epochs: {type: int, default: 10}
""",
)

OUT_OF_RANGE = Rule(
    code="ATC103",
    name="out-of-range",
    severity=Severity.ERROR,
    page="""
    A value breaks a constraint of its field.

    ## What is found

    A default, or a value that a view writes, outside of `gt ge lt le multiple_of`, shorter or longer than
    `min_length` and `max_length`, or not matched by `pattern` as a whole; `inf` and `nan` for a float
    that does not say `finite: false`.

    ## Why it matters

    The constraint says which values make sense; a schema must not break its own.

    ## How to mend

    Correct the value, or the constraint.

    ## What it does not cover

    The values of expressions are held against the constraints when a config is composed.
    """,
    bad="""
scope: train
fields:
  epochs: {type: int, default: 0, ge: 1}
""",
    good="""
scope: train
fields:
  epochs: {type: int, default: 1, ge: 1}
""",
)

TARGET_MISMATCH = Rule(
    code="ATC107",
    name="target-mismatch",
    severity=Severity.ERROR,
    page="""
    The target of a struct is not there, or its signature does not take the fields.

    ## What is found

    A `target` that is not written as `package.module:callable`, whose module or name is not there, or that is
    nothing to call. Of a function or class: a field that is none of its parameters, or one that it takes by
    position alone; a field whose type does not fit the annotation.

    The signature is read from source: from a stub, else from the module, below the project's folder and its
    `src` first, then where the Python that runs atoc looks. Nothing is imported. Names are followed
    through imports; dataclasses, attrs, pydantic models and named tuples take what they are annotated with.

    ## Why it matters

    The struct says what it configures. Where a parameter was renamed, the call would fail when the run
    has already begun, or a value would never arrive.

    ## How to mend

    Rename the field as the parameter is called; a near name is given. Where a field is not for the callable,
    put it beside the struct rather than in it.

    ## What it does not cover

    What the source does not tell: compiled modules without stubs, unknown decorators and metaclasses,
    annotations that are no plain types, what `**kwargs` passes on. Nothing is claimed about these. Fields
    that hold structs are held to names only. Defaults are not compared. What the callable needs beyond the
    fields, as the parameters of a model that an optimizer is for, is given by who calls it, and the
    discriminator of a variant need not be taken.
    """,
    bad="""
scope: train
types:
  Log:
    target: logging.handlers:RotatingFileHandler
    fields:
      filename: {type: str, default: train.log}
      max_bytes: {type: int, default: 1_000_000}
fields:
  log: Log
""",
    good="""
scope: train
types:
  Log:
    target: logging.handlers:RotatingFileHandler
    fields:
      filename: {type: str, default: train.log}
      maxBytes: {type: int, default: 1_000_000}
fields:
  log: Log
""",
)

UNKNOWN_VIEW = Rule(
    code="ATC301",
    name="unknown-view",
    severity=Severity.ERROR,
    page="""
    A view or group that is named is not declared.

    ## What is found

    A name under `chain_with`, or in a search, that is no view of the scope, a `group` of a view that `groups`
    does not declare, a `default` of a group that is no view, or no member of the group, and a group that is
    `required` and has no member.

    ## Why it matters

    The view that was meant would not be applied.

    ## How to mend

    Correct the spelling: the nearest name is given. A view joins a group by saying `group: NAME` itself.
    """,
    bad="""
scope: train
fields:
  lr: {type: float, default: 0.1}
views:
  high_lr:
    set: {lr: 0.3}
  long_run:
    chain_with: hgh_lr
    set: {lr: 0.2}
""",
    good="""
scope: train
fields:
  lr: {type: float, default: 0.1}
  epochs: {type: int, default: 10}
views:
  high_lr:
    set: {lr: 0.3}
  long_run:
    chain_with: high_lr
    set: {epochs: 90}
""",
)

CHAIN_CYCLE = Rule(
    code="ATC302",
    name="chain-cycle",
    severity=Severity.ERROR,
    page="""
    Views chain with each other in a circle.

    ## What is found

    A view that chains with itself, directly or through others. Each circle is found once, and shown whole.

    ## Why it matters

    What a view chains with is applied before it; in a circle nothing could be first.

    ## How to mend

    Remove one `chain_with` of the circle. Views that belong together without an order can be chained by a
    third one.
    """,
    bad="""
scope: train
fields:
  lr: {type: float, default: 0.1}
  epochs: {type: int, default: 10}
views:
  high_lr:
    chain_with: long_run
    set: {lr: 0.3}
  long_run:
    chain_with: high_lr
    set: {epochs: 90}
""",
    good="""
scope: train
fields:
  lr: {type: float, default: 0.1}
  epochs: {type: int, default: 10}
views:
  high_lr:
    set: {lr: 0.3}
  long_run:
    chain_with: high_lr
    set: {epochs: 90}
""",
)

CYCLE = Rule(
    code="ATC501",
    name="cycle",
    severity=Severity.ERROR,
    page="""
    Equations of a view, or computed defaults, depend on each other.

    ## What is found

    Expressions under one `set` that read each other's new values in a circle, computed defaults that are
    worked out from each other, and dimensions of a search whose conditions read each other. The whole circle
    is shown.

    ## Why it matters

    Inside a view `set` is a set of equations without an order, and so are computed defaults: each needs the
    values that it reads, and in a circle none can be had first.

    ## How to mend

    Break the circle with a value that is written out, or write one of the fields in another view. A field's
    own name reads its old value and closes no circle: `lr: ${lr * 2}`.
    """,
    bad="""
scope: train
fields:
  width: {type: int, default: "${height}"}
  height: {type: int, default: "${width}"}
""",
    good="""
scope: train
fields:
  width: {type: int, default: "${height}"}
  height: {type: int, default: 32}
""",
)

OUTSIDE = (TARGET_MISMATCH,)
"""What is wrong between the documents and what is around them: they mean something all the same."""

RULES = (DECLARED_TWICE, BAD_NAME, TYPE_MISMATCH, OUT_OF_RANGE, UNKNOWN_VIEW, CHAIN_CYCLE, CYCLE)
