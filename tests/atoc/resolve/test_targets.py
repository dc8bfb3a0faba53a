"""Structs beside the callables that they configure."""

from __future__ import annotations

from atoc.findings import Finding
from atoc.resolve import resolve, targets
from atoc.signature import Absent, Answer, Parameter, Signature, Target
from tests.atoc.resolve.written import document

NET = Target("nets", "Net")
TAKES = Signature((Parameter("width"), Parameter("depth", is_required=False)))


def found(body: str, answer: Answer | None = TAKES, target: str = "nets:Net") -> tuple[Finding, ...]:
    text = f"types:\n  Model:\n    target: '{target}'\n    fields: {body}\n"
    passed = document(text)
    assert passed.findings == ()
    return resolve([passed.value], {} if answer is None else {NET: answer}).findings


def told(body: str, answer: Answer | None = TAKES, target: str = "nets:Net") -> list[str]:
    return [finding.message for finding in found(body, answer, target)]


def test_fields_that_fit_are_silent() -> None:
    assert told("{width: int, depth: int}") == []
    assert told("{width: int}") == []


def test_every_target_is_asked_for_once() -> None:
    lines = (
        "A: {target: 'a.b:C', fields: {}}",
        "B: {target: 'a.b:C', fields: {}}",
        "C: {target: x, fields: {}}",
    )
    text = "types:\n" + "".join(f"  {line}\n" for line in lines)
    assert targets([document(text).value]) == (Target("a.b", "C"),)


def test_of_a_target_that_nobody_looked_at_nothing_is_said() -> None:
    assert told("{anything: int}", None) == []


def test_a_misspelt_field_is_told_once_with_what_was_meant() -> None:
    (finding,) = found("{widht: int}")
    assert finding.message == "'nets:Net' takes no 'widht'"
    assert finding.help == ("did you mean 'width'?",)
    assert finding.span.line == 4
    assert finding.related[0].span.line == 3


def test_where_nothing_is_near_all_parameters_are_told() -> None:
    (finding,) = found("{zebra: int}")
    assert finding.message == "'nets:Net' takes no 'zebra'"
    assert finding.help == ("it takes width, depth=...",)


def test_what_a_target_needs_beyond_the_fields_is_for_its_caller() -> None:
    assert told("{depth: int}") == []
    assert told("{}") == []


def test_a_discriminator_need_not_be_taken() -> None:
    optimizers = "  Adam: {target: 'nets:Net', fields: {kind: {enum: [adam]}, width: int}}\n"
    optimizers += "  Sgd: {target: 'nets:Net', fields: {kind: {enum: [sgd]}, kin: int}}\n"
    text = f"scope: train\ntypes:\n{optimizers}fields: {{o: {{type: Adam | Sgd, discriminator: kind}}}}\n"
    findings = resolve([document(text).value], {NET: TAKES}).findings
    assert [finding.message for finding in findings] == ["'nets:Net' takes no 'kin'"]


def test_a_callable_that_takes_any_name_takes_all() -> None:
    assert told("{width: int, zebra: int}", Signature((Parameter("width"),), takes_more=True)) == []


def test_a_broken_field_is_not_missing() -> None:
    assert [finding.code for finding in found("{width: itn}")] == ["ATC101"]


def test_a_target_that_is_not_there_is_told() -> None:
    (finding,) = found("{width: int}", Absent("module", ("nests",)))
    assert finding.message == "the module 'nets' of 'nets:Net' is not there"
    assert finding.help[0] == "did you mean 'nests'?"
    assert told("{width: int}", Absent("name")) == ["'Net' is no name in the module 'nets'"]
    assert told("{width: int}", Absent("value")) == ["'nets:Net' is nothing that can be called"]


def test_a_target_without_a_colon_is_told_how_to_be_written() -> None:
    (finding,) = found("{width: int}", None, "pkg.nets.Net")
    assert finding.message == "'pkg.nets.Net' names no callable"
    assert finding.help[0] == "try 'pkg.nets:Net'"
