"""What every config is: immutable, comparable, hashable, changed by copies."""

from __future__ import annotations

import copy
import math
import pickle
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ato.config as ato
from tests.ato.config.sample import Account, Model, Train, composed


class Loose(ato.Config):
    __slots__ = ("odd", "value")
    _fields = (ato.Field("value", ato.ANY, None), ato.Field("odd", ato.Float(finite=False), 0.0))

    def __init__(self, value: object = None, odd: float = 0.0) -> None:
        self._init(value=value, odd=odd)


def test_a_config_cannot_be_changed() -> None:
    config = composed()
    with pytest.raises(AttributeError, match=r"Train is immutable; use config.replace\(lr=...\)"):
        config.lr = 1  # type: ignore[misc]
    with pytest.raises(AttributeError, match="'lr' cannot be deleted"):
        del config.lr
    with pytest.raises(TypeError, match="immutable"):
        config.options["a"] = 1
    for change in ("clear", "popitem", "update", "setdefault", "pop"):
        with pytest.raises(TypeError, match="immutable"):
            getattr(config.options, change)()
    assert not hasattr(config, "__dict__")


def test_a_name_that_is_not_there_is_an_attribute_error_that_names_it() -> None:
    with pytest.raises(AttributeError, match="epoch"):
        _ = composed().epoch
    with pytest.raises(AttributeError, match="lr"):
        _ = Train._of({}).lr


def test_nothing_stands_between_a_reader_and_the_slot() -> None:
    assert not hasattr(Train, "__getattr__")
    assert Train.__getattribute__ is object.__getattribute__


def test_a_constructor_checks_everything_at_once() -> None:
    with pytest.raises(ato.ConfigError) as caught:
        Model(backbone="alexnet", hidden=0)
    assert [problem.subject for problem in caught.value.problems] == ["backbone", "hidden"]


def test_containers_are_frozen_when_they_are_taken() -> None:
    config = Loose({"a": [1, {2}]})
    assert repr(config) == "Loose(value={'a': (1, frozenset({2}))}, odd=0.0)"


@pytest.mark.parametrize("value", [object(), [lambda: 1], {1: 2}, {"a": bytearray()}])
def test_a_value_that_could_change_or_not_be_written_is_refused(value: object) -> None:
    with pytest.raises(ato.ConfigError):
        Loose(value)


def test_replace_changes_nested_structs_by_mappings() -> None:
    config = composed()
    changed = config.replace(lr=1, model={"hidden": 3}, head={"backbone": "vit_s"})
    assert (changed.lr, changed.model.hidden, changed.head) == (1.0, 3, Model(backbone="vit_s"))
    assert (config.lr, config.model.hidden) == (1e-3, 128)
    assert changed.account is config.account
    assert type(changed) is Train


def test_replace_collects_every_problem_at_any_depth() -> None:
    with pytest.raises(ato.ConfigError) as caught:
        composed().replace(
            lr="fast", model={"hidden": 0, "hiden": 1}, seed=8, layers=[{"backbone": 1}], account={"token": 5}
        )
    assert [str(problem) for problem in caught.value.problems] == [
        "lr: 'fast' is not a float",
        "model.hidden: 0 must be at least 1",
        "model.hiden: Model has no such field\n  help: did you mean 'hidden'?",
        "seed: is final and cannot be changed",
        "layers[0].backbone: 1 is not one of 'resnet18', 'resnet50', 'vit_s'",
        "account.token: the value does not fit str and its constraints",
    ]


def test_replace_never_quotes_what_stands_in_a_secret_struct() -> None:
    class Vault(ato.Config):
        __slots__ = ("keys",)
        _fields = (ato.Field("keys", ato.Struct(Model), secret=True),)

    vault = Vault._of({"keys": Model(backbone="vit_s")})
    assert vault.replace(keys={"hidden": 3})._identity() != vault._identity()
    with pytest.raises(ato.ConfigError) as caught:
        vault.replace(keys={"hidden": "hunter2", "hunter2": 1})
    assert str(caught.value) == "keys: the value does not fit Model and its constraints"


def test_repr_masks_secrets_and_leaves_out_what_is_unset() -> None:
    assert repr(Account(user="a", token="hunter2")) == "Account(user='a', token=***)"
    assert repr(Model._of({"hidden": 1})) == "Model(hidden=1)"


def test_equal_configs_are_equal_and_hash_alike() -> None:
    assert composed("lr=0.5") == composed("lr=0.5")
    assert hash(composed("lr=0.5")) == hash(composed("lr=0.5"))
    assert composed("lr=0.5") != composed("lr=0.25")
    assert composed() != Model(backbone="vit_s")
    assert composed() != "config"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (1, True),
        (1, 1.0),
        ([1], [True]),
        ([1], [1.0]),
        ({"a": [0]}, {"a": [False]}),
        ({1}, {True}),
        ({1}, {1.0}),
        ([], {}),
        ("1", 1),
        (b"a", "a"),
        ((), None),
        (
            datetime(2030, 1, 1, 12, tzinfo=timezone.utc),
            datetime(2030, 1, 1, 13, tzinfo=timezone(timedelta(hours=1))),
        ),
        (Path("a"), "a"),
    ],
)
def test_values_of_other_types_are_other_values_at_any_depth(left: object, right: object) -> None:
    assert Loose(left) != Loose(right)
    assert Loose([left]) != Loose([right])
    assert Loose(left).value_hash != Loose(right).value_hash
    assert Loose(left) == Loose(copy.deepcopy(left))


def test_a_struct_is_not_the_mapping_of_its_fields_though_it_is_written_alike() -> None:
    struct, mapping = Loose(Model(backbone="vit_s")), Loose({"backbone": "vit_s", "hidden": 128})
    assert struct != mapping
    assert struct.value_hash == mapping.value_hash


def test_nan_is_itself_and_the_zeros_are_one() -> None:
    one, other = Loose([math.nan], odd=math.nan), Loose([float("nan")], odd=float("nan"))
    assert one == other
    assert hash(one) == hash(other)
    assert one.value_hash == other.value_hash
    assert Loose(0.0) == Loose(-0.0)
    assert hash(Loose(0.0)) == hash(Loose(-0.0))
    assert Loose(0.0).value_hash == Loose(-0.0).value_hash


CORE = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from([0.0, 1.0, math.nan, "", "1", b"1"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=5,
)


@given(CORE, CORE)
def test_equality_hash_and_fingerprint_agree(left: object, right: object) -> None:
    one, other = Loose(left), Loose(right)
    assert (one == other) == (one.value_hash == other.value_hash)
    assert one != other or hash(one) == hash(other)


def test_copies_are_the_config_itself() -> None:
    config = composed()
    assert copy.copy(config) is config
    assert copy.deepcopy(config) is config
    assert copy.deepcopy(config.options) is config.options
    assert copy.copy(config.options) is config.options


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickles_keep_the_config_and_its_origin(protocol: int) -> None:
    config = composed("lr=0.5", "head={backbone: vit_s}", views=("long_run",))
    again = pickle.loads(pickle.dumps(config, protocol))  # noqa: S301
    assert again == config
    assert hash(again) == hash(config)
    assert again._origin.named == ("long_run",)
    assert pickle.loads(pickle.dumps(config.model, protocol)) == config.model  # noqa: S301


def test_a_pickle_is_read_in_another_process_with_the_same_fingerprints(tmp_path: Path) -> None:
    config = composed("tags=[b, a]", "extra={z: [1.5, nan], a: null}")
    (tmp_path / "config.pickle").write_bytes(pickle.dumps(config))
    code = (
        "import pickle, sys; c = pickle.load(open(sys.argv[1], 'rb'));"
        "print(c.structural_hash, c.value_hash, c._origin.outside[-1].leaf.path, repr(c) == sys.argv[2])"
    )
    for seed in ("0", "1"):
        ran = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "config.pickle"), repr(config)],
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert ran.stdout.split() == [config.structural_hash, config.value_hash, "extra", "True"]


def test_a_config_of_a_schema_without_a_module_pickles_without_its_origin() -> None:
    schema = ato.Schema("bare", Model, views=(ato.View("v", default=True, writes={"backbone": "vit_s"}),))
    again = pickle.loads(pickle.dumps(schema.compose()))  # noqa: S301
    assert again == schema.compose()
    assert not hasattr(again, "_origin")


def test_match_takes_a_config_apart() -> None:
    found: object
    match composed("lr=0.5"):
        case Train(0.5, epochs=epochs, model=Model(backbone="resnet50", hidden=hidden)):
            found = (epochs, hidden)
        case _:
            found = None
    assert found == (50, 128)


def test_to_dict_gives_plain_data_with_secrets() -> None:
    data = composed("token=hunter2", "layers=[{backbone: vit_s}]", "options={a: 1}").to_dict()
    assert data["token"] == "hunter2"
    assert data["layers"] == [{"backbone": "vit_s", "hidden": 128}]
    assert type(data["options"]) is dict
    assert type(data["model"]) is dict


# Classes that extend others


class Heir(Model):
    __slots__ = ("name",)
    __match_args__ = (*Model.__match_args__, "name")
    _fields = (*Model._fields, ato.Field("name", ato.STR, "heir"))
    name: str


def test_an_heir_is_one_of_its_base_and_equals_none_of_them() -> None:
    heir = Heir._defaults()
    assert isinstance(heir, Model)
    assert ato.Struct(Model).accept(heir) is heir
    assert heir != Model._defaults()
    assert heir._sealed is Heir


def test_an_heir_can_be_changed_copied_and_watched() -> None:
    heir = Heir._defaults()
    changed = heir.replace(name="other", hidden=3)
    assert (changed.name, changed.hidden, type(changed)) == ("other", 3, Heir)
    assert pickle.loads(pickle.dumps(changed)) == changed  # noqa: S301
    assert changed.track_access().name == "other"
    with pytest.raises(AttributeError, match="immutable"):
        changed.name = "third"
