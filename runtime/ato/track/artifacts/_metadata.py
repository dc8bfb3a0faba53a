"""Metadata: JSON values by name, with what is a secret by its name covered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from ato.track._errors import TrackError

LONGEST = 1 << 20


def plain(subject: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON has them. Raises ``TrackError`` for what is none."""
    if not isinstance(cast("Any", values), Mapping):
        raise TrackError(subject, f"metadata are values by name, not {type(values).__name__}")
    try:
        text = json.dumps(dict(values), default=_of_library)
    except (TypeError, ValueError, RecursionError) as error:
        help = ("numbers, texts, lists and mappings of these can",)
        raise TrackError(subject, f"its metadata cannot be kept: {error}", help) from None
    if len(text) > LONGEST:
        raise TrackError(subject, f"metadata have at most {LONGEST} bytes, and these {len(text)}")
    from ato.fingerprint import Masks

    return cast("dict[str, Any]", Masks().tree(json.loads(text)))


def _of_library(value: Any) -> Any:
    if hasattr(value, "tolist"):  # numpy and torch
        return value.tolist()
    raise TypeError(f"{type(value).__name__} is no value of JSON")
