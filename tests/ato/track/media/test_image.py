"""Images are kept pixel by pixel, and say what is wrong with them when they are made."""

from __future__ import annotations

import logging
import os
import struct
import zlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.track import TrackError
from ato.track.media import Image
from tests.ato.track.media.kept import kept

np = pytest.importorskip("numpy")


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from([1, 2, 3, 4]), st.integers(0, 2**32 - 1))
def test_pixels_come_back_as_they_were(height: int, width: int, channels: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, channels), dtype=np.uint8)
    assert (Image(pixels, layout="HWC").array() == pixels).all()


def test_an_image_comes_back_from_the_store_with_all_that_was_given(tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (60, 70, 3), dtype=np.uint8)
    classes = np.arange(60 * 70).reshape(60, 70) % 300
    image = Image(
        pixels, "a cat\0 \ud800 🔥", boxes=[{"box": (1, 2, 3, 4), "label": "cat", "score": np.float32(0.5)}],
        masks={"truth": (classes, {0: "floor"}), "guess": classes > 7},
    )  # fmt: skip
    found = kept(tmp_path, image)
    assert found == image
    assert found.caption == "a cat\0 \ud800 🔥"
    assert found.boxes == [{"box": [1.0, 2.0, 3.0, 4.0], "label": "cat", "score": 0.5}]
    assert (found.array() == pixels).all()
    assert (found.masks["truth"].classes == classes).all()
    assert found.masks["truth"].labels == {0: "floor"}
    assert (found.masks["guess"].classes == (classes > 7)).all()


def test_floats_and_booleans_are_brightness() -> None:
    assert Image(np.array([[0.0, 0.5, 1.0]])).array()[0, :, 0].tolist() == [0, 128, 255]
    assert Image(np.array([[True, False]])).array()[0, :, 0].tolist() == [255, 0]
    assert Image(np.array([[0.25]], dtype=np.float16)).array().item() == 64


def test_values_beyond_are_cut_and_told_and_never_end_a_program(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="ato.track"):
        image = Image(np.array([[-1.0, np.nan, np.inf, 0.5]]))
    assert image.array()[0, :, 0].tolist() == [0, 0, 255, 128]
    assert (image.meta["nans"], image.meta["cut_from"]) == (1, [-1.0, "inf"])
    assert "are cut to [0, 1]" in caplog.text
    assert Image(np.array([[300, -4, 7]])).array()[0, :, 0].tolist() == [255, 0, 7]
    assert Image(np.full((2, 2), np.nan)).array().max() == 0


def test_channels_first_and_last_are_told_apart() -> None:
    torch = pytest.importorskip("torch")
    assert Image(np.zeros((3, 8, 9), np.uint8)).array().shape == (8, 9, 3)
    assert Image(np.zeros((8, 9, 3), np.uint8)).array().shape == (8, 9, 3)
    assert Image(np.zeros((3, 8, 3), np.uint8)).array().shape == (3, 8, 3)
    assert Image(torch.zeros(3, 8, 3)).array().shape == (8, 3, 3)
    assert Image(np.zeros((3, 8, 3), np.uint8), layout="CHW").array().shape == (8, 3, 3)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64", "uint8", "bool"])
def test_tensors_of_any_kind_are_taken(dtype: str) -> None:
    torch = pytest.importorskip("torch")
    tensor = torch.ones(3, 4, 5).to(getattr(torch, dtype)).transpose(1, 2)
    if tensor.is_floating_point():
        tensor.requires_grad_()
    assert Image(tensor).array().shape == (5, 4, 3)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (np.zeros((0, 5)), r"is empty, of shape \(0, 5\)"),
        (np.zeros(5), r"has the shape \(5,\), which is no image"),
        (np.zeros((2, 3, 4, 5)), "several at once: run.log_images"),
        (np.zeros((5, 6, 7)), "which is no image"),
        (np.array([["a"]]), "no array of numbers"),
        (np.array([[1j]]), "no array of numbers"),
        (np.array([[None]]), "no array of numbers"),
        ([[1, 2], [3]], "no array of numbers"),
        (np.broadcast_to(np.uint8(0), (1 << 15, 1 << 15, 3)), "and at most"),
        (b"", "is no file of an image"),
        (b"RIFFxxxxWAVE", "is no file of an image"),
        (b"\x89PNG\r\n\x1a\n", "PNG without a header"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 30, "breaks off|damaged"),
        ("no/such/file.png", "cannot be read: No such file"),
        ("a\0b", "cannot be read"),
        (object(), "no array of numbers"),
    ],
)
def test_what_is_no_image_is_refused(source: Any, words: str) -> None:
    with pytest.raises(TrackError, match=words):
        Image(source)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"boxes": [{"label": "cat"}]}, "box 0: is no mapping with a box"),
        ({"boxes": [{"box": [1, 2, 3]}]}, "box 0: is four numbers"),
        ({"boxes": [{"box": [1, 2, 3, 4]}, {"box": [1, 2, 3, float("nan")]}]}, "box 1: has sides"),
        ({"boxes": [{"box": [1, 2, 3, 4], "colour": 1}]}, "box 0: has colour, and may have"),
        (
            {"masks": {"m": np.zeros((2, 3), int)}},
            r"mask 'm': has the shape \(2, 3\), and its image \(4, 4\)",
        ),
        ({"masks": {"m": np.zeros((4, 4))}}, "mask 'm': is height × width of whole numbers"),
        ({"caption": 7}, "a caption is text, not int"),
        ({"caption": "x" * (1 << 21)}, "captions, boxes and the like of .* bytes, and at most"),
        ({"layout": "WHC"}, "which is no image"),
    ],
)
def test_what_is_wrong_beside_the_pixels_is_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(TrackError, match=words):
        Image(np.zeros((4, 4), np.uint8), **given)


def test_files_are_kept_as_they_are_behind_links_too(tmp_path: Path) -> None:
    png = Image(np.zeros((4, 5), np.uint8)).data
    (tmp_path / "real.png").write_bytes(png)
    (tmp_path / "link.png").symlink_to("real.png")
    image = Image(tmp_path / "link.png")
    assert (image.data, image.meta["width"], image.meta["height"]) == (png, 5, 4)
    (tmp_path / "round").symlink_to("round")
    (tmp_path / "gone").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    for name in ("round", "gone", "pipe", "."):
        with pytest.raises(TrackError, match=r"cannot be read|is no file"):
            Image(tmp_path / name)


def test_masks_go_into_a_png_and_not_into_other_files() -> None:
    png = Image(np.zeros((4, 5), np.uint8)).data
    image = Image(png, masks={"m": np.ones((4, 5), int)})
    assert image.masks["m"].classes.sum() == 20
    with pytest.raises(TrackError, match="is jpeg, which holds no masks"):
        Image(b"\xff\xd8\xff\xe0" + b"\0" * 20, masks={"m": np.ones((4, 5), int)})


def test_a_picture_of_pillow_is_taken() -> None:
    class Picture:
        """As those of Pillow look from outside."""

        mode = "P"

        def __init__(self) -> None:
            self.info: dict[str, Any] = {}

        def getbands(self) -> tuple[str, ...]:
            return ("P",)

        def convert(self, mode: str) -> Any:
            assert mode == "RGB"
            return np.full((2, 3, 3), 9, np.uint8)

    assert Image(Picture()).array().shape == (2, 3, 3)


class Deep:
    """A picture of Pillow of more than eight bits a channel."""

    def __init__(self, mode: str, array: Any) -> None:
        self.mode, self.__array_interface__ = mode, array.__array_interface__
        self._held = array

    def getbands(self) -> tuple[str]:
        return ("I",)

    def convert(self, mode: str) -> None:
        raise AssertionError(f"{mode} would cut it in silence")


def test_pictures_of_more_than_eight_bits_are_cut_aloud(caplog: pytest.LogCaptureFixture) -> None:
    deep = Image(Deep("I;16", np.array([[7, 40000]], np.uint16)))
    assert deep.array().ravel().tolist() == [7, 255]
    assert deep.meta["cut_from"] == [7.0, 40000.0]
    assert "are cut to [0, 255]" in caplog.text
    assert Image(Deep("F", np.array([[0.5]], np.float32))).array().tolist() == [[[128]]]


def test_a_figure_is_told_to_be_one() -> None:
    with pytest.raises(TrackError, match=r"a figure is logged as one: Figure\(figure\)"):
        Image(SimpleNamespace(savefig=print))


def test_every_filter_of_other_writers_is_read() -> None:
    """Rows filtered by each of the five ways, by a writer of the test's own."""
    pixels = np.random.default_rng(1).integers(0, 256, (5, 7, 3)).astype(int)
    flat = pixels.reshape(5, 21)
    lines = b""
    for kind in range(5):
        row, above = flat[kind], flat[kind - 1] if kind else np.zeros(21, int)
        line = []
        for at in range(21):
            left = row[at - 3] if at >= 3 else 0
            corner = above[at - 3] if at >= 3 else 0
            up = above[at]
            near = min((left, up, corner), key=lambda each: abs(left + up - corner - each))
            guess = (0, left, up, (left + up) // 2, near)[kind]
            line.append(int(row[at] - guess) % 256)
        lines += bytes([kind, *line])

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 7, 5, 8, 2, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines))
    image = Image(content + chunk(b"IEND", b""))
    assert (image.array() == pixels).all()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 120), st.binary(max_size=4))
def test_a_damaged_png_is_told_and_never_crashes(at: int, other: bytes) -> None:
    png = Image(np.arange(35, dtype=np.uint8).reshape(5, 7)).data
    torn = png[:at] + other + png[at + len(other) :]
    try:
        image = Image(torn)
        assert image.array().shape[2] in (1, 2, 3, 4)
    except TrackError:
        assert torn != png


def test_masks_of_another_writer_are_told() -> None:
    from ato.track.media._png import chunk

    png = Image(np.zeros((4, 5), np.uint8)).data
    for data in (b"", b"x", zlib.compress(b"{}\n"), zlib.compress(b"[]"), zlib.compress(b"\xff\n")):
        image = Image(png[:33] + chunk(b"atMk", data) + png[33:])
        assert image.array().shape == (4, 5, 1)
        with pytest.raises(TrackError, match="another program wrote them"):
            _ = image.masks
