from __future__ import annotations

import pytest

from atoc.expr import names_of, parse_template
from atoc.resolve.rebind import rebound
from atoc.source.node import Scalar
from atoc.span import Span

EXPRESSIONS = [
    "${a + b * 2}", "${-a}", "${not a or b}", "${a < b < 3}", "${a if b else c}", "${[a, b]}", "${(a, b)}",
    "${{a, b}}", "${{'x': a, b: 1}}", "${a[b]}", "${max(a, b)}", "x${a}y${b}", "${a.b + b}",
]  # fmt: skip


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_every_name_is_replaced_wherever_it_stands(text: str) -> None:
    parsed = parse_template(Scalar(Span("a.yaml", 1, 1, 1, 30), text)).value
    assert parsed is not None
    names = names_of(parsed.tree)
    assert names_of(rebound(parsed.tree, {}, ())) == names
    moved = rebound(parsed.tree, {name: f"net.{name}" for name in names}, ())
    assert names_of(moved) == tuple(f"net.{name}" for name in names)
