"""The networks of the shop."""

from __future__ import annotations


class Mlp:
    """One hidden layer."""

    def __init__(self, name: str, hidden: int, dropout: float, size: int) -> None:
        self.shape = (name, hidden, dropout, size)


class Cnn(Mlp):
    """Convolutions before the hidden layer."""

    def __init__(self, name: str, hidden: int, dropout: float, size: int, channels: list[int]) -> None:
        super().__init__(name, hidden, dropout, size)
        self.channels = channels
