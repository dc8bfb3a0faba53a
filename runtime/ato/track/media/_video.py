"""Video: frames as an animated PNG, which keeps every pixel and which browsers play; or a file as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ato.track.media._png as png
from ato.track._errors import TrackError
from ato.track.media._arrays import array_of, check_size, numpy, to_bytes
from ato.track.media._medium import Medium, file_of, label

MOST_FPS = 1000


class Video(Medium):
    """A video that ``run.log`` takes.

    ``source`` is an array frames × channels × height × width, of uint8 or of floats in [0, 1], with 1 to 4
    channels; a path; or the bytes of a file (MP4, WebM, GIF, PNG). ``fps`` is how many frames a second has.
    """

    kind = "video"

    def __init__(self, source: Any, fps: float = 30, caption: str | None = None) -> None:
        meta: dict[str, Any] = {"caption": label("caption", caption)}
        content: bytes | Path
        if isinstance(source, (str, Path)):
            content = file_of(source)
            with content.open("rb") as file:
                meta["format"] = _format(file.read(12))
        elif isinstance(source, (bytes, bytearray)):
            content = bytes(source)
            meta["format"] = _format(content[:12])
        else:
            frames, notes = _frames(source)
            content = png.animated(frames, round(1000 / _rate(fps)))
            count, height, width, _ = frames.shape
            meta |= {"format": "png", "fps": float(fps), "frames": count, "width": width, "height": height}
            meta |= notes
        super().__init__(content, meta)

    @property
    def caption(self) -> str | None:
        """The text below the video."""
        return self.meta.get("caption")

    @property
    def fps(self) -> float | None:
        """Frames a second, where that is known."""
        return self.meta.get("fps")

    def array(self) -> Any:
        """The frames as bytes, frames × channels × height × width. Raises ``TrackError`` for other files."""
        if self.meta.get("format") != "png":
            help = ("open what .data holds with a library for videos",)
            raise TrackError("the video", f"is {self.meta.get('format')}, which is kept but not read", help)
        return numpy().stack(png.read(self.data)).transpose(0, 3, 1, 2)


def _rate(fps: Any) -> float:
    if isinstance(fps, bool) or not isinstance(fps, (int, float)) or not 1 / 60 <= fps <= MOST_FPS:
        raise TrackError(f"fps={fps!r}"[:60], f"is a number up to {MOST_FPS}, of at least a frame a minute")
    return float(fps)


def _frames(source: Any) -> tuple[Any, dict[str, Any]]:
    array = array_of("the video", source)
    shape = tuple(map(int, array.shape))
    if len(shape) != 4:
        raise TrackError("the video", f"is frames × channels × height × width, not of shape {shape}")
    check_size("the video", shape)
    if not 1 <= shape[1] <= 4:
        help = ("channels come second: give frames.transpose(0, 3, 1, 2)",) if shape[3] <= 4 else ()
        raise TrackError("the video", f"has {shape[1]} channels, of shape {shape}, and may have 1 to 4", help)
    pixels, notes = to_bytes("the video", array)
    return pixels.transpose(0, 2, 3, 1), notes


def _format(start: bytes) -> str:
    if start[4:8] == b"ftyp":
        return "mp4"
    for head, name in ((b"\x1aE\xdf\xa3", "webm"), (b"GIF8", "gif"), (png.MAGIC, "png"), (b"RIFF", "avi")):
        if start.startswith(head):
            return name
    help = ("known are mp4, webm, gif, png and avi",)
    raise TrackError("the video", f"is no file of a video: {start[:8]!r}...", help)
