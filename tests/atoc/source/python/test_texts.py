"""Formatted texts of Python as expressions that give the same text."""

from __future__ import annotations

import libcst as cst
import pytest

from atoc.source.python.texts import joined


def text(code: str) -> str | None:
    node = cst.parse_expression(code)
    assert isinstance(node, cst.FormattedString)
    return joined(node, lambda inner: cst.Module([]).code_for_node(inner))


@pytest.mark.parametrize(
    "code",
    [
        "f'{model}_{lr}'",
        "f'{lr:.2e}|{n:03d}'",
        "f'{{{n}}}'",
        "f'{n + 1}\\n'",
        "rf'{n}\\d'",
        "f''",
        'f"it\'s {model}"',
        "f'''{n}\n'''",
    ],
)
def test_the_expression_gives_the_text_that_python_gives(code: str) -> None:
    names = {"model": "r50", "lr": 1e-5, "n": 3}
    found = text(code)
    assert found is not None
    assert eval(found, {}, names) == eval(code, {}, names)  # noqa: S307


@pytest.mark.parametrize("code", ["f'{n!r}'", "f'{n=}'", "f'{n:{width}}'"])
def test_what_expressions_have_not_is_not_understood(code: str) -> None:
    assert text(code) is None
