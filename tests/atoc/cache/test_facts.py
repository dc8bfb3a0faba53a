"""What was proved, kept and recalled: the same facts, findings and generated files as without."""

from __future__ import annotations

from json import dumps, loads

from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.cache.facts import Recall, as_data, from_data, nothing_known
from atoc.compile import Compiled, build, compile
from atoc.emit import Parts
from atoc.findings import Passed
from atoc.program import Scope
from atoc.prove import Facts, prove
from atoc.span import SourceFile
from tests.atoc.prove.build import program_of
from tests.programs import Sketch, sketches, to_yaml


def stored(data: object) -> object:
    """Data as it is after having been on disk."""
    return loads(dumps(data))


def scope_of(sketch: Sketch) -> Scope:
    (scope,) = program_of(to_yaml(sketch)).scopes
    return scope


@settings(max_examples=60)
@given(sketches(with_conditions=True, with_expressions=True))
def test_facts_read_back_are_the_facts_that_were_written(sketch: Sketch) -> None:
    scope = scope_of(sketch)
    facts = prove(scope)
    data = as_data(scope, facts)
    assert data is not None
    assert from_data(scope, stored(data)) == facts


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_data_that_does_not_fit_is_no_fact(data: object) -> None:
    scope = scope_of(Sketch({}, ()))
    known = from_data(scope, data)
    assert known is None or known == Facts((), ())


class Remembered:
    """A recall that keeps what it was told, and counts what it was asked for and knew."""

    def __init__(self) -> None:
        self.data: dict[str, object] = {}
        self.known = 0

    def __call__(self, key: str) -> object | None:
        self.known += key in self.data
        return self.data.get(key)

    def compiled(self, *texts: str) -> Compiled:
        found = compile(files(*texts), self)
        parts = Parts(origins=found.origins)
        build(found, parts)
        learnt = (*found.learnt.items(), *parts.learnt.items())
        self.data.update({key: stored(data) for key, data in learnt})
        return found


def files(*texts: str) -> Passed[tuple[SourceFile, ...]]:
    return Passed(tuple(SourceFile(f"schemas/{index}.yaml", text) for index, text in enumerate(texts)))


def same(one: Compiled, other: Compiled, recall: Recall = nothing_known) -> bool:
    findings = one.findings == other.findings and one.suppressed == other.suppressed
    built = build(one, Parts(recall, one.origins))
    return findings and one.summary == other.summary and built == build(other)


@settings(max_examples=30)
@given(st.lists(sketches(views=4, with_conditions=True), min_size=2, max_size=4), st.data())
def test_however_documents_change_what_is_recalled_changes_nothing(
    versions: list[Sketch], data: st.DataObject
) -> None:
    remembered = Remembered()
    for version in [*versions, data.draw(st.sampled_from(versions))]:
        text = data.draw(st.sampled_from(("", "# moved\n\n"))) + to_yaml(version)
        beside = SCOPE.format(name="beside", value=data.draw(st.integers(0, 1)))
        texts = (text, TYPES, beside)
        assert same(remembered.compiled(*texts), compile(files(*texts)), remembered)


SCOPE = """\
scope: {name}
fields:
  lr: {{type: float, default: 0.1}}
  mode: Mode
views:
  base: {{default: true, set: {{lr: {value}, mode: a}}}}
  first: {{priority: -1, set: {{lr: 0.3}}}}
"""
TYPES = "types:\n  Mode: {enum: [a, b]}\n"
SEARCHED = """\
scope: one
fields:
  size: {{type: int, default: 1}}
  kind: {{enum: [a, b], default: a}}
asserts:
  - that: "size <= {most}"
search:
  quick:
    metric: loss
    mode: min
    method: random
    trials: 4
    space:
      size: {{choice: [1, 2, 4]}}
      kind: {{choice: [a, b], when: size > 1}}
"""


def test_a_changed_document_makes_its_own_scope_be_proved_again_and_no_other() -> None:
    remembered = Remembered()
    one, two = SCOPE.format(name="one", value=1), SCOPE.format(name="two", value=2)
    assert len(remembered.compiled(TYPES, one, two).learnt) == 2
    again = remembered.compiled(TYPES, one, SCOPE.format(name="two", value=3))
    assert (len(again.learnt), remembered.known) == (1, 1)
    assert same(again, compile(files(TYPES, one, SCOPE.format(name="two", value=3))))


def test_types_that_a_scope_does_not_use_are_nothing_to_it() -> None:
    remembered = Remembered()
    one, two = SCOPE.format(name="one", value=1), "scope: two\nfields:\n  size: {type: int, default: 1}\n"
    remembered.compiled(TYPES, one, two)
    again = remembered.compiled("types:\n  Mode: {enum: [a, b, c]}\n", one, two)
    assert (len(again.learnt), remembered.known) == (1, 1)


def test_resolvers_count_for_all_scopes_and_so_do_the_types_that_they_may_give() -> None:
    remembered = Remembered()
    asked = "resolvers:\n  pick: {import: 'pkg:pick', args: [], returns: Mode}\n"
    other = "scope: two\nfields:\n  mode: {type: str, default: '${pick:}'}\n"
    remembered.compiled(TYPES, asked, other)
    assert len(remembered.compiled(TYPES.replace("b]", "b, c]"), asked, other).learnt) == 1


def test_facts_about_searches_are_kept() -> None:
    remembered = Remembered()
    text = SEARCHED.format(most=9)
    assert len(remembered.compiled(text).learnt) == 1
    assert (len(remembered.compiled(text).learnt), remembered.known) == (0, 1)


def test_points_of_a_space_that_fail_are_recalled_as_they_were_found() -> None:
    remembered = Remembered()
    first = remembered.compiled(SEARCHED.format(most=3))
    again = remembered.compiled(SEARCHED.format(most=3))
    assert [finding.code for finding in again.findings] == ["ATC602", "ATC801"]
    assert remembered.known == 1
    assert same(first, again)


def test_facts_about_searches_of_scopes_that_read_each_other_are_kept() -> None:
    beside = "scope: two\nfields:\n  most: {type: int, default: 9}\n"
    for limit, codes in (("two.most", ["ATC602"]), ("two.most - 6", ["ATC602", "ATC801"])):
        remembered = Remembered()
        text = SEARCHED.format(most=limit)
        first = remembered.compiled(text, beside)
        again = remembered.compiled(text, beside)
        assert ([finding.code for finding in again.findings], again.learnt) == (codes, {})
        assert same(first, again)


def test_what_all_scopes_use_makes_all_of_them_be_proved_again() -> None:
    remembered = Remembered()
    one, two = SCOPE.format(name="one", value=1), SCOPE.format(name="two", value=2)
    remembered.compiled(TYPES, one, two)
    changed = "types:\n  Mode: {enum: [a, b, c]}\n"
    assert len(remembered.compiled(changed, one, two).learnt) == 2
    assert remembered.known == 0


def test_nothing_is_recalled_or_learnt_beside_errors() -> None:
    remembered = Remembered()
    one = SCOPE.format(name="one", value=1)
    remembered.compiled(TYPES, one)
    found = remembered.compiled(TYPES, one, SCOPE.format(name="two", value="fast"))
    assert (found.learnt, remembered.known) == ({}, 0)


def test_what_was_kept_of_another_scope_is_no_fact_of_this_one() -> None:
    (here,) = program_of(TYPES + SCOPE.format(name="one", value=1)).scopes
    (there,) = program_of(TYPES + SCOPE.format(name="one", value=1).replace("first", "other")).scopes
    data = stored(as_data(there, prove(there)))
    assert from_data(here, data) is None
