"""What happened while a selection was composed: one step for each write, in order."""

from __future__ import annotations

from ato.config.types._values import same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ato.config.composing._selection import Selection


class Step:
    """One write that composing made.

    ``phase`` is ``default``, ``view``, ``outside``, ``lazy``, ``computed`` or ``replaced``; ``by`` names
    the view or, for outside values, the source; ``text`` is an outside value as it was written.
    """

    __slots__ = ("by", "path", "phase", "text", "value")

    def __init__(self, path: str, value: object, phase: str, by: str = "", text: str = "") -> None:
        self.path = path
        self.value = value
        self.phase = phase
        self.by = by
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Step) and all(
            same(getattr(self, slot), getattr(other, slot)) for slot in self.__slots__
        )

    def __hash__(self) -> int:
        return hash((self.path, self.phase, self.by))

    def __repr__(self) -> str:
        return f"Step({self.path!r}, {self.value!r}, {self.phase!r}, {self.by!r})"


class Record:
    """What happened while a selection was composed: the steps, and the active views that did not apply.

    ``failures`` pairs the functions of the config that had no value, or none that fits, with the error.
    ``early`` pairs those that read computed defaults before the end with what these were then, by path.
    """

    __slots__ = ("early", "failures", "selection", "skipped", "steps")

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.skipped: list[str] = []
        self.failures: list[tuple[Callable[..., object], Exception]] = []
        self.early: list[tuple[Callable[..., object], dict[str, object]]] = []
        self.selection: Selection | None = None
