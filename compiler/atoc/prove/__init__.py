"""Questions about all selections of a scope at once: facts with witnesses, and no words for people.

``prove`` asks them all. ``facts.py`` says what can be found; ``closure.py``, ``ladder.py`` and
``witness.py`` decide by bit sets what activation alone decides, ``cone.py``, ``domains.py`` and
``trials.py`` try what conditions decide, ``spaces.py`` tries the points of search spaces, and ``replay.py``
runs every witness through the runtime.
``rules/`` puts the facts into words.
"""

from atoc.prove.facts import (
    AbsentField,
    BadPoint,
    DeadView,
    DeadWrite,
    EagerChainsLazy,
    Fact,
    Facts,
    GroupClash,
    Leaving,
    NeverActive,
    NoOpWrite,
    OrderDependent,
    PriorityInversion,
    RedundantChain,
    Unset,
    Verdict,
    Witness,
)
from atoc.prove.prove import prove
from atoc.prove.ranges import sides
from atoc.prove.replay import DefectError, schema_of
from atoc.prove.spaces import subject_of, values_left
from atoc.prove.spelling import word_of
from atoc.prove.unaffected import unaffected

__all__ = [
    "AbsentField",
    "BadPoint",
    "DeadView",
    "DeadWrite",
    "DefectError",
    "EagerChainsLazy",
    "Fact",
    "Facts",
    "GroupClash",
    "Leaving",
    "NeverActive",
    "NoOpWrite",
    "OrderDependent",
    "PriorityInversion",
    "RedundantChain",
    "Unset",
    "Verdict",
    "Witness",
    "prove",
    "schema_of",
    "sides",
    "subject_of",
    "unaffected",
    "values_left",
    "word_of",
]
