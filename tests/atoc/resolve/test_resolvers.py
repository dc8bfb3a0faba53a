from __future__ import annotations

from atoc.expr import Expression
from tests.atoc.resolve.written import excerpt, finding, program, told

FOLD = 'resolvers: {fold: {import: "a.b:fold", args: [str, Mode], returns: int, doc: A fold.}}\n'
MODE = "types: {Mode: {enum: [x, y]}, M: {fields: {lr: {type: float, default: 0.1}}}}\n"
USE = 'scope: t\nfields:\n  n: {type: int, default: "${fold:a,x}"}\n'


def test_a_resolver_is_read_with_its_types() -> None:
    passed = program(MODE + FOLD, USE)
    resolver = passed.value.resolvers["fold"]

    assert passed.findings == ()
    assert (resolver.source, resolver.usage, str(resolver.returns)) == (
        "a.b:fold",
        "fold(str, 'x' | 'y')",
        "int",
    )
    assert (resolver.doc, str(resolver.span)) == ("A fold.", "a.yaml:2:13")
    default = passed.value.scopes[0].fields["n"].default
    assert isinstance(default, Expression)
    assert default.impure == ("fold",)


def test_a_resolver_without_arguments_is_asked_by_its_name_alone() -> None:
    salt = 'resolvers: {salt: {import: "a:b", returns: str}}\n'
    use = 'scope: t\nfields: {s: {type: str, default: "${salt}"}}\n'

    assert told(salt, use) == []
    assert told(salt, use.replace("${salt}", "${slat}")) == ["ATC104 'slat' is no field of the scope"]


def test_a_value_of_the_wrong_type_is_told() -> None:
    assert told(MODE + FOLD, USE.replace("type: int", "type: bool")) == [
        "ATC102 n: the expression is of type int, and bool is expected"
    ]
    assert told(MODE + FOLD, USE.replace("a,x", "a,z")) == ["ATC402 'z' is a str, and 'fold' takes 'x' | 'y'"]


def test_a_resolver_is_declared_once_and_bears_no_name_of_the_language() -> None:
    twice = 'resolvers: {f: {import: "a:f", returns: int}}\n'
    assert told(twice, twice) == ["ATC005 the resolver 'f' is declared twice"]
    assert told('resolvers: {max: {import: "a:f", returns: int}, env: {import: "a:f", returns: int}}\n') == [
        "ATC006 'max' cannot name a resolver: it is a function of the language",
        "ATC006 'env' cannot name a resolver: it is a resolver of the language",
    ]


def test_a_type_that_is_not_there_is_found_where_it_is_written() -> None:
    text = 'resolvers: {f: {import: "a:f", args: [intt], returns: int}}\n'
    found = finding(text)
    assert (found.code, excerpt(text, found.span)) == ("ATC101", "intt")


def test_a_struct_is_no_value_of_a_resolver() -> None:
    text = MODE + 'resolvers: {f: {import: "a:f", returns: M}}\n'
    assert told(text) == [
        "ATC101 'M' is a struct, and resolvers take and give values that expressions can hold"
    ]


def test_what_asks_a_broken_resolver_is_passed_over() -> None:
    use = (
        'scope: t\nfields: {n: {type: int, default: "${f(1)}"}}\nviews: {v: {when: f(2) > 1, set: {n: 3}}}\n'
    )

    assert [line[:6] for line in told("resolvers: {f: {import: nowhere, returns: int}}\n", use)] == ["ATC004"]
    assert [line[:6] for line in told("resolvers: {f: {import: 'a:f', returns: intt}}\n", use)] == ["ATC101"]
    assert [line[:6] for line in told("resolvers: []\n", use)] == ["ATC004"]
    assert [line[:6] for line in told("resolvers: {}\n", use)] == ["ATC401", "ATC401"]
