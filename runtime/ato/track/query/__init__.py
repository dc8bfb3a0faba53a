"""Questions to a store: a small language of filters, and what runs share with each other.

``ato.runs(store).where("config.lr < 0.01 and metric.val_acc.max > 0.9").order_by("-metric.val_acc.max")``

    reading     _tokens, _parse, _given (values beside a filter), _tree (what it says), _errors (where it says
                nothing)
    meaning     _subject (its kinds are in _columns, _logged, _around), _known (names of the store), _times,
                _versions
    SQL         _compile, _rows (comparing), _cells (values of any kind), _select (the statements)
    results     _runs (the face), _facts (flat rows), _sharing, _nearest, _explain (who set a key), _curve
"""

from __future__ import annotations

from ato.track.query._errors import QueryError
from ato.track.query._nearest import Near
from ato.track.query._runs import Runs

__all__ = ["Near", "QueryError", "Runs"]
