"""Tensors of torch: by kind, shape and values, wherever and however they lie."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import pytest

from ato.config import ConfigError
from ato.fingerprint import output_hash
from ato.fingerprint.results._arrays import BLOCK

torch: Any = import_module("torch")
PLAIN = torch.arange(24.0).reshape(2, 3, 4)


def test_strides_views_and_gradients_do_not_count() -> None:
    for other in (
        PLAIN.permute(2, 0, 1).contiguous().permute(1, 2, 0),
        torch.cat([PLAIN, PLAIN], dim=2)[:, :, :4],
        PLAIN.clone().requires_grad_(),
        torch.nn.Parameter(PLAIN),
        (PLAIN.clone().requires_grad_() * 1).reshape(2, 3, 4),
    ):
        assert output_hash(other) == output_hash(PLAIN.detach())


def test_shape_kind_and_values_count() -> None:
    values: list[Any] = [
        PLAIN,
        PLAIN.reshape(3, 2, 4),
        PLAIN.double(),
        PLAIN.int(),
        PLAIN + 1,
        -PLAIN,
        PLAIN.numpy(),
    ]
    assert len({output_hash(value) for value in values}) == len(values)


@pytest.mark.parametrize(
    "dtype",
    [
        torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.uint16,
        torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128,
        torch.float8_e4m3fn, torch.float8_e5m2,
    ],
)  # fmt: skip
def test_every_kind_has_a_fingerprint(dtype: Any) -> None:
    tensor = torch.arange(6).to(dtype).reshape(2, 3)
    assert output_hash(tensor) == output_hash(tensor.t().clone(memory_format=torch.contiguous_format).t())
    assert output_hash(tensor) != output_hash(torch.zeros(2, 3).to(dtype))
    assert output_hash(torch.zeros(0, 3).to(dtype)) != output_hash(torch.zeros(3, 0).to(dtype))


def test_bits_count_of_zeros_and_of_what_is_no_number() -> None:
    assert output_hash(torch.tensor([0.0])) != output_hash(torch.tensor([-0.0]))
    assert output_hash(torch.tensor([float("nan")])) == output_hash(torch.tensor([float("nan")]))


def test_conjugates_and_negatives_that_are_not_worked_out_yet_count_by_their_values() -> None:
    numbers = torch.tensor([1 + 2j, 3 - 4j])
    assert output_hash(numbers.conj()) == output_hash(torch.tensor([1 - 2j, 3 + 4j]))
    assert output_hash(numbers.conj().imag) == output_hash(torch.tensor([-2.0, 4.0]))


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_sparse_tensors_count_by_their_entries_in_any_layout() -> None:
    dense = torch.tensor([[0.0, 2.0], [3.0, 0.0]])
    twice = torch.sparse_coo_tensor([[0, 0, 1], [1, 1, 0]], [1.0, 1.0, 3.0], (2, 2))
    padded = torch.sparse_coo_tensor([[1, 0, 0], [0, 1, 0]], [3.0, 2.0, 0.0], (2, 2))
    hashes = {output_hash(dense.to_sparse()), output_hash(twice), output_hash(padded)}
    hashes |= {output_hash(dense.to_sparse_csr()), output_hash(dense.to_sparse_csc())}
    assert len(hashes) == 1
    assert output_hash(dense.to_sparse()) != output_hash((dense * 2).to_sparse())


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_sparse_tensor_is_never_made_dense() -> None:
    huge = torch.sparse_coo_tensor([[0, 999_999], [5, 999_999]], [1.0, 2.0], (1_000_000, 1_000_000))
    assert len(output_hash(huge)) == 64


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_quantized_and_nested_tensors_count_by_what_they_hold() -> None:
    two = [torch.quantize_per_tensor(PLAIN, scale, 0, torch.quint8) for scale in (0.5, 0.25)]
    assert output_hash(two[0]) != output_hash(two[1])
    nested = torch.nested.nested_tensor([torch.ones(2), torch.ones(3)], layout=torch.jagged)
    assert output_hash(nested) == output_hash(
        torch.nested.nested_tensor([torch.ones(2), torch.ones(3)], layout=torch.jagged)
    )


def test_blocks_of_a_strided_tensor_make_up_the_whole() -> None:
    size = 3 * BLOCK // 4
    whole = torch.arange(2 * size, dtype=torch.float32).reshape(size, 2)
    assert output_hash(whole[:, 0]) == output_hash(whole[:, 0].clone())


def test_a_tolerance_holds_for_tensors_of_every_kind_of_float() -> None:
    for dtype in (torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64):
        tensor = torch.tensor([1.0, -2.0, 0.0]).to(dtype)
        noisy = tensor * (1.004 if dtype != torch.bfloat16 else 1.008)
        assert output_hash(tensor, rtol=0.1, atol=0.1) == output_hash(noisy, rtol=0.1, atol=0.1)
        assert output_hash(tensor) != output_hash(noisy)


def test_cells_of_tensors_are_the_same_with_and_without_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    values = [
        torch.tensor([0.0, -0.0, 1.25, -3e5, float("inf"), float("nan")]), torch.tensor(float("nan")),
        torch.tensor([1 + 2j, -3j]), torch.zeros(0), -torch.tensor(float("nan")),
        torch.rand(1000, generator=torch.Generator().manual_seed(0)),
    ]  # fmt: skip
    found = [output_hash(value, atol=1e-6, rtol=1e-3) for value in values]
    assert found[1] == found[4]
    monkeypatch.delitem(sys.modules, "numpy")
    assert [output_hash(value, atol=1e-6, rtol=1e-3) for value in values] == found


def test_a_state_of_a_model_has_a_fingerprint() -> None:
    torch.manual_seed(0)
    model = torch.nn.Linear(3, 2)
    state = {name: value.clone() for name, value in model.state_dict().items()}
    assert output_hash(model.state_dict()) == output_hash(state)
    assert output_hash([torch.float32, torch.device("cpu")]) != output_hash(
        [torch.float64, torch.device("cpu")]
    )


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_sparse_tensor_counts_alike_whether_it_holds_numbers_or_rows() -> None:
    whole = torch.tensor([[0.0, 2.0], [0.0, 0.0], [3.0, -1.0]])
    assert output_hash(whole.to_sparse(1)) == output_hash(whole.to_sparse())
    assert output_hash(torch.eye(4).to_sparse_bsr((2, 2))) == output_hash(torch.eye(4).to_sparse())


def test_an_entry_in_the_cell_of_zero_is_none() -> None:
    for kind in (torch.float32, torch.complex64):
        noise = torch.sparse_coo_tensor([[0, 1]], torch.tensor([1e-9, 1.0]).to(kind), (3,))
        none = torch.sparse_coo_tensor([[1]], torch.tensor([1.0]).to(kind), (3,))
        assert output_hash(noise) != output_hash(none)
        assert output_hash(noise, atol=1e-3) == output_hash(none, atol=1e-3)


def test_tensors_of_less_than_a_byte_and_of_other_layouts_are_read() -> None:
    small = torch.zeros(3, 4, dtype=torch.uint8).view(torch.int4)
    assert output_hash(small.t()) == output_hash(torch.zeros(4, 3, dtype=torch.uint8).view(torch.int4))
    assert len(output_hash(small.view(torch.float4_e2m1fn_x2), atol=0.1)) == 64
    assert output_hash(PLAIN.to_mkldnn()) == output_hash(PLAIN)


def test_what_only_stands_for_a_tensor_is_told_and_not_read() -> None:
    from torch._subclasses.fake_tensor import FakeTensorMode

    class Failing(torch.Tensor):  # type: ignore[misc]
        @classmethod
        def __torch_function__(cls, *_: object, **__: object) -> Any:
            raise RuntimeError("no")

    with FakeTensorMode():
        fake = torch.ones(3)
    for value, words in [
        (fake, "a FakeTensor stands for a tensor"),
        (PLAIN.as_subclass(Failing), "RuntimeError: no"),
    ]:
        with pytest.raises(ConfigError, match=words):
            output_hash({"w": value})
    seen: list[str] = []

    def look(row: Any) -> Any:
        with pytest.raises(ConfigError, match=r"output: has no fingerprint: reading it raises"):
            output_hash(row)
        seen.append("refused")
        return row

    torch.vmap(look)(PLAIN)
    assert seen == ["refused"]


def test_a_tensor_without_values_is_told_with_its_place() -> None:
    with pytest.raises(ConfigError, match=r"output\['w'\]: has no fingerprint: .* device 'meta'"):
        output_hash({"w": torch.zeros(2, device="meta")})
