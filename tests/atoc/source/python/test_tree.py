"""What speaks against reading a Python text: how deep it nests, told without nesting oneself."""

from __future__ import annotations

import pytest

from atoc.findings import Finding
from atoc.source.python.tree import objection, parse_python
from atoc.span import SourceFile


@pytest.mark.parametrize(
    "text",
    [
        "config['a'] = config['b'] + config['c'] if config['d'] else '('\n" * 500,
        "x = '" + "(" * 300 + "'\n",
        "x = b'('\ny = rb\"(\"\n" * 200,
        "x = \"it's\" + '(' # it's (\n" * 200,
        "print('''a''' '(' \"\"\"(\"\"\")\n" * 200,
        "if a:\n    pass\nelif b:\n    pass\n\n# between\nelse:\n    pass\n" * 100,
        "if a:\n    if b:\n        pass\n    elif c:\n        pass\nelif d:\n    pass\n" * 100,
    ],
)
def test_long_texts_that_do_not_nest_are_read(text: str) -> None:
    assert objection(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 300,
        "x = f'" + "{" * 300 + "'",
        "x = " + "+1" * 200,
        "if a: pass\n" + "elif b: pass\n" * 80,
        "if a:\n    if b: pass\n" + "    elif b: pass\n" * 40 + "elif b: pass\n" * 61,
        "def f():\n    if a: pass\n" + "    elif b:\n        x = 1\n\n" * 80,
    ],
)
def test_texts_that_nest_too_deeply_are_not_read(text: str) -> None:
    found = objection(text)
    assert found is not None
    assert "nests deeper" in found[0]


def test_mixed_tabs_are_told_where_they_stand() -> None:
    found = parse_python(SourceFile("a.py", "if a:\n\tb = 1\n        c = 2\n"))
    assert isinstance(found, Finding)
    assert (found.code, found.span.line) == ("ATC001", 3)
