"""Questions about all selections of a scope at once: facts with witnesses, and no words for people.

    asked and told      prove.py (all questions, in one order) facts.py followers.py
                        opaque.py unaffected.py apart.py
    activation alone    closure.py ladder.py witness.py, on bit sets
    what conditions     laboratory.py settles an inquiry.py: experiment.py cases.py orders.py cone.py
    decide              domains.py try all runs where these are few, ``symbolic/`` asks a solver about all
    expressions         sites.py evaluation.py identity.py intervals.py hazards.py
    scopes, variants    joint.py variants.py absent.py (ATC104)
    who wins            unset.py (ATC201) ties.py (ATC202) writes.py dead.py (ATC203, ATC204) idle.py (ATC205)
                        overrides.py (ATC208)
    chains, groups      chains.py (ATC303 to ATC306)
    what fails          failing.py (ATC103, ATC403 to ATC405) conditions.py (ATC406) missing.py (ATC407)
                        stale.py (ATC502) asserts.py (ATC601)
    searches            spaces.py (ATC801) ranges.py points.py cuts.py bad_points.py rehearsal.py
    shown by a run      replay.py spelling.py ato_words.py

``rules/`` puts the facts into words.
"""

from atoc.prove.apart import errors_together, facts_by_scope
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
    "word_of",
]
