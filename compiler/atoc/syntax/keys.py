"""Reading the keys of one mapping by its shape: what every part of a document has in common."""

from __future__ import annotations

import ato.config as ato
from atoc.findings import Finding
from atoc.source import raw
from atoc.source.node import Entry, Mapping, Node, Scalar, Sequence
from atoc.span import Span
from atoc.syntax.findings import UNKNOWN_KEY, WRONG_SHAPE
from atoc.syntax.guesses import Notes
from atoc.syntax.shapes import Shape

MAX_SHOWN = 60
"""How many characters of a wrong value a message quotes."""


class Keys:
    """The entries of one mapping that its shape knows, and what was wrong with those read so far.

    ``lost`` names the keys whose values could not be read, and ``foreign`` those that the shape has not.
    """

    def __init__(self, node: Mapping, shape: Shape, subject: str, notes: Notes) -> None:
        self.span = node.span
        self.shape = shape
        self.subject = subject
        self.notes = notes
        self.lost: set[str] = set()
        self.foreign: set[str] = set()
        self.entries: dict[str, Entry] = {}
        for entry in node.entries:
            key = shape.key(entry.key.text)
            if key is not None:
                self.entries[key.name] = entry
                continue
            self.foreign.add(entry.key.text)
            notes.add(self._unknown(entry.key))

    def spans(self) -> dict[str, Span]:
        """Where each key stands."""
        return {name: entry.key.span for name, entry in self.entries.items()}

    def value(self, name: str) -> Node | None:
        """The value under a key as it is."""
        entry = self.entries.get(name)
        return None if entry is None else entry.value

    def text(self, name: str) -> str:
        """The text under a key; empty if it is not given."""
        return str(self._read(name, ato.STR, "text") or "")

    def flag(self, name: str) -> bool:
        """The truth under a key; false if it is not given."""
        return self._read(name, ato.BOOL, "true or false") is True

    def whole(self, name: str) -> int:
        """The whole number under a key; 0 if it is not given."""
        value = self._read(name, ato.INT, "a whole number")
        return value if isinstance(value, int) else 0

    def notice(self, name: str) -> str | None:
        """The text under a key that also takes a flag: empty for ``true``, None for ``false`` or nothing."""
        node = self.value(name)
        if isinstance(node, Scalar) and node.is_plain and node.text in ("true", "false"):
            return "" if node.text == "true" else None
        return None if node is None else self.text(name)

    def word(self, name: str, what: str) -> Scalar | None:
        """The scalar under a key that takes one, with its place."""
        node = self.value(name)
        if node is None or is_word(node):
            return node if isinstance(node, Scalar) else None
        self.refuse(name, node.span, f"{name} takes {what}, and {kind_of(node)} stands here")
        return None

    def words(self, name: str, what: str) -> tuple[Scalar, ...]:
        """The scalars under a key that takes one or a list of them."""
        node = self.value(name)
        if not isinstance(node, Sequence):
            word = self.word(name, f"{what} or a list of them")
            return () if word is None else (word,)
        for item in node.items:
            if not is_word(item):
                self.refuse(name, item.span, f"{name} takes {what} here, and {kind_of(item)} stands here")
        return tuple(item for item in node.items if isinstance(item, Scalar) and is_word(item))

    def items(self, name: str, what: str) -> Sequence | None:
        """The list under a key."""
        node = self.value(name)
        if node is None or isinstance(node, Sequence):
            return node
        self.refuse(name, node.span, f"{name} takes {what}, and {kind_of(node)} stands here")
        return None

    def section(self, name: str, what: str) -> tuple[Entry, ...]:
        """The entries of the mapping under a key; nothing at all under it counts as an empty one."""
        node = self.value(name)
        if isinstance(node, Mapping):
            return node.entries
        if node is not None and not is_nothing(node):
            help = (f"write `{name}:` with a key for each of them below it",)
            self.refuse(name, node.span, f"{name} takes {what}, and {kind_of(node)} stands here", help)
        return ()

    def refuse(self, name: str, span: Span, message: str, help: tuple[str, ...] = ()) -> None:
        """Find that the value under a key has the wrong shape, and count the key as lost."""
        self.lost.add(name)
        self.notes.add(WRONG_SHAPE.at(span, message, help=help))

    def _read(self, name: str, type: ato.Type, what: str) -> object:
        node = self.value(name)
        if node is None:
            return None
        try:
            return type.read(raw(node))
        except ato.BadValue:
            self.refuse(name, node.span, f"{name} takes {what}, and {kind_of(node)} stands here")
            return None

    def _unknown(self, key: Scalar) -> Finding:
        near = self._colon(key.text) or self.notes.guesses.near(key.text, self.shape.names, self.shape.noun)
        help = near or (f"{self.shape.noun} takes {', '.join(self.shape.names)}",)
        if self.shape.key("set") is not None:
            help = (*help, "the fields that a view writes stand under `set`")
        fix = self.notes.guesses.respelling(key.text, key.span, self.shape.names, self.shape.noun)
        return UNKNOWN_KEY.at(key.span, f"'{key.text}' is no key of {self.subject}", help=help, fix=fix)

    def _colon(self, text: str) -> tuple[str, ...]:
        """A line for a key that holds its value, as YAML reads ``type:int``."""
        head, _, rest = text.partition(":")
        return (f"put a blank after the colon: `{head}: {rest}`",) if rest and self.shape.key(head) else ()


def is_nothing(node: Node) -> bool:
    """Whether a key has no value at all, as in a line that ends after the colon."""
    return isinstance(node, Scalar) and node.is_plain and node.text in ("", "~", "null")


def is_word(node: Node) -> bool:
    """Whether the node is a text that can name something."""
    return isinstance(node, Scalar) and node.text != "" and not is_nothing(node)


def kind_of(node: Node) -> str:
    """What stands somewhere, in words."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    if is_nothing(node):
        return "nothing"
    text = node.text if len(node.text) <= MAX_SHOWN else node.text[: MAX_SHOWN - 1] + "…"
    return f"the text {text!r}" if not node.is_plain else repr(text)
