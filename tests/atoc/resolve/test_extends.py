from __future__ import annotations

import pytest

from atoc.resolve.extends import MAX_DEPTH
from tests.atoc.resolve.written import finding, program, scope, told

BASE = "  Base: {doc: All, fields: {width: {type: int, ge: 1, default: 8, doc: Units}, depth: int}}\n"


def types(*lines: str) -> str:
    return "scope: t\ntypes:\n" + BASE + "".join(f"  {line}\n" for line in lines)


def test_the_fields_of_the_base_come_first_and_in_its_order() -> None:
    text = types("Child: {extends: Base, fields: {name: str, width: {le: 64}}}") + "fields: {net: Child}\n"
    found = scope(text)
    assert list(found.fields) == ["net.width", "net.depth", "net.name"]
    assert [struct.name for struct in found.structs] == ["Base", "Child", "TConfig"]
    assert [struct.base for struct in found.structs] == ["", "Base", ""]


def test_what_is_declared_anew_is_as_in_the_base_where_it_does_not_say() -> None:
    text = types("Child: {extends: Base, fields: {width: {le: 64, default: 16}}}") + "fields: {net: Child}\n"
    width = scope(text).fields["net.width"].member
    assert (width.doc, width.runtime.ge, width.runtime.le) == ("Units", 1, 64)
    assert (str(width.type), width.runtime.default) == ("int", 16)


def test_a_chain_of_structs_has_the_fields_of_all() -> None:
    text = (
        types("C: {extends: B, fields: {z: int}}", "B: {extends: Base, fields: {y: int}}")
        + "fields: {net: C}\n"
    )
    assert list(scope(text).fields) == ["net.width", "net.depth", "net.y", "net.z"]


def test_the_class_of_a_struct_is_made_from_that_of_its_base() -> None:
    structs = program(types("Child: {extends: Base, fields: {name: str}}")).value.structs
    assert issubclass(structs["Child"].model, structs["Base"].model)
    made = structs["Child"].model._of({"width": 1, "depth": 2, "name": "a"})
    assert made._draft().width == 1


def test_a_type_may_narrow_and_not_widen() -> None:
    narrower = types("Child: {extends: Base, fields: {width: {type: 1 | 2, default: 1}}}")
    assert told(narrower) == []
    wider = finding(types("Child: {extends: Base, fields: {width: {type: int | None, default: 8}}}"))
    assert wider.message == "width: int | None does not fit int, its type in 'Base'"


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("width: {ge: 0}", "ATC105 width: `ge: 0` admits more than `ge: 1` in 'Base'"),
        ("width: {type: 0 | 1, default: 1}", "ATC105 width: in 'Base', 0 must be at least 1"),
        ("depth: {le: 9}", None),
        ("width: {ge: 1}", None),
        ("width: {gt: 0}", None),
    ],
)
def test_a_constraint_may_narrow_and_not_widen(field: str, message: str | None) -> None:
    assert told(types(f"Child: {{extends: Base, fields: {{{field}}}}}")) == ([message] if message else [])


def test_a_secret_of_the_base_is_one_of_its_heirs() -> None:
    base = "scope: t\ntypes:\n  Base: {fields: {token: {type: str, default: a, secret: true}}}\n"
    child = base + "  Child: {extends: Base, fields: {token: {default: b}}}\nfields: {net: Child}\n"
    assert scope(child).fields["net.token"].member.runtime.secret
    opened = finding(base + "  Child: {extends: Base, fields: {token: {secret: false}}}\n")
    assert opened.message == "token: it cannot be `secret: false`, since it is `secret: true` in 'Base'"


def test_a_default_that_does_not_fit_is_told_where_it_is_taken_over() -> None:
    seen = finding(types("Child: {extends: Base, fields: {width: {ge: 9}}}"))
    assert seen.message == "width: 8 must be at least 9 (taken over from the base)"
    assert (seen.span.line, seen.related[0].span.line) == (4, 3)


def test_a_broken_field_of_the_base_is_told_once() -> None:
    base = "types:\n  A: {fields: {x: itn, y: {type: int, default: a}}}\n"
    text = base + "  B: {extends: A, fields: {x: {doc: z}}}\n"
    assert [line[:6] for line in told(text)] == ["ATC101", "ATC102"]


def test_an_expression_of_the_base_is_told_once() -> None:
    text = "types:\n  A: {fields: {x: {type: int, default: '${y}'}}}\n  B: {extends: A}\n"
    assert told(text) == ["ATC104 'y' is no field of the scope"]


def test_a_base_is_a_struct_of_the_program() -> None:
    unknown = finding(types("Child: {extends: Bse}"))
    assert (unknown.code, unknown.message) == ("ATC101", "'Bse' is no struct of the program")
    assert unknown.help == ("did you mean 'Base'?",)
    assert told(types("Kind: {enum: [a]}", "Child: {extends: Kind}")) == [
        "ATC101 'Kind' is an enum, and a struct extends structs"
    ]


def test_a_struct_does_not_extend_itself() -> None:
    circle = "types:\n  A: {extends: B}\n  B: {extends: C}\n  C: {extends: A}\n"
    assert told(circle) == ["ATC106 the struct 'C' extends itself: C → A → B → C"]
    assert told("types:\n  A: {extends: A}\n") == ["ATC106 the struct 'A' extends itself: A → A"]


def test_a_field_without_a_type_is_one_of_the_base() -> None:
    seen = finding(types("Child: {extends: Base, fields: {widht: {le: 9}}}"))
    assert seen.message == "'widht' has no type, and 'Base' has no such field to take it from"
    assert seen.help == ("did you mean 'width'?",)


def test_a_base_may_hold_what_extends_it() -> None:
    base = "scope: t\ntypes:\n  A: {fields: {kids: {type: 'list[B]', default: []}}}\n"
    text = base + "  B: {extends: A}\nfields: {a: A}\n"
    assert [struct.name for struct in scope(text).structs] == ["A", "B", "TConfig"]


def test_lines_of_structs_have_a_bound() -> None:
    lines = [f"T{number}: {{extends: T{number - 1}}}" for number in range(1, MAX_DEPTH + 2)]
    text = "types:\n  T0: {fields: {}}\n" + "".join(f"  {line}\n" for line in lines)
    assert told(text) == [f"ATC004 'T{MAX_DEPTH + 1}' extends more than {MAX_DEPTH} structs in a line"]


def test_a_variant_of_the_base_is_one_of_its_heirs() -> None:
    text = """\
scope: t
types:
  Adam: {fields: {kind: {enum: [adam]}, beta: {type: float, default: 0.9}}}
  Sgd: {fields: {kind: {enum: [sgd]}, momentum: {type: float, default: 0.0}}}
  Base: {fields: {optimizer: {type: Adam | Sgd, discriminator: kind, default: {kind: adam}}}}
  Same: {extends: Base}
  Other: {extends: Base, fields: {optimizer: {doc: Another one, default: {kind: sgd}}}}
fields: {same: Same, other: Other}
"""
    found = scope(text).fields
    assert [path for path in found if path.startswith("other.")] == [
        path.replace("same.", "other.") for path in found if path.startswith("same.")
    ]
    kinds = [found[f"{name}.optimizer.kind"].default for name in ("same", "other")]
    assert [getattr(kind, "value", None) for kind in kinds] == ["adam", "sgd"]


NUMBERS = "scope: t\ntypes:\n  Base: {fields: {width: {type: int, %s, default: 8}}}\n"


@pytest.mark.parametrize(
    ("base", "own", "message"),
    [
        ("multiple_of: 4", "multiple_of: 3", "`multiple_of: 3` admits more than `multiple_of: 4` in 'Base'"),
        ("ge: 1, le: 9", "multiple_of: 10", "ge is 1 and le is 9 and multiple_of is 10: no int is left"),
        ("multiple_of: 4", "enum: [3, 4]", "in 'Base', 3 must be a multiple of 4"),
        ("multiple_of: 4", "multiple_of: 16", "8 must be a multiple of 16 (taken over from the base)"),
    ],
)
def test_one_mistake_in_narrowing_is_told_once_where_it_stands(base: str, own: str, message: str) -> None:
    text = NUMBERS % base + f"  Child: {{extends: Base, fields: {{width: {{{own}}}}}}}\n"
    found = finding(text)
    assert (found.message, found.span.line) == (f"width: {message}", 4)


def test_a_closed_set_is_narrowed_by_a_constraint_too() -> None:
    text = "scope: t\ntypes:\n  Base: {fields: {width: {type: 1 | 2 | 4, multiple_of: 2, default: 4}}}\n"
    assert told(text + "  Child: {extends: Base, fields: {width: {multiple_of: 4}}}\n") == []
