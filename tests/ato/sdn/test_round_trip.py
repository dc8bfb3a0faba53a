"""What is written reads back as itself, and nothing that is read can make the reader fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.config import ConfigError
from ato.config.types._values import identity
from ato.sdn import Document, dump, dumps, formatted, load, loads
from ato.sdn._parse import parse

texts = st.text(max_size=6).filter(lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text))
words = st.sampled_from([
    "true", "null", "nil", "42", "-1", "1e5", "1_0", ".5", "", " ", "a b", "a:", "a: b", "# no", "inf",
    "nan", "table", "table{i32}", "./a", "http://x/y", "2.1.0", "-", "- a", "${a b}", "x,y", "a|b", '"', "\\",
    "\n",     "\ufeff", "é", "😀",
])  # fmt: skip
names = st.sampled_from(["a", "b", "_c", "true", "table", "a b", "", "1", "x.y", "${", "é", '"'])
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
    | words
)
rows = st.lists(st.fixed_dictionaries({"a": scalars, "b c": scalars}), min_size=1, max_size=3)
typed = st.lists(
    st.tuples(st.integers(-9, 2**64), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), words),
    min_size=1,
    max_size=3,
).filter(lambda rows: all(row[0] < 2**63 for row in rows) or all(0 <= row[0] < 2**64 for row in rows))
values = st.recursive(
    scalars | rows | typed,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names | texts, inner, max_size=4),
    max_leaves=12,
)
mappings = st.dictionaries(names | texts, values, max_size=5)
lists = st.lists(values, max_size=4)


def frozen(value: object) -> object:
    """A value whose identity tells kinds apart; a tuple that stands in brackets is read as a list."""
    if isinstance(value, (list, tuple)):
        return tuple(frozen(item) for item in value)
    return {key: frozen(item) for key, item in value.items()} if isinstance(value, dict) else value


@given(mappings | lists)
@settings(max_examples=100, deadline=None)
def test_what_is_written_is_read_back_as_the_same_value(value: object) -> None:
    text = dumps(value)
    assert identity(frozen(loads(text))) == identity(frozen(value))
    assert dumps(loads(text)) == text


@given(mappings)
@settings(max_examples=60, deadline=None)
def test_our_layout_of_what_we_write_is_what_we_write(value: object) -> None:
    assert formatted(dumps(value)) == (dumps(value) if value != {} else "{}\n")


PIECES = [
    "a: 1\n",
    "b = 2\n",
    "  ",
    "    ",
    "c:\n",
    "[1, 2]",
    "{x: 1}",
    "|x, y|",
    "table{i32, str}",
    "1, 2\n",
    "\t",
    "\r\n",
    '"',
    "\\u0",
    "#",
    " # c\n",
    "- ",
    "(1, 2)",
    "${a",
    "}",
    ")",
    "]",
    ",",
    ":",
    "=",
    "null",
    "é",
    "\x00",
    "a: {\n",
    "x y",
    "0x1",
    ".5",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=100, deadline=None)
def test_no_text_makes_the_reader_fail_and_every_fault_has_a_place(text: str) -> None:
    parsed = parse(text)
    for fault in parsed.faults:
        assert 0 <= fault.start <= fault.end <= len(text)
        assert fault.message
    if parsed.faults:
        with pytest.raises(ConfigError) as caught:
            loads(text, "a.sdn")
        assert all(str(problem.subject).startswith("a.sdn:") for problem in caught.value.problems)
        return
    value = loads(text)
    assert identity(frozen(loads(formatted(text)))) == identity(frozen(value))
    if value or isinstance(value, dict):
        assert loads(dumps(value)) == value


@given(mappings.filter(bool), st.data())
@settings(max_examples=60, deadline=None)
def test_one_character_more_or_less_is_read_or_told_with_a_place(value: object, data: st.DataObject) -> None:
    text = dumps(value)
    at = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.sampled_from(["", " ", "\n", '"', "[", "}", ",", ":", "#", "\t", "x"]))
    changed = text[:at] + sign + text[at + 1 :]
    for fault in parse(changed).faults:
        assert 0 <= fault.start <= fault.end <= len(changed)


@given(mappings, st.data())
@settings(max_examples=80, deadline=None)
def test_a_document_holds_what_was_set_and_nothing_else_has_changed(
    value: dict[str, object], data: st.DataObject
) -> None:
    document = Document("# top\n" + dumps(value) + "# end\n" if value else "# top\n")
    key = data.draw(names)
    new = data.draw(values.filter(lambda each: not isinstance(each, tuple)))
    document.set((key,), new)
    assert frozen(document.to_dict()) == frozen({**value, key: new})
    document.delete((key,))
    assert frozen(document.to_dict()) == frozen({name: each for name, each in value.items() if name != key})
    assert document.text.startswith("# top\n")


def test_files_are_read_and_written(tmp_path: Path) -> None:
    dump({"a": [1, 2]}, tmp_path / "a.sdn")
    assert (tmp_path / "a.sdn").read_text() == "a: [1, 2]\n"
    assert load(tmp_path / "a.sdn") == {"a": [1, 2]}
    with pytest.raises(ConfigError, match="there is no such file"):
        load(tmp_path / "b.sdn")
    (tmp_path / "c.sdn").write_bytes(b"a: 1\nb: \xff\n")
    with pytest.raises(ConfigError, match=r"c\.sdn:2: is not UTF-8"):
        load(tmp_path / "c.sdn")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (3, "not a value alone"),
        ({"a": float("inf")}, "a: inf is no number"),
        ({"a": {1: 2}}, r"a\.1: the key 1 is not a text"),
        ({"a": [b"x"]}, r"a\[0\]: b'x' \(bytes\) cannot be written"),
        ({"a": "\ud800"}, "a: .* no UTF-8"),
        ({"a": 1 << 20_000}, "20001 bits"),
    ],
)
def test_what_cannot_be_written_is_told_with_its_path(value: object, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        dumps(value)


def test_what_holds_itself_is_told() -> None:
    ring: list[object] = []
    ring.append(ring)
    with pytest.raises(ConfigError, match="more than 90 deep"):
        dumps({"a": ring})
