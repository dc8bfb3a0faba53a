from __future__ import annotations

from atoc.program import Known
from tests.atoc.resolve.written import finding, scope, told

PROGRAM = """\
scope: t
types: {Head: {fields: {w: {type: int, default: 1}, d: {type: "dict[str, int]", default: {}}}}}
fields: {x: {type: int, default: 1}, net: {fields: {head: Head, rate: {type: float, default: 1}}}}
views: {v: {set: SET}}
"""


def written(text: str) -> dict[str, object]:
    view = scope(PROGRAM.replace("SET", text)).views["v"]
    return {write.path: write.value.value for write in view.writes if isinstance(write.value, Known)}


def test_dotted_and_nested_paths_are_the_same() -> None:
    expected = {"net.head.w": 2, "net.rate": 3.0}
    assert written("{net.head.w: 2, net.rate: 3}") == expected
    assert written("{net: {head: {w: 2}, rate: 3}}") == expected
    assert written("{net: {head.w: 2}, net.rate: 3}") == expected


def test_a_dict_is_one_value() -> None:
    assert written("{net.head: {d: {a: 1}}}") == {"net.head.d": {"a": 1}}


def test_a_path_that_is_given_in_both_ways_is_given_twice() -> None:
    found = finding(PROGRAM.replace("SET", "{net.rate: 3, net: {rate: 4}}"))
    assert (found.code, found.message, found.views) == ("ATC003", "'net.rate' is given twice", ("v",))
    assert [related.span.column for related in found.related] == [19]


def test_a_struct_takes_a_mapping() -> None:
    assert told(PROGRAM.replace("SET", "{net.head: 3, net: [1]}")) == [
        "ATC102 net.head: '3' is no Head, which takes a mapping of its fields",
        "ATC102 net: a list is no Net, which takes a mapping of its fields",
    ]
