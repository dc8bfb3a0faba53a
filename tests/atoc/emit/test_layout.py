from __future__ import annotations

import ast

from hypothesis import given
from hypothesis import strategies as st

from atoc.emit.layout import WIDTH, Brackets, Row, call, flat, keyword, laid_out, mapping, parsed, sequence

LONG = tuple(f'"choice number {number}"' for number in range(12))


def test_what_fits_stands_on_one_line() -> None:
    assert laid_out(call("ato.Field", '"lr"', keyword("gt", "0"))) == 'ato.Field("lr", gt=0)'


def test_a_tuple_of_one_keeps_its_comma_flat_and_gets_one_open() -> None:
    assert laid_out(sequence("1")) == "(1,)"
    assert laid_out(sequence("x" * 120)) == f"(\n    {'x' * 120},\n)"


def test_brackets_open_from_the_outside_inwards() -> None:
    inner = call("g", *LONG)
    assert (
        laid_out(call("f", "a", inner), 1)
        == "f(\n        a,\n        g(\n"
        + "".join(f"            {item},\n" for item in LONG)
        + "        ),\n    )"
    )


def test_text_before_and_after_counts() -> None:
    source = call("f", "x" * 50, "y" * 49)
    assert "\n" not in laid_out(source, 0, WIDTH - len(flat(source)))
    assert "\n" in laid_out(source, 0, WIDTH - len(flat(source)), 1)


def test_wide_characters_take_two_columns() -> None:
    assert "\n" in laid_out(call("f", f'"{"日" * 60}"'))


def test_a_row_opens_its_last_part_first() -> None:
    row = Row(("name: ", parsed("tuple[str, ...]"), " = ", sequence(*LONG)))
    assert laid_out(row).startswith("name: tuple[str, ...] = (\n")


def test_a_union_that_is_too_long_is_written_as_one() -> None:
    text = " | ".join(f"dict[str, tuple[T{number}, ...]]" for number in range(6))
    assert laid_out(parsed(text)).startswith("Union[\n    dict[str, tuple[T0, ...]],\n")
    assert flat(parsed(text)) == text


def test_an_empty_dict_has_no_lines_to_open() -> None:
    assert laid_out(mapping(), 0, 200) == "{}"


def test_one_subscript_gets_no_comma_since_that_would_make_a_tuple() -> None:
    assert laid_out(Brackets("list[", ("x" * 120,), "]", comma="")) == f"list[\n    {'x' * 120}\n]"


names = st.sampled_from(("int", "str", "ato.INT", '"text, with ] ["', "'é日'", "-1.5", "None"))
expressions = st.recursive(
    names,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: f"f({', '.join(parts)})"),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: f"({', '.join(parts)})"),
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: f"t[{', '.join(parts)}]"),
        st.lists(inner, min_size=1, max_size=3).map(
            lambda parts: "{" + ", ".join(f'"k{i}": {part}' for i, part in enumerate(parts)) + "}"
        ),
    ),
    max_leaves=30,
)


@given(expressions, st.integers(0, 3), st.integers(0, 100))
def test_laying_out_changes_no_meaning(text: str, indent: int, before: int) -> None:
    meant = ast.dump(ast.parse(text, mode="eval"))
    assert ast.dump(ast.parse(flat(parsed(text)), mode="eval")) == meant
    assert ast.dump(ast.parse(laid_out(parsed(text), indent, before), mode="eval")) == meant


def test_a_union_has_the_name_that_the_module_gives_it() -> None:
    text = " | ".join(f"dict[str, tuple[T{number}, ...]]" for number in range(6))
    assert laid_out(parsed(text, "_Union")).startswith("_Union[\n")


def test_a_long_value_is_parsed_in_time_that_grows_with_it() -> None:
    text = f"({', '.join(f'name_{number}' for number in range(20_000))})"
    assert flat(parsed(text)) == text
