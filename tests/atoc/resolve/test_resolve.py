from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.findings import in_order
from atoc.resolve import resolve
from atoc.syntax import parse, unread
from tests.atoc.resolve.trees import ANY, DOCUMENTS
from tests.atoc.resolve.written import Plain, document, node, program, told


@settings(max_examples=100)
@given(st.lists(DOCUMENTS | ANY, min_size=1, max_size=3))
def test_whatever_the_documents_say_there_is_a_program_or_a_finding(trees: list[Plain]) -> None:
    documents = [
        parse(node(tree, f"{index}.yaml"), f"{index}.yaml").value for index, tree in enumerate(trees)
    ]
    passed = resolve(documents)
    assert all(finding.message and finding.code.startswith("ATC") for finding in passed.findings)


@settings(max_examples=50)
@given(st.lists(DOCUMENTS, min_size=2, max_size=3))
def test_the_order_of_the_documents_does_not_matter(trees: list[Plain]) -> None:
    documents = [
        parse(node(tree, f"{index}.yaml"), f"{index}.yaml").value for index, tree in enumerate(trees)
    ]
    there, back = resolve(documents), resolve(documents[::-1])
    assert in_order(there.findings) == in_order(back.findings)
    assert [scope.name for scope in there.value.scopes] == [scope.name for scope in back.value.scopes]
    assert [list(scope.views) for scope in there.value.scopes] == [
        list(scope.views) for scope in back.value.scopes
    ]


def test_nothing_is_called_missing_where_a_document_could_not_be_read() -> None:
    text = """\
scope: train
fields: {a: int, b: Missing, c: {type: int, default: "${lost}"}}
groups: {solver: {default: adam}}
views:
  fast: {chain_with: slow, group: other, when: gone, set: {unknown: 3, a: "${other.x}"}}
"""
    assert resolve([document(text).value, unread("b.yaml")]).findings == ()
    assert len(resolve([document(text).value]).findings) == 8


def test_a_lost_section_silences_only_what_it_may_hold() -> None:
    assert told("scope: train\nfields: [a]\nviews: {fast: {chain_with: slow, set: {a: 3}}}\n") == [
        "ATC004 fields takes a mapping from names to fields, and a list stands here",
        "ATC301 'slow' is no view of the scope 'train'",
    ]


def test_scopes_stand_in_the_order_of_their_names() -> None:
    passed = program("scope: b\n", "scope: a\n", "types: {T: {enum: [x]}}\n")
    assert [scope.name for scope in passed.value.scopes] == ["a", "b"]
    assert list(passed.value.enums) == ["T"]
    assert passed.findings == ()
