"""Audio: samples as WAV, or a file as it is."""

from __future__ import annotations

from logging import getLogger
from pathlib import Path
from struct import Struct
from typing import Any

from ato.track._errors import TrackError
from ato.track.media._arrays import array_of, check_size, numpy
from ato.track.media._medium import Medium, file_of, label, whole

HEAD = Struct("<4sI4s4sIHHIIHH4sI")
MOST_CHANNELS = 32
SIGNATURES = {b"OggS": "ogg", b"fLaC": "flac", b"ID3": "mp3", b"\xff\xfb": "mp3", b"\xff\xf3": "mp3"}


class Audio(Medium):
    """Audio that ``run.log`` takes.

    ``source`` is an array of samples, or of channels × samples: floats in [-1, 1] or int16; a path; or the
    bytes of a file. Arrays are kept as WAV of 16 bits, for which the samples a second (``sample_rate``) are
    needed; files as they are.
    """

    kind = "audio"

    def __init__(self, source: Any, sample_rate: float | None = None, caption: str | None = None) -> None:
        meta: dict[str, Any] = {"caption": label("caption", caption)}
        content: bytes | Path
        if isinstance(source, (str, Path)):
            content = file_of(source)
            with content.open("rb") as file:
                found = _format(file.read(12))
        elif isinstance(source, (bytes, bytearray)):
            content, found = bytes(source), _format(bytes(source[:12]))
        else:
            rate = whole("sample_rate", _whole(sample_rate), 1)
            samples, notes = _samples(source)
            content = _wav(samples, rate)
            channels, length = samples.shape
            meta |= {"channels": channels, "seconds": length / rate, **notes}
            sample_rate, found = rate, "wav"
        super().__init__(content, {**meta, "format": found, "sample_rate": sample_rate})

    @property
    def caption(self) -> str | None:
        """The text below the audio."""
        return self.meta.get("caption")

    @property
    def sample_rate(self) -> int | None:
        """Samples a second, where that is known."""
        return self.meta.get("sample_rate")

    def array(self) -> Any:
        """The samples as int16, channels × samples. Raises ``TrackError`` for what is no WAV of 16 bits."""
        data = self.data
        if len(data) < HEAD.size or data[:4] != b"RIFF" or data[36:40] != b"data" or data[34:36] != b"\x10\0":
            help = ("open what .data holds with a library for audio",)
            raise TrackError(
                "the audio", f"is {self.meta.get('format')} of a kind that is kept but not read", help
            )
        channels = HEAD.unpack_from(data)[6]
        return numpy().frombuffer(data, "<i2", offset=HEAD.size).reshape(-1, channels).T


def _whole(rate: object) -> object:
    """A rate that some libraries give as a float."""
    return int(rate) if isinstance(rate, float) and rate.is_integer() else rate


def _format(start: bytes) -> str:
    if start[:4] == b"RIFF" and start[8:12] == b"WAVE":
        return "wav"
    if start[4:8] == b"ftyp":
        return "mp4"
    found = next((name for head, name in SIGNATURES.items() if start.startswith(head)), None)
    if found is None:
        shown = ", ".join(dict.fromkeys(["wav", "mp4", *SIGNATURES.values()]))
        raise TrackError("the audio", f"is no file of audio: {start[:8]!r}...", (f"known are {shown}",))
    return found


def _samples(source: Any) -> tuple[Any, dict[str, Any]]:
    """Samples as int16, channels × samples."""
    module = numpy()
    array = array_of("the audio", source)
    shape = tuple(map(int, array.shape))
    if array.ndim not in (1, 2):
        raise TrackError("the audio", f"has the shape {shape}: samples, or channels × samples", ())
    check_size("the audio", shape, 2)
    held = array.reshape(-1, shape[-1])
    if len(held) > MOST_CHANNELS:
        message = f"has {len(held)} channels, of shape {shape}, and at most {MOST_CHANNELS} are taken"
        raise TrackError("the audio", message, ("channels come first: give samples.T",))
    if held.dtype == module.int16:
        return held, {}
    if held.dtype.kind != "f":
        help = ("divide by the largest value of the type: samples / 2**31 for int32",)
        raise TrackError("the audio", f"is floats in [-1, 1] or int16, not {held.dtype}", help)
    nans = int(module.isnan(held).sum())
    with module.errstate(over="ignore"):
        held = module.nan_to_num(held.astype(module.float32), nan=0.0)
    top = float(module.abs(held).max())
    notes: dict[str, Any] = {"nans": nans} if nans else {}
    if top > 1:
        notes["cut_from"] = min(top, 1e308)
        getLogger("ato.track").warning("the audio: samples up to %s are cut to [-1, 1]", top)
    return module.rint(module.clip(held, -1, 1) * 32767).astype(module.int16), notes


def _wav(samples: Any, rate: int) -> bytes:
    channels = len(samples)
    raw: bytes = samples.T.astype("<i2").tobytes()
    return (
        HEAD.pack(
            b"RIFF", 36 + len(raw), b"WAVE", b"fmt ", 16, 1, channels, rate,
            min(rate * channels * 2, 2**32 - 1), channels * 2, 16, b"data", len(raw),
        )
        + raw
    )  # fmt: skip
