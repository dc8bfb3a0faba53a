from __future__ import annotations

from collections.abc import Iterable

import pytest

from atoc.compile import Compiled, compile
from atoc.findings import Passed
from atoc.prove import BadPoint, DeadWrite, Leaving, OrderDependent, Unset, Verdict, components, join
from atoc.prove.facts import Failing
from atoc.prove.values.evaluation import Site
from atoc.span import SourceFile

DATA = """
scope: data
fields:
  dataset: {enum: [cifar10, imagenet, mnist], default: cifar10}
  size: {type: int, default: 1}
views:
  low: {set: {size: 2}}
  high: {set: {size: 3}}
  large: {set: {dataset: imagenet}}
"""
MODEL = """
scope: model
fields:
  outputs: int
  width: {type: int, default: 1}
views:
  cifar: {default: true, lazy: true, when: data.dataset == 'cifar10', set: {outputs: 10}}
  imagenet: {default: true, lazy: true, when: data.dataset == 'imagenet', set: {outputs: 1000}}
  wide: {priority: 1, set: {width: "${data.size}"}}
  wider: {when: data.dataset == 'imagenet', set: {width: 7}}
"""

READER = """
fields: {width: {type: int, default: "${data.size}"}}
"""


def compiled(*texts: str) -> Compiled:
    files = tuple(SourceFile(f"schemas/{index}.yaml", text) for index, text in enumerate(texts))
    return compile(Passed(files))


def test_scopes_that_read_each_other_are_one_group_however_they_do() -> None:
    alone = "scope: alone\nfields: {x: {type: int, default: 1}}"
    reader = "scope: reader\nfields: {x: {type: int, default: '${model.width}'}}"
    program = compiled(DATA, MODEL, alone, reader).program
    groups = [[scope.name for scope in group] for group in components(program)]
    assert sorted(groups) == [["alone"], ["data", "model", "reader"]]


def test_a_joint_scope_has_all_parts_under_the_names_of_their_scopes() -> None:
    joint = join(compiled(DATA, MODEL).program.scopes).scope
    assert tuple(joint.fields) == ("data.dataset", "data.size", "model.outputs", "model.width")
    assert joint.views["model.wide"].writes[0].path == "model.width"
    wider = joint.views["model.wider"].when
    assert wider is not None
    assert wider.reads == ("data.dataset",)


def test_a_fact_is_told_of_its_scope_with_words_for_all_of_them() -> None:
    result = compiled(DATA, MODEL)
    (unset,) = (fact for fact in result.facts["model"].facts if isinstance(fact, Unset))
    assert unset.field is result.program.scopes[1].fields["outputs"]
    assert (unset.witness, unset.method) == (("data.dataset=mnist",), "finite")


def test_a_tie_across_scopes_is_told_of_the_one_that_reads() -> None:
    result = compiled(DATA, MODEL)
    found = [fact for fact in result.facts["model"].facts if isinstance(fact, OrderDependent)]
    assert [(fact.field.path, fact.first.name, fact.second.name) for fact in found] == [
        ("data.dataset", "data.large", "wider")
    ]
    assert found[0].reader is result.program.scopes[1].views["wider"]


def test_a_tie_within_a_scope_is_told_of_that_one_in_its_own_names() -> None:
    found = [fact for fact in compiled(DATA, MODEL).facts["data"].facts if isinstance(fact, OrderDependent)]
    assert [(fact.field.path, fact.first.name, fact.second.name, fact.witness) for fact in found] == [
        ("size", "low", "high", ("data.high", "data.low"))
    ]


def test_a_write_that_only_another_scope_reads_is_alive() -> None:
    hiding = DATA.replace("high: {", "high: {default: true, priority: 2, ")
    facts = compiled(hiding, MODEL).facts["data"].facts
    assert [fact for fact in facts if isinstance(fact, DeadWrite)] == []
    unread = MODEL.replace("${data.size}", "${width}")
    facts = compiled(hiding, unread).facts["data"].facts
    assert [fact.view.name for fact in facts if isinstance(fact, DeadWrite)] or facts


def test_verdicts_go_to_the_scopes_of_their_subjects() -> None:
    facts = compiled(DATA, MODEL).facts
    assert {v.subject for v in facts["model"].verdicts if v.code == "ATC201"} == {"outputs"}
    assert {v.subject for v in facts["data"].verdicts if v.code == "ATC202"} == {"dataset", "size"}


def test_an_error_in_one_scope_is_in_the_way_of_what_hangs_on_it_in_the_other() -> None:
    broken = DATA.replace("set: {dataset: imagenet}", "set: {dataset: imagenet, siz: 3}")
    result = compiled(broken, MODEL)
    assert [finding.code for finding in result.findings if finding.code == "ATC104"] == ["ATC104"]
    assert all(
        fact.first.name != "data.large"
        for fact in result.facts["model"].facts
        if isinstance(fact, OrderDependent)
    )


@pytest.mark.parametrize("name", ["my-model", "2nd", "a b", "a.b"])
def test_of_a_scope_with_a_name_that_cannot_be_the_name_is_told_and_nothing_else(name: str) -> None:
    found = compiled(f"scope: {name}\n{READER}", DATA)
    assert [finding.code for finding in found.findings] == ["ATC006"]


def test_what_was_proved_of_scopes_together_is_remembered() -> None:
    files = (SourceFile("schemas/data.yaml", DATA), SourceFile("schemas/model.yaml", "scope: model" + READER))
    first = compile(Passed(files))
    asked: list[str] = []

    def recall(key: str) -> object | None:
        asked.append(key)
        return first.learnt.get(key)

    again = compile(Passed(files), recall)
    assert (len(asked), again.learnt) == (1, {})
    assert [finding.message for finding in again.findings] == [finding.message for finding in first.findings]


def test_asserts_and_required_groups_are_those_of_their_scope() -> None:
    grouped = DATA.replace("views:\n", "groups: {source: {required: true}}\nviews:\n").replace(
        "large: {set", "large: {group: source, set"
    )
    asserting = MODEL.replace(
        "views:\n", "asserts: [{that: width <= data.size + 9}, {that: 'width > 0'}]\nviews:\n"
    )
    found = compiled(grouped, asserting)
    verdicts = {(verdict.code, verdict.subject) for verdict in found.facts["model"].verdicts}
    assert {("ATC601", "width <= data.size + 9"), ("ATC601", "width > 0")} <= verdicts
    assert not any(
        code == "ATC601" for code, _ in {(v.code, v.subject) for v in found.facts["data"].verdicts}
    )
    words = [finding.witness for finding in found.findings if finding.witness is not None]
    assert all("data.large" in each for each in words)


def test_what_an_expression_does_is_told_of_the_scope_in_which_it_stands() -> None:
    dividing = DATA.replace("low: {", "low: {priority: -1, ").replace("size: 2", "size: 0")
    reading = (
        'scope: model\nfields: {w: {type: int, default: 1}}\nviews: {wide: {set: {w: "${10 // data.size}"}}}'
    )
    (failing,) = (
        fact for fact in compiled(dividing, reading).facts["model"].facts if isinstance(fact, Failing)
    )
    assert (failing.site, failing.kind) == (Site("wide", "w"), "division")


def test_verdicts_name_fields_as_their_scope_does() -> None:
    known = compiled(DATA, MODEL).facts["model"]
    subjects = {*known_names(known.verdicts), *(v.path for v in known.verdicts if v.path is not None)}
    assert subjects <= {"outputs", "width", "cifar", "imagenet", "wide", "wider"}


def known_names(verdicts: Iterable[Verdict]) -> set[str]:
    return {verdict.subject for verdict in verdicts}


SOURCE = """
scope: data
fields: {classes: {type: int, default: 10, ge: 1, le: 1000}, root: {type: str, input: true}}
groups: {source: {required: %s}}
views:
  large: {group: source, set: {classes: 1000}}
  small: {group: source, set: {classes: 3}}
"""
SEARCHED = """
scope: model
fields: {width: {type: int, default: 1, ge: 1}}
views: {narrow: {set: {width: 1}}, wide: {set: {width: 9}}}
asserts: [{that: width <= data.classes or width != 4 and width != 11, message: too wide}]
search:
  quick:
    metric: loss
    mode: min
    space:
      width: {choice: [1, 2, %s], when: "'wide' not in view"}
      view: {choice: [[], [wide]]}
"""


def searched(required: str, width: int) -> tuple[str, Compiled]:
    result = compiled(SOURCE % required, SEARCHED % width)
    (verdict,) = (v for v in result.facts["model"].verdicts if v.code == "ATC801")
    assert verdict.subject == "search quick"
    return verdict.outcome, result


def test_a_search_of_a_scope_that_reads_another_is_proved_over_both() -> None:
    assert searched("false", 4)[0] == "proved"
    outcome, result = searched("false", 11)
    (point,) = (fact for fact in result.facts["model"].facts if isinstance(fact, BadPoint))
    assert (outcome, point.witness, point.why) == ("refuted", ("model.width=11",), "too wide")
    (scope,) = (scope for scope in result.program.scopes if scope.name == "model")
    assert point.search is scope.searches[0]
    assert point.dimensions == (scope.searches[0].space["width"],)
    assert point.broken is scope.asserts[0]


def test_a_search_of_a_scope_that_another_reads_is_held_to_what_that_one_asserts() -> None:
    source = SOURCE % "false" + (
        "search: {s: {metric: m, mode: min, space: {classes: {int_uniform: [%s, 40]}}}}"
    )
    reader = "scope: model\nasserts: [{that: data.classes * 2 > 4, message: too few}]\n"
    for low, expected in ((3, "proved"), (2, "refuted")):
        facts = compiled(source % low, reader).facts["data"]
        assert [v.outcome for v in facts.verdicts if v.code == "ATC801"] == [expected]
        found = [fact.witness for fact in facts.facts if isinstance(fact, BadPoint)]
        assert found == ([] if expected == "proved" else [("data.classes=2",)])


def test_what_another_scope_requires_is_named_beside_a_search_in_every_way() -> None:
    assert searched("true", 3)[0] == "proved"
    outcome, result = searched("true", 4)
    (point,) = (fact for fact in result.facts["model"].facts if isinstance(fact, BadPoint))
    assert (outcome, point.witness) == ("refuted", ("data.small", "model.width=4"))


def test_views_that_no_run_of_a_search_can_name_are_told_in_the_names_of_its_scope() -> None:
    grouped = SEARCHED.replace("views: {narrow: {", "groups: {g: {}}\nviews: {narrow: {group: g, ")
    grouped = grouped.replace("wide: {set", "wide: {group: g, set").replace("[wide]]", "[narrow, wide]]")
    result = compiled(SOURCE % "false", grouped % 4)
    (clash,) = (fact for fact in result.facts["model"].facts if isinstance(fact, Leaving))
    assert clash.views == ("narrow", "wide")


def test_a_scope_may_be_called_view_and_search_its_views() -> None:
    source = SOURCE.replace("scope: data", "scope: view") % "false"
    reader = SEARCHED.replace("data.classes", "view.classes") % 4
    assert [v.outcome for v in compiled(source, reader).facts["model"].verdicts if v.code == "ATC801"] == [
        "proved"
    ]
    swapped = (SEARCHED % 4).replace("scope: model", "scope: view")
    assert [
        v.outcome for v in compiled(SOURCE % "false", swapped).facts["view"].verdicts if v.code == "ATC801"
    ] == ["proved"]
