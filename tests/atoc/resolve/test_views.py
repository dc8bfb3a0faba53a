from __future__ import annotations

from atoc.expr import Expression
from tests.atoc.resolve.written import excerpt, finding, scope, told

PROGRAM = """\
scope: t
fields:
  a: {type: int, default: 1}
  b: {type: int, default: 1}
  c: {type: int, default: 1}
views:
  v: {set: SET}
"""


def order(text: str) -> list[str]:
    return [write.path for write in scope(PROGRAM.replace("SET", text)).views["v"].writes]


def test_values_come_first_and_expressions_after_what_they_read() -> None:
    assert order("{a: '${b + 1}', b: '${c}', c: 3}") == ["c", "b", "a"]
    assert order("{b: 1, a: 2}") == ["b", "a"]


def test_a_field_reads_its_own_old_value() -> None:
    assert order("{a: '${a * 2}', b: '${a + b}'}") == ["a", "b"]


def test_equations_in_a_circle_are_found_and_cut() -> None:
    text = PROGRAM.replace("SET", "{a: '${b}', b: '${c}', c: '${a}'}")
    found = finding(text)
    assert (found.code, found.views) == ("ATC501", ("v",))
    assert found.message == "the equations of 'v' read each other: a → b → c → a"
    assert excerpt(text, found.span) == "a"


def test_a_write_knows_its_places() -> None:
    write = scope(PROGRAM.replace("SET", "{a: 2, c: '${a + 1}'}")).views["v"].writes[1]
    assert (write.key_span.column, write.span.column) == (19, 22)
    assert isinstance(write.value, Expression)
    assert write.value.text == "a + 1"


def test_a_view_keeps_all_that_is_said_of_it() -> None:
    text = PROGRAM.replace(
        "{set: SET}", "{lazy: true, default: true, priority: 2, doc: D, why: W, when: a > b}"
    )
    view = scope(text).views["v"]
    assert (view.lazy, view.default, view.priority, view.doc, view.why) == (True, True, 2, "D", "W")
    assert view.when is not None
    assert view.when.reads == ("a", "b")
    assert view.priority_span is not None


def test_every_write_that_is_wrong_is_told() -> None:
    assert told(PROGRAM.replace("SET", "{a: x, d: 1, b: '${e}', c: '${1 +}'}"))[:3] == [
        "ATC102 a: 'x' is not an int",
        "ATC104 'd' is no field of the scope",
        "ATC104 'e' is no field of the scope",
    ]


NARROW = """\
scope: t
fields:
  x: {type: "int | None", default: null}
  y: {type: int, default: 1}
  z: {type: int, default: "${y}"}
  w: {type: "int | None", default: "${x}"}
views:
  v: {when: WHEN, set: SET}
"""


def narrowed(when: str, text: str) -> list[str]:
    return told(NARROW.replace("WHEN", when).replace("SET", text))


def test_what_the_condition_tells_holds_for_the_writes() -> None:
    assert narrowed("x != None and y > 1", "{y: '${x + 1}'}") == []
    assert narrowed("not (x == None)", "{x: '${x * 2}', y: 3}") == []
    assert [line[:6] for line in narrowed("x == None or y > 1", "{y: '${x + 1}'}")] == ["ATC402"]


def test_what_the_view_changes_itself_is_not_known() -> None:
    assert [line[:6] for line in narrowed("x != None", "{x: 3, y: '${x + 1}'}")] == ["ATC402"]
    assert [line[:6] for line in narrowed("w != None", "{x: 3, y: '${w + 1}'}")] == ["ATC402"]
    assert narrowed("w != None", "{y: '${w + 1}'}") == []
