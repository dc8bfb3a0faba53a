"""``Runs``: the runs of a store that a filter holds for, in an order."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from ato.track._errors import TrackError
from ato.track.query._compile import Filter, read_filter, read_order
from ato.track.query._facts import rows_of
from ato.track.query._nearest import Near, near_to
from ato.track.query._select import Plan, counted, selected
from ato.track.query._sharing import sharing_code, sharing_outputs, sharing_structure, sharing_value
from ato.track.query._tree import names_in
from ato.track.store import Store, StoredRun, open_store

if TYPE_CHECKING:
    from sqlalchemy import Connection

Answer = TypeVar("Answer")
Place = Store | str | os.PathLike[str] | None


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
        return self._with(filters=(*self._plan.filters, read_filter(filter, values)))

    def order_by(self, *names: str) -> Runs:
        """In the order of these names, with ``-`` before one for the highest first.

        What is missing comes last either way, and texts behind numbers.
        """
        return self._with(orders=tuple(map(read_order, names)))

    def limit(self, count: int) -> Runs:
        """The first of them, that many."""
        if count < 0:
            raise TrackError(str(count), "is no number of runs")
        known = self._plan.limit
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
        """A run, or a list of some; of ``[:10]`` no more than ten are read."""
        if self._found is None and isinstance(index, slice):
            start, stop, step = index.start or 0, index.stop, index.step
            if step is None and stop is not None and min(start, stop) >= 0:
                return self._some(start, max(0, stop - start))
        return self._all()[index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (list, Runs)):
            return NotImplemented
        return self._all() == list(cast("Iterable[StoredRun]", other))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        told = " and ".join(f"({each.text})" for each in self._plan.filters)
        ordered = ", ".join(each.text for each in self._plan.orders)
        parts = (told and f"where {told}", ordered and f"by {ordered}")
        return f"<{' '.join(('runs', *filter(None, parts)))}>"

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
        told = " and ".join(each.text for each in self._plan.filters) or "every run"
        if not found:
            raise TrackError(told, "no run is so")
        listed = ", ".join(f"{run.id} ({run.project}/{run.name})" for run in found[:5])
        raise TrackError(told, "several runs are so", (f"say more; the first are {listed}",))

    def count(self) -> int:
        """How many there are, without reading them."""
        if self._found is not None:
            return len(self._found)
        return self._asks(lambda connection: counted(connection, self._plan))

    def to_dicts(self, *columns: str) -> list[dict[str, Any]]:
        """A flat dict for each run: what ``columns`` name, as filters do, else everything.

        That is its own facts, ``config.KEY``, ``metric.NAME.last``, ``.min`` and ``.max``, ``summary.NAME``.
        """
        return self._asks(lambda connection: rows_of(connection, self._all(), columns))

    def to_pandas(self, *columns: str) -> Any:
        """The same as a DataFrame. Raises ``TrackError`` where pandas is not installed."""
        from importlib import import_module

        try:
            pandas: Any = import_module("pandas")
        except ImportError:
            raise TrackError("to_pandas", "pandas is not installed", ("pip install pandas",)) from None
        return pandas.DataFrame(self.to_dicts(*columns), columns=list(columns) or None)

    def nearest(self, run: StoredRun | str | int, keys: Sequence[str] = (), limit: int = 10) -> list[Near]:
        """The others by how near their configs are to that of a run; with the keys that differ.

        Over all keys of either config, or those that ``keys`` names (with what is below them), the distance
        is the mean of what each key adds: 0 for an equal value, ``|a - b| / (|a| + |b|)`` for two numbers,
        else 1.
        """
        return self._asks(lambda connection: near_to(connection, self._all(), run, keys, limit))

    def names(self) -> list[str]:
        """What filters and orders speak of, as it is written there, each once."""
        found = [
            each.text[name.start : name.end]
            for each in self._plan.filters
            if isinstance(each, Filter)
            for name in names_in(each.tree)
        ]
        found += [each.text[each.name.start : each.name.end] for each in self._plan.orders]
        return list(dict.fromkeys(found))

    # Inside.

    def _with(self, **changes: Any) -> Runs:
        return Runs(self._place, replace(self._plan, **changes))

    def _asked(self, filter: Callable[[Connection], Any]) -> Runs:
        return self._with(filters=(*self._plan.filters, self._asks(filter)))

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
