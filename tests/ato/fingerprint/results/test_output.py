"""Fingerprints of values: the same for what is equal, another for what is not."""

from __future__ import annotations

import collections
import dataclasses
import enum
import subprocess
import sys
from pathlib import Path, PurePosixPath

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.config import ConfigError
from ato.config.types._values import identity
from ato.fingerprint import output_hash
from tests.ato.config.sample import composed

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
