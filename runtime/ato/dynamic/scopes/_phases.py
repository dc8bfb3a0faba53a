"""How a scope is applied: eager views, the words of the command line, what was put off, and lazy views.

Each line of a view runs once. A lazy block waits for the words; one ``with_compile=True`` makes the rest of
its view, and all later eager views, wait for them too, as programs rely on that use it. Who writes is told to
the record all the while.
"""

from __future__ import annotations

from ato.dynamic.answers._record import Writer, code_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ato.config.composing._selection import Selection
    from ato.dynamic.answers._record import Record
    from ato.dynamic.scopes._block import Block
    from ato.dynamic.scopes._view import Observed
    from ato.dynamic.trees._adict import ADict

    Blocks = Iterator[tuple[Callable[[], object], Block]]


class Waiting:
    """A block that is to run later, the view that it stands in, and its priority among lazy views."""

    __slots__ = ("block", "priority", "view")

    def __init__(self, block: Callable[[], object], view: Observed, priority: int | None) -> None:
        self.block = block
        self.view = view
        self.priority = priority


class Phases:
    """One application of a scope; ``eager``, ``later`` and ``lazy`` run once each, in this order."""

    def __init__(
        self,
        config: ADict,
        record: Record,
        selection: Selection,
        blocks_of: Callable[[Observed], Callable[..., object] | None],
    ) -> None:
        self.config = config
        self.record = record
        self.selection = selection
        self.blocks_of = blocks_of
        record.active = frozenset(selection.causes)
        self.waiting: list[Waiting] = []
        self._left: tuple[Observed, Blocks] | None = None
        eager: Any = selection.eager
        self._views: list[Observed] = list(eager)

    def eager(self) -> None:
        """Run the eager views, up to the first block that makes the rest wait."""
        while self._views and self._left is None:
            self._run(self._views.pop(0), is_waiting_for_words=True)

    def later(self) -> None:
        """Run what of the eager views had to wait for the words."""
        if self._left is not None:
            view, blocks = self._left
            self._left = None
            self._go_on(view, blocks, is_waiting_for_words=False)
        for view in self._views:
            self._run(view, is_waiting_for_words=False)
        self._views = []

    def lazy(self) -> None:
        """Run the blocks that waited, then the lazy views by priority with the blocks that have one."""
        for each in [each for each in self.waiting if each.priority is None]:
            self._run_block(each)
        rest: list[Any] = [
            *self.selection.lazy,
            *(each for each in self.waiting if each.priority is not None),
        ]
        self.waiting = []
        for each in sorted(rest, key=lambda each: each.priority):
            if isinstance(each, Waiting):
                self._run_block(each)
            else:
                self._run(each, is_waiting_for_words=False)

    def _run(self, view: Observed, *, is_waiting_for_words: bool) -> None:
        blocks = self.blocks_of(view)
        self.record.turn_to(_writer(view, blocks or view.function))
        if view.function is None:
            self.config.update(view.keys)
        elif blocks is None:
            view.function(self.config)
        else:
            from ato.dynamic.scopes._standing import blocks_of

            self._go_on(view, blocks_of(blocks, self.config), is_waiting_for_words=is_waiting_for_words)

    def _go_on(self, view: Observed, blocks: Blocks, *, is_waiting_for_words: bool) -> None:
        """Run a view from block to block; leave it where the rest has to wait.

        A lazy view waits for nothing: its blocks run where they stand.
        """
        writer = _writer(view, self.blocks_of(view))
        self.record.turn_to(writer)
        for block, how in blocks:
            waiting = Waiting(block, view, how.priority if how.with_compile else None)
            if view.lazy:
                self._run_block(waiting)
                self.record.turn_to(writer)
                continue
            self.waiting.append(waiting)
            if how.with_compile and is_waiting_for_words:
                self._left = (view, blocks)
                return

    def _run_block(self, waiting: Waiting) -> None:
        view = waiting.view
        priority = view.priority if waiting.priority is None else waiting.priority
        writer = _writer(view, waiting.block)
        writer.phase, writer.by, writer.priority = "lazy", f"{view.name} (lazy block)", priority
        self.record.turn_to(writer)
        waiting.block()


def _writer(view: Observed, runs: Callable[..., object] | None) -> Writer:
    """A view as one who writes; ``runs`` is what of it does so."""
    phase, code = "lazy" if view.lazy else "view", code_of(runs)
    return Writer(
        phase, view.name, priority=view.priority, place=view.place, function=view.function, code=code
    )
