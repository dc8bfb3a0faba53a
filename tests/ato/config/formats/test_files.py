"""Files of values: what they set in each format, and what is told when they cannot be taken."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ato.config as ato
from ato.config.formats._files import read_text
from tests.ato.config.sample import Model, Train, composed

YAML = """
lr: 1e-2
passes: 3
model: {hidden: 64}
model.backbone: vit_s
name: NO            # kept as text
tags: [on, '1', 12:30]
options: {a: 1}
head: {backbone: resnet18, hidden: 1}
extra: {x: [1, '1', null, true, 1e3, 0x10, yes]}
cache: 90s
"""
JSON = """{"lr": 1e-2, "epochs": 3, "model": {"hidden": 64, "backbone": "vit_s"}, "name": "NO",
"tags": ["on", "1", "12:30"], "options": {"a": 1}, "head": {"backbone": "resnet18", "hidden": 1},
"extra": {"x": [1, "1", null, true, 1e3, 16, "yes"]}, "cache": "90s"}"""
TOML = """
lr = 1e-2
epochs = 3
name = "NO"
tags = ["on", "1", "12:30"]
model.hidden = 64
options = {a = 1}
cache = "90s"
extra = {x = [1, "1", true, 1e3, 16, "yes"]}
[model]
backbone = "vit_s"
[head]
backbone = "resnet18"
hidden = 1
"""


CHAIN = "\n".join(["extra:", "- &a0 [x]", *(f"- &a{n} [*a{n - 1}]" for n in range(1, 200))])
"""Lists that stand in each other by their aliases alone."""


def file(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def problems(*paths: Path | str, folder: Path) -> list[str]:
    with pytest.raises(ato.ConfigError) as caught:
        composed(config=paths)
    return [str(problem).replace(f"{folder}{os.sep}", "") for problem in caught.value.problems]


def check(config: Train) -> None:
    assert (config.lr, config.epochs, config.name) == (0.01, 3, "NO")
    assert config.tags == ("on", "1", "12:30")
    assert config.model == Model(backbone="vit_s", hidden=64)
    assert config.head == Model(backbone="resnet18", hidden=1)
    assert config.options == {"a": 1}
    assert config.cache == timedelta(seconds=90)


def test_yaml_gives_text_that_the_types_read(tmp_path: Path) -> None:
    with pytest.warns(DeprecationWarning, match="'passes' is now called 'epochs'"):
        config = composed(config=[file(tmp_path, "a.yaml", YAML)])
    check(config)
    assert repr(config.extra) == "{'x': (1, '1', None, True, 1000.0, 16, 'yes')}"


def test_json_numbers_are_read_as_they_are_written(tmp_path: Path) -> None:
    config = composed(config=[file(tmp_path, "a.json", JSON)])
    check(config)
    assert repr(config.extra) == "{'x': (1, '1', None, True, 1000.0, 16, 'yes')}"
    big = composed(config=[file(tmp_path, "b.json", '{"lr": 1.00, "epochs": 12345678901234567890}')])
    assert (big.lr, big.epochs) == (1.0, 12345678901234567890)


def test_sdn_gives_its_values_and_tables_with_their_places(tmp_path: Path) -> None:
    text = 'lr: 1e-2\nmodel:\n    hidden = 64\nextra = {x: [1, text, "1"]}\ntags:\n    a\n    b c\n'
    config = composed(config=[file(tmp_path, "a.sdn", text)])
    assert (config.lr, config.model.hidden, config.tags) == (0.01, 64, ("a", "b c"))
    assert config.extra == {"x": (1, "text", "1")}
    table = file(tmp_path, "b.sdn", "lr |a, b|\n    1, two words\n")
    assert problems(table, folder=tmp_path)[0].startswith("b.sdn:1: lr: ")


def test_everything_that_is_wrong_with_a_file_in_sdn_is_told_with_its_place(tmp_path: Path) -> None:
    assert problems(file(tmp_path, "a.sdn", "lr: .5\nlr: 2\n"), folder=tmp_path) == [
        "a.sdn:1:5: .5 is not how a number is written\n  help: write 0.5\n  help: or quote it as a text",
        "a.sdn:2:1: 'lr' is given twice in one mapping\n"
        "  help: it is given first at line 1, column 1\n  help: keep one of the two",
    ]


def test_toml_gives_the_same(tmp_path: Path) -> None:
    text = TOML.replace("model.hidden = 64\n", "").replace(
        'backbone = "vit_s"', 'backbone = "vit_s"\nhidden = 64'
    )
    config = composed(config=[file(tmp_path, "a.toml", text)])
    check(config)
    assert repr(config.extra) == "{'x': (1, '1', True, 1000.0, 16, 'yes')}"


def test_later_files_win_and_the_environment_and_words_are_stronger(tmp_path: Path) -> None:
    files = [file(tmp_path, "a.yaml", "lr: 1\nepochs: 1\nname: a"), file(tmp_path, "b.json", '{"lr": 2}')]
    config = composed("name=c", config=files, env={"ATO_TRAIN__EPOCHS": "9"})
    assert (config.lr, config.epochs, config.name) == (2, 9, "c")
    assert composed(config=files[0]).lr == 1
    assert composed(config=str(files[0])).lr == 1


def test_the_origin_of_a_value_is_its_place_in_the_file(tmp_path: Path) -> None:
    path = file(tmp_path, "a.yaml", "lr: 1\nmodel:\n  hidden: 3\n")
    given = composed(config=[path])._origin.outside
    assert [(o.leaf.path, o.source, o.text) for o in given[:2]] == [
        ("lr", "config file", f"{path}:1"),
        ("model.hidden", "config file", f"{path}:3"),
    ]


def test_every_problem_of_a_file_is_told_with_its_line_and_key(tmp_path: Path) -> None:
    file(tmp_path, "a.yaml", "lr: fast\nmodel:\n  hiden: 3\n  hidden: 0\nseed: 8\nlr.x: 1\n")
    assert problems(tmp_path / "a.yaml", folder=tmp_path) == [
        "a.yaml:1: lr: 'fast' is not a float",
        "a.yaml:3: model.hiden: the scope 'train' has no field 'model.hiden'\n"
        "  help: did you mean 'model.hidden'?",
        "a.yaml:4: model.hidden: 0 must be at least 1",
        "a.yaml:6: lr.x: the scope 'train' has no field 'lr.x'\n"
        "  help: 'lr' is one value of type float; give it whole as lr=VALUE",
        "a.yaml:5: seed: 'seed' is final: only its default and the default views may set it",
    ]


def test_a_file_may_repeat_what_a_final_field_is(tmp_path: Path) -> None:
    assert composed(config=[file(tmp_path, "a.yaml", "seed: 7")]).seed == 7
    assert problems(file(tmp_path, "b.yaml", "seed: 8"), folder=tmp_path)[0].startswith("b.yaml:1: seed: ")


def test_a_key_that_is_given_nested_and_dotted_is_given_twice(tmp_path: Path) -> None:
    path = file(tmp_path, "a.yaml", "model: {hidden: 1}\nmodel.hidden: 2\nepochs: 1\n")
    assert problems(path, folder=tmp_path) == [
        "a.yaml:1: model.hidden: 'model.hidden' is given twice in this file; see a.yaml:2"
    ]


def test_a_secret_never_stands_in_a_message(tmp_path: Path) -> None:
    text = "account: {token: {a: hunter2}, user: [x]}\ntoken: [hunter2]\n"
    told = "\n".join(problems(file(tmp_path, "a.yaml", text), folder=tmp_path))
    assert "hunter2" not in told
    assert "a.yaml:1: account.token: the value does not fit str" in told


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.yaml", "lr: 1\nlr: 2\n", "the key 'lr' is given twice, at line 2"),
        ("a.yaml", "a: &x [*x]\n", "the alias *x stands inside its own anchor, at line 1"),
        ("a.yaml", "a: *y\n", "the alias *y has no anchor before it, at line 1"),
        ("a.yaml", "lr: !!float 1\n", "the tag '!!float' has no meaning here, at line 1"),
        ("a.yaml", "lr: !env X\n", "the tag '!env' has no meaning here, at line 1"),
        ("a.yaml", "lr: 1\n---\nlr: 2\n", "holds a second document, at line 2"),
        ("a.yaml", "lr: [1\n", "is not YAML: "),
        ("a.yaml", "lr: 'open\n", "is not YAML: "),
        ("a.yaml", "? [a]\n: b\n", "a list or mapping cannot be a key, at line 1"),
        ("a.yaml", "- 1\n", "a file of values holds a mapping of keys to values"),
        ("a.yaml", "just text\n", "a file of values holds a mapping of keys to values"),
        ("a.yaml", "a: " + "[" * 500 + "]" * 500, "stand more than 100 deep, at line 1"),
        ("a.yaml", "a: " + "[" * 100_000, "stand more than 100 deep, at line 1"),
        ("a.yaml", CHAIN, "stand more than 100 deep, at line 100"),
        ("a.yaml", "a: \x01\n", "is not YAML: "),
        ("a.yaml", b"name: caf\xe9\n", "is not UTF-8: line 1 holds the byte 0xe9"),
        ("a.yaml", "lr: 1\n".encode("utf-16"), "is not UTF-8: line 1 holds the byte 0xff"),
        ("a.json", '{"lr": 1,}', "is not JSON: "),
        ("a.json", '{"lr": 1, "lr": 2}', "the key 'lr' is given twice"),
        ("a.json", "[1]", "a file of values holds a mapping of keys to values"),
        ("a.json", '{"a": ' + "[" * 500 + "]" * 500 + "}", "stand more than 100 deep in each other"),
        ("a.json", '{"a": ' + "[" * 100_000, "too deep in each other"),
        ("a.toml", "lr = 1\nlr = 2\n", "is not TOML: Cannot overwrite a value (at line 2"),
        ("a.toml", "lr = \n", "is not TOML: "),
        ("a.toml", "a = " + "[" * 500 + "]" * 500, " deep in each other"),
        ("a.txt", "lr = 1\n", "a file of values ends in one of .yaml, .yml, .json, .toml, .sdn"),
        ("a.sdn", "1\n2\n", "a file of values holds a mapping of keys to values"),
        ("a.ymal", "lr: 1\n", "did you mean '.yaml'"),
        ("a", "lr: 1\n", "a file of values ends in one of"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_in_words(
    tmp_path: Path, name: str, text: str | bytes, told: str
) -> None:
    found = problems(file(tmp_path, name, text), folder=tmp_path)
    assert len(found) == 1
    assert found[0].startswith(f"{name}: ")
    assert told in found[0]


def test_a_bomb_of_aliases_is_refused_before_it_grows(tmp_path: Path) -> None:
    levels = [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    path = file(tmp_path, "a.yaml", "\n".join(["a0: &a0 [x]", *levels]))
    assert "expands to more than 200000 values" in problems(path, folder=tmp_path)[0]


def test_files_that_are_not_there_are_all_told(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    found = problems(tmp_path / "no.yaml", tmp_path / "folder.yaml", tmp_path / "x\0.json", folder=tmp_path)
    assert found == [
        "no.yaml: there is no such file",
        "folder.yaml: is a folder, not a file of values",
        r"x\x00.json: cannot be read: embedded null byte",
    ]


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as stream:
        stream.truncate(16_000_001)
    assert problems(path, folder=tmp_path) == ["a.yaml: holds more than 16 MB, too much for a file of values"]


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.toml", "a.sdn"])
def test_empty_files_and_marks_of_byte_order_and_carriage_returns_are_fine(tmp_path: Path, name: str) -> None:
    assert composed(config=[file(tmp_path, name, "")]) == composed()
    line = {"a.yaml": "lr: 2", "a.json": '{"lr": 2}', "a.toml": "lr = 2", "a.sdn": "lr = 2"}[name]
    assert composed(config=[file(tmp_path, name, "\ufeff" + line + "\r\n")]).lr == 2


def test_an_alias_stands_for_its_anchor(tmp_path: Path) -> None:
    path = file(tmp_path, "a.yaml", "tags: &t [a, b]\nextra: {x: *t, y: &s text, z: *s}\n")
    config = composed(config=[path])
    assert config.extra == {"x": ("a", "b"), "y": "text", "z": "text"}


RAW = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), RAW, max_size=4))
def test_any_json_is_read_as_the_core_schema_reads_it(tree: dict[str, object]) -> None:
    assert ato.read_core(read_text(json.dumps(tree), "json")) == ato.ANY.accept(tree)


@given(st.text("ab:-[]{},'\"\n #&*!|>%?1", max_size=40), st.sampled_from(["yaml", "json", "toml", "sdn"]))
def test_any_text_is_read_or_refused(text: str, format: str) -> None:
    try:
        raw = read_text(text, format)
    except (ato.BadValue, ato.ConfigError) as error:
        assert str(error)  # noqa: PT017
    else:
        assert isinstance(raw, (str, list, dict))


def test_a_group_in_a_file_is_told_where_it_belongs(tmp_path: Path) -> None:
    assert problems(file(tmp_path, "a.yaml", "optimizer: sgd"), folder=tmp_path) == [
        "a.yaml:1: optimizer: the scope 'train' has no field 'optimizer'\n"
        "  help: 'optimizer' is a group; choose its view on the command line: optimizer=VIEW"
    ]
