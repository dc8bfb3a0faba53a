from __future__ import annotations

from tests.atoc.rules.said import messages


def test_the_lazy_view_is_named_first() -> None:
    assert messages("views: {a: {chain_with: b, set: {}}, b: {lazy: true, set: {}}}") == [
        "ATC304 'b' is lazy and so is applied after 'a', which chains with it"
    ]
