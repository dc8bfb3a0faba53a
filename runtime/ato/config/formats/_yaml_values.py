"""YAML as raw values, built from PyYAML's events, so that nothing of YAML 1.1's typing and no deep
recursion is met.

Plain scalars stay bare text, quoted and block scalars are quoted text. An alias stands for the value of its
anchor; how much a document may expand to is bounded, so a bomb of aliases ends in a message. Cost: linear
in the text and in what it expands to.
"""

from __future__ import annotations

from ato.config._errors import BadValue
from ato.config.types._values import Quoted, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ato.config.types._values import Raw

MAX_DEPTH = 100
"""How deep lists and mappings may stand in each other."""
MAX_VALUES = 200_000
"""Values that a document may hold once its aliases are written out."""


def read_yaml(text: str) -> Raw:
    """The raw value of a YAML document; an empty one is an empty mapping. Raises ``BadValue``."""
    try:
        import yaml as package
    except ModuleNotFoundError:
        raise BadValue("reading YAML takes the package 'PyYAML'; install it, or write JSON or TOML") from None
    yaml: Any = package
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(type(event).__name__, event)
    except yaml.YAMLError as error:
        raise BadValue(f"is not YAML: {_reason(error)}") from None
    return {} if builder.root in (None, "") else builder.root


class Lines(dict[str, "Raw"]):
    """A mapping that knows the line of each of its keys."""

    __slots__ = ("lines",)

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}


class _Open:
    """A list or mapping whose end has not come yet."""

    __slots__ = ("anchor", "height", "key", "line", "size", "value")

    def __init__(self, value: list[Raw] | Lines, anchor: str | None) -> None:
        self.value = value
        self.anchor = anchor
        self.key: str | None = None
        self.line = 0
        self.size = 1
        self.height = 1


class _Builder:
    """The document so far: what is open, outermost first, and the values of anchors.

    With each value goes its size, the values in it, and its height, how deep they stand in each other.
    """

    __slots__ = ("anchors", "documents", "open", "root")

    def __init__(self) -> None:
        self.root: Raw | None = None
        self.open: list[_Open] = []
        self.anchors: dict[str, tuple[Raw, int, int]] = {}
        self.documents = 0

    def take(self, kind: str, event: Any) -> None:
        """Go on by one event."""
        if kind == "ScalarEvent":
            _refuse_tag(event, event.implicit == (False, False))
            value = Quoted(event.value) if event.style else str(event.value)
            if event.anchor is not None:
                self.anchors[event.anchor] = (value, 1, 0)
            self.put(value, 1, 0, event)
        elif kind in ("SequenceStartEvent", "MappingStartEvent"):
            _refuse_tag(event, not event.implicit)
            self.begin([] if kind == "SequenceStartEvent" else Lines(), event)
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            self.end(event)
        elif kind == "AliasEvent":
            self.alias(event)
        elif kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                raise BadValue(f"holds a second document, at line {_line(event)}")

    def begin(self, value: list[Raw] | Lines, event: Any) -> None:
        """A list or mapping begins."""
        if self.open and isinstance(self.open[-1].value, Lines) and self.open[-1].key is None:
            raise BadValue(f"a list or mapping cannot be a key, at line {_line(event)}")
        self.check_depth(1, event)
        self.open.append(_Open(value, event.anchor))

    def check_depth(self, height: int, event: Any) -> None:
        """Refuse a value that would stand too deep here; aliases reach deeper than the text does."""
        if len(self.open) + height > MAX_DEPTH:
            raise BadValue(f"lists and mappings stand more than {MAX_DEPTH} deep, at line {_line(event)}")

    def end(self, event: Any) -> None:
        """The innermost list or mapping ends."""
        done = self.open.pop()
        if done.anchor is not None:
            self.anchors[done.anchor] = (done.value, done.size, done.height)
        self.put(done.value, done.size, done.height, event)

    def alias(self, event: Any) -> None:
        """The value of an anchor stands here once more."""
        if any(outer.anchor == event.anchor for outer in self.open):
            raise BadValue(f"the alias *{event.anchor} stands inside its own anchor, at line {_line(event)}")
        if event.anchor not in self.anchors:
            raise BadValue(f"the alias *{event.anchor} has no anchor before it, at line {_line(event)}")
        self.put(*self.anchors[event.anchor], event)

    def put(self, value: Raw, size: int, height: int, event: Any) -> None:
        """Add a finished value to what is open."""
        if not self.open:
            self.root = value
            return
        self.check_depth(height, event)
        inner = self.open[-1]
        inner.height = max(inner.height, height + 1)
        inner.size += size
        if inner.size > MAX_VALUES:
            raise BadValue(f"expands to more than {MAX_VALUES} values, at line {_line(event)}")
        if isinstance(inner.value, list):
            inner.value.append(value)
        elif inner.key is None:
            inner.key, inner.line = _key(value, event), _line(event)
            if inner.key in inner.value:
                raise BadValue(f"the key {shown(inner.key)} is given twice, at line {inner.line}")
        else:
            inner.value[inner.key] = value
            inner.value.lines[inner.key] = inner.line
            inner.key = None


def _key(value: Raw, event: Any) -> str:
    if not isinstance(value, str):
        raise BadValue(f"a list or mapping cannot be a key, at line {_line(event)}")
    return value if value == "<<" else str(value)  # in quotes it merges nothing


def _refuse_tag(event: Any, is_explicit: bool) -> None:
    if is_explicit and event.tag not in (None, "!"):
        tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
        raise BadValue(f"the tag {shown(tag)} has no meaning here, at line {_line(event)}")


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _reason(error: Any) -> str:
    mark = getattr(error, "problem_mark", None)
    words = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    words = str(words).partition("\n")[0]
    return words if mark is None else f"{words}, at line {mark.line + 1}, column {mark.column + 1}"
