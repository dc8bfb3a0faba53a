from __future__ import annotations

import pytest
from hypothesis import given, settings

from atoc.program import Program
from tests import oracle
from tests.atoc.mend.mending import FIELDS, after, codes, mended
from tests.programs import Sketch, ViewSketch, sketches, to_yaml

LADDER = """\
views:
  fast: {set: {lr: 0.1, epochs: 5}}
  top: {default: true, priority: 1, set: {lr: 0.2}}
"""


def test_a_misspelt_name_with_one_near_is_written_right_wherever_it_stands() -> None:
    text = FIELDS + (
        "vievs:\n"
        "  fast: {priorty: 1, set: {epochs: 5}}\n"
        "  slow: {chain_with: fsat, when: \"'x' != 'y' and epoch > 3\", set: {\"lrr\": '${epocs * 0.1}'}}\n"
    )
    assert after(text) == FIELDS + (
        "views:\n"
        "  fast: {priority: 1, set: {epochs: 5}}\n"
        "  slow: {chain_with: fast, when: \"'x' != 'y' and epochs > 3\", set: {\"lr\": '${epochs * 0.1}'}}\n"
    )


@pytest.mark.parametrize(
    ("wrong", "right", "around"),
    [
        ("Schedul", "Schedule", "  a: {{type: 'list[{}] | None', default: null}}\n"),
        ("strr", "str", "  a: {{type: {}, default: x}}\n"),
        ("mx", "max", "  a: {{type: int, default: '${{1 + {}(1, epochs)}}'}}\n"),
        ("str.lowr", "str.lower", "  a: {{type: str, default: '${{{}:A}}'}}\n"),
        ("loweer", "lower", "  a: {{type: str, default: \"${{'A'.{}()}}\"}}\n"),
        (
            "optimizr",
            "optimizer",
            "groups: {{optimizer: {{}}}}\nviews:\n  adam: {{group: {}, set: {{lr: 1}}}}\n",
        ),
        ("adm", "adam", "groups: {{one: {{default: {}}}}}\nviews:\n  adam: {{group: one, set: {{lr: 1}}}}\n"),
    ],
)
def test_every_kind_of_name_is_written_right(wrong: str, right: str, around: str) -> None:
    head = "types:\n  Schedule: {enum: [cosine, linear]}\n" + FIELDS
    assert after(head + around.format(wrong)) == head + around.format(right)


@pytest.mark.parametrize(("declared", "written"), [("y", "x"), ("layer1", "layer2")])
def test_a_name_of_something_else_is_no_misspelling(declared: str, written: str) -> None:
    fields = f"scope: toy\nfields:\n  {declared}: {{type: int, default: 1}}\n"
    text = fields + f"views:\n  a: {{set: {{{written}: 3}}}}\n"
    assert after(text) == text


def test_of_two_names_that_are_near_none_is_taken() -> None:
    text = FIELDS + (
        "views:\n  fast: {set: {epochs: 5}}\n  fist: {set: {lr: 1}}\n  a: {chain_with: fost, set: {}}\n"
    )
    assert after(text) == text


def test_what_was_renamed_gets_its_new_name() -> None:
    text = (
        "scope: toy\nfields:\n  rate: {type: float, default: 1, renamed_from: lr}\n"
        "views:\n  a: {set: {lr: 2}}\n"
    )
    assert after(text) == text.replace("{lr: 2}", "{rate: 2}")


def test_a_name_that_fits_by_its_letters_alone_is_taken_back() -> None:
    text = "scope: toy\nfields:\n  mode: {type: bool, default: true}\nviews:\n  a: {set: {model: resnet}}\n"
    found = mended(text)
    assert found.mended == ()
    assert found.compiled.files[0].text == text


def test_good_fixes_stand_though_another_one_is_taken_back() -> None:
    text = FIELDS.replace("lr:", "mode:") + "views:\n  a: {set: {model: resnet, epocs: 3}}\n"
    assert after(text) == text.replace("epocs", "epochs")


def test_a_part_of_a_path_is_written_right_where_it_stands() -> None:
    head = "scope: toy\nfields:\n  model:\n    fields:\n      hidden: {type: int, default: 1}\n"
    nested = head + "views:\n  a:\n    set:\n      model:\n        hiden: 2\n"
    dotted = head + "views:\n  a:\n    set:\n      modl.hidden: 2\n"
    assert after(nested) == nested.replace("hiden:", "hidden:")
    assert after(dotted) == dotted.replace("modl.hidden", "model.hidden")


def test_a_dead_write_goes_with_its_comma_or_its_line() -> None:
    assert after(FIELDS + LADDER) == FIELDS + LADDER.replace("lr: 0.1, ", "")
    block = FIELDS + (
        "views:\n  fast:\n    set:\n      # about the rate\n      lr: 0.1  # of the paper\n      epochs: 5\n"
        "  top: {default: true, priority: 1, set: {lr: 0.2}}\n"
    )
    assert after(block) == block.replace("      lr: 0.1  # of the paper\n", "")


@pytest.mark.parametrize(
    ("inside", "left"),
    [
        ("lr: 0.1,  # dead\n  # of epochs\n  epochs: 5\n", "# of epochs\n  epochs: 5\n"),
        ("epochs: 5,  # kept\n  lr: 0.1,  # dead\n", "epochs: 5,  # kept\n"),
        ("epochs: 5,\n  lr: 0.1  # dead\n", None),
        ("n: 1, lr: 0.1,  # of both\n  epochs: 5\n", None),
    ],
)
def test_a_comment_in_brackets_goes_with_its_line_and_is_never_said_of_another(
    inside: str, left: str | None
) -> None:
    head = FIELDS + "  n: {type: int, default: 3}\n" + LADDER
    text = head + f"  slow:\n   chain_with: fast\n   set: {{\n  {inside}  }}\n"
    assert after(text).endswith(f"set: {{\n  {inside if left is None else left}  }}\n")


def test_a_redundant_entry_goes_and_the_key_with_the_last_one() -> None:
    text = FIELDS + (
        "views:\n  base: {default: true, set: {lr: 0.2}}\n  wide: {priority: 1, set: {epochs: 7}}\n"
        "  one:\n    chain_with: base\n    priority: 2\n    set: {epochs: 2}\n"
        "  two:\n    priority: 3\n    chain_with:\n      - base  # why not\n      - wide\n"
        "    set: {epochs: 3}\n"
    )
    expected = text.replace("    chain_with: base\n", "").replace("      - base  # why not\n", "")
    assert after(text) == expected


def test_an_entry_of_a_chain_stays_where_it_may_decide_the_order() -> None:
    text = FIELDS + (
        "views:\n  a: {set: {lr: 1}}\n  c: {set: {lr: 2}}\n  b: {chain_with: a, set: {epochs: 3}}\n"
        "  x: {chain_with: [c, a, b], set: {epochs: 4}, priority: 1}\n"
    )
    found = mended(text)
    assert "ATC306" in [finding.code for finding in found.compiled.findings]
    assert found.mended == ()


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("  # atoc: ignore[ATC203] once it was", ""),
        ("  # see the paper  # atoc: ignore[ATC203] once it was", "  # see the paper"),
        ("  # atoc: ignore[ATC203] once it was # and so on", "  # and so on"),
        ("  # atoc: ignore[ATC203, ATC205] as in the paper", "  # atoc: ignore[ATC205] as in the paper"),
        ("  # atoc: ignore[ATC205, ATC203] as in the paper", "  # atoc: ignore[ATC205] as in the paper"),
    ],
)
def test_a_comment_that_silences_nothing_goes_as_far_as_it_does(comment: str, left: str) -> None:
    value = "0.01" if "ATC205" in comment else "0.1"
    text = FIELDS + "views:\n  fast:\n    set:\n      lr: " + value
    assert after(text + comment + "\n") == text + left + "\n"


def test_a_comment_on_its_own_line_goes_with_the_line() -> None:
    text = FIELDS + "views:\n  # atoc: ignore[dead-view] once it was\n  fast: {set: {lr: 1}}\n"
    assert after(text) == text.replace("  # atoc: ignore[dead-view] once it was\n", "")


def test_toml_and_json_are_mended_in_their_own_way() -> None:
    toml = (
        'scope = "toy"\n[fields]\nlr = {type = "float", default = 0.01}\n'
        'm.fields.n = {type = "int", default = 1}\n'
        "[views.fast.set]\nlr = 0.1 # dead\nm.n = 3\n"
        "[views.top]\ndefault = true\npriority = 1\nset = {lr = 0.2}\n"
    )
    assert after(toml, "toml") == toml.replace("lr = 0.1 # dead\n", "")
    json = (
        '{"scope": "toy", "fields": {"lr": {"type": "float", "default": 0.01},\n'
        ' "n": {"type": "int", "default": 1}},\n'
        ' "views": {"fast": {"set": {\n   "n": 3,\n   "lr": 0.1\n }},\n'
        ' "top": {"default": true, "priorty": 1, "set": {"lr": 0.2}}}}\n'
    )
    expected = json.replace('3,\n   "lr": 0.1\n', "3\n").replace("priorty", "priority")
    assert after(json, "json") == expected


def test_what_cannot_be_taken_out_safely_stays() -> None:
    shared = FIELDS + (
        "views:\n  fast: {set: &shared {lr: 0.1, epochs: 5}}\n  last: {priority: 2, set: *shared}\n"
        "  top: {default: true, priority: 1, set: {lr: 0.2}}\n"
    )
    assert after(shared) == shared
    commented = FIELDS + (
        "views:\n  fast: {set: {epochs: 5, # about epochs\n     lr: 0.1}}\n"
        "  top: {default: true, priority: 1, set: {lr: 0.2}}\n"
    )
    assert after(commented) == commented


def test_a_document_that_cannot_be_read_is_left_alone() -> None:
    found = mended(FIELDS + LADDER, "scope: toy\nviews: [\n")
    assert (codes(found), found.rounds) == ([], ())


def test_findings_of_several_documents_are_mended_in_each() -> None:
    found = mended(
        FIELDS, "scope: toy\n" + LADDER, "scope: toy\nviews:\n  b: {priority: 1, set: {epoch: 1}}\n"
    )
    assert sorted(codes(found)) == ["ATC104", "ATC203"]
    assert [finding.code for finding in found.compiled.findings] == []
    assert found.is_whole


@settings(max_examples=100)
@given(sketches(with_conditions=True, with_expressions=True))
def test_no_selection_gives_another_value_once_mended(sketch: Sketch) -> None:
    found = mended(to_yaml(sketch))
    then = _as_mended(sketch, found.compiled.program)
    assert sum(len(view.writes) + len(view.chain) for view in then.views) <= sum(
        len(view.writes) + len(view.chain) for view in sketch.views
    )
    for named in oracle.selections(sketch, 3):
        assert _composed(then, named) == _composed(sketch, named)


@settings(max_examples=100)
@given(sketches(views=6))
def test_no_selection_gives_another_value_once_chains_are_mended(sketch: Sketch) -> None:
    found = mended(to_yaml(sketch))
    then = _as_mended(sketch, found.compiled.program)
    for named in oracle.selections(sketch, 3):
        assert _composed(then, named) == _composed(sketch, named)


def _as_mended(sketch: Sketch, program: Program) -> Sketch:
    """The sketch with those writes and chains alone that the mended document has."""
    (scope,) = program.scopes

    def left(view: ViewSketch) -> ViewSketch:
        mended = scope.views[view.name]
        writes = {path: value for path, value in view.writes.items() if mended.write_to(path) is not None}
        chain = tuple(entry.name for entry in mended.chain)
        return ViewSketch(
            view.name, view.default, view.lazy, view.priority, chain, view.group, view.when, writes
        )

    return Sketch(sketch.defaults, tuple(map(left, sketch.views)), sketch.groups)


def _composed(sketch: Sketch, named: tuple[str, ...]) -> object:
    try:
        return oracle.compose(sketch, named)
    except (oracle.Clash, ArithmeticError, KeyError, TypeError):
        return None
