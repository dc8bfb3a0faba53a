"""Plots by their data, and figures as libraries draw them."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

from ato.track._errors import TrackError
from ato.track.media._arrays import array_of
from ato.track.media._image import of_figure
from ato.track.media._medium import LARGEST, Medium, is_mapping, is_sequence, label

JSON = "application/json"


class Plot(Medium):
    """Lines over ``x``: ``y`` is the values of one line, or of several by name. nan is a gap."""

    kind = "plot"
    media_type = JSON

    def __init__(self, x: Any, y: Any, title: str | None = None) -> None:
        ground = _column("x", x)
        lines = y if is_mapping(y) else {"y": y}
        drawn: dict[str, list[float]] = {}
        for name, values in lines.items():
            drawn[str(name)] = _column(str(name), values)
            if len(drawn[str(name)]) != len(ground):
                message = f"has {len(drawn[str(name)])} values, and x {len(ground)}"
                raise TrackError(str(name), message)
        if not drawn:
            raise TrackError("the plot", "has no line")
        super().__init__(dumped({"x": ground, "y": drawn}), {"title": label("title", title)})

    @property
    def x(self) -> list[float]:
        """What the lines are drawn over."""
        return list(map(float, json.loads(self.data)["x"]))

    @property
    def y(self) -> dict[str, list[float]]:
        """The lines by name."""
        return {name: list(map(float, line)) for name, line in json.loads(self.data)["y"].items()}


class Scatter(Medium):
    """Points of two or three numbers each, with a label each if wanted."""

    kind = "scatter"
    media_type = JSON

    def __init__(self, points: Any, labels: Sequence[object] | None = None, title: str | None = None) -> None:
        array = array_of("the points", points)
        if array.ndim != 2 or array.shape[1] not in (2, 3):
            raise TrackError("the points", f"are N × 2 or N × 3, not of shape {tuple(array.shape)}")
        held = [str(each) for each in labels] if labels is not None else None
        if held is not None and len(held) != len(array):
            raise TrackError("the labels", f"are {len(held)}, and the points {len(array)}")
        content = dumped({"points": array.astype(float).tolist(), "labels": held})
        super().__init__(content, {"title": label("title", title), "count": len(array)})

    @property
    def points(self) -> list[tuple[float, ...]]:
        """The points."""
        return [tuple(map(float, point)) for point in json.loads(self.data)["points"]]

    @property
    def labels(self) -> list[str] | None:
        """The label of each point, where there are labels."""
        found: list[str] | None = json.loads(self.data)["labels"]
        return found


class Figure(Medium):
    """A figure of matplotlib, kept as PNG, or one that gives its own JSON (plotly, altair), kept as that.

    Neither library is imported: what has ``savefig`` is the one, what has ``to_json`` the other. An axes or
    the module ``pyplot`` stands for its figure.
    """

    kind = "figure"

    def __init__(self, figure: Any, caption: str | None = None) -> None:
        whole = _whole(figure)
        meta: dict[str, Any] = {"caption": label("caption", caption)}
        if hasattr(whole, "savefig"):
            out = io.BytesIO()
            _drawn(whole.savefig, out, format="png")
            content = out.getvalue()
            meta |= of_figure(content)
        elif hasattr(whole, "to_json"):
            content = _text(_drawn(whole.to_json))
            meta |= {"format": "json", "library": type(whole).__module__.partition(".")[0]}
        else:
            help = ("figures of matplotlib have savefig, those of plotly to_json",)
            raise TrackError(
                repr(figure)[:60], f"is no figure that is known, but {type(figure).__name__}", help
            )
        super().__init__(content, meta)

    @property
    def json(self) -> Any:
        """What the figure says of itself. Raises ``TrackError`` for one that is kept as a picture."""
        if self.meta["format"] != "json":
            raise TrackError(
                "the figure", f"is kept as {self.meta['format']}, not as JSON", (".data has it",)
            )
        return json.loads(self.data)


def _whole(figure: Any) -> Any:
    if isinstance(figure, type) or hasattr(figure, "savefig") or hasattr(figure, "to_json"):
        return figure
    return figure.get_figure() if hasattr(figure, "get_figure") else figure


def _drawn(call: Any, *words: Any, **named: Any) -> Any:
    try:
        return call(*words, **named)
    except Exception as error:  # of another library
        raise TrackError("the figure", f"cannot be drawn: {type(error).__name__}: {error}") from error


def _text(text: Any) -> bytes:
    try:
        content = text if isinstance(text, bytes) else str(text).encode("utf-8", "surrogatepass")
        json.loads(content)
    except ValueError:
        raise TrackError("the figure", "gives no JSON by its to_json()") from None
    return content


def _column(name: str, values: Any) -> list[float]:
    array = array_of(name, values)
    if array.ndim != 1:
        raise TrackError(name, f"is a list of numbers, not of shape {tuple(array.shape)}")
    column: list[float] = array.astype(float).tolist()
    return column


def dumped(content: object) -> bytes:
    """JSON, in which numbers that are none are texts that ``float`` reads."""
    data = json.dumps(_spelt(content), separators=(",", ":"), allow_nan=False).encode()
    if len(data) > LARGEST:
        raise TrackError("the plot", f"has {len(data)} bytes, and at most {LARGEST} are taken")
    return data


def _spelt(content: Any) -> Any:
    if isinstance(content, float):
        return content if content - content == 0 else repr(content)
    if is_sequence(content):
        return [_spelt(each) for each in content]
    if is_mapping(content):
        return {key: _spelt(value) for key, value in content.items()}
    return content
