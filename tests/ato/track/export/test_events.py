"""Event files: checksums that are known, and messages that another library reads."""

from __future__ import annotations

import base64
import io
import json
import math
import wave
from pathlib import Path
from time import time
from typing import Any
from zlib import compress, crc32

import pytest

import ato
from ato.track.export import export
from ato.track.export._events import crc32c, record
from ato.track.media import Histogram
from tests.ato.track.export.test_export import HERE, logged, with_peer

READER = """
import base64, glob, json, struct, sys
from tensorboardX.proto.event_pb2 import Event
from tensorboardX.crc32c import _crc32c
def masked(content):
    crc = _crc32c(content)
    return ((crc >> 15 | crc << 17) + 0xa282ead8) & 0xffffffff
found = []
(path,) = glob.glob(sys.argv[1] + "/**/events.out.tfevents.*", recursive=True)
data = open(path, "rb").read()
while data:
    head, (length,) = data[:8], struct.unpack("<Q", data[:8])
    assert struct.unpack("<I", data[8:12])[0] == masked(head)
    body = data[12:12 + length]
    assert struct.unpack("<I", data[12 + length:16 + length])[0] == masked(body)
    data = data[16 + length:]
    event = Event()
    event.ParseFromString(body)
    if event.file_version:
        found.append(["version", event.file_version])
    for value in event.summary.value:
        kind = value.WhichOneof("value")
        told = getattr(value, kind)
        if kind == "simple_value":
            told = repr(told)
        elif kind == "image":
            png = base64.b64encode(told.encoded_image_string).decode()
            told = [told.height, told.width, told.colorspace, png]
        elif kind == "audio":
            told = [told.sample_rate, told.num_channels, told.length_frames, told.content_type]
        elif kind == "histo":
            told = [told.min, told.max, told.num, told.sum, list(told.bucket_limit), list(told.bucket)]
        elif kind == "tensor":
            told = [value.metadata.plugin_data.plugin_name, told.dtype, told.string_val[0].decode()]
        found.append([kind, value.tag, event.step, event.wall_time, told])
print(json.dumps(found))
"""


def test_checksums_are_those_of_the_standard() -> None:
    assert crc32c(b"") == 0
    assert crc32c(b"123456789") == 0xE3069283
    assert crc32c(bytes(32)) == 0x8A9136AA
    assert crc32c(b"\xff" * 32) == 0x62A8AB43


def test_a_record_is_framed() -> None:
    framed = record(b"abc")
    assert framed[:8] == b"\3\0\0\0\0\0\0\0"
    assert framed[12:15] == b"abc"
    assert len(framed) == 19


def read(place: str) -> list[Any]:
    found: list[Any] = with_peer("tensorboard", READER, place)
    return found


def test_numbers_and_texts_are_read_by_another_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    logged()
    export([], "tensorboard", "logs", store=HERE)
    found = read("logs")
    assert found[0] == ["version", "brain.Event:2"]
    loss = [(step, value) for kind, tag, step, _, value in found[1:] if tag == "loss"]
    assert loss == [(-2, "inf"), (3, "1.5"), (3, "nan"), (7, "-0.0"), (9, "2.0")]
    texts = {tag: value for kind, tag, _, _, value in found[1:] if kind == "tensor"}
    assert texts["notes"] == ["text", 7, "some *notes*"]
    assert json.loads(texts["config"][2].removeprefix("```json\n").removesuffix("\n```")) == {
        "lr": 0.1,
        "m.layers": [1, 2],
    }


def test_pictures_and_sounds_are_read_by_another_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    png, sound = _png(), _wav()
    with ato.run(project="p", store=HERE) as run:
        for kind, content in (("image", png), ("audio", sound), ("text", "gr\u00fcn".encode())):
            inline = base64.b64encode(content).decode()
            row = {"step": 4, "time": time(), "blob": None, "meta_json": "{}", "inline": inline}
            run.record("media", name=f"a {kind}", medium=kind, **row)
        run.log({"x": math.pi}, step=1)
    export([run.uid], "tensorboard", "logs", store=HERE)
    found = {event[1]: event for event in read("logs")[1:]}
    assert found["a image"][4] == [2, 3, 1, base64.b64encode(png).decode()]
    assert found["a audio"][4] == [8000.0, 1, 5, "audio/wav"]
    assert found["a text"][4] == ["text", 7, "gr\u00fcn"]
    assert found["a text"][2] == 4


def test_histograms_are_read_by_another_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with ato.run(project="p", store=HERE) as run:
        run.log({"weights": Histogram([0.0, 1.0, 1.0, 4.0, math.nan], bins=4), "none": Histogram([])}, step=2)
    export([run.uid], "tensorboard", "logs", store=HERE)
    (found,) = read("logs")[1:]
    assert found[:3] == ["histo", "weights", 2]
    assert found[4] == [0.0, 4.0, 4.0, 6.0, [0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 1.0, 2.0, 0.0, 1.0]]


def test_media_that_are_damaged_or_not_known_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    contents = {
        "webp": b"RIFF\x24\0\0\0WEBPVP8 ", "sound": b"RIFF\x24\0\0\0WAVEfmt", "picture": b"\x89PNG\r\n\x1a\n",
        "shape": b"no histogram",
    }  # fmt: skip
    with ato.run(project="p", store=HERE) as run:
        for name, content in contents.items():
            kind = "histogram" if name == "shape" else "image"
            row = {"step": 4, "time": time(), "blob": None, "meta_json": "{}"}
            run.record("media", name=name, medium=kind, inline=base64.b64encode(content).decode(), **row)
        run.log({"x": 1.0})
    assert export([run.uid], "tensorboard", "logs", store=HERE) == 1
    told = [record.getMessage().partition(" at")[0] for record in caplog.records]
    assert sorted(told) == ["picture", "shape", "sound"]


def _png() -> bytes:
    """A grey picture of two rows and three columns."""
    chunks = [
        (b"IHDR", bytes([0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0])),
        (b"IDAT", compress(bytes(8))),
        (b"IEND", b""),
    ]
    told = b"\x89PNG\r\n\x1a\n"
    for name, content in chunks:
        told += len(content).to_bytes(4, "big") + name + content + crc32(name + content).to_bytes(4, "big")
    return told


def _wav() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(10))
    return file.getvalue()
