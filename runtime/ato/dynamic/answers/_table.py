"""A dynamic config as the plain table that the writers of formats take."""

from __future__ import annotations

from ato.config.formats._plain import Table
from ato.dynamic.trees._dict import Dict, is_sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def table(config: Dict | Mapping[str, Any]) -> Table:
    """The keys with their values in plain form; foreign objects by the text that they have."""
    data: Mapping[str, Any] = config._data if isinstance(config, Dict) else config
    return Table((name, _plain(value)) for name, value in data.items())


def _plain(value: object) -> object:
    from ato.config.formats._plain import plain

    if isinstance(value, Dict):
        return table(value)
    if is_sequence(value):
        return [_plain(item) for item in value]
    try:
        return plain(value)
    except Exception:
        return str(value)
