"""What is known of a model layer by layer at one step: numbers, and histograms, as one medium each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from zlib import compress, decompress

from ato.track._errors import TrackError
from ato.track.media._histogram import Histogram
from ato.track.media._medium import Medium
from ato.track.media._plot import dumped


class Layers(Medium):
    """Numbers by layer and name, as ``{"fc.weight": {"gradient_norm": 0.5}}``."""

    kind = "layers"
    media_type = "application/json"

    def __init__(self, values: Mapping[str, Mapping[str, float]]) -> None:
        held = {
            str(layer): {name: float(each) for name, each in row.items()} for layer, row in values.items()
        }
        super().__init__(dumped(held), {"layers": len(held)})

    @property
    def values(self) -> dict[str, dict[str, float]]:
        """The numbers by layer and name."""
        held = json.loads(self.data)
        return {layer: {name: float(each) for name, each in row.items()} for layer, row in held.items()}


class Histograms(Medium):
    """Histograms by name."""

    kind = "histograms"

    def __init__(self, histograms: Mapping[str, Histogram]) -> None:
        for name, each in histograms.items():
            if not isinstance(each, Histogram):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise TrackError(str(name), f"is no Histogram, but {type(each).__name__}")
        parts = {str(name): each.data for name, each in histograms.items()}
        line = json.dumps([[name, len(part)] for name, part in parts.items()]).encode() + b"\n"
        super().__init__(compress(line + b"".join(parts.values()), 4), {"count": len(parts)})

    @property
    def values(self) -> dict[str, Histogram]:
        """The histograms by name."""
        line, _, rest = decompress(self.data).partition(b"\n")
        found: dict[str, Histogram] = {}
        at = 0
        listed: list[tuple[str, int]] = json.loads(line)
        for name, length in listed:
            found[name] = _restored(rest[at : at + length])
            at += length
        return found


def _restored(content: bytes) -> Histogram:
    made = Histogram.restored(content, {})
    assert isinstance(made, Histogram)  # noqa: S101
    return made
