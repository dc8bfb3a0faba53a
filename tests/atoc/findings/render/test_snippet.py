from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.findings.render.snippet import WIDTH, Mark, lines_of, snip
from atoc.findings.render.width import cells, visible

LINES = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=300)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, Mark]:
    line = draw(LINES | st.text("a学\t\u0301", max_size=300))
    start = draw(st.integers(0, len(line)))
    return line, Mark(start, draw(st.integers(start, len(line))), "^")


@settings(max_examples=100)
@given(marked())
def test_a_caret_stands_below_the_first_character_of_its_mark(case: tuple[str, Mark]) -> None:
    line, mark = case
    snippet = snip(line, (mark,))
    blank = len(snippet.underlines[0]) - len(snippet.underlines[0].lstrip())
    before = visible(line[: mark.start])
    if snippet.text.startswith("…") and not visible(line).startswith("…"):
        assert blank <= WIDTH + 1
    else:
        assert blank == cells(before)


@settings(max_examples=100)
@given(marked())
def test_a_snippet_is_never_wider_than_its_bound(case: tuple[str, Mark]) -> None:
    line, mark = case
    snippet = snip(line, (mark,))
    assert cells(snippet.text) <= WIDTH + len("……") + 4
    assert len(snippet.underlines[0]) <= WIDTH + len("……") + 4


@settings(max_examples=100)
@given(marked())
def test_what_is_underlined_is_what_is_marked(case: tuple[str, Mark]) -> None:
    line, mark = case
    wanted = visible(line[mark.start : mark.end])
    if cells(visible(line)) <= WIDTH and mark.start < mark.end and cells(wanted):
        assert snip(line, (mark,)).underlines[0].count("^") == cells(wanted)


def test_a_text_without_an_end_of_line_has_one_line() -> None:
    assert lines_of("") == ("",)
    assert lines_of("a\r\nb\rc\nd") == ("a", "b", "c", "d")
