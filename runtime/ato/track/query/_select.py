"""The statements that a query comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Select, func, select

import ato.track.store._tables as t
from ato.track._errors import TrackError
from ato.track.query._cells import side_of
from ato.track.query._compile import Filter, Order
from ato.track.query._logged import INDEXED, Metric
from ato.track.query._rows import Condition, bound
from ato.track.query._sharing import Shared
from ato.track.query._subject import Subject
from ato.track.query._tree import names_in, values_in
from ato.track.store import StoredRun
from ato.track.store._read import runs_of

MOST_VALUES = 15_000
"""How many values the lists of all filters have: texts are two parameters each."""


@dataclass(frozen=True)
class Plan:
    """What is asked of a store: conditions that all hold, an order, how many and from where on."""

    filters: tuple[Filter | Shared | First, ...] = ()
    orders: tuple[Order, ...] = ()
    project: str | None = None
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True)
class First:
    """The condition that a run is among the first of others."""

    plan: Plan

    @property
    def text(self) -> str:
        """What it says, for people."""
        return f"among {told(self.plan)}"

    def condition(self, connection: Connection) -> Condition:
        """The condition on ``runs``."""
        wanted = select(t.runs.c.id).where(*conditions(connection, self.plan))
        ordered = wanted.order_by(*_ordered(ordering(connection, self.plan)))
        return t.runs.c.id.in_(ordered.limit(self.plan.limit))


def told(plan: Plan) -> str:
    """A plan in words."""
    where = " and ".join(f"({each.text})" for each in plan.filters if each.text)
    ordered = ", ".join(each.text for each in plan.orders)
    first = "" if plan.limit is None else f"the first {plan.limit}"
    of = plan.project and f"of {plan.project}"
    return " ".join(
        filter(None, (first, "runs", of, where and f"where {where}", ordered and f"by {ordered}"))
    )


def named(plan: Plan) -> list[str]:
    """What filters and orders speak of, as it is written there."""
    found: list[str] = []
    for each in plan.filters:
        if isinstance(each, Filter):
            found += [each.text[name.start : name.end] for name in names_in(each.tree)]
        elif isinstance(each, First):
            found += named(each.plan)
    return [*found, *(each.text[each.name.start : each.name.end] for each in plan.orders)]


def conditions(connection: Connection, plan: Plan) -> list[Condition]:
    """The conditions on ``runs``."""
    many = sum(values_in(each.tree) for each in plan.filters if isinstance(each, Filter))
    if many > MOST_VALUES:
        message = f"all filters together have at most {MOST_VALUES} values in their lists, and these {many}"
        raise TrackError(told(plan)[:60], message)
    found = [each.condition(connection) for each in plan.filters]
    kept = [each for each in found if each is not None]
    if plan.project is not None:
        id = select(t.projects.c.id).where(t.projects.c.name == bound(plan.project))
        kept.append(t.runs.c.project_id == id.scalar_subquery())
    return kept


def counted(connection: Connection, plan: Plan) -> int:
    """How many runs a plan comes to."""
    wanted = select(func.count()).select_from(t.runs).where(*conditions(connection, plan))
    whole = max(0, int(connection.scalar(wanted) or 0) - plan.offset)
    return whole if plan.limit is None else min(whole, plan.limit)


def selected(connection: Connection, plan: Plan) -> list[StoredRun]:
    """The runs that a plan comes to, in its order."""
    where = conditions(connection, plan)
    subjects = ordering(connection, plan)
    if plan.limit is None or not subjects or not _leads(subjects[0][0]):
        wanted = select(t.runs).where(*where).order_by(*_ordered(subjects))
        return runs_of(
            connection, wanted if plan.limit is None else wanted.limit(plan.limit).offset(plan.offset)
        )
    return _by_metric(connection, plan, where, subjects)


def ordering(connection: Connection, plan: Plan) -> list[tuple[Subject, bool]]:
    """What runs are ordered by, and which way; of one project, a metric is that of the project alone."""
    found = [(order.bound(connection), order.is_descending) for order in plan.orders]
    if plan.project is None:
        return found
    return [
        (subject.of_project(connection, plan.project) if isinstance(subject, Metric) else subject, way)
        for subject, way in found
    ]


def by_metric(
    plan: Plan, where: Sequence[Condition], subjects: Sequence[tuple[Subject, bool]]
) -> Select[Any]:
    """The first runs in the order of a metric: its index is walked, and stops where there are enough."""
    lead, is_descending = cast("tuple[Metric, bool]", subjects[0])
    joined = select(t.runs).join(t.summaries, t.summaries.c.run_id == t.runs.c.id)
    mine = joined.where(lead.of_key, lead.column.is_not(None), *where)
    first = lead.column.desc() if is_descending else lead.column.asc()
    return mine.order_by(first, *_ordered(subjects[1:])).limit((plan.limit or 0) + plan.offset)


def _by_metric(
    connection: Connection, plan: Plan, where: Sequence[Condition], subjects: Sequence[tuple[Subject, bool]]
) -> list[StoredRun]:
    """Runs that have the metric, and where these are too few, those that do not."""
    wanted = (plan.limit or 0) + plan.offset
    found = runs_of(connection, by_metric(plan, where, subjects))
    if len(found) < wanted:
        others = select(t.runs).where(subjects[0][0].missing(), *where).order_by(*_ordered(subjects[1:]))
        found += runs_of(connection, others.limit(wanted - len(found)))
    return found[plan.offset :]


def _leads(subject: Subject) -> bool:
    """Whether an index has the runs in this order."""
    return isinstance(subject, Metric) and subject.field in INDEXED and len(subject.key_ids) == 1


def _ordered(subjects: Sequence[tuple[Subject, bool]]) -> list[ColumnElement[Any]]:
    """Numbers before texts before other values before what is missing; then the latest run first."""
    parts: list[ColumnElement[Any]] = []
    for subject, is_descending in subjects:
        number, beside, words, other = subject.values()
        values = (number, None if beside is None else side_of(beside), words, other)
        known = [value for value in values if value is not None]
        parts += [(value.desc() if is_descending else value.asc()).nulls_last() for value in known]
    return [*parts, t.runs.c.started.desc(), t.runs.c.id.desc()]
