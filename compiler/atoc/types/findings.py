"""What is said about types: ATC101, ATC105 and ATC106."""

from __future__ import annotations

from atoc.findings import Rule, Severity

UNKNOWN_TYPE = Rule(
    "ATC101",
    "unknown-type",
    Severity.ERROR,
    page="""
    A type is not one of the language, nor a name that the program declares.

    ## What is found

    The text of a type that cannot be read: a name that is neither a scalar (`bool int float str bytes path
    datetime duration any`) nor a struct or enum under `types`, a container without the type of its items, a
    union that names an option twice. Also a name under `extends` that is no struct of the program.

    ## Why it matters

    Every value is read by the type of its field. Without a type nothing can be said about the field, and no
    config can be generated.

    ## How to mend

    Correct the spelling, or declare the name under `types` in any document of the program. Types are written
    in lower case as Python's are: `list[str]`, `dict[str, float]`, `int | None`, `'a' | 'b'`.
    """,
    bad="""
scope: train
fields:
  steps: {type: integer, default: 10}
""",
    good="""
scope: train
fields:
  steps: {type: int, default: 10}
""",
)

BAD_CONSTRAINT = Rule(
    "ATC105",
    "bad-constraint",
    Severity.ERROR,
    page="""
    A constraint does not fit the type of its field, or admits no value at all.

    ## What is found

    Bounds (`gt ge lt le multiple_of`) on what is not a number, lengths on what has none, a `pattern` that is
    not a regular expression or stands on what is not text, `finite` on what is not a float, a constraint
    whose own value is of the wrong type, and constraints that contradict each other so that no value is left;
    `final` on an `input`, which nothing could ever give.
    Also a dimension of a search that has no values: a range whose first number is not the less, one by
    logarithms that begins at 0 or below, a `step` that passes by the end, a standard deviation of 0, a
    choice that lists nothing or the same twice. In a struct that `extends` another also a constraint that
    admits more than the same field does there.

    A pattern is refused too if it refers back to a group, looks ahead or behind, has a condition, an atomic
    group or a possessive repeat, or is too large when its counted repeats are written out: only what can
    be matched in time linear in the text is taken.

    ## Why it matters

    A constraint that can never be applied protects nothing, and one that admits nothing makes every
    selection fail.

    ## How to mend

    Remove the constraint, change the type of the field, or correct the bound. A pattern that looks ahead
    can mostly be written without: `(?!x)[a-z]+` is `[a-wyz][a-z]*`.

    ## What it does not cover

    Whether a pattern matches any text at all is not decided.
    """,
    bad="""
scope: train
fields:
  name: {type: str, default: baseline, gt: 0}
""",
    good="""
scope: train
fields:
  name: {type: str, default: baseline, min_length: 1}
""",
)

RECURSIVE_TYPE = Rule(
    "ATC106",
    "recursive-type",
    Severity.ERROR,
    page="""
    A struct holds itself without a way out.

    ## What is found

    A struct with a field of its own type, directly or through other structs, where each must be there; and a
    struct that `extends` itself, directly or through others.

    ## Why it matters

    Such a value could never be finished: each one needs another one inside.

    ## How to mend

    Make one of the fields optional (`Node | None` with `default: null`), or hold the inner values in a list
    or a dict, which may be empty.
    """,
    bad="""
scope: train
types:
  Node:
    fields:
      value: {type: int, default: 1}
      next: Node
fields:
  steps: {type: int, default: 10}
""",
    good="""
scope: train
types:
  Node:
    fields:
      value: {type: int, default: 1}
      next: {type: "Node | None", default: null}
fields:
  steps: {type: int, default: 10}
""",
)

RULES = (UNKNOWN_TYPE, BAD_CONSTRAINT, RECURSIVE_TYPE)
