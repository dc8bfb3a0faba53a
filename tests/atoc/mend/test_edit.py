from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from atoc.mend.edit import Edit, apart, edited, edited_text
from atoc.span import SourceFile, Span


def at(line: int, column: int, end_line: int, end_column: int, text: str = "") -> Edit:
    return Edit(Span("a.yaml", line, column, end_line, end_column), text)


def test_a_mark_at_the_start_and_windows_line_ends_stay() -> None:
    content = b"\xef\xbb\xbfa: bb\r\nc: d\r\n"
    assert edited(content, (at(1, 1, 1, 2, "x"), at(1, 4, 1, 6, "c"))) == b"\xef\xbb\xbfx: c\r\nc: d\r\n"


def test_whole_lines_go_with_their_end() -> None:
    assert edited(b"a\r\nb\r\nc", (at(2, 1, 3, 1),)) == b"a\r\nc"
    assert edited(b"a\nb", (at(2, 1, 3, 1),)) == b"a\n"


def test_of_edits_that_overlap_the_first_and_longest_stays() -> None:
    edits = (at(1, 3, 1, 5), at(1, 1, 1, 2), at(1, 1, 1, 4), at(1, 4, 1, 6), at(1, 4, 1, 6))
    assert apart(edits) == (at(1, 1, 1, 4), at(1, 4, 1, 6))


@given(st.text(alphabet="ab\n\rä", max_size=30), st.data())
def test_nothing_but_what_is_edited_changes(text: str, data: st.DataObject) -> None:
    plain = text.replace("\r\n", "\n")
    lines = plain.split("\n")
    line = data.draw(st.integers(1, len(lines)))
    start = data.draw(st.integers(1, len(lines[line - 1]) + 1))
    end = data.draw(st.integers(start, len(lines[line - 1]) + 1))
    edit = at(line, start, line, end, "XY")
    offset = sum(len(each) + 1 for each in lines[: line - 1])
    expected = plain[: offset + start - 1] + "XY" + plain[offset + end - 1 :]
    assert edited_text(SourceFile("a.yaml", plain), (edit,)).text == expected
    if "\r" not in plain:
        assert edited(text.encode(), (edit,)).decode().replace("\r\n", "\n") == expected
        assert edited(text.encode(), (edit,)).count(b"\r") == text.count("\r")
