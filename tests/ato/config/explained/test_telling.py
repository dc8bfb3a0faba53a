from __future__ import annotations

from ato.config.explained._telling import WIDTH, Row, about, cells, table, value_text


def test_columns_are_aligned_and_wide_characters_counted() -> None:
    rows = [Row("→ ", ("a", "日本", "x")), Row("  ", ("long", "b", "y"), ("below",))]
    assert table(rows, "") == ["→ a     日本  x", "  long  b     y", "        below"]


def test_columns_that_are_empty_take_no_room() -> None:
    assert table([Row("", ("a", "", "b"))], "  ") == ["  a  b"]


def test_a_head_stands_above() -> None:
    assert table([Row("", ("a", "1"))], "", ("who", "value")) == ["who  value", "a    1"]


def test_a_table_that_is_too_wide_puts_its_last_columns_below() -> None:
    rows = [Row("", ("a", "1", "p" * 50, "q" * 40), ("why",)), Row("", ("b", "2", "", "r"))]
    assert table(rows, "", ("who", "value", "how", "where")) == [
        "who  value",
        "a    1",
        f"     how {'p' * 50},",
        f"     {'q' * 40}",
        "     why",
        "b    2",
        "     r",
    ]


def test_a_long_reason_is_wrapped_and_makes_no_table_too_wide() -> None:
    lines = table([Row("", ("a", "1", "x", "y"), ("because " * 30,))], "", ("who", "value", "how", "where"))
    assert lines[:2] == ["who  value  how  where", "a    1      x    y"]
    assert max(map(cells, lines)) <= WIDTH
    assert all(line.startswith("     because") for line in lines[2:])


def test_a_secret_is_stars_without_quotes() -> None:
    assert value_text("***") == "***"


def test_nothing_that_is_told_can_steer_a_terminal() -> None:
    assert value_text("a\u202eb\x1b") == value_text("a\u202eb\x1b").encode("ascii").decode("ascii")
    lines = [*about("int", "a\u202eb", "", ""), *table([Row("", ("a", "b"), ("c\x1b[31m",))], "")]
    assert all(line.isprintable() for line in lines)


def test_values_that_no_file_could_hold_are_told_all_the_same() -> None:
    assert value_text("a\ud800b") == '"a\\\\ud800b"'
    assert value_text({"a\ud800": ["\udfff"]}).isascii()


def test_values_are_cut_where_they_are_long() -> None:
    assert value_text(["x" * 100]) == "[" + "x" * 38 + "…"
    assert cells(value_text("日" * 50)) <= 40
    assert value_text({"a": [1, None]}) == "{a: [1, null]}"


def test_a_doc_is_wrapped_and_keeps_its_lines() -> None:
    lines = about("int", "word " * 40 + "\n\nsecond", "s", "a.yaml:1:1")
    assert lines[0] == "  int, in s, declared at a.yaml:1:1"
    assert max(map(len, lines)) <= WIDTH
    assert lines[-2:] == ["", "  second"]


def test_nothing_is_said_of_what_is_not_known() -> None:
    assert about("int", "", "", "") == ["  int"]
