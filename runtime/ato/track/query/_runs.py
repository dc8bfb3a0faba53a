"""``Runs``: the runs of a store that a filter holds for, in an order."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from numbers import Integral
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from ato.track._errors import TrackError
from ato.track.query._compile import Filter, read_filter, read_order
from ato.track.query._facts import rows_of
from ato.track.query._nearest import Near, near_to
from ato.track.query._select import First, Plan, counted, named, selected, told
from ato.track.query._sharing import Shared, sharing_code, sharing_outputs, sharing_structure, sharing_value
from ato.track.store import Store, StoredRun, open_store

if TYPE_CHECKING:
    from sqlalchemy import Connection

Answer = TypeVar("Answer")
Place = Store | str | os.PathLike[str] | None
MOST = 2**62
"""More runs than there are."""


class Runs:
    """Runs of a store, read when they are first looked at, and once: a sequence of frozen values.

    ``where``, ``order_by`` and ``limit`` give narrower ones and change nothing. Without an order, the latest
    run is the first. See docs/query.md for what filters say.
    """

    def __init__(self, store: Place = None, plan: Plan = Plan()) -> None:  # noqa: B008 - frozen
        self._place = store
        self._plan = plan
        self._found: list[StoredRun] | None = None

    # Narrowing.

    def where(self, filter: str, /, **values: object) -> Runs:
        """Those that a filter holds for as well: ``where("config.lr < $lr", lr=0.01)``.

        Raises ``QueryError`` for what is no filter; for names that no run has, when runs are read.
        """
        text = checked(filter, "a filter", 'where("config.lr < 0.01")')
        return self._narrowed(read_filter(text, values))

    def order_by(self, *names: str) -> Runs:
        """In the order of these names, with ``-`` before one for the highest first.

        What is missing comes last either way, and texts behind numbers.
        """
        texts = [checked(name, "a name", 'order_by("-metric.loss.min", "name")') for name in names]
        return self._narrowed()._with(orders=tuple(map(read_order, texts)))

    def limit(self, count: int) -> Runs:
        """The first of them, that many. What is asked of these is asked of them alone."""
        count, known = counted_runs(count), self._plan.limit
        return self._with(limit=count if known is None else min(count, known))

    def same_structure(self, run: StoredRun | str | int) -> Runs:
        """Those whose config has the same keys and types as that of a run, whatever the values."""
        return self._asked(lambda connection: sharing_structure(connection, run))

    def same_code(self, run: StoredRun | str | int, trace: str) -> Runs:
        """Those in which the function under a trace has the same logic as in a run."""
        return self._asked(lambda connection: sharing_code(connection, run, trace))

    def same_outputs(self, run: StoredRun | str | int, trace: str) -> Runs:
        """Those in which the calls under a trace gave back the same as in a run, all of them and no more."""
        return self._asked(lambda connection: sharing_outputs(connection, run, trace))

    def same_value(self, run: StoredRun | str | int, key: str) -> Runs:
        """Those in which a key of the config has the same value as in a run, whoever set it."""
        return self._asked(lambda connection: sharing_value(connection, run, key))

    # Reading.

    def __iter__(self) -> Iterator[StoredRun]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._found) if self._found is not None else self.count()

    def __bool__(self) -> bool:
        return self.first() is not None

    @overload
    def __getitem__(self, index: int) -> StoredRun: ...
    @overload
    def __getitem__(self, index: slice) -> list[StoredRun]: ...
    def __getitem__(self, index: int | slice) -> StoredRun | list[StoredRun]:
        """A run, or a list of some; of ``[:10]`` no more than ten are read, of ``[0]`` one."""
        if self._found is None and type(index) is int and index == 0:
            return self._some(0, 1)[0]
        if self._found is None and isinstance(index, slice):
            start, stop, step = index.start or 0, index.stop, index.step
            if step is None and isinstance(start, int) and isinstance(stop, int) and start >= 0 and stop >= 0:
                return self._some(min(start, MOST), max(0, min(stop, MOST) - start))
        return self._all()[index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (list, Runs)):
            return NotImplemented
        return self._all() == list(cast("Iterable[StoredRun]", other))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{told(self._plan)}>"

    def first(self) -> StoredRun | None:
        """The first one; None where there is none."""
        if self._found is not None:
            return self._found[0] if self._found else None
        found = self._some(0, 1)
        return found[0] if found else None

    def one(self) -> StoredRun:
        """The only one. Raises ``TrackError`` for none, and for several."""
        found = self._some(0, 6)
        if len(found) == 1:
            return found[0]
        asked = told(self._plan)
        if not found:
            raise TrackError(asked, "there are none")
        listed = ", ".join(f"{run.id} ({run.project}/{run.name})" for run in found[:5])
        raise TrackError(asked, "there are several", (f"say more; the first are {listed}",))

    def count(self) -> int:
        """How many there are, without reading them."""
        if self._found is not None:
            return len(self._found)
        return self._asks(lambda connection: counted(connection, self._plan))

    def to_dicts(self, *columns: str) -> list[dict[str, Any]]:
        """A flat dict for each run: what ``columns`` name, as filters do, else everything.

        That is its own facts, ``config.KEY``, ``metric.NAME.last``, ``.min`` and ``.max``, ``summary.NAME``.
        """
        texts = [checked(column, "a column", 'to_dicts("id", "config.lr")') for column in columns]
        return self._asks(lambda connection: rows_of(connection, self._all(), texts))

    def to_pandas(self, *columns: str) -> Any:
        """The same as a DataFrame. Raises ``TrackError`` where pandas is not installed."""
        from importlib import import_module

        try:
            pandas: Any = import_module("pandas")
        except ImportError:
            raise TrackError("to_pandas", "pandas is not installed", ("pip install pandas",)) from None
        return pandas.DataFrame(self.to_dicts(*columns), columns=list(columns) or None)

    def nearest(
        self, run: StoredRun | str | int, keys: Sequence[str] | str = (), limit: int = 10
    ) -> list[Near]:
        """The others by how near their configs are to that of a run; with the keys that differ.

        Over all keys of either config, or those that ``keys`` names (with what is below them), the distance
        is the mean of what each key adds: 0 for an equal value, ``|a - b| / (|a| + |b|)`` for two numbers,
        else 1.
        """
        named = (keys,) if isinstance(keys, str) else tuple(keys)
        count = counted_runs(limit)
        return self._asks(lambda connection: near_to(connection, self._all(), run, named, count))

    def names(self) -> list[str]:
        """What filters and orders speak of, as it is written there, each once."""
        return list(dict.fromkeys(named(self._plan)))

    # Inside.

    def _with(self, **changes: Any) -> Runs:
        return Runs(self._place, replace(self._plan, **changes))

    def _narrowed(self, *filters: Filter | Shared) -> Runs:
        """Those of them that conditions hold for: of the first ones, where there is a limit."""
        plan = self._plan
        if plan.limit is None:
            return self._with(filters=(*plan.filters, *filters))
        return self._with(filters=(First(plan), *filters), limit=None)

    def _asked(self, filter: Callable[[Connection], Shared]) -> Runs:
        return self._narrowed(self._asks(filter))

    def _all(self) -> list[StoredRun]:
        found = self._found
        if found is None:
            found = self._found = self._asks(lambda connection: selected(connection, self._plan))
        return found

    def _some(self, start: int, count: int) -> list[StoredRun]:
        if self._found is not None:
            return self._found[start : start + count]
        known = self._plan.limit
        count = count if known is None else min(count, max(0, known - start))
        plan = replace(self._plan, limit=count, offset=self._plan.offset + start)
        return self._asks(lambda connection: selected(connection, plan))

    def _asks(self, question: Callable[[Connection], Answer]) -> Answer:
        with self._opened() as store, store.reading() as connection:
            return question(connection)

    @contextmanager
    def _opened(self) -> Generator[Store, None, None]:
        if isinstance(self._place, Store):
            yield self._place
            return
        with open_store(self._place) as store:
            yield store


def counted_runs(count: object) -> int:
    """A number of runs. Raises ``TrackError`` for what is none."""
    if type(count) is bool or not isinstance(count, Integral) or count < 0:
        raise TrackError(repr(count)[:60], "is no number of runs", ("write 10, or another integer",))
    return min(int(count), MOST)


def checked(text: object, what: str, help: str) -> str:
    """A text. Raises ``TrackError`` for anything else."""
    if not isinstance(text, str):
        raise TrackError(repr(text)[:60], f"{what} is a text, not {type(text).__name__}", (help,))
    return text
