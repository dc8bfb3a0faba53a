"""Point clouds and meshes, as PLY: a format that viewers read."""

from __future__ import annotations

from typing import Any

from ato.track._errors import TrackError
from ato.track.media._arrays import array_of, check_size, numpy, to_bytes
from ato.track.media._medium import Medium, label

PLACE = [("x", "<f4"), ("y", "<f4"), ("z", "<f4")]
COLOR = [("red", "u1"), ("green", "u1"), ("blue", "u1")]
FACE = [("count", "u1"), ("corners", "<i4", (3,))]


class PointCloud(Medium):
    """Points in space, N × 3, and a color each, N × 3 of uint8 or of floats in [0, 1]."""

    kind = "point_cloud"

    def __init__(self, points: Any, colors: Any = None, caption: str | None = None) -> None:
        places = _triples("the points", points)
        rows = numpy().zeros(len(places), PLACE if colors is None else PLACE + COLOR)
        _fill(rows, places, PLACE)
        if colors is not None:
            tones, _ = to_bytes("the colors", _triples("the colors", colors))
            if len(tones) != len(places):
                raise TrackError("the colors", f"are {len(tones)}, and the points {len(places)}")
            _fill(rows, tones, COLOR)
        meta = {"caption": label("caption", caption), "points": len(rows), "has_colors": colors is not None}
        super().__init__(_head(rows) + rows.tobytes(), meta)

    @property
    def points(self) -> Any:
        """The points, N × 3 of float32."""
        return _columns(self._rows(), PLACE)

    @property
    def colors(self) -> Any:
        """The colors, N × 3 of bytes; None where there are none."""
        return _columns(self._rows(), COLOR) if self.meta["has_colors"] else None

    def _rows(self) -> Any:
        kind = PLACE + COLOR if self.meta["has_colors"] else PLACE
        return _read(self.data, kind, self.meta["points"])


class Mesh(Medium):
    """A surface: ``vertices`` V × 3, and ``faces`` F × 3, each three numbers of vertices."""

    kind = "mesh"

    def __init__(self, vertices: Any, faces: Any, caption: str | None = None) -> None:
        places = _triples("the vertices", vertices)
        corners = _triples("the faces", faces)
        if corners.dtype.kind not in "ui":
            raise TrackError("the faces", f"are whole numbers of vertices, not {corners.dtype}")
        wrong = (corners < 0) | (corners >= len(places))
        if wrong.any():
            row = int(wrong.any(axis=1).argmax())
            named = corners[row].tolist()
            raise TrackError(f"face {row}", f"names vertices {named}, and there are {len(places)}")
        rows = numpy().zeros(len(places), PLACE)
        _fill(rows, places, PLACE)
        sides = numpy().zeros(len(corners), FACE)
        sides["count"], sides["corners"] = 3, corners
        meta = {"caption": label("caption", caption), "vertices": len(rows), "faces": len(sides)}
        super().__init__(_head(rows, len(sides)) + rows.tobytes() + sides.tobytes(), meta)

    @property
    def vertices(self) -> Any:
        """The vertices, V × 3 of float32."""
        return _columns(_read(self.data, PLACE, self.meta["vertices"]), PLACE)

    @property
    def faces(self) -> Any:
        """The faces, F × 3 of whole numbers."""
        before = self.meta["vertices"] * numpy().dtype(PLACE).itemsize
        return _read(self.data, FACE, self.meta["faces"], before)["corners"]


def _triples(what: str, values: Any) -> Any:
    array = array_of(what, values)
    if array.ndim != 2 or array.shape[1] != 3:
        raise TrackError(what, f"are N × 3, not of shape {tuple(array.shape)}")
    check_size(what, tuple(array.shape), 4)
    return array


def _fill(rows: Any, values: Any, columns: list[tuple[str, str]]) -> None:
    with numpy().errstate(over="ignore"):
        for at, (name, _) in enumerate(columns):
            rows[name] = values[:, at]


def _columns(rows: Any, columns: list[tuple[str, str]]) -> Any:
    return numpy().stack([rows[name] for name, _ in columns], axis=1)


def _head(rows: Any, faces: int | None = None) -> bytes:
    words = {"<f4": "float", "|u1": "uchar"}
    lines = ["ply", "format binary_little_endian 1.0", f"element vertex {len(rows)}"]
    lines += [f"property {words[rows.dtype[name].str]} {name}" for name in rows.dtype.names]
    if faces is not None:
        lines += [f"element face {faces}", "property list uchar int vertex_indices"]
    return "\n".join([*lines, "end_header\n"]).encode()


def _read(data: bytes, kind: Any, count: int, before: int = 0) -> Any:
    mark = b"end_header\n"
    start = data.index(mark) + len(mark) + before
    return numpy().frombuffer(data, numpy().dtype(kind), count, start)
