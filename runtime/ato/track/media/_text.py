"""Text and HTML."""

from __future__ import annotations

from pathlib import Path

from ato.track._errors import TrackError
from ato.track.media._medium import LARGEST, Medium, label, small_file


class Text(Medium):
    """A text that ``run.log`` takes: of any length up to 256 MiB, of any characters."""

    kind = "text"
    media_type = "text/plain; charset=utf-8"

    def __init__(self, text: str, caption: str | None = None) -> None:
        super().__init__(_encoded(text, "text"), {"caption": label("caption", caption)})

    @property
    def text(self) -> str:
        """The text itself."""
        return self.data.decode("utf-8", "surrogatepass")

    def __str__(self) -> str:
        return self.text


class Html(Medium):
    """A page that ``run.log`` takes: its text, or the path of its file. It is kept as it is, and not run."""

    kind = "html"
    media_type = "text/html; charset=utf-8"

    def __init__(self, source: str | Path, caption: str | None = None) -> None:
        content = small_file(source) if isinstance(source, Path) else _encoded(source, "page")
        super().__init__(content, {"caption": label("caption", caption)})

    @property
    def text(self) -> str:
        """The page as text."""
        return self.data.decode("utf-8", "surrogatepass" if self._is_ours() else "replace")

    def _is_ours(self) -> bool:
        try:
            self.data.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            return False
        return True


def _encoded(text: object, what: str) -> bytes:
    if not isinstance(text, str):
        raise TrackError(repr(text)[:60], f"a {what} is a str, not {type(text).__name__}")
    content = text.encode("utf-8", "surrogatepass")
    if len(content) > LARGEST:
        raise TrackError(f"the {what}", f"has {len(content)} bytes, and at most {LARGEST} are taken")
    return content
