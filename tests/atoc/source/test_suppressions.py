from __future__ import annotations

from atoc.source import Suppression, parse, suppressions
from atoc.span import SourceFile


def found(text: str, name: str = "a.yaml") -> tuple[Suppression, ...]:
    file = SourceFile(name, text)
    node = parse(file).value
    assert node is not None
    return suppressions(file, node)


def lines(text: str, name: str = "a.yaml") -> list[tuple[tuple[int, int], ...]]:
    return [each.lines for each in found(text, name)]


def test_an_order_names_rules_and_a_reason() -> None:
    (only,) = found("a: b  # note  # atoc: ignore[ATC203, dead-view]: kept  # and more\n")
    assert only.verb.text == "ignore"
    assert [(rule.text, rule.span.column) for rule in only.rules or ()] == [("ATC203", 30), ("dead-view", 38)]
    assert (only.reason, only.reach, only.lines) == ("kept", "line", ((1, 1),))
    assert (only.span.column, only.span.end_column) == (15, 54)


def test_without_brackets_there_are_no_rules() -> None:
    assert [each.rules for each in found("a: b # atoc: ignore x\nc: d # atoc: ignore[] x\n")] == [None, ()]


def test_alone_on_its_line_it_is_about_the_declaration_below_to_its_end() -> None:
    text = "views:\n  # atoc: ignore[X] y\n  # another\n  fast:\n    set:\n      lr: 1\n\n  slow: {}\n"
    assert lines(text) == [((4, 6),)]
    assert found(text)[0].subject == "fast"


def test_a_blank_line_below_parts_it_from_what_follows() -> None:
    assert lines("# atoc: ignore[X] y\n\na: b\n") == [((2, 2),)]


def test_what_an_alias_stands_for_is_not_below() -> None:
    assert lines("a: &x\n  b: c\n  d: e\n# atoc: ignore[X] y\nf: *x\n") == [((5, 5),)]


def test_items_of_a_list_and_keys_in_braces_are_declarations_too() -> None:
    assert lines("a:\n  # atoc: ignore[X] y\n  - b: c\n    d: e\n") == [((3, 3),)]
    assert lines("a: {\n  # atoc: ignore[X] y\n  b: [1,\n  2], c: d}\n") == [((3, 4),)]


def test_tables_of_toml_are_whole_wherever_their_parts_stand() -> None:
    text = (
        "# atoc: ignore[X] y\n[views.fast]\npriority = 1\n[views.slow]\npriority = 2\n"
        "[views.fast.set]\nlr = 1\n# atoc: ignore[X] y\nmodel.lr = 2\nmodel.size = 3\n"
    )
    assert lines(text, "a.toml") == [((2, 3), (6, 10)), ((9, 9),)]
    assert [each.subject for each in found(text, "a.toml")] == ["fast", "lr"]


def test_about_the_file_it_stands_above_the_first_key() -> None:
    text = "# atoc: ignore-file[X] y\na: b # atoc: ignore-file[X] y\n# atoc: ignore-file[X] y\n"
    assert [each.is_first for each in found(text)] == [True, False, False]
    assert {each.reach for each in found(text)} == {"file"}


def test_texts_and_other_comments_give_no_orders() -> None:
    assert found('a: "# atoc: ignore[X]"\nb: |\n  # atoc: ignore[X]\nc: d # `# atoc: ignore[X]`\n') == ()
    assert found("a: b # myatoc: x\nc: d#atoc:x\n") == ()
