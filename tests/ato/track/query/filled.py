"""A store with runs of all sorts, for the tests of questions."""

from __future__ import annotations

import ato

CONFIGS: dict[str, object] = {
    "small": {
        "lr": 0.1,
        "model": {"name": "resnet", "width": 64},
        "amp": True,
        "layers": [1, 2],
        "none": None,
    },
    "large": {"lr": 0.01, "model": {"name": "ResNeXt", "width": 128}, "amp": False, "layers": [1, 3]},
    "odd": {"lr": "auto", "model": {"name": "it's 100%", "width": 64}, "a b": 1, "long": "x" * 300},
    "bare": None,
}
METRICS = {"small": [0.5, 0.9, 0.7], "large": [0.6, 0.8], "odd": [float("nan")], "bare": []}


def fill(store: str) -> None:
    """Runs of two projects, one of which has failed."""
    for place, (name, config) in enumerate(CONFIGS.items()):
        tags = ["baseline"] if place < 2 else ["new", "o'clock"] if name == "odd" else []
        project = "cifar" if place < 3 else "other"
        run = ato.run(
            config, project=project, name=name, tags=tags, store=store, group="g" if place else None
        )
        for step, value in enumerate(METRICS[name]):
            run.log({"acc": value, "val/loss": 1 - value}, step=step)
        run.summary.update(best=place, note="x" if place else "y", flag=place == 1)
        run.record_code("train step", f"{place // 2:064x}", [])
        run.finish("failed" if name == "odd" else "completed", reason="CUDA is gone" if name == "odd" else "")
