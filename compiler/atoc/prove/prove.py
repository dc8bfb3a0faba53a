"""All questions about a scope, in one order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from atoc.program import Scope
from atoc.prove.activation.ladder import survey_of
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.facts import Fact, Facts, Verdict
from atoc.prove.followers import without_followers
from atoc.prove.questions.absent import absent_fields
from atoc.prove.questions.asserts import failing_asserts
from atoc.prove.questions.chains import chain_facts
from atoc.prove.questions.conditions import constant_conditions
from atoc.prove.questions.failing import failing_expressions
from atoc.prove.questions.missing import missing_cases
from atoc.prove.questions.opaque import without_opaque
from atoc.prove.questions.overrides import lazy_overrides
from atoc.prove.questions.stale import stale_reads
from atoc.prove.questions.ties import order_dependences
from atoc.prove.questions.unset import unset_fields
from atoc.prove.questions.writes import fates_of_writes
from atoc.prove.searches.spaces import search_facts


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
    facts: list[Fact] = [*absent, *unset, *ties, *writes, *chains]
    verdicts = [*about_variants, *about_fields, *about_order, *about_writes, *about_chains]
    for found, about in _on_expressions(Laboratory(survey, laboratory), tuple(facts)):
        facts.extend(found)
        verdicts.extend(about)
    searches, about_searches = search_facts(scope, tuple(facts))
    facts.extend(searches)
    verdicts.extend(about_searches)
    return without_opaque(survey, Facts(without_followers(facts), tuple(verdicts)))


def _on_expressions(
    laboratory: Laboratory, known: Sequence[Fact]
) -> Iterator[tuple[Sequence[Fact], Sequence[Verdict]]]:
    """The questions about what expressions and lazy views do, with a laboratory of their own."""
    yield failing_expressions(laboratory)
    yield failing_asserts(laboratory)
    yield stale_reads(laboratory)
    yield missing_cases(laboratory, known)
    yield constant_conditions(laboratory, known)
    yield lazy_overrides(laboratory)
