"""Fingerprints of values: the same for what is equal, another for what is not."""

from __future__ import annotations

import collections
import collections.abc
import dataclasses
import datetime
import enum
import subprocess
import sys
from argparse import Namespace
from array import array
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any, NamedTuple

import attr
import numpy as np
import pydantic
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from omegaconf import OmegaConf

from ato.config import ConfigError
from ato.config.types._values import identity
from ato.fingerprint import output_hash
from tests.ato.config.sample import composed

torch: Any = import_module("torch")
scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.binary(max_size=3)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=8,
)


@dataclasses.dataclass
class Pair:
    left: object
    right: object


Point = collections.namedtuple("Point", "x y")


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


@given(values, values)
@settings(max_examples=100, deadline=None)
def test_two_values_share_a_fingerprint_exactly_when_they_are_the_same(left: object, right: object) -> None:
    is_same = identity(frozen(left)) == identity(frozen(right))
    assert (output_hash(left) == output_hash(right)) == is_same


def frozen(value: object) -> object:
    if isinstance(value, list):
        return tuple(frozen(item) for item in value)
    return {key: frozen(item) for key, item in value.items()} if isinstance(value, dict) else value


DIFFERENT = [
    1, 1.0, True, "1", b"1", None, 0.0, -0.0, float("nan"), float("inf"), 1j, ..., [], (), {}, set(),
    [1], (1,), {1}, {1: 1}, {"1": 1}, [[1], 2], [1, [2]], ["ab"], ["a", "b"], Pair(1, 2), Pair(2, 1),
    Point(1, 2), Colour.RED, Colour.BLUE, Path("a/b"), "a/b", range(3), np.zeros(2), np.zeros((2, 1)),
    np.zeros(2, "f4"), np.float64(1.0), np.array(["a"]), np.array([1, "x", None], dtype=object),
    np.zeros(2, "i8,f4"), np.zeros(2, [("a", "i8"), ("b", "f4")]),
    np.ma.masked_array([0.0, 0.0], [True, False]),
]  # fmt: skip


def test_kinds_shapes_and_names_count() -> None:
    hashes = [output_hash(value) for value in DIFFERENT]
    twins = {(a, b) for a in range(len(hashes)) for b in range(a) if hashes[a] == hashes[b]}
    assert twins == set()


def test_layout_order_and_identity_do_not_count() -> None:
    text = "".join(["ab", "c"])
    array = np.arange(24.0).reshape(2, 3, 4)
    for left, right in [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ([text, text], ["abc", "".join(["a", "bc"])]),
        (array, np.asfortranarray(array)),
        (array[:, ::2], array[:, ::2].copy()),
        (array, array.astype(">f8")),
        (collections.OrderedDict(b=1, a=2), {"a": 2, "b": 1}),
        ({"x", "y", "z"}, frozenset(("z", "y", "x"))),
        (PurePosixPath("a"), Path("a")),
        (np.ma.masked_array([1.0, 7.0], [False, True]), np.ma.masked_array([1.0, 9.0], [False, True])),
        (float("nan"), float("nan")),
        (composed("lr=1"), composed("lr=1")),
    ]:
        assert output_hash(left) == output_hash(right)


def test_a_value_does_not_change_with_the_hash_seed() -> None:
    code = "from ato.fingerprint import output_hash; print(output_hash([{'a','b','c'}, {'x': {1, 'y'}}]))"
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": str(Path.cwd() / "runtime"), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(found) == 1


def test_what_has_no_value_is_told_with_its_place() -> None:
    with pytest.raises(ConfigError, match=r"output\['a'\]\[1\]: has no fingerprint: nothing"):
        output_hash({"a": [1, test_what_has_no_value_is_told_with_its_place]})


def test_a_value_that_holds_itself_or_never_ends_is_told() -> None:
    ring: list[object] = []
    ring.append(ring)
    with pytest.raises(ConfigError, match="it holds itself"):
        output_hash(ring)
    deep: list[object] = []
    for _ in range(1000):
        deep = [deep]
    with pytest.raises(ConfigError, match="more than 200 deep"):
        output_hash(deep)


class Row(NamedTuple):
    a: object


@dataclasses.dataclass
class Unset:
    a: object = dataclasses.field(init=False)


class Flags(enum.Flag):
    A = 1
    B = 2
    C = 4


@attr.s(auto_attribs=True)
class Attrs:
    a: object


class Model(pydantic.BaseModel):
    a: object


class Zone(datetime.tzinfo):
    def utcoffset(self, dt: datetime.datetime | None) -> datetime.timedelta:
        return datetime.timedelta(hours=1)

    def dst(self, dt: datetime.datetime | None) -> None:
        return None


def test_what_is_made_of_named_parts_counts_by_them() -> None:
    kinds = [Row, Attrs, lambda a: Model(a=a), lambda a: SimpleNamespace(a=a), lambda a: Namespace(a=a),
             lambda a: slice(a, None), lambda a: collections.deque([a]),
             lambda a: OmegaConf.create({"a": [a]}), lambda a: array("q", [a])]  # fmt: skip
    hashes = [output_hash(kind(number)) for kind in kinds for number in (1, 2)]
    assert len(set(hashes)) == len(hashes)
    assert hashes == [output_hash(kind(number)) for kind in kinds for number in (1, 2)]
    assert output_hash(OmegaConf.create({"a": "${b}", "b": [1]})) == output_hash({"a": [1], "b": [1]})


def test_joined_flags_count_by_their_bits_and_moments_by_the_clock() -> None:
    flags = [Flags.A, Flags.A | Flags.B, Flags.B | Flags.C, Flags(0)]
    assert len({output_hash(flag) for flag in flags}) == 4
    moments = [datetime.datetime(2020, 1, 1, tzinfo=Zone()) for _ in range(2)]
    assert output_hash(moments[0]) == output_hash(moments[1])
    hour = datetime.timezone(datetime.timedelta(hours=1))
    assert output_hash(datetime.datetime(2020, 1, 1, tzinfo=hour)) == output_hash(moments[0])
    assert output_hash(datetime.datetime(2020, 1, 1))  # noqa: DTZ001 != output_hash(moments[0])


def test_whatever_a_value_does_when_it_is_read_the_error_is_one_of_ours() -> None:
    class Broken(collections.abc.Mapping[object, object]):
        def __getitem__(self, key: object) -> object:
            raise KeyError(key)

        def __iter__(self) -> Iterator[object]:
            raise RuntimeError("gone\nfor good")

        def __len__(self) -> int:
            return 1

    class Shy:
        def __repr__(self) -> str:
            raise ValueError

    for value, words in [
        ({"m": Broken()}, r"output\['m'\]: has no fingerprint: reading it raises RuntimeError: gone"),
        (Unset(), "reading it raises AttributeError"),
        ({Shy(): print}, r"output\[[^\]]*Shy\]: has no fingerprint"),
    ]:
        with pytest.raises(ConfigError, match=words):
            output_hash(value)


def test_a_value_is_told_to_be_too_deep_where_the_stack_is_used_up() -> None:
    deep: object = 1
    for _ in range(190):
        deep = [deep]

    def below(frames: int) -> str:
        return output_hash(deep) if frames == 0 else below(frames - 1)

    assert len(below(0)) == 64
    with pytest.raises(ConfigError, match="deeper in each other than the stack is"):
        below(sys.getrecursionlimit() - 400)


def test_nothing_is_taken_from_what_iterates() -> None:
    items = iter([1, 2, 3])
    for lazy in (items, map(str, items), (item for item in items), zip(items)):
        with pytest.raises(ConfigError, match="has no fingerprint"):
            output_hash(lazy)
    assert list(items) == [1, 2, 3]


def test_a_model_is_told_to_be_given_by_its_state() -> None:
    model = torch.nn.Linear(1, 1)
    with pytest.raises(ConfigError, match=r"give inspect_fn=lambda result: result.state_dict\(\)"):
        output_hash(model)


def test_a_value_that_is_met_many_times_is_encoded_once() -> None:
    bomb: list[object] = ["x"]
    for _ in range(100):
        bomb = [bomb, bomb]
    assert len(output_hash(bomb)) == 64


def test_neither_numpy_nor_torch_is_imported() -> None:
    code = (
        "import sys; from ato.fingerprint import output_hash; output_hash([1, 'a', {1: 2}]);"
        "print({'numpy', 'torch'} & set(sys.modules))"
    )
    paths = {"PYTHONPATH": str(Path.cwd() / "runtime")}
    ran = subprocess.run([sys.executable, "-c", code], env=paths, capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"
