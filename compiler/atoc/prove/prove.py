"""All questions about a scope, in one order."""

from __future__ import annotations

from atoc.program import Scope
from atoc.prove.chains import chain_facts
from atoc.prove.facts import Facts
from atoc.prove.failing import failing_expressions
from atoc.prove.laboratory import Laboratory
from atoc.prove.ladder import survey_of
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
    unset, about_fields = unset_fields(laboratory)
    ties, about_order = order_dependences(laboratory)
    writes, about_writes = fates_of_writes(laboratory)
    chains, about_chains = chain_facts(survey)
    failing, about_failures = failing_expressions(laboratory)
    return Facts(
        (*unset, *ties, *writes, *chains, *failing),
        (*about_fields, *about_order, *about_writes, *about_chains, *about_failures),
    )
