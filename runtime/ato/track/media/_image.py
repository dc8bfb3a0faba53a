"""Images: pixels, a picture of Pillow, a file or its bytes, with a caption, boxes and masks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from zlib import compress, decompressobj
from zlib import error as zlib_error

import ato.track.media._png as png
from ato.track._errors import TrackError
from ato.track.media._arrays import array_of, check_size, is_tensor, numpy, to_bytes
from ato.track.media._medium import LARGEST, Medium, is_mapping, is_sequence, label, small_file

SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"BM": "bmp",
    b"RIFF": "webp",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
}
MASK = b"atMk"
"""The part of a PNG that holds a mask: one that other readers pass over."""
LAYOUTS = ("HW", "HWC", "CHW")


class Mask(NamedTuple):
    """Which class each pixel is of, as an array height × width, and the names of the classes."""

    classes: Any
    labels: dict[int, str]


class Image(Medium):
    """An image that ``run.log`` takes.

    ``source`` is an array of numpy or torch, HW, HWC or CHW with 1 to 4 channels, of uint8, of floats in
    [0, 1] or of booleans; a picture of Pillow; a path; or the bytes of a file. Arrays are kept as PNG, files
    as they are. Three channels that stand on either side are taken to be last, of a tensor first; ``layout``
    says it otherwise. ``boxes`` are mappings with ``box`` (four numbers) and, if wanted, ``label`` and
    ``score``. ``masks`` are arrays of classes by name, height × width, or pairs of one with the names of the
    classes.
    """

    kind = "image"

    def __init__(
        self,
        source: Any,
        caption: str | None = None,
        *,
        boxes: Iterable[Mapping[str, Any]] = (),
        masks: Mapping[str, Any] | None = None,
        layout: str | None = None,
    ) -> None:
        checked = [_box(number, box) for number, box in enumerate(boxes)]
        meta = {"caption": label("caption", caption), "boxes": checked or None}
        parts = _mask_parts(masks or {})
        if isinstance(source, (str, Path)):
            source = small_file(source)
        if isinstance(source, (bytes, bytearray)):
            content, found = _of_file(bytes(source), parts)
        else:
            if hasattr(source, "savefig"):
                help = ("a figure is logged as one: Figure(figure)",)
                raise TrackError("the image", f"{type(source).__name__} is no array of numbers", help)
            if _is_picture(source):
                source = _of_pillow(source)
            pixels, found = to_bytes("the image", _channels_last(source, layout))
            _check_masks(masks or {}, pixels.shape[:2])
            content = png.written(pixels, parts)
            found |= {"format": "png", "width": pixels.shape[1], "height": pixels.shape[0]}
        super().__init__(content, {**meta, **found})

    @property
    def caption(self) -> str | None:
        """The text below the image."""
        return self.meta.get("caption")

    @property
    def boxes(self) -> list[dict[str, Any]]:
        """The boxes, as they were given."""
        return list(self.meta.get("boxes", ()))

    @property
    def masks(self) -> dict[str, Mask]:
        """The masks by name."""
        if self.meta.get("format") != "png":
            return {}
        try:
            return dict(_mask(data) for name, data in png.chunks(self.data) if name == MASK)
        except (ValueError, KeyError, TypeError, AttributeError, zlib_error):
            raise TrackError("the masks", "cannot be read: another program wrote them") from None

    def array(self) -> Any:
        """The pixels: bytes, height × width × channels. Raises ``TrackError`` for what is no PNG."""
        return png.read(self.data)[0]


def of_figure(content: bytes) -> dict[str, Any]:
    """What the bytes of an image say of themselves."""
    return _of_file(content, b"")[1]


def _is_picture(source: Any) -> bool:
    return hasattr(source, "getbands") and hasattr(source, "convert") and hasattr(source, "mode")


def _of_pillow(picture: Any) -> Any:
    mode: str = picture.mode
    if mode.startswith("I") or mode == "F":  # of more than eight bits, which converting would cut in silence
        return numpy().asarray(picture)
    if mode not in ("L", "LA", "RGB", "RGBA"):
        has_alpha = mode in ("PA", "La", "RGBa") or "transparency" in getattr(picture, "info", {})
        picture = picture.convert("RGBA" if has_alpha else "RGB")
    return numpy().asarray(picture)


def _channels_last(source: Any, layout: str | None) -> Any:
    array = array_of("the image", source)
    shape = tuple(map(int, array.shape))
    layout = layout or _layout(shape, is_channels_first=is_tensor(source))
    if layout not in LAYOUTS or len(layout) != len(shape):
        raise TrackError("the image", f"has the shape {shape}, which is no image", _SHAPES)
    check_size("the image", shape)
    if layout == "HW":
        return array[:, :, None]
    pixels = array.transpose(1, 2, 0) if layout == "CHW" else array
    if not 1 <= pixels.shape[2] <= 4:
        raise TrackError(
            "the image", f"has {pixels.shape[2]} channels as {layout}, of shape {shape}", _SHAPES
        )
    return pixels


_SHAPES = (
    "images are HW, HWC or CHW, with 1 to 4 channels",
    "several at once: run.log_images(name, images)",
)


def _layout(shape: tuple[int, ...], *, is_channels_first: bool) -> str:
    if len(shape) == 2:
        return "HW"
    if len(shape) != 3:
        return ""
    could_be = [layout for layout, side in (("HWC", shape[2]), ("CHW", shape[0])) if 1 <= side <= 4]
    if not could_be:
        return ""
    return could_be[-1] if is_channels_first else could_be[0]


def _of_file(content: bytes, parts: bytes) -> tuple[bytes, dict[str, Any]]:
    named = next((name for start, name in SIGNATURES.items() if content.startswith(start)), None)
    if named is None or (named == "webp" and content[8:12] != b"WEBP"):
        shown = ", ".join(dict.fromkeys(SIGNATURES.values()))
        raise TrackError("the image", f"is no file of an image: {content[:8]!r}...", (f"known are {shown}",))
    if named != "png":
        if parts:
            raise TrackError("the image", f"is {named}, which holds no masks", ("give its pixels, or a PNG",))
        return content, {"format": named}
    head = png.header(content)
    at = len(png.MAGIC) + 12 + png.HEAD.size
    whole = content[:at] + parts + content[at:] if parts else content
    return whole, {"format": "png", "width": head.width, "height": head.height}


def _box(number: int, box: Mapping[str, Any]) -> dict[str, Any]:
    subject = f"box {number}"
    if not is_mapping(box) or "box" not in box:
        help = ('write {"box": [left, top, right, bottom], "label": "cat", "score": 0.9}',)
        raise TrackError(subject, "is no mapping with a box", help)
    unknown = sorted(set(map(str, box)) - {"box", "label", "score"})
    if unknown:
        raise TrackError(subject, f"has {', '.join(unknown)}, and may have box, label and score")
    given = array_of(subject, box["box"])
    if given.shape != (4,):
        raise TrackError(subject, "is four numbers: left, top, right, bottom")
    sides: list[float] = given.astype(float).tolist()
    if any(abs(side) == float("inf") or side != side for side in sides):
        raise TrackError(subject, f"has sides that are no finite numbers: {sides}")
    kept: dict[str, Any] = {"box": sides}
    if box.get("label") is not None:
        kept["label"] = str(box["label"])
    if box.get("score") is not None:
        kept["score"] = float(array_of(subject, box["score"]).reshape(-1)[0])
    return kept


def _pair(mask: Any) -> tuple[Any, Mapping[Any, Any]]:
    if is_sequence(mask) and len(mask) == 2 and is_mapping(mask[1]):
        return mask[0], mask[1]
    return mask, {}


def _mask_parts(masks: Mapping[str, Any]) -> bytes:
    parts: list[bytes] = []
    for name, mask in masks.items():
        classes, labels = _pair(mask)
        array = array_of(f"mask {name!r}", classes)
        if array.ndim != 2 or array.dtype.kind == "f":
            message = f"is height × width of whole numbers, not {array.dtype} of shape {tuple(array.shape)}"
            raise TrackError(f"mask {name!r}", message)
        check_size(f"mask {name!r}", tuple(array.shape), 4)
        told = {
            "name": str(name), "labels": {str(int(key)): str(text) for key, text in labels.items()},
            "shape": list(map(int, array.shape)),
        }  # fmt: skip
        line = json.dumps(told).encode() + b"\n"
        parts.append(png.chunk(MASK, compress(line + array.astype("<i4").tobytes(), png.LEVEL)))
    return b"".join(parts)


def _check_masks(masks: Mapping[str, Any], size: tuple[int, ...]) -> None:
    for name, mask in masks.items():
        shape = tuple(array_of(f"mask {name!r}", _pair(mask)[0]).shape)
        if shape != tuple(size):
            raise TrackError(f"mask {name!r}", f"has the shape {shape}, and its image {tuple(size)}")


def _mask(data: bytes) -> tuple[str, Mask]:
    line, _, raw = decompressobj().decompress(data, 2 * LARGEST).partition(b"\n")
    told = json.loads(line)
    classes = numpy().frombuffer(raw, "<i4").reshape(told["shape"])
    return told["name"], Mask(classes, {int(key): text for key, text in told["labels"].items()})
