"""Trains a small network on scikit-learn's handwritten digits, as schemas/digits.yaml says.

- `python examples/train_digits.py`: the default views
- `python examples/train_digits.py high_lr lr=0.01 model.hidden=64`: other views, other values
- `python examples/train_digits.py manual`: what there is to choose
- `python examples/train_digits.py --explain lr high_lr`: who sets `lr`, and why
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # generated/ stands beside this folder

from generated.digits import DigitsConfig, main

BAR_WIDTH = 24


@main
def train(config: DigitsConfig) -> None:
    """Train on three quarters of the images, and tell how many of the others come out right."""
    # Loaded here, so that `manual`, `--explain` and a misspelt word are answered at once.
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split
    from sklearn.neural_network import MLPClassifier

    print(describe(config))
    started = time.perf_counter()

    # 1,797 images of 8 x 8 pixels, each between 0 and 16; a quarter of them is kept for the test.
    images, digits = load_digits(return_X_y=True)
    labels = digits if config.labels == "digit" else digits % 2
    train_x, test_x, train_y, test_y = train_test_split(
        images / 16.0, labels, test_size=0.25, random_state=config.seed, stratify=labels
    )

    network = MLPClassifier(
        hidden_layer_sizes=(config.model.hidden,) * config.model.layers,
        activation=config.model.activation,
        solver=config.solver.name,
        momentum=config.solver.momentum,
        learning_rate_init=config.lr,
        batch_size=config.batch_size,
        alpha=config.weight_decay,
        random_state=config.seed,
    )

    # One call of partial_fit is one pass over the images, so the epochs are ours to count and to stop.
    classes = range(config.num_classes)
    best, best_epoch, epoch = float("inf"), 0, 0
    for epoch in range(1, config.epochs + 1):
        network.partial_fit(train_x, train_y, classes=classes)
        loss = float(network.loss_)
        show_progress(epoch, config.epochs, loss)
        if loss < best * 0.999:
            best, best_epoch = loss, epoch
        elif epoch - best_epoch >= config.patience:
            break
    end_progress()

    accuracy = float(network.score(test_x, test_y))
    seconds = time.perf_counter() - started
    print(f"test accuracy {accuracy:.2%} on {len(test_y)} images, after {epoch} epochs, {seconds:.1f} s")

    if config.report is not None:
        config.report.parent.mkdir(parents=True, exist_ok=True)
        result = {"accuracy": accuracy, "epochs": epoch, "config": config.to_dict()}
        config.report.write_text(json.dumps(result, indent=2, default=str) + "\n", encoding="utf-8")


def describe(config: DigitsConfig) -> str:
    """The choices of this run on two lines."""
    model, solver = config.model, config.solver
    tags = f", tagged {' '.join(config.tags)}" if config.tags else ""
    return (
        f"{model.layers} x {model.hidden} {model.activation} units, {config.num_classes} classes{tags}\n"
        f"{solver.name} with lr {config.lr:g}, batches of {config.batch_size}, up to {config.epochs} epochs"
    )


def show_progress(epoch: int, epochs: int, loss: float) -> None:
    """A bar that moves on a terminal; in a log, a line for every tenth of the way."""
    if sys.stdout.isatty():
        done = BAR_WIDTH * epoch // epochs
        bar = "█" * done + "░" * (BAR_WIDTH - done)
        print(f"\r{bar} epoch {epoch}/{epochs}, loss {loss:.4f} ", end="", flush=True)
    elif epoch == 1 or epoch == epochs or epoch % max(1, epochs // 10) == 0:
        print(f"epoch {epoch}/{epochs}, loss {loss:.4f}", flush=True)


def end_progress() -> None:
    """Leave the bar's line."""
    if sys.stdout.isatty():
        print()


if __name__ == "__main__":
    train()
