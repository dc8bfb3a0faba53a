"""Event files of TensorBoard: a folder with one folder a run."""

from __future__ import annotations

import json
import wave
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from logging import getLogger
from pathlib import Path
from struct import error as struct_error
from struct import unpack_from
from typing import Any, BinaryIO

from ato.track.export import _events as events
from ato.track.export._exported import Exported, Medium, strict
from ato.track.export._place import file_name, fresh_folder

PNG = b"\x89PNG\r\n\x1a\n"
LOGGER = getLogger("ato.track")
CHANNELS = {0: 1, 2: 3, 3: 3, 4: 2, 6: 4}


def to_tensorboard(runs: Sequence[Exported], path: Path, *, force: bool) -> None:
    """Write runs for TensorBoard: numbers, histograms, pictures, sounds and texts; the config as a text.

    Points that a resumption left behind are left out, as TensorBoard would draw both.
    """
    taken: set[str] = set()
    with fresh_folder(path, force=force) as part:
        for each in runs:
            folder = part / file_name(each.run.project) / file_name(f"{each.run.project}/{each.title}", taken)
            folder.mkdir(parents=True)
            name = (
                f"events.out.tfevents.{int(each.run.started):010d}.{file_name(each.run.host or 'host')}.ato"
            )
            with (folder / name).open("wb") as file:
                _write(each, file)


def _write(each: Exported, file: BinaryIO) -> None:
    started = each.run.started
    file.write(events.record(events.version(started)))
    for tag, content in _texts(each):
        file.write(events.record(events.event(started, 0, events.text(tag, content))))
    for key, point in each.points():
        if not point.is_superseded:
            value = events.scalar(key, point.value)
            file.write(events.record(events.event(point.time, point.step, value)))
    for medium in each.media():
        packed = None if medium.content is None else _medium(medium, medium.content)
        if packed is not None:
            file.write(events.record(events.event(medium.time, medium.step, packed)))


def _texts(each: Exported) -> Iterator[tuple[str, str]]:
    """What is said of the run as a whole, as Markdown."""
    for tag, found in (("config", each.config()), ("summary", each.summary())):
        if found:
            yield tag, f"```json\n{json.dumps(strict(found), indent=2)}\n```"
    if each.run.notes:
        yield "notes", each.run.notes


def _medium(medium: Medium, content: bytes) -> bytes | None:
    """A medium as TensorBoard has it; None for what it does not know, and for what is damaged."""
    tag = medium.key if medium.ord == 0 else f"{medium.key}/{medium.ord}"
    try:
        if content.startswith(PNG):
            width, height = unpack_from(">II", content, 16)
            return events.image(tag, (height, width), CHANNELS.get(content[25], 3), content)
        if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
            with wave.open(BytesIO(content)) as sound:
                about = (sound.getframerate(), sound.getnchannels(), sound.getnframes())
            return events.audio(tag, *about, content)
        if medium.kind == "histogram":
            return _histogram(tag, content, medium.meta)
    except (ValueError, LookupError, EOFError, struct_error, wave.Error) as error:
        LOGGER.warning("%s at step %d is damaged, and was left out: %s", medium.key, medium.step, error)
        return None
    return events.text(tag, content.decode("utf-8", "replace")) if medium.kind in ("text", "html") else None


def _histogram(tag: str, content: bytes, meta: Mapping[str, Any]) -> bytes | None:
    from ato.track.media import Histogram

    found = Histogram.restored(content, meta)
    if not isinstance(found, Histogram) or not found.counts:
        return None
    number = float(sum(found.counts))
    about = (found.min, found.max, number, found.mean * number, (found.std**2 + found.mean**2) * number)
    return events.histogram(tag, found.edges, found.counts, about)
