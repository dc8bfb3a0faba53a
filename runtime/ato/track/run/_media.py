"""The calls of a run by which media are logged under their own names, and models are watched.

Each makes a value of ``ato.track.media`` and logs it. Without a step it stands at the one that is under way,
the one after the last that numbers were logged at, and does not end it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from time import time
from typing import TYPE_CHECKING, Any

from ato.track._errors import TrackError
from ato.track.run._log import log_points

if TYPE_CHECKING:
    from ato.track.journal import Journal
    from ato.track.media import Medium, Table
    from ato.track.run._secrets import Cover
    from ato.track.run._writer import Writer
    from ato.track.system import Sampler


class LogsMedia:
    """What ``Run`` takes over: one call for each kind of media."""

    _step: int
    status: str
    keys: dict[str, int]
    journal: Journal
    cover: Cover
    writer: Writer
    watches: dict[str, Any]
    _sampler: Sampler | None

    if TYPE_CHECKING:

        def log(self, values: Mapping[str, Any], step: int | None = None) -> None:
            """Log values at a step."""

        def _live(self) -> None: ...

    def log_beside(self, values: Mapping[str, Any], step: int | None = None) -> None:
        """Log values at a step; without one, at the step that is under way, which goes on."""
        if step is not None:
            self.log(values, step)
            return
        before = self._step
        try:
            self.log(values, before + 1)
        finally:
            self._step = before

    def log_histogram(self, name: str, values: Any, bins: int = 64, step: int | None = None) -> None:
        """Log the distribution of an array, a tensor or a list."""
        from ato.track.media import Histogram

        self.log_beside({name: Histogram(values, bins)}, step)

    def log_image(
        self, name: str, image: Any, caption: str | None = None, *, step: int | None = None,
        boxes: Iterable[Mapping[str, Any]] = (), masks: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Log an image: pixels, a picture of Pillow, a path or the bytes of a file (``media.Image``)."""
        from ato.track.media import Image

        self.log_beside({name: Image(image, caption, boxes=boxes, masks=masks)}, step)

    def log_images(
        self, name: str, images: Any, captions: Sequence[str | None] | None = None, *, step: int | None = None
    ) -> None:
        """Log several images under one name at one step: a list of them, or an array with one more side."""
        from ato.track.media import Image

        listed = list(images)
        texts = list(captions) if captions is not None else [None] * len(listed)
        if len(texts) != len(listed):
            raise TrackError(name, f"has {len(listed)} images and {len(texts)} captions")
        made = [each if isinstance(each, Image) else Image(each, text) for each, text in zip(listed, texts)]
        self.log_beside({name: made} if made else {}, step)

    def log_audio(
        self, name: str, audio: Any, sample_rate: int | None = None, caption: str | None = None, *,
        step: int | None = None,
    ) -> None:  # fmt: skip
        """Log audio: samples, or channels × samples, a path or the bytes of a file."""
        from ato.track.media import Audio

        self.log_beside({name: Audio(audio, sample_rate, caption)}, step)

    def log_video(
        self, name: str, video: Any, fps: float = 30, caption: str | None = None, *, step: int | None = None
    ) -> None:
        """Log a video: frames × channels × height × width, a path or the bytes of a file."""
        from ato.track.media import Video

        self.log_beside({name: Video(video, fps, caption)}, step)

    def log_text(self, name: str, text: str, *, step: int | None = None) -> None:
        """Log a text."""
        from ato.track.media import Text

        self.log_beside({name: Text(text)}, step)

    def log_html(self, name: str, html: Any, *, step: int | None = None) -> None:
        """Log a page: its text, or the ``Path`` of its file."""
        from ato.track.media import Html

        self.log_beside({name: Html(html)}, step)

    def log_plot(
        self, name: str, x: Any, y: Any, title: str | None = None, *, step: int | None = None
    ) -> None:
        """Log lines over ``x``: the values of one, or of several by name."""
        from ato.track.media import Plot

        self.log_beside({name: Plot(x, y, title)}, step)

    def log_scatter(
        self, name: str, points: Any, labels: Sequence[object] | None = None, title: str | None = None, *,
        step: int | None = None,
    ) -> None:  # fmt: skip
        """Log points, N × 2 or N × 3."""
        from ato.track.media import Scatter

        self.log_beside({name: Scatter(points, labels, title)}, step)

    def log_figure(
        self, name: str, figure: Any, caption: str | None = None, *, step: int | None = None
    ) -> None:
        """Log a figure of matplotlib, or one that gives its own JSON, as those of plotly."""
        from ato.track.media import Figure

        self.log_beside({name: Figure(figure, caption)}, step)

    def log_graph(self, name: str, model: Any, *, step: int | None = None) -> None:
        """Log which modules a model of torch has, and how they lie in each other."""
        from ato.track.media import Graph

        self.log_beside({name: Graph(model)}, step)

    def log_point_cloud(
        self, name: str, points: Any, colors: Any = None, caption: str | None = None, *,
        step: int | None = None,
    ) -> None:  # fmt: skip
        """Log points in space, N × 3, with a color each if wanted."""
        from ato.track.media import PointCloud

        self.log_beside({name: PointCloud(points, colors, caption)}, step)

    def log_mesh(
        self, name: str, vertices: Any, faces: Any, caption: str | None = None, *, step: int | None = None
    ) -> None:
        """Log a surface: vertices V × 3, and faces F × 3 that name them."""
        from ato.track.media import Mesh

        self.log_beside({name: Mesh(vertices, faces, caption)}, step)

    def log_table(self, name: str, table: Table, *, step: int | None = None) -> None:
        """Append the rows that a table has got since it was logged under this name before."""
        from ato.track.media import Table

        if not isinstance(table, Table):  # pyright: ignore[reportUnnecessaryIsInstance]
            help = ("write Table(columns={...}, rows=[...])",)
            raise TrackError(name, f"is no Table, but {type(table).__name__}", help)
        self.log_beside({name: table}, step)

    def log_media(self, name: str, value: Medium, *, step: int | None = None) -> None:
        """Log any value of ``ato.track.media``."""
        self.log_beside({name: value}, step)

    def watch(
        self, model: Any, log: str = "all", every: int = 100, log_graph: Any = False, *,
        optimizer: Any = None, name: str | None = None,
    ) -> None:  # fmt: skip
        """Log gradients, parameters or both of a model of torch at every so many steps of its optimizer.

        Which optimizer moves the model is seen when one steps; ``optimizer`` names it. ``name`` tells models
        apart that are watched at once. Ends with the run, or with ``unwatch``.
        """
        from ato.track.watch import watch

        watch(self, model, log, every, has_graph=bool(log_graph), optimizer=optimizer, name=name)

    def unwatch(self, model: Any = None) -> None:
        """Watch a model no more; without one, none."""
        for each in list(self.watches.values()):
            if model is None or each.model is model:
                each.close()

    def log_aside(self, values: Mapping[str, float]) -> None:
        """Log floats at the last step, and now; from any thread, as the step is not touched."""
        self._live()
        log_points(self, self._step, time(), list(values.items()))

    def tell_lost(self, why: str) -> None:
        """Note, once, that something could not be kept: on the log, and in ``problems``."""
        self.writer.state.lose(why)

    def _let_go(self) -> None:
        """End what watches models and the machine for this run."""
        for each in list(self.watches.values()):
            each.close()
        if self._sampler is not None:
            self._sampler.stop()
            self._sampler = None
