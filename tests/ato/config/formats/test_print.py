"""Configs as text, and back again."""

from __future__ import annotations

import json
import math
import os
import stat
from datetime import timedelta, timezone
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import ato.config as ato
from ato.config.formats._plain import MASKED, OMITTED
from ato.config.formats._print import to_text
from tests.ato.config.sample import Account, Model, composed


class Inner(ato.Config):
    __slots__ = ("flag", "items", "on")
    _fields = (
        ato.Field("flag", ato.BOOL, False),
        ato.Field("on", ato.STR, "on"),
        ato.Field("items", ato.Tuples(ato.INT), ()),
    )


class Every(ato.Config):
    """A field of every type."""

    __slots__ = (
        "any",
        "blob",
        "choice",
        "day",
        "days",
        "flag",
        "inner",
        "many",
        "maybe",
        "number",
        "odd",
        "pair",
        "part",
        "place",
        "size",
        "table",
        "text",
        "unique",
        "wait",
        "waits",
    )  # fmt: skip
    _fields = (
        ato.Field("flag", ato.BOOL),
        ato.Field("size", ato.INT),
        ato.Field("number", ato.FLOAT),
        ato.Field("odd", ato.Float(finite=False)),
        ato.Field("text", ato.STR),
        ato.Field("blob", ato.BYTES),
        ato.Field("place", ato.PATH),
        ato.Field("day", ato.DATETIME),
        ato.Field("wait", ato.DURATION),
        ato.Field("days", ato.List(ato.DATETIME), ()),
        ato.Field("waits", ato.Dict(ato.DURATION), ato.FrozenDict()),
        ato.Field("choice", ato.Literal("a", "no", "1", 1, True)),
        ato.Field("maybe", ato.Union(ato.INT, ato.STR, ato.NULL), None),
        ato.Field("many", ato.List(ato.List(ato.STR))),
        ato.Field("unique", ato.Set(ato.INT)),
        ato.Field("pair", ato.Tuple(ato.STR, ato.FLOAT)),
        ato.Field("table", ato.Dict(ato.Union(ato.Dict(ato.STR), ato.BOOL))),
        ato.Field("part", ato.Union(ato.Struct(Inner), ato.NULL), None),
        ato.Field("any", ato.ANY, ""),
        ato.Field("inner", ato.Struct(Inner)),
    )


SCHEMA = ato.Schema("every", Every)
TEXT = st.text(max_size=12) | st.sampled_from(
    ["no", "null", "~", "1e5", "012", "12:30", "a: b", "- x", "#", "", " a "]
)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
CORE = st.recursive(
    st.none() | st.booleans() | st.integers() | FINITE | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
MOMENTS = st.datetimes(
    timezones=st.none() | st.integers(-1439, 1439).map(lambda m: timezone(timedelta(minutes=m)))
)
INNER = st.fixed_dictionaries(
    {"flag": st.booleans(), "on": TEXT, "items": st.lists(st.integers(), max_size=40)}
)
VALUES = st.fixed_dictionaries(
    {
        "flag": st.booleans(),
        "size": st.integers(-(2**70), 2**70),
        "number": FINITE,
        "odd": st.floats(),
        "text": TEXT,
        "blob": st.binary(max_size=8),
        "place": TEXT.filter(lambda text: text and "\0" not in text),
        "day": MOMENTS,
        "wait": st.timedeltas(),
        "days": st.lists(MOMENTS, max_size=2),
        "waits": st.dictionaries(TEXT, st.timedeltas(), max_size=2),
        "choice": st.sampled_from(["a", "no", "1", 1, True]),
        "maybe": st.none() | st.integers() | TEXT,
        "many": st.lists(st.lists(TEXT, max_size=3), max_size=3),
        "unique": st.sets(st.integers(), max_size=4),
        "pair": st.tuples(TEXT, FINITE),
        "table": st.dictionaries(TEXT, st.booleans() | st.dictionaries(TEXT, TEXT, max_size=2), max_size=3),
        "part": st.none() | INNER,
        "any": CORE,
        "inner": INNER,
    }
)


def holds_null(value: object) -> bool:
    if isinstance(value, dict):
        return any(holds_null(item) for item in value.values())
    if isinstance(value, list):
        return any(holds_null(item) for item in value)
    return value is None


def made(values: dict[str, object]) -> ato.Config:
    return ato.Struct(Every).accept(values)  # type: ignore[return-value]


@pytest.mark.parametrize("suffix", ["yaml", "json", "toml", "sdn"])
@settings(max_examples=60)
@given(values=VALUES)
def test_what_is_dumped_reads_back_to_an_equal_config(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, values: dict[str, object]
) -> None:
    if suffix == "toml" and holds_null(values["any"]):
        values["any"] = "no null in TOML"
    config = made(values)
    path = tmp_path_factory.getbasetemp() / f"every.{suffix}"
    config.dump(path)
    again = SCHEMA.compose(config=[path])
    assert again == config
    assert again.value_hash == config.value_hash
    assert to_text(again, suffix) == to_text(config, suffix)


@settings(max_examples=60)
@given(VALUES)
def test_other_readers_of_yaml_and_json_see_the_same_scalars(values: dict[str, object]) -> None:
    config = made(values)
    for data in (yaml.safe_load(to_text(config, "yaml")), json.loads(to_text(config, "json"))):
        for name in (
            "flag",
            "size",
            "number",
            "text",
            "choice",
            "maybe",
            "many",
            "any",
            "table",
            "part",
            "inner",
        ):
            assert data[name] == values[name] or isinstance(data[name], dict)
            assert type(data[name]) is type(values[name])
        assert math.isnan(data["odd"]) if math.isnan(values["odd"]) else data["odd"] == values["odd"]  # type: ignore[arg-type]


def test_yaml_is_written_plainly() -> None:
    config = composed(
        "tags=[a, NO, 'c d', 1e5, '']",
        "options={on: 1, x y: 2}",
        "layers=[{backbone: vit_s}, {backbone: resnet18, hidden: 1}]",
        "extra=[[1, 2], {a: []}, {}]",
        "lr=1e-5",
        "cache=90m",
        "token=hunter2",
        "name='a: b'",
    )
    assert to_text(config, "yaml", secrets=MASKED) == (
        "lr: 1.0e-05\n"
        "epochs: 50\n"
        "batch_size: 32\n"
        "dataset: cifar10\n"
        "model:\n"
        "  backbone: resnet50\n"
        "  hidden: 128\n"
        'tags: [a, "NO", c d, "1e5", ""]\n'
        "options:\n"
        '  "on": 1\n'
        "  x y: 2\n"
        "extra:\n"
        "  - [1, 2]\n"
        "  - a: []\n"
        "  - {}\n"
        "head: null\n"
        "layers:\n"
        "  - backbone: vit_s\n"
        "    hidden: 128\n"
        "  - backbone: resnet18\n"
        "    hidden: 1\n"
        'token: "***"\n'
        "account:\n"
        "  user: me\n"
        '  token: "***"\n'
        "data_dir: data\n"
        "seed: 7\n"
        "speed: 1\n"
        "cache: 1h30m\n"
        'name: "a: b"\n'
        "warmup: 5\n"
    )


def test_toml_puts_structs_in_tables_and_says_what_is_null() -> None:
    config = composed("options={a b: 1}", "layers=[{backbone: vit_s}]")
    assert to_text(config, "toml") == (
        "lr = 0.001\n"
        "epochs = 50\n"
        "batch_size = 32\n"
        'dataset = "cifar10"\n'
        "tags = []\n"
        'options = {"a b" = 1}\n'
        "# extra is null, which TOML cannot say\n"
        "# head is null, which TOML cannot say\n"
        'layers = [{backbone = "vit_s", hidden = 128}]\n'
        'data_dir = "data"\n'
        "seed = 7\n"
        "# cache is null, which TOML cannot say\n"
        'name = "run"\n'
        "warmup = 5\n"
        "\n"
        "[model]\n"
        'backbone = "resnet50"\n'
        "hidden = 128\n"
        "\n"
        "[account]\n"
        'user = "me"\n'
    )


def test_json_is_written_in_the_order_of_declaration() -> None:
    text = to_text(composed(), "json")
    assert list(json.loads(text))[:3] == ["lr", "epochs", "batch_size"]
    assert text.endswith("}\n")


def test_a_null_inside_a_container_cannot_be_toml() -> None:
    with pytest.raises(ato.ConfigError) as caught:
        to_text(composed("extra=[1, null, {a: null}]"), "toml")
    assert [problem.subject for problem in caught.value.problems] == ["extra[1]", "extra[2].a"]


def test_secrets_are_left_out_of_files_and_masked_for_the_eye() -> None:
    config = composed("token=hunter2", "account.token=hunter2")
    for format in ("yaml", "json", "toml", "sdn"):
        assert "hunter2" not in to_text(config, format, secrets=MASKED)
        assert "token" not in to_text(config, format, secrets=OMITTED)


def test_a_deprecated_field_that_holds_its_default_is_left_out_of_files(tmp_path: Path) -> None:
    assert "speed" not in to_text(composed(), "yaml")
    with pytest.warns(DeprecationWarning, match="use lr"):
        config = composed("speed=3")
    assert "speed: 3" in to_text(config, "yaml")


def test_a_dumped_config_can_be_given_back_with_its_final_fields(tmp_path: Path) -> None:
    config = composed("lr=0.5", "tags=[a]", "head={backbone: vit_s}")
    for name in ("a.yaml", "a.json", "a.toml", "a.sdn"):
        config.dump(tmp_path / name)
        assert composed(config=[tmp_path / name]) == config


def test_text_that_is_no_utf8_cannot_be_written(tmp_path: Path) -> None:
    config = composed().replace(data_dir=Path(os.fsdecode(b"caf\xe9")))
    for name in ("a.yaml", "a.json", "a.toml", "a.sdn"):
        with pytest.raises(ato.ConfigError, match="holds bytes that are no UTF-8"):
            config.dump(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_suffix_is_told(tmp_path: Path) -> None:
    with pytest.raises(ato.ConfigError, match=r"ends in one of \.yaml, \.yml, \.json, \.toml, \.sdn"):
        composed().dump(tmp_path / "a.ini")
    with pytest.raises(ato.ConfigError, match=r"did you mean '\.yaml'"):
        composed().dump(tmp_path / "a.yamll")


def test_a_file_keeps_its_permissions_and_a_link_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")
    path.chmod(0o640)
    (tmp_path / "link.yaml").symlink_to(path)
    composed().dump(tmp_path / "link.yaml")
    assert (tmp_path / "link.yaml").is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.read_text().startswith("lr: ")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.yaml", "link.yaml"]


def test_a_failed_write_leaves_the_old_file_and_no_debris(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("fsync", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, fail)
            with pytest.raises(OSError, match="No space left"):
                composed().dump(path)
        assert [entry.read_text() for entry in tmp_path.iterdir()] == ["old"]
    with pytest.raises(OSError, match="No such file"):
        composed().dump(tmp_path / "no" / "a.yaml")


def test_a_long_list_is_written_below_itself() -> None:
    config = composed("tags=[" + ", ".join(f"a_rather_long_tag_{i}" for i in range(10)) + "]")
    assert "tags:\n  - a_rather_long_tag_0\n" in to_text(config, "yaml")


def test_a_key_that_is_too_long_for_a_colon_is_asked_for(tmp_path: Path) -> None:
    config = composed().replace(options={"k" * 2000: 1})
    config.dump(tmp_path / "a.yaml")
    assert composed(config=[tmp_path / "a.yaml"]) == config


def test_a_struct_alone_can_be_dumped(tmp_path: Path) -> None:
    Model(backbone="vit_s").dump(tmp_path / "model.yaml")
    assert (tmp_path / "model.yaml").read_text() == "backbone: vit_s\nhidden: 128\n"
    Account(token="hunter2").dump(tmp_path / "account.yaml")
    assert (tmp_path / "account.yaml").read_text() == "user: me\n"
