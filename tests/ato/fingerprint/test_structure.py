"""One fingerprint for equal content, whatever library holds it."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import functools
import re
import uuid
from argparse import Namespace
from importlib import import_module
from pathlib import Path, PurePosixPath
from types import MappingProxyType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from omegaconf import OmegaConf
from pydantic import BaseModel, SecretStr

import ato.config as ato
from ato.fingerprint import structure as fingerprint
from tests.ato.config.sample import Model, composed

torch: Any = import_module("torch")


@dataclasses.dataclass
class Net:
    hidden: int
    sizes: tuple[int, ...]


class Run(BaseModel):
    lr: float
    net: dict[str, object]


class Colour(enum.Enum):
    RED = 1


PLAIN = {"lr": 0.1, "net": {"hidden": 3, "sizes": [1, 2]}}


def test_every_library_has_the_same_fingerprint_for_the_same_content() -> None:
    same = [
        PLAIN,
        MappingProxyType(PLAIN),
        OmegaConf.create(PLAIN),
        {"net": OmegaConf.create(PLAIN["net"]), "lr": 0.1},
        OmegaConf.create({"lr": 0.1, "size": 3, "net": {"hidden": 3, "sizes": [1, 2]}} | {}),
        Namespace(lr=0.1, net=Net(3, (1, 2))),
        Run(lr=0.1, net={"hidden": 3, "sizes": [1, 2]}),
    ]
    del same[4]["size"]
    assert {fingerprint(config) for config in same} == {fingerprint(PLAIN)}


def test_interpolations_count_by_what_they_come_to_and_stay_as_they_are() -> None:
    config = OmegaConf.create({"a": 1, "b": "${a}"})
    assert fingerprint(config) == fingerprint({"a": 1, "b": 1})
    assert OmegaConf.to_container(config) == {"a": 1, "b": "${a}"}
    with pytest.raises(ato.ConfigError, match="b: cannot be resolved: Interpolation key 'c' not found"):
        fingerprint(OmegaConf.create({"b": "${c}"}))


def test_it_is_the_fingerprint_of_generated_configs() -> None:
    config = composed("lr=0.5")
    assert fingerprint(config) == (config.structural_hash, config.value_hash)
    assert fingerprint({"hidden": 128, "backbone": "vit_s"}) == fingerprint(Model(backbone="vit_s"))


def test_structure_and_values_are_apart() -> None:
    one, other = fingerprint({"a": 1, "b": "x"}), fingerprint({"a": 2, "b": "y"})
    assert one.structural == other.structural
    assert one.value != other.value
    assert fingerprint({"a": 1}).structural != fingerprint({"a": 1.0}).structural
    assert fingerprint({"a.b": 1}) != fingerprint({"a": {"b": 1}})
    assert fingerprint({1: 2}) != fingerprint({"1": 2})


def test_what_configs_hold_beside_data_counts_by_its_name() -> None:
    assert fingerprint({"a": Colour.RED, "f": Net, "p": Path("x")}) == fingerprint(
        {"a": "RED", "f": f"{__name__}.Net", "p": Path("x")}
    )


def test_scalars_of_every_library_count_by_kind_and_value() -> None:
    values = [
        decimal.Decimal("1.0"), uuid.UUID(int=1), datetime.date(2020, 1, 1), range(3), 1 + 2j, torch.float32,
        torch.device("cpu"), np.dtype("f4"), np.longdouble(1.5), np.datetime64("2020"), np.zeros(5000),
        functools.partial(int, "3", base=10), SimpleNamespace(a=1), np.float32, re.compile("a"),
    ]  # fmt: skip
    hashes = [fingerprint({"a": value}).value for value in values]
    assert len(set(hashes)) == len(values)
    assert not set(hashes) & {fingerprint({"a": str(value)}).value for value in values}
    assert hashes[0] != fingerprint({"a": decimal.Decimal("1.00")}).value
    assert fingerprint({"a": PurePosixPath("x")}) == fingerprint({"a": Path("x")})


def test_arrays_are_the_lists_they_could_be() -> None:
    for held in (np.array([[1.0, 2.0]]), torch.tensor([[1.0, 2.0]])):
        assert fingerprint({"a": held}) == fingerprint({"a": [[1.0, 2.0]]})
    assert fingerprint({"a": np.float32(0.5), "b": np.int8(3)}) == fingerprint({"a": 0.5, "b": 3})


def test_secrets_of_pydantic_count_by_being_there() -> None:
    class Login(BaseModel):
        password: SecretStr

    assert fingerprint(Login(password="a")) == fingerprint(Login(password="b"))  # type: ignore[arg-type]


class Level(enum.IntEnum):
    LOW = 1


class Parts(enum.Flag):
    A = 1
    B = 2


def test_keys_that_are_no_texts_do_not_pass_for_texts() -> None:
    assert fingerprint({"\0int\x001": 2}) != fingerprint({1: 2})
    assert fingerprint({Level.LOW: 2}) != fingerprint({1: 2})
    assert fingerprint({True: 2}) != fingerprint({1: 2})
    assert fingerprint({"a": Parts.A | Parts.B}) == fingerprint({"a": "A|B"})


def test_a_field_that_nothing_has_set_is_told() -> None:
    @dataclasses.dataclass
    class Late:
        a: int = dataclasses.field(init=False)

    with pytest.raises(ato.ConfigError, match="a: has no value yet"):
        fingerprint(Late())


def test_what_has_no_value_is_told_with_its_path() -> None:
    ring: dict[str, object] = {}
    ring["a"] = ring
    for config, message in [
        ({"a": [object()]}, r"a\[0\]: <object object at .*> \(object\) has no value"),
        (ring, "more than 100 deep"),
    ]:
        with pytest.raises(ato.ConfigError, match=message):
            fingerprint(config)


leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text("ab?", max_size=3)
trees = st.dictionaries(
    st.text("abc", min_size=1, max_size=2),
    st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner)
    ),
    max_size=4,
)


@given(trees, trees)
@settings(max_examples=100, deadline=None)
def test_omegaconf_and_dicts_agree_on_any_content(one: dict[str, object], other: dict[str, object]) -> None:
    assert fingerprint(OmegaConf.create(one)) == fingerprint(one)
    assert (fingerprint(one).value == fingerprint(other).value) == (
        ato.ANY.accept(one) is not None and same(one, other)
    )


def same(one: object, other: object) -> bool:
    from ato.config.types._values import frozen, identity

    return identity(frozen(one)) == identity(frozen(other))
