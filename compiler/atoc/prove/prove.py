"""All questions about a scope, in one order."""

from __future__ import annotations

from atoc.program import Scope
from atoc.prove.absent import absent_fields
from atoc.prove.chains import chain_facts
from atoc.prove.facts import Facts
from atoc.prove.laboratory import Laboratory
from atoc.prove.ladder import survey_of
from atoc.prove.spaces import search_facts
from atoc.prove.ties import order_dependences
from atoc.prove.unset import unset_fields
from atoc.prove.writes import fates_of_writes


def prove(scope: Scope) -> Facts:
    """What holds of a scope over all of its selections, and what does not, with witnesses.

    Exact for views without conditions and expressions; else a question that its bounds do not let decide
    has the verdict ``unproved`` and no fact. Raises ``DefectError`` if a run contradicts a proof.
    """
    survey = survey_of(scope)
    laboratory = Laboratory(survey)
    absent, about_variants = absent_fields(laboratory)
    unset, about_fields = unset_fields(laboratory)
    ties, about_order = order_dependences(laboratory)
    writes, about_writes = fates_of_writes(laboratory)
    chains, about_chains = chain_facts(survey)
    searches, about_searches = search_facts(scope, (*unset, *chains))
    return Facts(
        (*absent, *unset, *ties, *writes, *chains, *searches),
        (*about_variants, *about_fields, *about_order, *about_writes, *about_chains, *about_searches),
    )
