"""The normal form says all that is logic and nothing else: by round trips, by rewriting, and by mutation."""

from __future__ import annotations

import ast
import io
import keyword
import re
import sys
import textwrap
import tokenize
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.fingerprint import Canon
from ato.fingerprint.canon import _canon
from ato.fingerprint.canon._canon import Canonical, canonical

ROOM = Path(_canon.__file__).parent
FILES = [
    *sorted(ROOM.glob("_c*.py")),
    ROOM.parent / "sdn" / "_reader.py",
    ROOM.parent / "dynamic" / "_tree.py",
]
SAMPLES = [path for path in FILES if path.exists()]


def functions_in(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def with_names(written: Canonical, name: str) -> str:
    numbered = re.sub(r"\$(\d+)", lambda found: written.names[int(found[1])], written.text)
    return re.sub(r"\$(\w+)", r"\1", numbered.replace("$$", name))


class Spelled(ast.NodeTransformer):
    """What the normal form spells out or leaves out, done to a tree."""

    def visit_Nonlocal(self, node: ast.Nonlocal) -> ast.AST:
        return ast.Pass()

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        for alias in node.names:
            alias.asname = alias.asname or alias.name
        return node

    def visit_Import(self, node: ast.Import) -> ast.AST:
        for alias in node.names:
            alias.asname = alias.asname or alias.name
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        is_bare = isinstance(node.annotation, ast.Constant) and node.value is None
        return ast.Pass() if is_bare else self.generic_visit(node)


def shape(node: ast.AST) -> str:
    dumped = ast.dump(Spelled().visit(Canon().visit(ast.Module([node], []))))
    return re.sub(r"Pass\(\)(, )?|, kind='u'", "", dumped).replace(", ]", "]")


@pytest.mark.skipif(sys.version_info < (3, 12), reason="texts nest in formatted texts from Python 3.12 on")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_normal_form_is_code_that_says_the_same(path: Path) -> None:
    for node in functions_in(path):
        text = with_names(canonical(node, None), node.name)
        node.decorator_list = []
        assert shape(ast.parse(text).body[0]) == shape(node)


def is_formatted(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_so_is_that_of_functions_without_formatted_texts_under_every_python(path: Path) -> None:
    for node in functions_in(path):
        if not any(map(is_formatted, ast.walk(node))):
            text = with_names(canonical(node, None), node.name)
            node.decorator_list = []
            assert shape(ast.parse(text).body[0]) == shape(node)


@pytest.mark.parametrize(
    "expression",
    [
        "(a, b)",
        "a, b",
        "(a,)",
        "()",
        "[*a, b]",
        "{**a, 'b': 1}",
        "{1, 2}",
        "a if b else c",
        "(a if b else c) if d else e",
        "a if b else c if d else e",
        "(lambda: 1) if a else 2",
        "lambda a, /, b, *c, d=1, **e: a",
        "lambda: (yield)",
        "a ** -b",
        "(-a) ** b",
        "-a ** b",
        "a - (b - c)",
        "a - b - c",
        "(a ** b) ** c",
        "a ** b ** c",
        "not (a and b)",
        "(not a) == b",
        "not a == b",
        "(a < b) < c",
        "a < b < c",
        "a and (b or c)",
        "a and b or c",
        "(a or b) and c",
        "(a and b) and c",
        "~-a",
        "- -a",
        "(await a).b",
        "await a.b",
        "(await a) ** b",
        "a[b, c]",
        "a[(b, c)]",
        "a[()]",
        "a[b:c:d]",
        "a[b:, ::c]",
        "(a := b)",
        "f(a := b)",
        "[a := b]",
        "f(x for x in y)",
        "(x for x in y)",
        "[x for x in y if z if w]",
        "[x async for x in y]",
        "{x: y for x, y in z}",
        "a.b.c(d=1, *e, **f)",
        "(1).real",
        "1.5.real",
        "'a'.b",
        "f'{a}{{b'",
        "f'{a!r:>{b}}'",
        "f'{ {a} }'",
        "f'{a if b else c}'",
        "f'{(lambda: 1)}'",
        "f'{a:%Y}'",
        "'{}'",
        "b'$'",
        "'$0'",
        "1e400",
        "-0.0",
        "1j",
        "0xff",
        "10 ** 100",
        "a if (yield) else b",
        "(yield a, b)",
        "[(yield from a)]",
        "not (yield)",
        "(a, *b)[0]",
        "a @ b",
        "a << b | c & d ^ e",
        "(a | b) & c",
        "{**(a or b)}",
        "f(*(a or b))",
        "f(**(a if b else c))",
        "(lambda: a)()",
        "(a if b else c).d",
        "a is not b",
        "a not in b",
        "'\\n\\x00\\ud800\\U0001f600\\\"'",
        "...",
        "a[b][c](d)",
        "[[x for x in y] for y in z]",
        "[x for x in (lambda: y)()]",
        "a[lambda: b]",
        "a[b := c]",
    ],
)
def test_every_expression_is_read_back_as_it_was(expression: str) -> None:
    (node,) = ast.parse(f"async def f():\n  g = {expression}").body
    if sys.version_info >= (3, 12) or not any(map(is_formatted, ast.walk(node))):
        assert isinstance(node, ast.AsyncFunctionDef)
        text = with_names(canonical(node, None), "f")
        assert shape(ast.parse(text).body[0]) == shape(node)


RICH = '''
def f(xs, ys, *rest, scale=1.5, **more):
    """Docstring."""
    total, count = 0, len(xs)
    for index, (x, y) in enumerate(zip(xs, ys)):
        if index % 2 == 0 and x < y or x is None:
            total += helper.weigh(x, scale=scale) ** 2
        elif not more.get("skip", False):
            continue
        else:
            total -= max(x, y) if x >= 1 else min(y, x)
        while count > 0:
            count -= 1
            break
    try:
        inner = [a * b for a in xs for b in ys if a != b]
    except (KeyError, ValueError) as error:
        raise RuntimeError("no") from error
    finally:
        rest = {"a": xs[1:2], "b": {1, 2}, **more}
    with opened(xs) as one, opened(ys) as two:
        g = lambda p, q=2: p + q << 1
    return total / count, inner, rest, g(one, q=two), f"{total:.2f} of {count!r}"
'''


def logic(text: str) -> str:
    (node,) = ast.parse(textwrap.dedent(text)).body
    assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    return canonical(node, node.name).text


LOCALS = (
    "xs",
    "ys",
    "rest",
    "more",
    "total",
    "count",
    "index",
    "x",
    "y",
    "inner",
    "a",
    "b",
    "error",
    "one",
    "two",
    "g",
    "p",
)
new_names = st.lists(
    st.from_regex(r"[a-z_][a-z0-9_]{0,5}", fullmatch=True).filter(
        lambda name: not keyword.iskeyword(name) and name not in RICH and name not in keyword.softkwlist
    ),
    min_size=len(LOCALS),
    max_size=len(LOCALS),
    unique=True,
)


class Renamed(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg = self._names.get(node.arg, node.arg)
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        node.name = self._names.get(node.name or "", node.name)
        return self.generic_visit(node)


@given(new_names, st.text("abc_", min_size=1))
@settings(max_examples=50, deadline=None)
def test_new_names_and_another_layout_are_the_same_logic(names: list[str], name: str) -> None:
    tree = Renamed(dict(zip(LOCALS, names))).visit(ast.parse(RICH))
    tree.body[0].name = f"z{name}"
    assert logic(ast.unparse(tree)) == logic(RICH)


@given(st.lists(st.sampled_from(["# why", "pass", "'text'", "...", "1"]), min_size=1, max_size=5), st.data())
@settings(max_examples=50, deadline=None)
def test_comments_and_lines_that_do_nothing_are_no_logic(lines: list[str], data: st.DataObject) -> None:
    written = RICH.strip().splitlines()
    for line in lines:
        at = data.draw(st.integers(1, len(written) - 1))
        if not written[at].strip().startswith(("elif", "else", "except", "finally")):
            indent = re.match(r" *", written[at])
            written.insert(at, f"{indent[0] if indent else ''}{line}")
    assert logic("\n".join(written)) == logic(RICH)


OTHER = {
    "+": "-",
    "-": "+",
    "*": "/",
    "/": "*",
    "**": "*",
    "%": "*",
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
    "+=": "-=",
    "-=": "+=",
    "<<": ">>",
    "and": "or",
    "or": "and",
    "is": "is not",
    "not": "",
    "break": "continue",
    "continue": "break",
    "False": "True",
    "True": "False",
    "None": "0",
    "if": "while",
    "for": "async for",
    "raise": "return",
}


def mutants(text: str) -> list[str]:
    """The text with each of its tokens replaced in turn, as far as Python still reads it."""
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    names = sorted({each.string for each in tokens if each.type == tokenize.NAME and len(each.string) < 6})
    found: list[str] = []
    for token in tokens:
        others = [OTHER[token.string]] if token.string in OTHER else []
        if token.type == tokenize.NUMBER:
            others = [f"{token.string}1", f"({token.string},)"]
        elif token.type == tokenize.STRING and '"""' not in token.string:
            others = ['"other"', f"b{token.string}"]
        elif token.type == tokenize.NAME and not keyword.iskeyword(token.string):
            others = [name for name in names if name != token.string and not keyword.iskeyword(name)][:4]
        found += [replaced(text, token, other) for other in others]
    return [each for each in found if reads(each)]


def replaced(text: str, token: tokenize.TokenInfo, other: str) -> str:
    lines = text.splitlines(keepends=True)
    row, (start, end) = token.start[0] - 1, (token.start[1], token.end[1])
    lines[row] = f"{lines[row][:start]}{other}{lines[row][end:]}"
    return "".join(lines)


def reads(text: str) -> bool:
    try:
        compile(text, "<mutant>", "exec")
    except SyntaxError:
        return False
    return True


def test_every_mutation_of_one_token_is_another_logic() -> None:
    original = shape(ast.parse(RICH).body[0])
    different = [text for text in mutants(RICH) if shape(ast.parse(text).body[0]) != original]
    assert len(different) > 250
    renamed = re.compile(r"^def (?!f\()", flags=re.MULTILINE)  # its own name is no logic
    alike = [text for text in different if logic(text) == logic(RICH) and not renamed.search(text)]
    assert [difference(text) for text in alike] == []


def difference(text: str) -> str:
    pairs = zip(RICH.splitlines(), text.splitlines())
    return next(f"{before.strip()} / {after.strip()}" for before, after in pairs if before != after)


def test_the_order_of_statements_and_of_arguments_is_logic() -> None:
    lines = RICH.strip().splitlines()
    swapped = "\n".join([lines[0], lines[1], lines[-1], *lines[2:-1]])
    assert logic(swapped) != logic(RICH)
    assert logic("def f(a, b): g(a, b)") != logic("def f(a, b): g(b, a)")
    assert logic("def f(a, b): return {'a': 1, 'b': 2}") != logic("def f(a, b): return {'b': 2, 'a': 1}")


def test_a_node_that_a_later_python_brings_is_written_by_its_fields() -> None:
    class Later(ast.expr):
        _fields = ("value", "word")

    (node,) = ast.parse("def f(a): return a").body
    assert isinstance(node, ast.FunctionDef)
    node.body = [ast.Return(value=Later(value=ast.Name("a", ast.Load()), word="x"))]  # type: ignore[call-arg]
    assert canonical(node, None).text.endswith('return <Later value=$0; word="x";>')
