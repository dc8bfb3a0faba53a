"""The parser against Python's own, and against texts that are no expressions."""

from __future__ import annotations

import ast
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.expr import Tree, parse_bare, walk
from atoc.expr import tree as t
from atoc.expr.methods import METHODS
from atoc.expr.resolvers import RESOLVERS
from tests.atoc.expr.texts import EXPRESSIONS, scalar

OPERATORS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.USub: "-", ast.UAdd: "+", ast.Not: "not", ast.And: "and", ast.Or: "or",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip


def by_python(node: ast.expr) -> object:  # noqa: C901 (a case for each kind of node)
    """Python's tree in a form that both parsers have."""
    match node:
        case ast.Constant():
            return ("constant", type(node.value), node.value)
        case ast.Name() | ast.Attribute():
            return ("name", ast.unparse(node))
        case ast.UnaryOp():
            return (OPERATORS[type(node.op)], by_python(node.operand))
        case ast.BinOp():
            return (OPERATORS[type(node.op)], by_python(node.left), by_python(node.right))
        case ast.BoolOp():
            return (OPERATORS[type(node.op)], *map(by_python, node.values))
        case ast.Compare():
            relations = tuple(OPERATORS[type(op)] for op in node.ops)
            return (relations, *map(by_python, (node.left, *node.comparators)))
        case ast.IfExp():
            return ("if", by_python(node.test), by_python(node.body), by_python(node.orelse))
        case ast.Subscript():
            return ("index", by_python(node.value), by_python(node.slice))
        case ast.Slice():
            bounds = (node.lower, node.upper, node.step)
            return ("slice", *(None if bound is None else by_python(bound) for bound in bounds))
        case ast.Call(func=ast.Attribute(value=base, attr=name)) if is_method(base, name):
            return ("method", by_python(base), name, *map(by_python, node.args))
        case ast.Call():
            return ("call", ast.unparse(node.func), *map(by_python, node.args))
        case ast.List() | ast.Tuple() | ast.Set():
            return (type(node).__name__.lower(), *map(by_python, node.elts))
        case ast.Dict():
            return ("dict", *((by_python(k), by_python(v)) for k, v in zip(node.keys, node.values) if k))
        case _:
            raise AssertionError(ast.dump(node))


def is_method(base: ast.expr, name: str) -> bool:
    if not isinstance(base, (ast.Name, ast.Attribute)):
        return True
    return name in METHODS and f"{ast.unparse(base)}.{name}" not in RESOLVERS


def by_us(tree: Tree) -> object:  # noqa: C901 (a case for each kind of node)
    """Our tree in the same form."""
    match tree:
        case t.Constant():
            return ("constant", type(tree.value), tree.value)
        case t.Name():
            return ("name", unicodedata.normalize("NFKC", tree.path))
        case t.Unary():
            return (tree.operator, by_us(tree.operand))
        case t.Binary():
            return (tree.operator, by_us(tree.left), by_us(tree.right))
        case t.Logic():
            return (tree.operator, *map(by_us, tree.operands))
        case t.Comparison():
            return (tree.relations, *map(by_us, tree.operands))
        case t.Conditional():
            return ("if", by_us(tree.condition), by_us(tree.then), by_us(tree.otherwise))
        case t.Index():
            return ("index", by_us(tree.base), by_us(tree.index))
        case t.Slice():
            bounds = (tree.start, tree.stop, tree.step)
            parts = (None if bound is None else by_us(bound) for bound in bounds)
            return ("index", by_us(tree.base), ("slice", *parts))
        case t.Method():
            return ("method", by_us(tree.base), tree.name, *map(by_us, tree.arguments))
        case t.Call():
            return ("call", tree.function, *map(by_us, tree.arguments))
        case t.Display():
            return (tree.kind, *map(by_us, tree.items))
        case t.DictDisplay():
            return ("dict", *((by_us(key), by_us(value)) for key, value in tree.pairs))
        case t.Template():
            raise AssertionError("no bare expression is a template")


def parsed(text: str) -> Tree:
    passed = parse_bare(scalar(text))
    assert passed.value is not None, [finding.message for finding in passed.findings]
    return passed.value.tree


@settings(max_examples=100)
@given(EXPRESSIONS)
def test_an_expression_means_what_python_means_by_it(text: str) -> None:
    assert by_us(parsed(text)) == by_python(ast.parse(text, mode="eval").body)


FORMS = r"""
-a ** -b ** c
2 ** 3 ** 2
(2 ** 3) ** 2
not a == b
not not a
a if b else c if d else e
(a if b else c)[0]
a < b < c == d
a not in b in c
a - b - c
a / b * c % d
- - + a
a or b and not c or d
(a and b) and c
{'a': 1, 'b': {2, 3,},}
[(1,), (), [[]], {}]
(a, b)
(a)
a [ 0 ] [ b . c ]
max(a, b,)
f ( )
a.b.lower()
'x'.upper().strip("x")[0]
a[0].split(',', 1)[::2]
a.replace('b', c).join([d])
(a + b).title()
a[:]
a[1:]
a[:b if c else d]
a[-1::b]
a[::]
a.b[0][1:2][::-1]
1.
.5
1e3
0b11
0o17
'\x41\u00e9\'"'
"""


@pytest.mark.parametrize("text", [*FORMS.strip().splitlines(), "a\n+ b"])
def test_precedence_and_forms_are_those_of_python(text: str) -> None:
    assert by_us(parsed(text)) == by_python(ast.parse(f"({text})", mode="eval").body)


@settings(max_examples=100)
@given(EXPRESSIONS)
def test_every_part_stands_where_its_span_says(text: str) -> None:
    for node, _ in walk(parsed(text)):
        own = text[node.span.column - 1 : node.span.end_column - 1]
        assert by_us(parsed(own)) == by_us(node)


WORDS = r"""
a b.c 1 2.5 'x' ( ) [ ] { } , : . + - * ** // % < == != in not and or if else for lambda is True None ${ } # \
" ' = && | ! ? ~ f'' 0x 1e max sum ...
"""
WORD = st.sampled_from([*WORDS.split(), "\n", "\u00e9", "\x00", "\ud800"])


@settings(max_examples=100)
@given(
    st.text(st.characters(codec="utf-8"), max_size=40)
    | st.lists(WORD, max_size=12).map(" ".join)
    | st.lists(WORD, max_size=8).map("".join)
)
def test_any_text_is_read_or_refused_with_one_finding_inside_it(text: str) -> None:
    passed = parse_bare(scalar(text))

    if passed.value is None:
        (finding,) = passed.findings
        assert finding.code == "ATC401"
        assert 1 <= finding.span.column <= finding.span.end_column <= max(len(text), 1) + 1
    else:
        assert passed.findings == ()
        if "\0" in text or "\ud800" in text:
            return  # which Python does not take at all
        assert by_us(passed.value.tree) == by_python(ast.parse(f"({text.strip()})", mode="eval").body)


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("lr > 1 && flag", "&&", "'&&' is not part of the expression language"),
        ("!flag", "!", "'!' is not part of the expression language"),
        ("lr = 3", "=", "'=' does not compare"),
        ("flag == true", "true", "'true' is not a value here"),
        ("x is None", "is", "'is' is not part of the expression language"),
        ("[i for i in tags]", "for", "'for' is not part of the expression language"),
        ("lambda: 3", "lambda", "'lambda' is not part of the expression language"),
        ("f'abc'", "f", "'f' before a text in quotes has no meaning here"),
        ("(1 + 2", "(", "'(' is never closed"),
        ("1 + ", "+", "'+' needs a value after it"),
        ("1 + * 2", "*", "'*' stands where a value is expected"),
        ("a b", "b", "'b' stands where an operator or the end is expected"),
        ("lr if flag", "if", "'if' has no else here"),
        ("tags[1:2:3:4]", ":4", "':' has no place here"),
        ("tags[0, 1]", ",", "',' stands where an operator or the end is expected"),
        ("tags[0].lower", ".", "'.' stands after a value, and values have no attributes here"),
        ("'a'.b.lower()", ".", "'.' stands after a value, and values have no attributes here"),
        ("('a').", ".", "'.' stands after a value, and values have no attributes here"),
        ("(lr)(3)", "(3", "'(' calls what is not a function"),
        ("c.__class__", "__class__", "'__class__' is not part of the expression language"),
        ("1e999", "1e999", "'1e999' is too large for a float"),
        ("012", "012", "'012' begins with 0, as no number does"),
        ("12ab", "12ab", "'12ab' is not a number"),
        ("1\u0663 + 1", "1\u0663", "'1\u0663' is not a number"),
        ("1.\u0663", "1.\u0663", "'1.\u0663' is not a number"),
        ("'abc", "'abc", "the quote ' opens a text that is never closed"),
        ("'\\q'", "\\q", "'\\q' is not an escape"),
        ("'\\ud800'", "\\ud800", "'\\ud800' is not a character"),
        ("a # why", "#", "'#' begins a comment, and there are none here"),
        ("a := 3", ":=", "':=' is not part of the expression language"),
        ("a.True", "True", "'True' stands where a value is expected"),
        ("(a]", "]", "']' does not close '('"),
        ("a)", ")", "')' closes nothing"),
        ("{'a': 1, b}", "}", "'}' stands where ':' is expected"),
        ("'\\012'", "\\0", "'\\0' and digits after it are read as octal by some"),
        ("a, b", ",", "',' stands where an operator or the end is expected"),
    ],
)
def test_what_is_left_out_is_refused_at_its_place(text: str, at: str, message: str) -> None:
    (finding,) = parse_bare(scalar(text)).findings

    assert finding.message == message
    assert finding.span.column == text.index(at) + 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(" * 5_000 + "1" + ")" * 4_000, "the expression is nested deeper than 30 levels"),
        ("-" * 5_000 + "1", "the expression is nested deeper than 30 levels"),
        ("not " * 2_000 + "a", "the expression is nested deeper than 30 levels"),
        ("a" + " ** 2" * 1_500, "the expression is nested deeper than 30 levels"),
        ("1" + " + 1" * 200, "the expression chains more than 100 operations"),
        ("1" + " + 1" * 2_000, "the expression has more than 400 operations between two commas"),
        ("a" + "[0]" * 200, "the expression chains more than 100 operations"),
        ("a" + "[:]" * 3_000, "the expression has more than 400 operations between two commas"),
        ("a" + " if a else a" * 600, "the expression has more than 400 operations between two commas"),
        ("a[" * 25 + "0" + "]" * 25 + " + 1" * 390, "the expression chains more than 100 operations"),
        ("a" + ".b" * 4_000 + " + ${", "'${' stands inside an expression already"),
        ("[" + "1, " * 2_000 + "]", "the expression has more than 1,000 parts"),
        ("1 + " * 4_000 + "1", "the text has more than 10,000 characters"),
        ("9" * 2_000, "the number has more than 4,096 bits"),
        ("9" * 9_000, "the number has too many digits"),
    ],
)
def test_expressions_beyond_the_bounds_are_refused(text: str, message: str) -> None:
    (finding,) = parse_bare(scalar(text)).findings

    assert finding.message == message


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("a and b.c is None", "write b.c == None"),
        ("x is not None and y", "write x != None"),
        ("flag is True", "write flag == True"),
        ("x is y", "write == or !=, also for None"),
        ("(x) is None", "write == or !=, also for None"),
        ("x AND y", "write and"),
        ("'a' 'b'", "write + to join two texts"),
        ("max(*a)", "name each argument or item by itself"),
        ("{**a}", "name each argument or item by itself"),
        ("(a]", "write ')'"),
        ("f'{a}'", "write '{}'.format(x), or the whole value as text with ${...} in it"),
    ],
)
def test_help_says_what_to_write(text: str, help: str) -> None:
    (finding,) = parse_bare(scalar(text)).findings

    assert finding.help == (help,)
