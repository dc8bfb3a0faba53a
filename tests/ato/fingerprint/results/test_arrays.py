"""Arrays of numpy: by kind, shape and values, whatever their memory looks like."""

from __future__ import annotations

import tracemalloc
from hashlib import sha256
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.fingerprint import output_hash
from ato.fingerprint.results._arrays import BLOCK, array_parts, blocks_of

torch: Any = import_module("torch")
BIG = np.arange(3 * BLOCK // 8 + 5, dtype="f8")


def test_blocks_hold_every_element_once_and_in_order() -> None:
    for shape in [(BIG.size,), (BIG.size // 7, 7), (1, BIG.size), (3, BIG.size // 3, 1), ()]:
        count = int(np.prod(shape))
        array = BIG[:count].reshape(shape)
        blocks = list(blocks_of(array, 8))
        assert np.array_equal(np.concatenate([block.reshape(-1) for block in blocks]), array.reshape(-1))
        assert all(block.nbytes <= BLOCK for block in blocks)


def test_layout_does_not_count_across_blocks() -> None:
    square = BIG[: 1024 * 1024].reshape(1024, 1024)
    for other in (np.asfortranarray(square), square.astype(">f8"), np.repeat(square, 2, axis=1)[:, ::2]):
        assert output_hash(other) == output_hash(square)
    changed = square.copy()
    changed[-1, -1] = -1.0
    assert output_hash(changed) != output_hash(square)


@given(
    shape=st.lists(st.sampled_from([1, 2, 3, 65, 600]), min_size=1, max_size=2),
    order=st.permutations([0, 1, 2]),
    steps=st.lists(st.sampled_from([1, -1, 2]), min_size=3, max_size=3),
    kind=st.sampled_from(["<f4", ">f4", "i1", "M8[s]"]),
)
@settings(max_examples=60, deadline=None)
def test_any_strides_come_to_the_same(
    shape: list[int], order: list[int], steps: list[int], kind: str
) -> None:
    whole = np.arange(np.prod(shape)).astype("i4").astype(kind).reshape(shape)
    turned = whole.transpose([axis for axis in order if axis < len(shape)])
    sliced = turned[tuple(slice(None, None, step) for step in steps[: len(shape)])]
    assert output_hash(sliced) == output_hash(np.ascontiguousarray(sliced))
    if kind in ("<f4", "i1"):
        tensor = torch.from_numpy(whole).permute([axis for axis in order if axis < len(shape)])
        assert output_hash(tensor) == output_hash(torch.from_numpy(np.ascontiguousarray(turned)))


def test_the_content_is_the_digest_of_its_bytes() -> None:
    parts = array_parts(BIG, lambda _: b"", None)
    assert parts is not None
    assert parts[-1] == sha256(BIG.data).digest()


def test_an_array_in_order_is_hashed_without_a_copy() -> None:
    tracemalloc.start()
    try:
        output_hash({"weights": BIG})
        assert tracemalloc.get_traced_memory()[1] < BLOCK / 4
        output_hash(BIG[::2])
        assert tracemalloc.get_traced_memory()[1] < 3 * BLOCK
    finally:
        tracemalloc.stop()


def test_bytes_that_mean_nothing_do_not_count() -> None:
    left, right = np.zeros(3, np.longdouble), np.zeros(3, np.longdouble)
    raw = right.view("u1").reshape(3, -1)
    if np.finfo(np.longdouble).nmant == 63:
        raw[:, 10:] = 7
    assert output_hash(left) == output_hash(right)
    assert output_hash(left) != output_hash(left + np.longdouble(1e-19))


@pytest.mark.parametrize(
    "dtype", ["?", "i1", "u2", "i8", "f2", "f4", "c8", "c16", "M8[s]", "m8[ms]", "S3", "U3", "V4"]
)
def test_every_kind_has_a_fingerprint_of_its_own(dtype: str) -> None:
    array = np.zeros(4, dtype)
    assert output_hash(array) == output_hash(np.zeros(8, dtype)[::2])
    assert output_hash(array) != output_hash(np.zeros(4, "i4"))
    assert output_hash(array) != output_hash(np.zeros(5, dtype))


INNER = [("b", "f8"), ("c", "f8")]


def test_fields_belong_to_the_field_they_stand_in() -> None:
    together = np.zeros(2, [("a", INNER)])
    apart = np.zeros(2, [("a", INNER[:1]), ("c", "f8")])
    assert output_hash(together) != output_hash(apart)
    assert output_hash(np.zeros(2, [("array", "f8")])) != output_hash(np.zeros(2, [("\udcff", "f8")]))
    assert output_hash(np.zeros(2, np.dtype("i1,f8", align=True))) == output_hash(np.zeros(2, "i1,f8"))


def test_masked_arrays_with_fields_count_by_what_is_not_masked() -> None:
    hidden, shown = np.ma.zeros(2, [("a", INNER)]), np.ma.zeros(2, [("a", INNER)])
    hidden.mask["a"]["b"] = [True, False]
    assert output_hash(hidden) != output_hash(shown)
    hidden.data["a"]["b"][0] = 7.0
    shown["a"]["b"][0] = np.ma.masked
    assert output_hash(hidden) == output_hash(shown)


def test_arrays_without_bytes_count_by_their_shape() -> None:
    assert output_hash(np.zeros(3, "V0")) != output_hash(np.zeros(4, "V0"))
    assert output_hash(np.zeros(3, np.dtype([]))) != output_hash(np.zeros(4, np.dtype([])))


def test_texts_of_any_length_count_by_what_they_say() -> None:
    kind: Any = getattr(np, "dtypes", None)
    if not hasattr(kind, "StringDType"):
        pytest.skip("numpy before 2.0 has no texts of any length")
    words = np.array(["a", "a longer text, which is kept elsewhere" * 3], dtype=kind.StringDType())
    again = np.array(
        ["a", "".join(["a longer text, which", " is kept elsewhere"]) * 3], dtype=kind.StringDType()
    )
    assert output_hash(words) == output_hash(again)
    assert output_hash(words) != output_hash(words[::-1])
