"""What hangs on the machine: it is never asked, and nothing is claimed about it."""

from __future__ import annotations

import pytest

from atoc.expr.resolvers import RESOLVERS
from atoc.prove.replaying.replay import Trial, stage_of
from tests.atoc.emit.building import compiled, manifest_of
from tests.atoc.prove.build import scope_of, verdict_of

FIELDS = """
scope: t
fields:
  host: {type: str, default: a}
  size: {type: int, default: 1}
"""

CASES = {
    "a condition that always or never holds": "  v: {default: true, when: env('A') == 'x', set: {size: 2}}",
    "a write that gives what was there": "  v: {set: {host: '${env:HOST,a}'}}",
    "a condition on what was asked": """
  v: {default: true, set: {host: '${env:HOST,a}'}}
  w: {default: true, lazy: true, when: host == 'b', set: {size: 2}}""",
    "two conditions that may both hold": """
  v: {default: true, lazy: true, when: env('A') == 'x', set: {size: 2}}
  w: {default: true, lazy: true, when: env('A') != 'x', set: {size: 2}}""",
}


@pytest.mark.parametrize("views", CASES.values(), ids=list(CASES))
def test_nothing_is_claimed_about_what_only_a_run_can_tell(views: str) -> None:
    assert compiled(f"{FIELDS}views:\n{views}\n").findings == ()


def test_what_hangs_on_a_field_too_differs_with_the_field() -> None:
    text = """
    types:
      Part:
        fields:
          n: {type: int, default: 1}
          of: {type: str, default: "${env:A,x}${n}", final: true}
    fields: {a: Part, b: Part}
    asserts: [{that: a.of == b.of}]
    """

    assert verdict_of(text, "ATC601", "a.of == b.of") == ("unproved", "unproved")


def test_one_run_asks_the_machine_one_question_once() -> None:
    text = """
    types: {Part: {fields: {of: {type: str, default: "${env:A,x}", final: true}}}}
    fields: {a: Part, b: Part}
    asserts: [{that: a.of == b.of}]
    """

    assert verdict_of(text, "ATC601", "a.of == b.of") == ("proved", "finite")


def test_what_does_not_hang_on_it_is_still_refuted() -> None:
    views = """
  v: {set: {host: '${env:HOST}', size: 2}}
  w: {set: {size: 3}}"""

    (finding,) = compiled(f"{FIELDS}views:{views}\n").findings

    assert (finding.code, finding.key, finding.witness) == ("ATC202", "size", ("v", "w"))


def test_a_trial_that_hangs_on_a_run_tells_nothing() -> None:
    scope = scope_of("fields: {host: {type: str}}\nviews: {v: {set: {host: '${env:HOST}'}}}\n")

    assert stage_of(scope, ["host"], tuple(scope.views.values())).run(Trial(("v",))).is_refused


def test_the_machine_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("os.environ.get", lambda name, *_: asked.append(name))
    monkeypatch.setattr("ato.config._resolvers._once", lambda *given: asked.append(given))
    impure = [name for name, resolver in RESOLVERS.items() if resolver.is_impure]
    calls = ", ".join(f"str({name}({', '.join(['name'] * RESOLVERS[name].least)}))" for name in impure)

    text = f"""
scope: t
fields:
  name: {{type: str, default: x}}
  all: {{type: 'list[str]', default: "${{[{calls}]}}"}}
"""
    made = manifest_of(text)

    (_, write) = made["scopes"]["t"]["fields"]["all"]["writes"]
    assert write["asks"] == impure
    assert asked == []
