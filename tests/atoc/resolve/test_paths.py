from __future__ import annotations

from tests.atoc.resolve.written import finding, program, told

PROGRAM = """\
scope: t
types: {M: {fields: {width: {type: int, default: 1, renamed_from: size}}}}
fields:
  rate: {type: float, default: 1, renamed_from: lr}
  net: M
  maybe: {type: M | None, default: null}
views: {v: {set: {PATH: 3}}}
"""


def help_for(path: str) -> tuple[str, ...]:
    found = finding(PROGRAM.replace("PATH", path))
    assert found.code == "ATC104"
    return (found.message, *found.help)


def test_the_nearest_field_is_named() -> None:
    assert help_for("raet") == ("'raet' is no field of the scope", "did you mean 'rate'?")


def test_an_old_name_leads_to_the_new_one() -> None:
    assert help_for("lr") == ("'lr' has been renamed to 'rate'", "write 'rate'")
    assert help_for("net.size") == ("'net.size' has been renamed to 'net.width'", "write 'net.width'")


def test_a_path_does_not_lead_into_a_value() -> None:
    assert help_for("maybe.width") == (
        "'maybe.width' leads into 'maybe', which is one value of type M | None",
        "use 'maybe' as a whole",
    )


def test_structs_that_double_are_bounded() -> None:
    rows = "".join(f"  S{i}: {{fields: {{a: S{i + 1}, b: S{i + 1}}}}}\n" for i in range(40))
    types = f"types:\n{rows}  S40: {{fields: {{x: int}}}}\n"
    text = f"scope: t\n{types}fields: {{s: S0}}\nviews: {{v: {{set: {{s.a: 1}}}}}}\n"
    assert [line.split(",")[0] for line in told(text)] == ["ATC004 the scope 't' holds more than 200"]


def test_structs_that_nest_deep_are_bounded() -> None:
    rows = "".join(f"  S{i}: {{fields: {{a: S{i + 1}}}}}\n" for i in range(3000))
    text = f"scope: t\ntypes:\n{rows}  S3000: {{fields: {{x: int}}}}\nfields: {{s: S0}}\n"
    assert [line[:6] for line in told(text)] == ["ATC004"]


def test_a_whole_program_is_bounded_too() -> None:
    rows = "".join(f"  S{i}: {{fields: {{a: S{i + 1}, b: S{i + 1}}}}}\n" for i in range(16))
    types = f"types:\n{rows}  S16: {{fields: {{x: int}}}}\n"
    scopes = [f"scope: s{number}\nfields: {{s: S0}}\n" for number in range(9)]
    passed = program(types, *scopes)
    assert 1 <= len(passed.findings) < 9
    assert sum(len(scope.fields) for scope in passed.value.scopes) < 1_000_000
