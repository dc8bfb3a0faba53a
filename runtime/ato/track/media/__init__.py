"""Media: what ``run.log`` takes beside numbers, each as bytes that others read too.

A value is made whole when it is constructed, and refuses there what is wrong. Logging it puts its bytes under
their content in the store's folder of blobs (small ones into the database), and a record into the journal.
No library is needed but numpy, where there are numbers, and none of those that figures come from is imported.

    all        _medium (how a value is kept), _decode (back from the store), _arrays (numpy, torch, lists)
    pictures   _image, _video, _png (their format), _plot (plots, figures), _graph (of a model)
    numbers    _histogram, _layers (by layer of a model), _shapes (point clouds, meshes), _audio
    texts      _text
    tables     _table, _columns (types of cells), _chunks (how rows are kept)
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.track.media._audio import Audio
    from ato.track.media._decode import Other, decoded
    from ato.track.media._graph import Graph
    from ato.track.media._histogram import QUANTILES, Histogram
    from ato.track.media._image import Image, Mask
    from ato.track.media._layers import Histograms, Layers
    from ato.track.media._medium import Medium
    from ato.track.media._plot import Figure, Plot, Scatter
    from ato.track.media._shapes import Mesh, PointCloud
    from ato.track.media._table import Table
    from ato.track.media._text import Html, Text
    from ato.track.media._video import Video

__all__ = [
    "QUANTILES",
    "Audio",
    "Figure",
    "Graph",
    "Histogram",
    "Histograms",
    "Html",
    "Image",
    "Layers",
    "Mask",
    "Medium",
    "Mesh",
    "Other",
    "Plot",
    "PointCloud",
    "Scatter",
    "Table",
    "Text",
    "Video",
    "decoded",
]

_ROOMS = {
    "_audio": ("Audio",),
    "_decode": ("Other", "decoded"),
    "_graph": ("Graph",),
    "_histogram": ("QUANTILES", "Histogram"),
    "_image": ("Image", "Mask"),
    "_layers": ("Histograms", "Layers"),
    "_medium": ("Medium",),
    "_plot": ("Figure", "Plot", "Scatter"),
    "_shapes": ("Mesh", "PointCloud"),
    "_table": ("Table",),
    "_text": ("Html", "Text"),
    "_video": ("Video",),
}


def __getattr__(name: str) -> object:
    """What the room offers, each loaded when it is first asked for."""
    from importlib import import_module

    for module, names in _ROOMS.items():
        if name in names:
            return getattr(import_module(f"ato.track.media.{module}"), name)
    raise AttributeError(f"module 'ato.track.media' has no attribute '{name}'")
