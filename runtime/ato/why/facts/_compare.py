"""Two runs side by side: every part that the store keeps, each told by its digest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

import ato.track.store._tables as t
from ato.track.store import StoredRun
from ato.track.store._read import config_of, find_run
from ato.why.facts._artifacts import compare_artifacts
from ato.why.facts._code import compare_code
from ato.why.facts._command import words_apart
from ato.why.facts._config import compare_config
from ato.why.facts._metrics import IGNORED, compare_metrics
from ato.why.facts._outputs import compare_outputs
from ato.why.facts._surroundings import compare_environments, compare_seeds, compare_sources
from ato.why.facts._values import Comparison

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from ato.track.store import Store


def compare(
    store: Store,
    a: StoredRun | str | int,
    b: StoredRun | str | int,
    *,
    ignore: Sequence[str] = IGNORED,
) -> Comparison:
    """What the store knows of two runs, side by side; of any projects.

    ``ignore`` has patterns of metrics that are no results, as ``system/*``. Raises ``TrackError`` where there
    is no such run.
    """
    with store.reading() as connection:
        left, right = (each if isinstance(each, StoredRun) else find_run(connection, each) for each in (a, b))
        code = compare_code(connection, left, right)
        used = {name for names in (code.libraries or {}).values() for name in names}
        seeds_recorded, seeds = compare_seeds(left, right)
        configs = config_of(connection, left.id), config_of(connection, right.id)
        return Comparison(
            left,
            right,
            compare_config((left, right), configs),
            code,
            compare_outputs(connection, left, right),
            compare_metrics(connection, left, right, ignore),
            compare_environments(connection, left, right, used),
            compare_sources(connection, left, right),
            seeds,
            seeds_recorded,
            compare_artifacts(connection, left, right),
            words_apart(left.command, right.command),
            (_resumed(connection, left.id), _resumed(connection, right.id)),
        )


def _resumed(connection: Connection, run_id: int) -> tuple[int | None, ...]:
    """From which step a run was resumed, each time that it was; None where it simply went on."""
    segments = t.segments.c
    wanted = (
        select(segments.resumed_from_step)
        .where(segments.run_id == run_id, segments.seq > 0)
        .order_by(segments.seq)
    )
    return tuple(connection.scalars(wanted))
