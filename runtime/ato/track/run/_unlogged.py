"""The calls by which a run takes media and watches models, where nothing of it is kept.

They are those of ``LogsMedia`` and ``Records`` to the letter, so that a program that runs with one runs with
the other; what they are given is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ato.track.media import Medium, Table


class KeepsNothing:
    """What ``DisabledRun`` takes over. A call that names a step takes the run there."""

    step: int

    def log_beside(self, values: Mapping[str, Any], step: int | None = None) -> None:
        """Take the step, if one is given; so do all that follow."""
        self.step = self.step if step is None else step

    def log_histogram(self, name: str, values: Any, bins: int = 64, step: int | None = None) -> None:
        """Keep no distribution."""
        self.log_beside({}, step)

    def log_image(
        self, name: str, image: Any, caption: str | None = None, *, step: int | None = None,
        boxes: Iterable[Mapping[str, Any]] = (), masks: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Keep no image."""
        self.log_beside({}, step)

    def log_images(
        self, name: str, images: Any, captions: Sequence[str | None] | None = None, *, step: int | None = None
    ) -> None:
        """Keep no images."""
        self.log_beside({}, step)

    def log_audio(
        self, name: str, audio: Any, sample_rate: int | None = None, caption: str | None = None, *,
        step: int | None = None,
    ) -> None:  # fmt: skip
        """Keep no audio."""
        self.log_beside({}, step)

    def log_video(
        self, name: str, video: Any, fps: float = 30, caption: str | None = None, *, step: int | None = None
    ) -> None:
        """Keep no video."""
        self.log_beside({}, step)

    def log_text(self, name: str, text: str, *, step: int | None = None) -> None:
        """Keep no text."""
        self.log_beside({}, step)

    def log_html(self, name: str, html: Any, *, step: int | None = None) -> None:
        """Keep no page."""
        self.log_beside({}, step)

    def log_plot(
        self, name: str, x: Any, y: Any, title: str | None = None, *, step: int | None = None
    ) -> None:
        """Keep no lines."""
        self.log_beside({}, step)

    def log_scatter(
        self, name: str, points: Any, labels: Sequence[object] | None = None, title: str | None = None, *,
        step: int | None = None,
    ) -> None:  # fmt: skip
        """Keep no points."""
        self.log_beside({}, step)

    def log_figure(
        self, name: str, figure: Any, caption: str | None = None, *, step: int | None = None
    ) -> None:
        """Keep no figure."""
        self.log_beside({}, step)

    def log_graph(self, name: str, model: Any, *, step: int | None = None) -> None:
        """Keep no graph."""
        self.log_beside({}, step)

    def log_point_cloud(
        self, name: str, points: Any, colors: Any = None, caption: str | None = None, *,
        step: int | None = None,
    ) -> None:  # fmt: skip
        """Keep no points in space."""
        self.log_beside({}, step)

    def log_mesh(
        self, name: str, vertices: Any, faces: Any, caption: str | None = None, *, step: int | None = None
    ) -> None:
        """Keep no surface."""
        self.log_beside({}, step)

    def log_table(self, name: str, table: Table, *, step: int | None = None) -> None:
        """Keep no rows."""
        self.log_beside({}, step)

    def log_media(self, name: str, value: Medium, *, step: int | None = None) -> None:
        """Keep no medium."""
        self.log_beside({}, step)

    def watch(
        self, model: Any, log: str = "all", every: int = 100, log_graph: Any = False, *,
        optimizer: Any = None, name: str | None = None,
    ) -> None:  # fmt: skip
        """Leave the model alone."""

    def unwatch(self, model: Any = None) -> None:
        """Do nothing: no model is watched."""

    def log_aside(self, values: Mapping[str, float]) -> None:
        """Keep no numbers."""

    def tell_lost(self, why: str) -> None:
        """Do nothing: nothing was to be kept."""

    def record(self, kind: str, **content: Any) -> None:
        """Keep no fact."""

    def record_code(self, trace: str, digest: str, functions: Iterable[Mapping[str, Any]]) -> None:
        """Keep no logic."""

    def record_output(
        self, trace: str, step: int | None, digest: str, *, rounded: str = "", details: Any = None
    ) -> None:
        """Keep no fingerprint."""

    def record_environment(self, facts: Mapping[str, Any]) -> None:
        """Keep no surroundings."""

    def record_source(self, facts: Mapping[str, Any], patch: bytes = b"") -> None:
        """Keep no state of the working tree."""
