from __future__ import annotations

from tests.atoc.rules.said import messages, related, said_of

TEXT = """
types:
  A: {fields: {kind: {enum: [a]}}}
  B: {fields: {kind: {enum: [b]}, x: {type: int, default: 1}}}
fields: {v: {type: A | B, discriminator: kind, default: {kind: a}}}
views:
  late: {lazy: true, set: {v.x: 2}}
"""


def test_a_write_that_may_find_no_field_says_when_and_how_to_mend_it() -> None:
    (finding,) = said_of(TEXT)
    assert finding.message == (
        "'v.x' is not there for 'late' to set with 'late': it is there only where v.kind == 'b'"
    )
    assert finding.help == ("add `when: v.kind == 'b'` to the view", "or let it set 'v.kind' as well")
    assert related(finding) == [(5, "'v.x' is declared here")]


def test_a_condition_or_a_write_of_the_kind_mends_it() -> None:
    assert messages(TEXT.replace("lazy: true", "lazy: true, when: v.kind == 'b'")) == []
    assert messages(TEXT.replace("v.x: 2", "v: {kind: b, x: 2}")) == []
