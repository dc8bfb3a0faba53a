"""Questions about all selections of a scope at once: facts with witnesses, and no words for people.

    asked and told    prove.py (all questions, in one order) facts.py followers.py unaffected.py apart.py
    questions         one a file
    deciding          the laboratory: tries all runs where these are few, else asks symbolic, the solver
    activation        who is active and who wins, on bit sets
    values            what expressions come to
    searches          whether every point of a space can be run
    replaying         what is found is run before it is shown
    joint.py          scopes that read each other, as one

``rules/`` puts the facts into words.
"""

from atoc.prove.activation.closure import most_selections
from atoc.prove.apart import errors_together, facts_by_scope
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
from atoc.prove.replaying.replay import DefectError, schema_of
from atoc.prove.replaying.spelling import word_of
from atoc.prove.searches.ranges import sides
from atoc.prove.searches.spaces import subject_of, values_left
from atoc.prove.unaffected import unaffected
from atoc.prove.values.evaluation import Site

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
    "word_of",
]
