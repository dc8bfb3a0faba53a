"""What can be wrong with generated files: ATC701 to ATC703, seen by ``atoc build --check``."""

from __future__ import annotations

from atoc.findings import Rule, Severity

OUT_OF_DATE = Rule(
    code="ATC701",
    name="out-of-date",
    severity=Severity.ERROR,
    page="""
    A generated file is not what the schemas say now.

    ## What is found

    `atoc build --check` makes every file in memory and compares it, byte for byte, with what stands in
    the output folder. A file that is missing, or that was made from other schemas or by another version
    of atoc, is out of date. The differences follow as a unified diff.

    ## Why it matters

    The generated modules are committed and imported. A schema that was changed without building again changes
    nothing in the program, and whoever reads the schema believes otherwise.

    ## How to mend

    Run the command that stands on top of every generated file, such as `atoc build schemas/`, and commit
    what it writes together with the schemas.
    """,
    bad="""\
$ sed -i 's/default: 32/default: 64/' schemas/train.yaml
$ atoc build --check --format concise
generated/manifest.json:1:1: error[ATC701] generated/manifest.json is out of date
generated/train.py:1:1: error[ATC701] generated/train.py is out of date
""",
    good="""\
$ atoc build
wrote generated/manifest.json
wrote generated/train.py
$ atoc build --check
generated/ is up to date
""",
    transcript=True,
)

HAND_EDITED = Rule(
    code="ATC702",
    name="hand-edited",
    severity=Severity.ERROR,
    page="""
    A generated file was changed by hand.

    ## What is found

    Every generated file holds a digest of itself. Where it does not agree, or the header is gone,
    somebody edited the file, and it differs from what the schemas say.

    ## Why it matters

    The next build overwrites the change, and until then the program does what no schema says.

    ## How to mend

    Make the change in the schema and build again. Code that is to stay belongs beside the generated
    folder, in a module of your own that imports the generated one.

    ## What it does not cover

    The digest guards against mistakes; somebody who means to deceive can make it agree.
    """,
    bad="""\
$ sed -i 's/64/96/' generated/train.py
$ atoc build --check --format concise
generated/train.py:1:1: error[ATC702] generated/train.py was edited by hand
""",
    good="""\
$ atoc build
wrote generated/train.py
$ atoc build --check
generated/ is up to date
""",
    transcript=True,
)

ORPHAN = Rule(
    code="ATC703",
    name="orphan",
    severity=Severity.ERROR,
    page="""
    A generated file belongs to no scope any more.

    ## What is found

    A file in the output folder carries atoc's header, but nothing that the schemas say is written to it:
    its scope was renamed or removed. Files without the header are not looked at.

    ## Why it matters

    Programs can go on importing the module of a scope that no longer exists, and nothing keeps it up to date.

    ## How to mend

    Build again: files that carry the header and are as atoc wrote them are removed. One that was edited
    by hand is left, and has to be removed by hand.
    """,
    bad="""\
$ sed -i 's/scope: train/scope: fit/' schemas/train.yaml
$ atoc build --check --format concise
...
generated/train.py:1:1: error[ATC703] generated/train.py is made from no schema
""",
    good="""\
$ atoc build
wrote generated/__init__.py
wrote generated/fit.py
wrote generated/manifest.json
wrote generated/schema.json
removed generated/train.py
$ atoc build --check
generated/ is up to date
""",
    transcript=True,
)

RULES: tuple[Rule, ...] = (OUT_OF_DATE, HAND_EDITED, ORPHAN)
"""The rules of this room, by code."""
