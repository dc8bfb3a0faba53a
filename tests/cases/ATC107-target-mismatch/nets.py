"""What the documents beside this module configure; it is read as source and never imported."""

from dataclasses import KW_ONLY, dataclass, field
from typing import ClassVar, Literal, Optional

raise RuntimeError("nobody imports this module")


@dataclass
class Base:
    width: int
    kind: ClassVar[str] = "net"
    _: KW_ONLY
    mode: Literal["fast", "slow"] = "fast"


@dataclass
class Net(Base):
    depth: Optional[int] = None
    sizes: list[int] = field(default_factory=list)
    cache: dict = field(init=False, default=None)


class Plain:
    def __init__(self, first, /, rate: float, *, name: "str | None" = None) -> None: ...


class Heir(Plain):
    pass


def make(rate: float, steps=2, **more): ...


@unknown  # noqa: F821
def wrapped(rate): ...


LIMIT = 3
