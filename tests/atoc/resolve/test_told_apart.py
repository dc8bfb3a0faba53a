from __future__ import annotations

import pytest

import ato.config as ato
from tests.atoc.resolve.written import program, scope

TEXT = """\
scope: t
types:
  A: {{fields: {{kind: {{enum: [a]}}}}}}
  B: {{fields: {{kind: {{enum: [b]}}}}}}
fields:
  x: {{type: "{type}", discriminator: kind}}
"""


@pytest.mark.parametrize(
    "text",
    [
        "A | B | None",
        "list[A | B]",
        "set[A | B]",
        "tuple[int, A | B]",
        "tuple[A | B, ...]",
        "dict[str, A | B]",
    ],
)
def test_a_union_of_structs_becomes_a_variant_wherever_it_stands(text: str) -> None:
    type = scope(TEXT.format(type=text)).fields["x"].type
    assert str(type) == text
    assert any(isinstance(part, ato.Variant) for part in parts(type))


def parts(type: ato.Type) -> tuple[ato.Type, ...]:
    match type:
        case ato.Variant():
            return (type,)
        case ato.Union():
            return type.options
        case ato.Tuple():
            return type.items
        case ato.List() | ato.Set():
            return (type.item,)
        case ato.Dict():
            return (type.value,)
        case _:
            return ()


@pytest.mark.parametrize("text", ["A", "A | None", "int | str", "list[A]"])
def test_what_is_no_union_of_structs_has_nothing_to_be_told_apart(text: str) -> None:
    (finding,) = program(TEXT.format(type=text)).findings
    assert finding.code == "ATC105"
    assert (finding.span.line, finding.span.column) == (6, 32 + len(text))
