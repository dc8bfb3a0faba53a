"""The optimizers of the shop."""

from __future__ import annotations


class Adam:
    """Steps that adapt to each parameter."""

    def __init__(self, params: list[float], lr: float, betas: list[float]) -> None:
        self.state = (params, lr, betas)


class Sgd:
    """Steps along the gradient."""

    def __init__(self, params: list[float], lr: float, momentum: float) -> None:
        self.state = (params, lr, momentum)
