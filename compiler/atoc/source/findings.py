"""What can be seen while text is read: files that are no documents, and keys that are given twice."""

from __future__ import annotations

from ato.config._errors import shortened
from atoc.findings import Finding, Related, Rule, Severity
from atoc.source.node import Scalar

UNREADABLE = Rule(
    code="ATC001",
    name="unreadable",
    severity=Severity.ERROR,
    page="""
    A file is not valid YAML, TOML, JSON or SDN, or is not UTF-8.

    ## What is found

    A file below the schema folder that cannot be read as the format that its name promises: broken
    syntax, bytes that are not UTF-8, a tag, a merge key (`<<`), an alias without its anchor, a second
    document in the same file, a key that is not a text, or more than the bounds of a document allow
    (64 MiB, 2,000,000 keys and values once aliases are expanded, 100 levels). It is also found where the
    file system gives no text: a link that leads nowhere, a pipe, a file without permission.

    ## Why it matters

    Nothing can be said about a document that has no one meaning. Tags are refused since the type of a
    value is decided by its field, never by the text; merge keys, since YAML 1.2 has dropped them and a
    view that is chained says the same in the open.

    ## How to mend

    The message names the place and what stands there. Where a plain text holds characters with a meaning
    of their own, put it in quotes: `"${lr * 2}"` inside `{...}`, `"*.png"`, `"@home"`.

    ## What it does not cover

    A file that is read well but says nothing the language knows is `unknown-key` or `wrong-shape`.
    """,
    bad="""\
scope: train
fields:
  lr: {type: float, default: 1e-3
""",
    good="""\
scope: train
fields:
  lr: {type: float, default: 1e-3}
""",
)

DUPLICATE_KEY = Rule(
    code="ATC003",
    name="duplicate-key",
    severity=Severity.ERROR,
    page="""
    A mapping gives a key twice.

    ## What is found

    Two entries of one mapping with the same key, in any format; in TOML also a table that is declared
    twice, and a key that is a value in one place and a table in another.

    ## Why it matters

    Most readers silently keep the last entry. The first is then a line that looks as if it counted.

    ## How to mend

    Keep one of the two entries. Where both are meant, put them into two views: which of two views wins is
    decided by their priority, in the open.

    ## What it does not cover

    `model.hidden` and `hidden` inside `model` are different keys of the text that name one field; such a
    pair is found when names are resolved.
    """,
    bad="""\
scope: train
fields:
  lr: {type: float, default: 1e-3}
  lr: {type: float, default: 1e-2}
""",
    good="""\
scope: train
fields:
  lr: {type: float, default: 1e-3}
  final_lr: {type: float, default: 1e-5}
""",
)

RULES = (UNREADABLE, DUPLICATE_KEY)


def duplicate(first: Scalar, second: Scalar) -> Finding:
    """The finding that ``second`` gives a key again."""
    return DUPLICATE_KEY.at(
        second.span,
        f"'{shortened(second.text)}' is given twice in one mapping",
        key=second.text,
        related=(Related(first.span, "it is given here first"),),
        help=("keep one of the two entries",),
    )
