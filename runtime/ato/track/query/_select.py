"""The statements that a query comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Select, func, select

import ato.track.store._tables as t
from ato.track.query._compile import Filter, Order
from ato.track.query._logged import INDEXED, Metric
from ato.track.query._rows import Condition
from ato.track.query._sharing import Shared
from ato.track.query._subject import Subject
from ato.track.store import StoredRun
from ato.track.store._read import runs_of


@dataclass(frozen=True)
class Plan:
    """What is asked of a store: conditions that all hold, an order, how many and from where on."""

    filters: tuple[Filter | Shared, ...] = ()
    orders: tuple[Order, ...] = ()
    project: str | None = None
    limit: int | None = None
    offset: int = 0


def conditions(connection: Connection, plan: Plan) -> list[Condition]:
    """The conditions on ``runs``."""
    found = [each.condition(connection) for each in plan.filters]
    kept = [each for each in found if each is not None]
    if plan.project is not None:
        id = select(t.projects.c.id).where(t.projects.c.name == plan.project)
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
    bound = ordering(connection, plan)
    if plan.limit is None or not bound or not _leads(bound[0][0]):
        wanted = select(t.runs).where(*where).order_by(*_ordered(bound))
        return runs_of(
            connection, wanted if plan.limit is None else wanted.limit(plan.limit).offset(plan.offset)
        )
    return _by_metric(connection, plan, where, bound)


def ordering(connection: Connection, plan: Plan) -> list[tuple[Subject, bool]]:
    """What runs are ordered by, and which way; of one project, a metric is that of the project alone."""
    found = [(order.bound(connection), order.is_descending) for order in plan.orders]
    if plan.project is None:
        return found
    return [
        (subject.of_project(connection, plan.project) if isinstance(subject, Metric) else subject, way)
        for subject, way in found
    ]


def by_metric(plan: Plan, where: Sequence[Condition], bound: Sequence[tuple[Subject, bool]]) -> Select[Any]:
    """The first runs in the order of a metric: its index is walked, and stops where there are enough."""
    lead, is_descending = cast("tuple[Metric, bool]", bound[0])
    joined = select(t.runs).join(t.summaries, t.summaries.c.run_id == t.runs.c.id)
    mine = joined.where(lead.of_key, lead.column.is_not(None), *where)
    first = lead.column.desc() if is_descending else lead.column.asc()
    last = t.summaries.c.run_id
    rest = _ordered(bound[1:], ended=False)
    wanted = mine.order_by(first, *rest, last.desc() if is_descending else last.asc())
    return wanted.limit((plan.limit or 0) + plan.offset)


def _by_metric(
    connection: Connection, plan: Plan, where: Sequence[Condition], bound: Sequence[tuple[Subject, bool]]
) -> list[StoredRun]:
    """Runs that have the metric, and where these are too few, those that do not."""
    wanted = (plan.limit or 0) + plan.offset
    found = runs_of(connection, by_metric(plan, where, bound))
    if len(found) < wanted:
        others = select(t.runs).where(bound[0][0].missing(), *where).order_by(*_ordered(bound[1:]))
        found += runs_of(connection, others.limit(wanted - len(found)))
    return found[plan.offset :]


def _leads(subject: Subject) -> bool:
    """Whether an index has the runs in this order."""
    return isinstance(subject, Metric) and subject.field in INDEXED and len(subject.key_ids) == 1


def _ordered(bound: Sequence[tuple[Subject, bool]], *, ended: bool = True) -> list[ColumnElement[Any]]:
    """Numbers before texts before what is missing; the latest run first where nothing else tells."""
    parts: list[ColumnElement[Any]] = []
    for subject, is_descending in bound:
        for value in subject.values():
            if value is not None:
                way = value.desc() if is_descending else value.asc()
                parts += [value.is_(None).asc(), way]
    return [*parts, t.runs.c.started.desc(), t.runs.c.id.desc()] if ended else parts
