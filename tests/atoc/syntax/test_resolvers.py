from __future__ import annotations

import pytest

from tests.atoc.syntax.test_parse import document, told


def test_a_resolver_is_read_whole() -> None:
    text = 'resolvers:\n  fold: {import: "a.b:C.fold", args: [str, int], returns: bool, doc: It folds.}\n'
    (resolver,) = document(text).value.resolvers

    assert (resolver.name.text, resolver.source, resolver.doc) == ("fold", "a.b:C.fold", "It folds.")
    assert [argument.text for argument in resolver.arguments] == ["str", "int"]
    assert resolver.returns is not None
    assert resolver.returns.text == "bool"
    assert resolver.is_whole


def test_one_type_of_arguments_needs_no_list() -> None:
    (resolver,) = document('resolvers: {f: {import: "a:f", args: str, returns: int}}\n').value.resolvers

    assert [argument.text for argument in resolver.arguments] == ["str"]


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ("a:f", "ATC004 the resolver 'f' takes a mapping, and 'a:f' stands here"),
        ("{returns: int}", "ATC004 'f' does not say where its function is found: it takes `import`"),
        ("{import: 'a:f'}", "ATC004 'f' does not say what it gives: it takes `returns`"),
        ("{import: a.f, returns: int}", "ATC004 'a.f' does not name a function of a module"),
        ("{import: 'a:', returns: int}", "ATC004 'a:' does not name a function of a module"),
        ("{import: '../a:f', returns: int}", "ATC004 '../a:f' does not name a function of a module"),
        ("{import: [a], returns: int}", "ATC004 import takes the place of a function, such as"),
        ("{import: 'a:f', args: {x: int}, returns: int}", "ATC004 args takes a type or a list of them, and"),
        ("{import: 'a:f', return: int}", "ATC002 'return' is no key of the resolver 'f'"),
    ],
)
def test_what_is_wrong_with_a_resolver_is_told_once(declared: str, message: str) -> None:
    text = f"resolvers: {{f: {declared}}}\n" if declared != "a:f" else "resolvers: {f: a:f}\n"
    (line,) = told(text)
    (resolver,) = document(text).value.resolvers

    assert line.startswith(message)
    assert not resolver.is_whole


def test_a_document_without_a_scope_may_hold_resolvers() -> None:
    assert told('resolvers: {f: {import: "a:f", returns: int}}\n') == []
    assert told("resolvers: []\n") == [
        "ATC004 resolvers takes a mapping from names to resolvers, and a list stands here"
    ]
