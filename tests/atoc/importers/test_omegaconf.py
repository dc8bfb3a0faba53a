"""OmegaConf's files: what ours composes is what OmegaConf itself gives, for the same overrides."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from atoc.importers import Refused
from atoc.importers.omegaconf import carry
from tests.atoc.importers.composing import CASES, composed, files, module, plain, source, whats, written

FOLDER = CASES / "import-omegaconf"


def carried(text: str) -> Any:
    return carry(source(text), "config.yaml", "config")


def theirs(text: str, overrides: list[str] | None = None) -> Any:
    merged = OmegaConf.merge(OmegaConf.create(text), OmegaConf.from_dotlist(overrides or []))
    return plain(OmegaConf.to_container(merged, resolve=True))


def ours(text: str, overrides: list[str] | None = None, **env: str) -> Any:
    return composed(module(carried(text)), overrides=overrides or [], env=env)


TREE = (FOLDER / "train.yaml").read_text(encoding="utf-8")
SELECTIONS = [
    [],
    ["lr=0.5"],
    ["model.hidden=256", "name=other"],
    ["model.act.slope=0.3", "epochs=7"],
    ["model.layers=[1, 2, 3]", "verbose=false"],
    ["token=secret", "tags=[x]"],
]


@pytest.mark.parametrize("overrides", SELECTIONS, ids=" ".join)
def test_a_real_file_gives_the_same_values_under_the_same_overrides(overrides: list[str]) -> None:
    given = [*overrides, "data_dir=here"]
    asked = [*overrides, "data_dir=here"]
    assert ours(TREE, given) == theirs(TREE, asked)


def test_every_file_of_the_case_is_carried_over_as_it_was() -> None:
    found = carry(files(FOLDER, "train.yaml", ".yaml"), "train.yaml", "train")
    expected = (FOLDER / "expected" / "train.yaml").read_text(encoding="utf-8")
    assert written(found)["train.yaml"].split("\n", 2)[2] == expected


def test_comments_become_docs_and_headings_do_not() -> None:
    (tree,) = carried(
        "# About the file\n\n# --- training ---\n\n# Step size\nlr: 0.1  # of Adam\n# lr: 0.2\nepochs: 3\n"
    ).documents.values()
    assert tree["doc"] == "About the file"
    assert tree["fields"] == {
        "lr": {"type": "float", "default": 0.1, "doc": "Step size of Adam"},
        "epochs": {"type": "int", "default": 3},
    }


@pytest.mark.parametrize(
    ("text", "what", "why"),
    [
        ("a: ${mul:2,3}\n", "${mul:2,3}", "the resolver 'mul' is a function of the program"),
        ("a: x\nx: 1\nb: ${${a}}\n", "${${a}}", "known only when it runs"),
        ("a: ${nope}\n", "${nope}", "there is no 'nope'"),
        ("a: ${....x}\n", "${....x}", "leads out of the config"),
        ("a: ${b}\nb: ${a}\n", "${b}", "refers to itself"),
        ("a: ${oc.env:X,null}\n", "${oc.env:X,null}", "null where the variable is not set"),
        ("a: ${oc.decode:${oc.env:X}}\n", "${oc.decode:${oc.env:X}}", "unknown type"),
        ("a: [1, '???']\n", "a", "only a field as a whole can be an input"),
        ("l: [1]\na: ${l}_x\n", "${l}_x", "only numbers, bools and texts"),
    ],
)
def test_what_cannot_be_said_is_an_input_and_told_with_its_place(text: str, what: str, why: str) -> None:
    found = carried(text)
    (left,) = [each for each in found.left if each.what == what]
    assert why in left.why
    assert left.place is not None
    (tree,) = found.documents.values()
    assert {"type": "any", "input": True} in tree["fields"].values()
    module(found)


def test_environment_variables_are_asked_and_decoded_by_their_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "a: ${oc.env:A_X,b c}\nport: ${oc.decode:${oc.env:A_PORT,80}}\n"
    text += "debug: ${oc.decode:${oc.env:A_D,false}}\n"
    assert ours(text) == theirs(text)
    for name, value in {"A_X": "9", "A_PORT": "8080", "A_D": "true"}.items():
        monkeypatch.setenv(name, value)
    given = {"A_X": "9", "A_PORT": "8080", "A_D": "true"}
    assert ours(text, **given) == theirs(text)


def test_a_reference_to_a_mapping_follows_overrides_of_each_of_its_fields() -> None:
    text = "base: {lr: 0.1, opt: {name: sgd}}\ncopy: ${base}\nlr: ${copy.opt.name}\n"
    assert ours(text, ["base.opt.name=adam"]) == theirs(text, ["base.opt.name=adam"])


def test_a_reference_means_the_key_of_the_whole_config_though_one_beside_it_has_the_name() -> None:
    text = (
        "lr: 1\nname: a\nopt: {lr: '${lr}', name: b, run: '${name}_${.name}_${..name}', in: {lr: '${lr}'}}\n"
    )
    text += "twin: ${opt}\nlr_of: ${opt.in.lr}\n"
    for overrides in ([], ["lr=5", "name=c"]):
        found, asked = ours(text, overrides), theirs(text, overrides)
        found["opt"]["in"] = found["opt"].pop("in_")
        found["twin"]["in"] = found["twin"].pop("in_")
        assert found == asked


def test_a_scope_called_as_a_field_that_would_hide_the_key_makes_it_an_input() -> None:
    (left,) = carried("lr: 1\nconfig: {lr: '${lr}'}\n").left
    assert "choose another name by --scope" in left.why


@pytest.mark.parametrize(
    "call",
    [
        "oc.decode:'[1, {a: b}]'", "oc.decode:'1e-3'", "oc.decode:null", "oc.create:[1,[x,2.5],{a:{b:c}}]",
        "oc.create:{a:1,b:' x'}", "oc.select:m.b", "oc.select:m.zz,[1,2]", "oc.dict.keys:m",
        "oc.dict.values:m", "oc.select:m.zz,x y", "oc.select:m.zz,null",
    ],
)  # fmt: skip
def test_resolvers_of_omegaconf_give_what_they_give_there(call: str) -> None:
    text = f"m: {{a: 1, b: x}}\nvalue: {json.dumps('${' + call + '}')}\n"
    assert ours(text) == theirs(text)


def test_merge_keys_and_aliases_are_written_out() -> None:
    text = "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: *a\nd: {<<: [{x: 5}, *a], z: 1}\n"
    assert ours(text) == theirs(text)


def test_keys_that_are_no_names_make_a_dict_or_are_renamed() -> None:
    found = carried("if: 1\nto-go: 2\nr: ${to-go}\nlabels: {a b: 1, c: 2}\n")
    assert composed(module(found)) == {"if_": 1, "to_go": 2, "r": 2, "labels": {"a b": 1, "c": 2}}
    assert whats(found.left) == ["if", "to-go"]


@pytest.mark.parametrize("text", ["- 1\n", "a: [\n", "3\n", "a: 1\na: 2\n", "a: ${b\n"])
def test_what_is_no_config_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        carried(text)


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12),
    st.sampled_from(
        ["no", "1e-3", "0x10", "12:30", "null", "~", "a: b", "# x", "{}", "%x%", "$", "{{x}}", "'"]
    ),
)
NAMES = st.from_regex(r"[a-z][a-z_0-9]{0,5}", fullmatch=True)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_whatever_values_a_file_holds_are_composed_again(values: dict[str, object]) -> None:
    text = OmegaConf.to_yaml(OmegaConf.create(values))
    found = carried(text)
    renamed = [each.what for each in found.left if "instead" in each.why]
    if not renamed:
        assert composed(module(found)) == theirs(text)


@given(st.text("ab.${}[]:,'\"\\ _0oc", max_size=24))
@settings(max_examples=100, deadline=None)
def test_every_text_is_carried_to_a_sound_document_or_refused(text: str) -> None:
    try:
        found = carried(f"ab: 1\nb: {{a: 2}}\nx: {json.dumps(text)}\n")
    except Refused:
        return
    assert module(found)


KEYS = st.sampled_from(["a", "b", "c"])
REFERENCES = st.builds(
    lambda dots, path: "${" + "." * dots + ".".join(path) + "}",
    st.integers(0, 3),
    st.lists(KEYS, min_size=1, max_size=3),
)
TREES = st.recursive(
    st.integers(0, 3) | REFERENCES,
    lambda inner: st.dictionaries(KEYS, inner, min_size=1, max_size=3),
    max_leaves=9,
)


@given(st.dictionaries(KEYS, TREES, min_size=2, max_size=3))
@settings(max_examples=60, deadline=None)
def test_whatever_refers_to_whatever_means_the_same(values: dict[str, object]) -> None:
    text = OmegaConf.to_yaml(OmegaConf.create(values))
    found = carried(text)
    made = module(found)
    try:
        expected = theirs(text)
    except (OmegaConfBaseException, RecursionError):
        return
    if not found.left:
        assert composed(made) == expected
