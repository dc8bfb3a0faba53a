"""A question about runs, as it is put to the laboratory, and the orders in which its runs can fall."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from atoc.expr import Expression
from atoc.program import View
from atoc.prove.activation.closure import ones
from atoc.prove.activation.cone import Cone
from atoc.prove.activation.ladder import Survey
from atoc.prove.activation.orders import MOST_ORDERS, Orders, ties_of
from atoc.prove.replaying.replay import Stage, Trial, stage_of
from atoc.prove.symbolic.prover import Asks, Prover
from atoc.prove.values.domains import exclude_each_other

Shows = Callable[[Stage, Trial], bool | None]
"""Whether a run shows what is looked for; None where it gives no config, and so shows nothing either way."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question about these fields, and about the conditions of the ``watched`` views.

    Only runs in which all ``required`` views are active can show anything. ``settled`` is a pair of views
    that stand side by side, and that ``shows`` tries in both orders. ``ungiven`` are fields for which no
    outside value may stand. ``asks`` says the same as ``shows`` as a formula over all runs, for the solver.
    ``last`` are expressions that are worked out from the finished config. ``varied`` are fields whose outside
    values count, though no expression may read them. The ``late`` views come as late in their tier as can be,
    the ``soon`` ones as soon; ``ordered`` are fields of which it counts who writes them before whom, though
    no expression may read them. With ``in_any_order`` the witness need not say the order that shows it.
    """

    targets: tuple[str, ...]
    shows: Shows
    required: int = 0
    watched: tuple[View, ...] = ()
    settled: int = 0
    ungiven: tuple[str, ...] = ()
    asks: Asks | None = None
    last: tuple[Expression, ...] = ()
    varied: tuple[str, ...] = ()
    late: int = 0
    soon: int = 0
    ordered: tuple[str, ...] = ()
    in_any_order: bool = False


Key = tuple[tuple[str, ...], tuple[str, ...], int, tuple[str, ...], tuple[Expression, ...], tuple[str, ...]]


class Arrangements:
    """The orders in which the runs of a scope can fall, as far as a question can tell them apart."""

    __slots__ = ("apart", "orders", "prover", "survey", "ties", "usual")

    def __init__(self, survey: Survey, prover: Prover) -> None:
        self.survey = survey
        self.prover = prover
        self.ties: dict[tuple[object, ...], frozenset[int]] = {}
        self.orders: dict[tuple[object, ...], Orders] = {}
        self.apart: dict[int, bool] = {}
        self.usual: Stage | None = None

    def of_run(
        self, inquiry: Inquiry, cone: Cone, trial: Trial, hints: Sequence[Sequence[int]] = ()
    ) -> Iterator[tuple[Trial, tuple[str, ...]]]:
        """A run in each order that can make a difference, with the order of the cone; the usual order of the
        run is left to the names, but for a pair that is tried in both orders: without one it comes last."""
        orders = self.orders_of(inquiry, cone)
        if not orders.is_free:
            yield trial, ()
            return
        if self.usual is None:
            self.usual = stage_of(self.survey.scope, (), self.survey.views)
        index = self.survey.activation.index
        usual = [name for name in self.usual.order_of(trial) if cone.views >> index[name] & 1]
        for order in islice(orders.of(usual, hints), MOST_ORDERS + 1):
            is_usual = not orders.pair and list(order) == [name for name in usual if name in order]
            yield replace(trial, order=() if is_usual else order), order

    def orders_of(self, inquiry: Inquiry, cone: Cone) -> Orders:
        """The orders of a cone that a question can tell apart."""
        key = (
            cone.fields, cone.views, inquiry.ordered, inquiry.required, inquiry.late, inquiry.soon,
            inquiry.settled,
        )  # fmt: skip
        if key not in self.orders:
            ties = self.ties_of(cone, inquiry.ordered, inquiry.required) - {inquiry.settled}
            self.orders[key] = Orders(self.survey, ties, inquiry.late, inquiry.soon, inquiry.settled)
        return self.orders[key]

    def ties_of(self, cone: Cone, ordered: tuple[str, ...] = (), about: int = 0) -> frozenset[int]:
        """The pairs of views of a cone whose order can make a difference."""
        key = (cone.fields, cone.views, ordered, about if ordered else 0)
        if key not in self.ties:
            ties = ties_of(self.survey, cone, ordered, about)
            self.ties[key] = frozenset(tie for tie in ties if not self.are_apart(tie))
        return self.ties[key]

    def are_apart(self, pair: int) -> bool:
        """Whether two views are never applied in one run: a group or their conditions keep them apart."""
        if pair not in self.apart:
            self.apart[pair] = self._keep_apart(pair)
        return self.apart[pair]

    def _keep_apart(self, pair: int) -> bool:
        survey = self.survey
        if survey.activation.clash(survey.activation.reach(pair)):
            return True
        views = [survey.views[i] for i in ones(pair)]
        conditions = [view.when for view in views if view.when is not None]
        if len(conditions) < 2 or any(
            write.path in condition.reads
            for condition in conditions
            for view in views
            for write in view.writes
        ):
            return False
        first, second = conditions
        return exclude_each_other(first, second, survey.scope.fields) or self.prover.excludes(first, second)
