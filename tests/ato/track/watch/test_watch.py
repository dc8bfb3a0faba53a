"""A watched model trains as it would have trained, and what is logged of it is true."""

from __future__ import annotations

import copy
import gc
import logging
import math
import pickle
import weakref
from pathlib import Path
from typing import Any

import pytest

import ato
from ato.track import Run, TrackError, open_store

torch = pytest.importorskip("torch")


def model() -> Any:
    return torch.nn.Sequential(
        torch.nn.Linear(6, 16), torch.nn.ReLU(), torch.nn.Dropout(0.5), torch.nn.Linear(16, 1)
    )


def trained(run: Run | None, steps: int = 13, parts: int = 2, **options: Any) -> tuple[list[Any], Any]:
    """The weights after some steps of accumulated gradients, and the next random number."""
    torch.manual_seed(0)
    made = model()
    optimizer = torch.optim.Adam(made.parameters(), lr=0.01)
    if run is not None:
        given = {"optimizer": optimizer} if options.pop("is_named", False) else {}
        run.watch(made, every=4, log_graph=True, **given, **options)
    for step in range(steps):
        for part in torch.randn(8, 6).chunk(parts):
            (made(part) - part.sum(1, keepdim=True)).pow(2).sum().backward()
        optimizer.step()
        optimizer.zero_grad()
        if run is not None:
            run.log({"loss": float(step)})
    return [each.detach().clone() for each in made.parameters()], torch.rand(4)


@pytest.mark.parametrize("log", ["gradients", "parameters", "all"])
@pytest.mark.parametrize("is_named", [False, True])
def test_training_goes_bit_by_bit_as_it_would_have_gone(tmp_path: Path, log: str, is_named: bool) -> None:
    alone = trained(None)
    with ato.run(store=tmp_path / "runs.db") as run:
        watched = trained(run, log=log, is_named=is_named)
    for one, two in zip([*alone[0], alone[1]], [*watched[0], watched[1]], strict=True):
        assert torch.equal(one, two)
    assert run.problems == ()


def numbers(folder: Path, run: Run) -> dict[str, list[tuple[int, float]]]:
    with open_store(folder / "runs.db") as store:
        names = [name for name in store.summary(run.uid) if name.startswith("watch/")]
        return {name: [(point.step, point.value) for point in store.history(run.uid, name)] for name in names}


def test_what_is_logged_is_what_the_gradients_and_weights_were(tmp_path: Path) -> None:
    torch.manual_seed(1)
    layer = torch.nn.Linear(3, 2)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    expected = []
    with ato.run(store=tmp_path / "runs.db") as run:
        run.watch(layer, every=2)
        for step in range(5):
            for _ in range(3):
                layer(torch.randn(4, 3)).pow(2).sum().backward()
            grads = torch.cat([each.grad.reshape(-1) for each in layer.parameters()]).double()
            whole = torch.cat([each.detach().reshape(-1) for each in layer.parameters()]).double()
            expected.append((step, float(grads.norm()), float(0.1 * grads.norm() / whole.norm())))
            optimizer.step()
            optimizer.zero_grad()
            run.log({"loss": 0.0})
    found = numbers(tmp_path, run)
    wanted = expected[::2]
    assert found["watch/gradients/norm"] == [(step, pytest.approx(norm)) for step, norm, _ in wanted]
    assert found["watch/updates/ratio"] == [
        (step, pytest.approx(ratio, rel=1e-5)) for step, _, ratio in wanted
    ]
    assert found["watch/gradients/odd"] == [(0, 0.0), (2, 0.0), (4, 0.0)]
    with open_store(tmp_path / "runs.db") as store:
        layers = store.media(run.uid, "watch/layers")[0].value.values
        assert set(layers) == {"weight", "bias"}
        assert set(layers["weight"]) == {"gradients_norm", "parameters_norm", "update_ratio"}
        histograms = store.media(run.uid, "watch/gradients")[1].value.values
    assert {name: each.count for name, each in histograms.items()} == {"weight": 6, "bias": 2}


@pytest.mark.parametrize("fused", [False, True])
def test_scaled_gradients_are_logged_unscaled_and_skipped_steps_are_not_logged(
    tmp_path: Path, fused: bool
) -> None:
    torch.manual_seed(2)
    layer = torch.nn.Linear(3, 1)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1, fused=fused)
    scaler = torch.amp.GradScaler("cpu", init_scale=2.0**10)
    norms = []
    with ato.run(store=tmp_path / "runs.db") as run:
        run.watch(layer, every=1)
        for step in range(3):
            loss = layer(torch.randn(4, 3)).pow(2).sum() * (math.inf if step == 1 else 1)
            scaler.scale(loss).backward()
            grads = torch.cat([each.grad.reshape(-1) for each in layer.parameters()])
            norms.append(float(grads.norm()) / scaler.get_scale())
            scaler.step(optimizer)
            scaler.update()
            optimizer.zero_grad()
            run.log({"loss": 0.0})
    assert numbers(tmp_path, run)["watch/gradients/norm"] == [
        (0, pytest.approx(norms[0])), (2, pytest.approx(norms[2])),
    ]  # fmt: skip


def test_units_that_are_never_active_are_dead(tmp_path: Path) -> None:
    made = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1))
    with torch.no_grad():
        made[0].weight[:2] = 0
        made[0].bias[:2] = -1
        made[0].weight[2:] = 0
        made[0].bias[2:] = 1
    optimizer = torch.optim.SGD(made.parameters(), lr=0.0)
    with ato.run(store=tmp_path / "runs.db") as run:
        run.watch(made, every=20, log="gradients")
        for _ in range(21):
            made(torch.randn(5, 4)).sum().backward()
            optimizer.step()
            with torch.no_grad():  # what an evaluation sees is not counted
                made[0].bias.add_(2)
                made.eval()(torch.randn(5, 4))
                made[0].bias.sub_(2)
            made.train()
            run.log({"loss": 0.0})
    found = numbers(tmp_path, run)
    assert found["watch/dead"] == found["watch/zeros"] == [(0, 0.25), (20, 0.25)]


@pytest.mark.filterwarnings("ignore")
def test_a_compiled_model_is_compiled_as_often_as_without_watching(tmp_path: Path) -> None:
    made = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1))
    compiled: list[Any] = []

    def backend(graph: Any, _: Any) -> Any:
        compiled.append(graph)
        return graph.forward

    torch._dynamo.reset()
    with ato.run(store=tmp_path / "runs.db") as run:
        run.watch(made, every=20)
        fast = torch.compile(made, backend=backend, fullgraph=True)
        optimizer = torch.optim.SGD(made.parameters(), lr=0.01)
        for _ in range(45):
            fast(torch.randn(3, 4)).sum().backward()
            optimizer.step()
            run.log({"loss": 0.0})
    assert len(compiled) == 1
    found = numbers(tmp_path, run)
    assert len(found["watch/gradients/norm"]) == 3
    assert "watch/dead" not in found, "what is compiled tells nothing of its units"


def test_numbers_are_read_at_the_logged_steps_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import ato.track.watch._watch as room

    calls = []
    real = room.readings
    monkeypatch.setattr(room, "readings", lambda *words, **named: calls.append(1) or real(*words, **named))
    with ato.run(store=tmp_path / "runs.db") as run:
        trained(run, steps=4, log="gradients")
    assert len(calls) == 1


def test_a_model_that_is_let_go_of_is_gone(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        made = model()
        optimizer = torch.optim.SGD(made.parameters(), lr=0.1)
        run.watch(made, every=1)
        made(torch.randn(2, 6)).sum().backward()
        optimizer.step()
        known = weakref.ref(made)
        del made, optimizer
        gc.collect()
        assert known() is None
        run.watch(model())
        assert list(run.watches) == ["watch"]


def test_nothing_is_left_on_a_model_when_watching_ends(tmp_path: Path) -> None:
    from torch.optim import optimizer as every

    made = model()
    with ato.run(store=tmp_path / "runs.db") as run:
        run.watch(made)
        assert any(module._forward_hooks for module in made.modules())
        run.unwatch(made)
        assert not any(module._forward_hooks for module in made.modules())
        run.watch(made)
        run.watch(model(), name="other")
        run.unwatch()
        assert run.watches == {}
        run.watch(made)
    assert not any(module._forward_hooks for module in made.modules())
    assert not every._global_optimizer_pre_hooks
    assert not every._global_optimizer_post_hooks


def test_a_watched_model_can_be_copied_and_pickled(tmp_path: Path) -> None:
    made = model().eval()
    with ato.run(store=tmp_path / "runs.db") as run:
        run.watch(made)
        for other in (copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
            given = torch.randn(3, 6)
            assert torch.equal(other(given), made(given))


def test_other_optimizers_and_models_are_left_alone(tmp_path: Path) -> None:
    mine, other = model(), model()
    with ato.run(store=tmp_path / "runs.db") as run:
        run.watch(mine, every=1)
        other(torch.randn(2, 6)).sum().backward()
        torch.optim.SGD(other.parameters(), lr=0.1).step()
    assert numbers(tmp_path, run) == {}


@pytest.mark.parametrize("kind", ["nan", "sparse", "bfloat16", "none", "frozen"])
def test_gradients_of_any_kind_are_read(tmp_path: Path, kind: str) -> None:
    layer = torch.nn.Embedding(5, 4, sparse=kind == "sparse")
    if kind == "bfloat16":
        layer = layer.to(torch.bfloat16)
    layer.weight.requires_grad_(kind != "frozen")
    with ato.run(store=tmp_path / "runs.db") as run:
        run.watch(layer, every=1)
        if kind not in ("none", "frozen"):
            (layer(torch.tensor([1, 1, 2])) * (math.nan if kind == "nan" else 1.0)).sum().backward()
        torch.optim.SGD(layer.parameters(), lr=0.1).step()
    found = numbers(tmp_path, run)
    odd = {"nan": 8.0}.get(kind, 0.0)
    assert found.get("watch/gradients/odd", [(0, 0.0)]) == [(0, odd)]
    assert found["watch/parameters/norm"][0][1] == found["watch/parameters/norm"][0][1] or kind == "nan"
    assert ("watch/gradients/norm" in found) == (kind not in ("none", "frozen"))


def test_a_fault_of_watching_ends_watching_and_not_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import ato.track.watch._watch as room

    def failed(*_: object, **__: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(room, "readings", failed)
    with caplog.at_level(logging.WARNING, logger="ato.track"), ato.run(store=tmp_path / "runs.db") as run:
        weights, _ = trained(run)
    assert all(torch.equal(one, two) for one, two in zip(weights, trained(None)[0], strict=True))
    assert caplog.text.count("the model is not watched any more: RuntimeError: out of memory") == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"model": 3}, "is no module of torch, but int"), ({"log": "grads"}, "is nothing to watch"),
        ({"every": 0}, "every=0"), ({"every": 1.5}, "every=1.5"), ({"every": True}, "every=True"),
        ({"optimizer": "adam"}, "is no optimizer of torch"),
    ],
)  # fmt: skip
def test_what_cannot_be_watched_is_refused(tmp_path: Path, given: dict[str, Any], words: str) -> None:
    made = model()
    with ato.run(store=tmp_path / "runs.db") as run:
        with pytest.raises(TrackError, match=words):
            run.watch(**{"model": made, **given})
        run.watch(made)
        with pytest.raises(TrackError, match="is watched already"):
            run.watch(made, name="again")
        with pytest.raises(TrackError, match="is the name of another model"):
            run.watch(model())


def test_a_large_tensor_is_measured_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    import ato.track.watch._tensors as room

    monkeypatch.setattr(room, "PART", 7)
    values = torch.randn(5, 9, generator=torch.Generator().manual_seed(0))
    found = room.readings(torch, [("a", values), ("b", torch.full((3,), math.inf))], is_sampled=True)
    assert found["a"].norm == pytest.approx(float(values.double().norm()), rel=1e-12)
    assert (found["a"].odd, found["b"].odd, found["b"].norm) == (0, 3, math.inf)
    assert torch.equal(found["a"].sample, values.reshape(-1).double())


def test_norms_of_wholes_hold_at_the_ends_of_what_floats_can_say() -> None:
    from ato.track.watch._tensors import norm_of, stride

    assert norm_of([3.0, 4.0]) == 5.0
    assert norm_of([]) == 0.0
    assert norm_of([1e308, 1e308]) == pytest.approx(math.sqrt(2) * 1e308)
    assert norm_of([math.inf, 1.0]) == math.inf
    assert stride(100, (10, 10)) == 1
    assert math.gcd(stride(4096 * 4096, (4096, 4096)), 4096) == 1
    assert 4096 * 4096 / stride(4096 * 4096, (4096, 4096)) > 8000
