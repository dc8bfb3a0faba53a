"""What can be wrong with a comment that asks for silence: ATC007 and ATC008."""

from __future__ import annotations

from atoc.findings import Rule, Severity

BAD_SUPPRESSION = Rule(
    code="ATC007",
    name="bad-suppression",
    severity=Severity.ERROR,
    page="""
    A comment for atoc gives no reason, or asks for what cannot be had.

    ## What is found

    A comment that begins with `# atoc:` and that is not `ignore[RULE] the reason` or
    `ignore-file[RULE] the reason`: without a reason, without a rule, with a rule that is not there or whose
    findings cannot be silenced, or an `ignore-file` that does not stand above the first key. A comment whose
    only fault is a missing reason silences all the same, so that one thing is told and not two.

    ## Why it matters

    What is silenced without a reason is silenced for ever, since nobody can tell whether the reason still
    holds. A misspelt rule silences nothing and looks as if it did.

    ## How to mend

    Write the rule, by its code or its name, in brackets, and after them why the finding is no defect here.

    ## What it does not cover

    A reason is any words; whether they convince is for a person to judge. Errors of reading, of types and of
    names cannot be silenced, since without them mended there is nothing to prove; nor can what is found of
    generated files, and of comments.
    """,
    bad="""\
scope: train
fields:
  lr: {type: float, default: 0.01}
views:
  same:
    set: {lr: 0.01}  # atoc: ignore[ATC205]
""",
    good="""\
scope: train
fields:
  lr: {type: float, default: 0.01}
views:
  same:
    set: {lr: 0.01}  # atoc: ignore[ATC205] the paper names this value
""",
)

UNUSED_SUPPRESSION = Rule(
    code="ATC008",
    name="unused-suppression",
    severity=Severity.WARNING,
    page="""
    A comment silences a rule of which nothing is found where it reaches.

    ## What is found

    An `ignore` whose rule has no finding on its line, or in the declaration below it; an `ignore-file` whose
    rule has no finding in the document; and a rule that a comment before it silences already in the very same
    place. While there are errors nothing is called unused, since what was not proved may yet be found.

    ## Why it matters

    The next finding of that rule in that place would be a new one, and it would go unseen.

    ## How to mend

    Remove the comment, or the rule that is named too many. A comment at the end of a line is about findings
    that begin on that line; one on a line of its own is about the declaration that begins right below it.

    ## What it does not cover

    A rule that `[tool.atoc]` leaves out is found all the same, and a comment for it is in use.
    """,
    bad="""\
scope: train
fields:
  lr: {type: float, default: 0.01}
views:
  fast:
    set: {lr: 0.1}  # atoc: ignore[ATC205] the paper names this value
""",
    good="""\
scope: train
fields:
  lr: {type: float, default: 0.01}
views:
  fast:
    set: {lr: 0.1}
""",
)

RULES = (BAD_SUPPRESSION, UNUSED_SUPPRESSION)
