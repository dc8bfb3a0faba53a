"""Audio, video, texts, plots, figures, graphs, points and meshes come back as they were logged."""

from __future__ import annotations

import io
import json
import math
import wave
from pathlib import Path
from typing import Any

import pytest

import ato
from ato.track import TrackError, open_store
from ato.track.media import (
    Audio,
    Figure,
    Graph,
    Html,
    Image,
    Mesh,
    Other,
    Plot,
    PointCloud,
    Scatter,
    Text,
    Video,
    decoded,
)  # fmt: skip
from tests.ato.track.media.kept import kept

np = pytest.importorskip("numpy")
DRAW = np.random.default_rng(0)


def test_audio_is_a_wav_that_others_read(tmp_path: Path) -> None:
    samples = DRAW.integers(-(2**15), 2**15, (2, 1000)).astype(np.int16)
    found = kept(tmp_path, Audio(samples, 8000, "a tone"))
    assert (found.array() == samples).all()
    assert (found.sample_rate, found.caption, found.meta["seconds"]) == (8000, "a tone", 0.125)
    with wave.open(io.BytesIO(found.data)) as read:
        assert (read.getnchannels(), read.getframerate(), read.getnframes()) == (2, 8000, 1000)
        assert read.readframes(1000) == samples.T.tobytes()


def test_a_rate_that_is_a_whole_float_is_taken() -> None:
    assert Audio(np.zeros(4), 22050.0).sample_rate == 22050
    with pytest.raises(TrackError, match=r"sample_rate=22050.5"):
        Audio(np.zeros(4), 22050.5)
    with pytest.raises(TrackError, match=r"samples / 2\*\*31"):
        Audio(np.zeros(4, "i4"), 8000)


def test_floats_of_audio_are_between_one_and_minus_one() -> None:
    audio = Audio([0.0, 1.0, -1.0, 7.0, math.nan, -math.inf, 1e300], 10)
    assert audio.array()[0].tolist() == [0, 32767, -32767, 32767, 0, -32767, 32767]
    assert audio.meta["nans"] == 1


@pytest.mark.parametrize(
    ("source", "rate", "words"),
    [
        ([], 8000, "is empty"), (np.zeros((2, 0)), 8000, "is empty"), (np.zeros((1, 1, 1)), 8000, "shape"),
        (np.zeros((1000, 2)), 8000, "channels come first"), ([0.0], None, "sample_rate=None"),
        ([0.0], 0, "sample_rate=0"), ([0.0], 44100.5, "sample_rate"), ([0, 1], 8000, "not int64"),
        (b"nothing", None, "is no file of audio"), ("no.wav", None, "cannot be read"),
    ],
)  # fmt: skip
def test_what_is_no_audio_is_refused(source: Any, rate: Any, words: str) -> None:
    with pytest.raises(TrackError, match=words):
        Audio(source, rate)


def test_a_video_keeps_every_pixel(tmp_path: Path) -> None:
    frames = DRAW.integers(0, 256, (7, 3, 12, 10), dtype=np.uint8)
    found = kept(tmp_path, Video(frames, fps=12.5, caption="c"))
    assert (found.array() == frames).all()
    assert (found.fps, found.meta["frames"], found.caption) == (12.5, 7, "c")
    assert Image(found.data).array().tolist() == frames[0].transpose(1, 2, 0).tolist(), "and is a PNG"


@pytest.mark.parametrize(
    ("source", "fps", "words"),
    [
        (np.zeros((2, 3, 4)), 30, "frames × channels"), (np.zeros((0, 3, 4, 4)), 30, "is empty"),
        (np.zeros((2, 8, 8, 3)), 30, "channels come second"), (np.zeros((1, 1, 2, 2)), 0, "fps=0"),
        (np.zeros((1, 1, 2, 2)), math.nan, "fps=nan"), (np.zeros((1, 1, 2, 2)), "30", "fps='30'"),
        (b"what is this?", 30, "is no file of a video"),
        (np.broadcast_to(np.uint8(0), (1000, 3, 1000, 1000)), 30, "and at most"),
    ],
)  # fmt: skip
def test_what_is_no_video_is_refused(source: Any, fps: Any, words: str) -> None:
    with pytest.raises(TrackError, match=words):
        Video(source, fps)


def test_files_of_audio_and_video_are_copied(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + b"x" * 9000)
    for kind in (Audio, Video):
        made = kind(tmp_path / "a.mp4")
        assert made.meta["format"] == "mp4"
        assert kept(tmp_path, made).data == (tmp_path / "a.mp4").read_bytes()
    made = Video(tmp_path / "a.mp4")
    (tmp_path / "a.mp4").unlink()
    with pytest.raises(TrackError, match="cannot be read: No such file"):
        kept(tmp_path, made)


def test_a_store_takes_the_run_that_was_logged_to(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        run.log({"note": Text("a")})
    with open_store(tmp_path / "runs.db") as store:
        assert [found.value for found in store.media(run, "note")] == [Text("a")]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "a", "\0\n\ud800🔥'; DROP TABLE media; --", "long " * 2000])
def test_any_text_is_kept(tmp_path: Path, text: str) -> None:
    assert kept(tmp_path, Text(text)).text == text
    assert kept(tmp_path, Html(text)).text == text


def test_pages_come_from_files_too(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<b>caf\xe9</b>")
    assert kept(tmp_path, Html(tmp_path / "a.html")).data == b"<b>caf\xe9</b>"
    with pytest.raises(TrackError, match="a text is a str, not int"):
        Text(3)  # type: ignore[arg-type]


def test_plots_keep_their_numbers(tmp_path: Path) -> None:
    plot = kept(tmp_path, Plot([1, 2], {"a": [0.5, math.nan], "b\0": [math.inf, -math.inf]}, "title"))
    assert (plot.x, plot.y["b\0"], plot.meta["title"]) == ([1.0, 2.0], [math.inf, -math.inf], "title")
    assert math.isnan(plot.y["a"][1])
    json.loads(plot.data, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    scatter = kept(tmp_path, Scatter(np.array([[1, 2], [3, 4]]), ["x", 7]))
    assert (scatter.points, scatter.labels) == ([(1.0, 2.0), (3.0, 4.0)], ["x", "7"])
    assert Scatter([[1, 2, 3]]).labels is None


@pytest.mark.parametrize(
    "make",
    [
        lambda: Plot([1, 2], [1]), lambda: Plot([1], {}), lambda: Plot("ab", [1]),
        lambda: Plot([[1]], [1]), lambda: Plot([1], [1], title=3), lambda: Scatter([1, 2]),
        lambda: Scatter([[1, 2, 3, 4]]), lambda: Scatter([[1, 2]], ["a", "b"]),
        lambda: PointCloud([[1, 2]]), lambda: PointCloud(np.zeros((0, 3))),
        lambda: PointCloud([[1, 2, 3]], [[1, 2, 3]] * 2), lambda: Mesh([[0, 0, 0]], [[0, 0, 1]]),
        lambda: Mesh([[0, 0, 0]], [[0, 0, -1]]), lambda: Mesh([[0, 0, 0]], [[0.0, 0.0, 0.0]]),
        lambda: Graph(3), lambda: Figure(3), lambda: Figure(Broken()),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(make: Any) -> None:
    with pytest.raises(TrackError):
        make()


class Broken:
    """A figure that cannot be drawn."""

    def savefig(self, *_: object, **__: object) -> None:
        raise RuntimeError("no backend")


class Drawn:
    """As a figure of matplotlib looks from outside."""

    def savefig(self, file: Any, format: str) -> None:
        assert format == "png"
        file.write(Image(np.zeros((3, 4), np.uint8)).data)


class Told:
    """As a figure of plotly looks from outside."""

    def to_json(self) -> str:
        return '{"data": []}'


def test_figures_are_taken_by_what_they_can(tmp_path: Path) -> None:
    drawn = kept(tmp_path, Figure(Drawn(), "caption"))
    assert (drawn.meta["format"], drawn.meta["width"]) == ("png", 4)
    assert kept(tmp_path, Figure(Told())).json == {"data": []}
    axes = type("Axes", (), {"get_figure": lambda _: Drawn()})()
    assert Figure(axes).data == drawn.data
    with pytest.raises(TrackError, match="is kept as png, not as JSON"):
        _ = drawn.json


def test_points_and_meshes_are_ply(tmp_path: Path) -> None:
    points, colors = DRAW.normal(size=(50, 3)).astype("f4"), DRAW.integers(0, 256, (50, 3), dtype="u1")
    cloud = kept(tmp_path, PointCloud(points, colors))
    assert (cloud.points == points).all()
    assert (cloud.colors == colors).all()
    assert cloud.data.startswith(b"ply\nformat binary_little_endian 1.0\nelement vertex 50\n")
    assert PointCloud(points).colors is None
    mesh = kept(tmp_path, Mesh(points, [[0, 1, 2], [47, 48, 49]]))
    assert (mesh.vertices == points).all()
    assert mesh.faces.tolist() == [[0, 1, 2], [47, 48, 49]]
    with pytest.raises(TrackError, match=r"face 1: names vertices \[0, 1, 9\], and there are 3"):
        Mesh(points[:3], [[0, 1, 2], [0, 1, 9]])


def test_a_graph_tells_what_holds_what(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    shared = torch.nn.Linear(2, 2)
    model = torch.nn.Sequential(shared, torch.nn.ReLU(), shared)
    model.extra = None
    shared.bias.requires_grad_(requires_grad=False)
    graph = kept(tmp_path, Graph(model))
    nodes = {node["name"]: node for node in graph.nodes}
    assert list(nodes) == ["", "0", "1"]
    assert (nodes["0"]["type"], nodes["0"]["parameters"], nodes["0"]["trainable"]) == ("Linear", 6, 4)
    assert nodes["0"]["shapes"] == {"weight": [2, 2], "bias": [2]}
    assert [(edge["from"], edge["to"], edge["kind"]) for edge in graph.edges] == [
        ("", "0", "holds"), ("", "1", "holds"), ("", "0", "shares"), ("0", "1", "then"), ("1", "0", "then"),
    ]  # fmt: skip
    assert Graph(torch.nn.LazyLinear(3)).nodes[0]["shapes"]["weight"] is None


def test_a_kind_that_is_not_known_is_given_as_it_is() -> None:
    found = decoded("hologram", b"bytes", {"a": 1})
    assert isinstance(found, Other)
    assert (found.data, found.meta) == (b"bytes", {"a": 1})
