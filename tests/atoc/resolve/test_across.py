from __future__ import annotations

import pytest

from atoc.compile import compile
from atoc.findings import Passed
from atoc.program import Scope
from atoc.span import SourceFile

DATA = """
scope: data
fields:
  size: {type: int, default: 8}
  area: {type: int, default: "${size * model.patch}"}
"""
MODEL = """
scope: model
fields:
  patch: {type: int, default: 4}
  total: {type: int, default: "${data.area + own}"}
  own: {type: int, default: 1}
"""


def scopes(*texts: str) -> tuple[Scope, ...]:
    files = tuple(SourceFile(f"schemas/{index}.yaml", text) for index, text in enumerate(texts))
    compiled = compile(Passed(files))
    assert compiled.findings == ()
    return compiled.program.scopes


def test_a_scope_knows_the_fields_that_it_reads_of_others() -> None:
    data, model = scopes(DATA, MODEL)
    assert (data.across, tuple(data.foreign)) == (("model",), ("model.patch",))
    assert model.foreign["data.area"] is data.fields["area"]


def test_a_field_of_the_own_scope_goes_before_a_scope() -> None:
    struct = "data: {fields: {size: {type: int, default: 1}}}"
    own = f"scope: model\nfields: {{{struct}, x: {{type: int, default: '${{data.size}}'}}}}"
    data, model = scopes("scope: data\nfields: {size: {type: str, default: a}}", own)
    assert (data.across, model.across) == ((), ())


def test_the_name_of_the_own_scope_may_stand_in_front() -> None:
    (model,) = scopes(
        "scope: model\nfields: {x: {type: int, default: 1}, y: {type: int, default: '${model.x}'}}"
    )
    assert (model.across, model.computed) == ((), ("y",))


def test_computed_defaults_stand_in_an_order_that_holds_across_scopes() -> None:
    first = "scope: a\nfields: {x: {type: int, default: '${b.y}'}, z: {type: int, default: '${1 + 1}'}}"
    second = "scope: b\nfields: {y: {type: int, default: '${a.z}'}}"
    assert [scope.computed for scope in scopes(first, second)] == [("z", "x"), ("y",)]


def test_the_same_struct_reads_another_scope_in_each_of_its_places() -> None:
    types = "types: {Loader: {fields: {batch: {type: int, default: '${data.size * 2}'}}}}"
    data = "scope: data\nfields: {size: {type: int, default: 8}, loader: Loader}"
    model = "scope: model\nfields: {loader: Loader}"
    found = {scope.name: tuple(scope.foreign) for scope in scopes(types, data, model)}
    assert found == {"data": (), "model": ("data.size",)}


PARTS = """
types:
  Part: {fields: {a: {type: int, default: 1}}}
"""
OWNER = """
scope: model
fields:
  whole: Part
  one: {type: "Part | None", default: null}
  many: {type: "list[Part]", default: []}
"""
TAKER = """
scope: data
fields:
  one: {{type: "Part | None", default: null}}
  value: {{type: "{type}", default: "${{{expression}}}"}}
"""


@pytest.mark.parametrize(
    ("type", "expression"),
    [
        ("Part | None", "model.one"),
        ("list[Part]", "model.many[1:]"),
        ("list[Part]", "[model.one] if model.one != None else []"),
        ("bool", "model.one == one"),
        ("bool", "one in model.many"),
    ],
)
def test_structs_do_not_leave_their_scope(type: str, expression: str) -> None:
    documents = (PARTS, OWNER, TAKER.format(type=type, expression=expression))
    files = tuple(SourceFile(f"schemas/{index}.yaml", text) for index, text in enumerate(documents))
    (finding,) = compile(Passed(files)).findings
    assert finding.code == "ATC102"
    assert "another class than 'Part' of 'data'" in finding.message


@pytest.mark.parametrize(
    ("type", "expression"),
    [
        ("int", "model.whole.a"),
        ("bool", "model.one == None"),
        ("Part | None", "one if model.one != None else None"),
        ("int", "len(model.many)"),
    ],
)
def test_what_structs_of_another_scope_are_about_may_be_asked(type: str, expression: str) -> None:
    data, _ = scopes(PARTS, OWNER, TAKER.format(type=type, expression=expression))
    assert data.across == ("model",)


@pytest.mark.parametrize(
    "reading",
    [
        "classes: {type: int, default: '${model.int + 1}'}}",
        "classes: int}\nviews: {v: {default: true, set: {classes: '${model.int}'}}}",
        "classes: int}\nviews: {v: {lazy: true, default: true, when: model.int > 1, set: {classes: 1}}}",
    ],
)
def test_what_is_broken_in_a_scope_has_no_followers_in_those_that_read_it(reading: str) -> None:
    broken = "scope: model\nfields: {int: {type: int, default: 3}}"
    texts = enumerate((broken, f"scope: data\nfields: {{{reading}"))
    files = tuple(SourceFile(f"schemas/{index}.yaml", text) for index, text in texts)
    assert [finding.code for finding in compile(Passed(files)).findings] == ["ATC006"]
