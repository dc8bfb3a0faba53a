"""Questions about all selections of a scope at once: facts with witnesses, and no words for people.

``prove`` asks them all. ``facts.py`` says what can be found; ``closure.py``, ``ladder.py`` and
``witness.py`` decide by bit sets what activation alone decides. What conditions decide is settled in
``laboratory.py``: by ``cone.py``, ``domains.py`` and ``cases.py``, which try all runs where these are few,
or by ``symbolic/``, which asks a solver about all of them. ``spaces.py`` tries the points of search spaces,
and ``replay.py`` runs every witness through the runtime.
``rules/`` puts the facts into words.
"""

from atoc.prove.apart import errors_together, facts_by_scope, with_searches
from atoc.prove.closure import most_selections
from atoc.prove.evaluation import Site
from atoc.prove.facts import (
    AbsentField,
    AssertFails,
    BadPoint,
    ConstantCondition,
    DeadView,
    DeadWrite,
    EagerChainsLazy,
    Fact,
    Facts,
    Failing,
    GroupClash,
    LazyOverride,
    Leaving,
    MissingCase,
    NeverActive,
    NoOpWrite,
    OrderDependent,
    PriorityInversion,
    RedundantChain,
    StaleRead,
    Unproved,
    Unset,
    Verdict,
    Witness,
)
from atoc.prove.joint import Joint, components, join
from atoc.prove.prove import prove
from atoc.prove.ranges import sides
from atoc.prove.replay import DefectError, schema_of
from atoc.prove.spaces import subject_of, values_left
from atoc.prove.spelling import word_of
from atoc.prove.unaffected import unaffected

__all__ = [
    "AbsentField",
    "AssertFails",
    "BadPoint",
    "ConstantCondition",
    "DeadView",
    "DeadWrite",
    "DefectError",
    "EagerChainsLazy",
    "Fact",
    "Facts",
    "Failing",
    "GroupClash",
    "Joint",
    "LazyOverride",
    "Leaving",
    "MissingCase",
    "NeverActive",
    "NoOpWrite",
    "OrderDependent",
    "PriorityInversion",
    "RedundantChain",
    "Site",
    "StaleRead",
    "Unproved",
    "Unset",
    "Verdict",
    "Witness",
    "components",
    "errors_together",
    "facts_by_scope",
    "join",
    "most_selections",
    "prove",
    "schema_of",
    "sides",
    "subject_of",
    "unaffected",
    "values_left",
    "with_searches",
    "word_of",
]
