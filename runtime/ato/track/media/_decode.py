"""From what a store holds back to the value that was logged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ato.track.media._audio import Audio
from ato.track.media._graph import Graph
from ato.track.media._histogram import Histogram
from ato.track.media._image import Image
from ato.track.media._layers import Histograms, Layers
from ato.track.media._medium import Medium
from ato.track.media._plot import Figure, Plot, Scatter
from ato.track.media._shapes import Mesh, PointCloud
from ato.track.media._text import Html, Text
from ato.track.media._video import Video

KINDS: Mapping[str, type[Medium]] = {
    kind.kind: kind
    for kind in (
        Audio, Figure, Graph, Histogram, Histograms, Html, Image, Layers, Mesh, Plot, PointCloud, Scatter,
        Text, Video,
    )
}  # fmt: skip
"""The media by their kind."""


class Other(Medium):
    """A medium of a kind that this ato does not know: its bytes, and what is known of it."""

    kind = "other"


def decoded(kind: str, content: bytes, meta: Mapping[str, Any]) -> Medium:
    """The value that was logged as this."""
    return KINDS.get(kind, Other).restored(content, meta)
