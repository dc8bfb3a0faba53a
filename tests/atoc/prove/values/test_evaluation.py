from __future__ import annotations

from atoc.prove.replaying.replay import Outcome, Trial, stage_of
from atoc.prove.values.evaluation import Failure, Site
from tests.atoc.prove.build import scope_of

TEXT = """
fields:
  n: {type: int, default: 0}
  e: int
  words: {type: "list[str]", default: []}
  x: {type: int, default: 1, le: 9}
  name: {type: str, default: a}
views:
  divides: {set: {x: "${7 // n}"}}
  misses: {set: {name: "${words[0]}"}}
  early: {set: {x: "${n + e}"}}
  large: {set: {x: "${n + 10}"}}
  asks: {when: 1 % n == 0, set: {x: 2}}
  runs: {when: "now('%Y') == '2000'", set: {x: 3}}
  both: {set: {x: "${1 // n}", name: "${'b' if n == 0 else 'c'}"}}
"""
SCOPE = scope_of(TEXT)


def run(*named: str) -> Outcome:
    return stage_of(SCOPE, SCOPE.fields, tuple(SCOPE.views.values())).run(Trial(named))


def cause(*named: str) -> tuple[Site, str, int, str | None]:
    failure = run(*named).cause
    assert failure is not None
    return failure.site, failure.kind, failure.span.column, failure.path


def column(text: str, part: str) -> int:
    line = next(line for line in TEXT.splitlines() if text in line)
    return line.index(part) + 1


def test_a_run_tells_which_expression_failed_and_how() -> None:
    assert cause("divides") == (Site("divides", "x"), "division", column("divides", "7 // n"), None)
    assert cause("misses") == (Site("misses", "name"), "index", column("misses", "words[0]"), None)
    assert cause("early") == (Site("early", "x"), "unset", column("early", "e}"), "e")
    assert cause("large") == (Site("large", "x"), "range", column("large", '"${n + 10}"'), "x")
    assert cause("asks") == (Site("asks"), "division", column("asks", "1 % n"), None)
    assert cause("runs")[1] == "unknown"


def test_the_reason_of_a_broken_constraint_is_told() -> None:
    failure = run("large").cause
    assert isinstance(failure, Failure)
    assert failure.reason == "10 must be at most 9"


def test_the_first_of_several_failures_is_the_cause() -> None:
    assert cause("misses", "divides")[0] in (Site("divides", "x"), Site("misses", "name"))
    assert len(run("misses", "divides").failures) == 2


def test_a_run_that_fails_is_no_run_and_one_that_only_a_run_can_tell_may_be() -> None:
    assert (run("divides").is_no_run, run("runs").is_no_run, run().is_no_run) == (True, None, False)


def test_branches_are_noted_by_their_place() -> None:
    fine = scope_of('fields: {n: {type: int, default: 0}, x: {type: int, default: "${1 if n > 0 else 2}"}}')
    outcome = stage_of(fine, fine.fields, ()).run(Trial())
    assert [(site, holds) for site, _, holds in outcome.branches] == [(Site(None, "x"), False)]
