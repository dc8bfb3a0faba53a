"""Which fields a scope has that no document declares, and of which types."""

from __future__ import annotations

import pytest

from atoc.resolve.inferred import infer
from atoc.source.python.parts import PythonModule
from atoc.source.python.views import read_views
from atoc.span import SourceFile
from atoc.syntax import FieldDeclaration, StructBody, documents_of

HEAD = "from ato.adict import ADict\nfrom ato.scope import Scope\nscope = Scope(name='train')\n"


def inferred(*lines: str) -> dict[str, str]:
    """The types of the fields that a view of these lines gives, by path."""
    body = "".join(f"    {line}\n" for line in lines)
    file = SourceFile("main.py", f"{HEAD}@scope.observe(default=True)\ndef v(config):\n{body}")
    module = read_views([file])[file].value
    assert isinstance(module, PythonModule)
    (document,) = documents_of(module, file.path).value
    return dict(_types(infer(document.evidence, document.initial, document.manual)))


def _types(fields: tuple[FieldDeclaration, ...], start: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for field in fields:
        path = start + field.name.text
        if isinstance(field.body, StructBody):
            found.extend(_types(field.body.fields, f"{path}."))
        else:
            found.append((path, getattr(field.body, "text", "")))
    return found


@pytest.mark.parametrize(
    ("lines", "types"),
    [
        (("config.a = 1",), {"a": "int"}),
        (("config.a = 1", "config.a = 0.5"), {"a": "float"}),
        (("config.a = None", "config.a = 'x'"), {"a": "str | None"}),
        (("config.a = None",), {"a": "any"}),
        (("config.a = [1, 0.5]",), {"a": "list[float]"}),
        (("config.a = (1, 'x')",), {"a": "tuple[int, str]"}),
        (("config.a = ADict(b=1, c=ADict(d='x'))",), {"a.b": "int", "a.c.d": "str"}),
        (("config.a = 1", "config.b = config.a / 2"), {"a": "int", "b": "float"}),
        (("config.a = 1", "config.b = config.a > 1"), {"a": "int", "b": "bool"}),
        (("config.a = draw()",), {"a": "any"}),
        (("config.a = {'x-y': 1}",), {"a": "dict[str, int]"}),
        (("config.a = {}", "config.a.b = 1"), {"a.b": "int"}),
        (("config.a = 3", "config.a.b = 1"), {"a": "int"}),
        (("config.a = ADict(b=1)", "config.a = dict(b=config.a.c, c=1)"), {"a.b": "int"}),
    ],
)  # fmt: skip
def test_fields_are_those_that_are_written(lines: tuple[str, ...], types: dict[str, str]) -> None:
    assert inferred(*lines) == types
