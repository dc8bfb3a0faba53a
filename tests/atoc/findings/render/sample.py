"""Findings over small texts, for the tests of the renderers."""

from __future__ import annotations

from hypothesis import strategies as st

from atoc.findings import Finding, Related, Rule, Severity
from atoc.span import SourceFile, Span

PATH = "schemas/train.yaml"
TEXT = """\
scope: train
fields:
  lr: float
views:
  fast:
    set: {lr: 0.1}
  slow:
    doc: For large batches.
    set: {lr: 0.3}
"""
SOURCES = {PATH: SourceFile(PATH, TEXT)}
TIE = Rule("ATC202", "order-dependent", Severity.ERROR, "", "", "")
DEAD = Rule("ATC203", "dead-write", Severity.WARNING, "", "", "")
CHAIN = Rule("ATC306", "redundant-chain", Severity.NOTE, "", "", "")


def span(line: int, column: int, end_line: int, end_column: int, path: str = PATH) -> Span:
    return Span(path, line, column, end_line, end_column)


def tie() -> Finding:
    """A finding with everything that a finding can have."""
    return TIE.at(
        span(9, 15, 9, 18),
        "'lr' depends on which of 'fast' and 'slow' comes first",
        scope="train",
        key="lr",
        views=("fast", "slow"),
        related=(Related(span(6, 15, 6, 18), "'fast' gives it 0.1"),),
        help=("give one of them a higher priority",),
        witness=("fast", "slow"),
        method="closure",
    )


def dead() -> Finding:
    """A finding with nothing but what every finding has."""
    return DEAD.at(span(6, 11, 6, 13), "'lr' of 'fast' is never the value")


TEXTS = st.text(st.characters(codec="utf-8"), max_size=200) | st.text(
    "ab\t\r\n é学\u0301\x1b\u202e", max_size=60
)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """Any finding, also one whose places are not in the text."""
    rule = draw(st.sampled_from([TIE, DEAD, CHAIN]))
    return rule.at(
        draw(spans()),
        draw(TEXTS),
        scope=draw(st.none() | st.just("train")),
        key=draw(st.none() | TEXTS),
        related=tuple(Related(*pair) for pair in draw(st.lists(st.tuples(spans(), TEXTS), max_size=3))),
        help=tuple(draw(st.lists(TEXTS, max_size=2))),
        witness=draw(st.none() | st.lists(TEXTS, max_size=2).map(tuple)),
    )


def spans() -> st.SearchStrategy[Span]:
    """Any place in one of two files, in order or not."""
    number = st.integers(1, 12)
    return st.builds(Span, st.sampled_from([PATH, "gone.yaml"]), number, number, number, number)
