"""Containers on one line."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ato.config import BadValue, Quoted
from ato.config.outside._flow import MAX_DEPTH, Unfinished, parse


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("[]", []),
        ("{}", {}),
        ("[1, 2, 3]", ["1", "2", "3"]),
        ("[1, 2, 3,]", ["1", "2", "3"]),
        ("  [ a b ,  c ]  ", ["a b", "c"]),
        ("[[1, [2]], []]", [["1", ["2"]], []]),
        ("{a: 1, b: {c: [2]}}", {"a": "1", "b": {"c": ["2"]}}),
        ('{"a":1}', {"a": "1"}),
        ("{a, b: }", {"a": "", "b": ""}),
        ("[a: 1, b]", [{"a": "1"}, "b"]),
        ("[http://host:80/x, 12:30]", ["http://host:80/x", "12:30"]),
        ("[*.py, #5, &x, !y, -1]", ["*.py", "#5", "&x", "!y", "-1"]),
        ("['it''s', \"a\\tb\\u00e9\\\\\"]", [Quoted("it's"), Quoted("a\tbé\\")]),
        ("[%a%, %b, c%, %50%%]", [Quoted("a"), Quoted("b, c"), Quoted("50%")]),
        ("{%k%: %v: w%}", {"k": Quoted("v: w")}),
        ("[[a,\n b], c]", [["a", "b"], "c"]),
        ("plain text, with [brackets]", "plain text, with [brackets]"),
        ("'quoted'", Quoted("quoted")),
        ("'tis", "'tis"),
        ("", ""),
    ],
)
def test_flow_syntax_is_read_as_raw_values(text: str, raw: object) -> None:
    assert parse(text) == raw


def test_quoted_text_is_told_from_plain_text() -> None:
    value = parse("[1, '1', \"1\", %1%]")
    assert [type(item) for item in value] == [str, Quoted, Quoted, Quoted]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1, 2", "the [ at character 1 is not closed"),
        ("{a: [1, 2}", "a comma or ] is missing before '}', at character 10"),
        ("[1, , 2]", "a value is missing before ',', at character 5"),
        ("[1] 2", "'2' follows the end of the value, at character 5"),
        ("[1, 2]]", "']' follows the end of the value, at character 7"),
        ("{a: 1, a: 2}", "the key 'a' is given twice, at character 8"),
        ("{[1]: 2}", "a list or mapping cannot be a key, at character 2"),
        ("{a:1}", "write a space after the colon in 'a:1', at character 2"),
        ("['open]", "the ' at character 2 is not closed"),
        ("[%open]", "the % at character 2 is not closed"),
        ('["\\q"]', "\\q is no escape of a quoted text, at character 3"),
        ('["\\ud800"]', "\\u is no escape of a quoted text, at character 3"),
        ("['a' b]", "a comma or ] is missing before 'b]', at character 6"),
        ("'a' and 'b'", "\"and 'b'\" follows the closing quote, at character 5"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, message: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse(text)
    assert str(caught.value) == message


def test_text_that_ends_too_early_is_told_apart() -> None:
    with pytest.raises(Unfinished):
        parse("{a: [1, 2]")


def test_depth_is_bounded() -> None:
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH) is not None
    with pytest.raises(BadValue, match="more than 50 deep"):
        parse("[" * 100_000)


PLAIN = (
    st.text("abcxyz059 _./-", min_size=1, max_size=8)
    .map(str.strip)
    .filter(lambda text: text not in ("", "-"))
)
TREES = st.recursive(
    PLAIN.filter(lambda text: not text.startswith(("-", "."))),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PLAIN.filter(str.isalnum), inner, max_size=4),
    max_leaves=12,
)


def flow(raw: object) -> str:
    if isinstance(raw, list):
        return "[" + ", ".join(map(flow, raw)) + "]"
    if isinstance(raw, dict):
        return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in raw.items()) + "}"
    return str(raw)


@given(TREES.filter(lambda tree: not isinstance(tree, str)))
def test_what_is_written_is_read_back_and_yaml_reads_the_same(tree: object) -> None:
    assert parse(flow(tree)) == tree
    assert yaml.load(flow(tree), Loader=yaml.BaseLoader) == tree


@given(st.text("[]{},:'\"%\\ ab1\n", max_size=30))
def test_any_text_is_a_value_or_a_bad_value(text: str) -> None:
    try:
        value = parse(text)
    except BadValue as error:
        assert str(error)  # noqa: PT017
    else:
        assert isinstance(value, (str, list, dict))
