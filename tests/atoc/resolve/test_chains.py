from __future__ import annotations

from tests.atoc.resolve.written import finding, program, scope, told


def chains(text: str) -> dict[str, list[str]]:
    views = program(f"scope: t\nviews: {text}\n").value.scopes[0].views
    return {name: [entry.name for entry in view.chain] for name, view in views.items()}


def test_entries_are_kept_in_their_order_and_once() -> None:
    assert chains("{a: {chain_with: [c, b, c]}, b: {}, c: {}}")["a"] == ["c", "b"]


def test_an_unknown_view_is_told_with_the_nearest() -> None:
    found = finding("scope: t\nviews: {high_lr: {}, v: {chain_with: [high_lr, hihg_lr]}}\n")
    assert (found.code, found.message) == ("ATC301", "'hihg_lr' is no view of the scope 't'")
    assert (found.help, found.views) == (("did you mean 'high_lr'?",), ("v",))


def test_each_circle_is_told_once_and_cut() -> None:
    text = "{a: {chain_with: b}, b: {chain_with: [c, a]}, c: {chain_with: a}, d: {chain_with: d}}"
    assert told(f"scope: t\nviews: {text}\n") == [
        "ATC302 'b' and 'a' chain with each other: a → b → a",
        "ATC302 'c' and 'a' chain with each other: a → b → c → a",
        "ATC302 'd' chains with itself",
    ]
    assert chains(text) == {"a": ["b"], "b": ["c"], "c": [], "d": []}


def test_a_view_that_is_broken_may_be_chained() -> None:
    assert told("scope: t\nviews: {a: [], b: {chain_with: a}}\n") == [
        "ATC004 the view 'a' takes a mapping, and a list stands here"
    ]


def test_a_long_chain_needs_no_deep_stack() -> None:
    views = "".join(f"  v{i}: {{chain_with: v{i + 1}}}\n" for i in range(3000))
    assert len(scope(f"scope: t\nviews:\n{views}  v3000: {{}}\n").views) == 3001
