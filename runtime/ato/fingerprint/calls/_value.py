"""``CodeFingerprint``: what is known of the logic of a function, as a value that can be stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from ato.config import ConfigError, Problem

NUMBER = re.compile(r"\$(\d+)")
OWN = re.compile(r"\$(\w+)")
TEXT = re.compile(r'(?<!f)"(?:[^"\\]|\\.)*"')
IMPORT = re.compile(r"\s*(?:from|import) ")
WORD = re.compile(r"(?<![\w.$])[^\W\d]\w*\b(?!=[^=])")
"""Words that may be globals: no attributes, and no names by which arguments are passed."""


class Call(NamedTuple):
    """A function or class of the project that a function refers to.

    ``name`` is how the text says it, ``qualname`` what it is called itself, ``digest`` its fingerprint.
    ``keywords`` say which of its parameters are meant by the names that arguments are passed by.
    """

    name: str
    qualname: str
    digest: str
    keywords: tuple[tuple[str, int], ...] = ()


class Value(NamedTuple):
    """A value that a function reads from around itself: its name in the text, its looks, its fingerprint."""

    name: str
    shown: str
    digest: str


@dataclass(frozen=True)
class CodeFingerprint:
    """The fingerprint of a function's logic, and what it was made of.

    ``digest`` is SHA-256 in hexadecimal, of the text, the values and the digests of the calls. ``text`` is
    the normal form, in which ``$0`` is a name of the function's own and ``names`` says how it is spelled.
    ``file`` is relative to the project, or None. ``libraries`` are distributions at the border of the project
    with their versions, which are no part of the digest; ``origins`` say where names of theirs come from.
    ``unresolved`` names what could not be followed and so does not count.

    ``mode`` is ``source``, or ``bytecode`` for what has no source: then ``python`` names the version that it
    is true of, and under another one the same logic has another digest. ``functions`` are all fingerprints
    that this one reaches, itself among them, by digest.
    """

    digest: str
    qualname: str
    module: str
    file: str | None
    line: int | None
    algorithm: int
    mode: str
    python: str | None
    text: str
    names: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()
    values: tuple[Value, ...] = ()
    origins: tuple[tuple[str, str], ...] = ()
    libraries: tuple[tuple[str, str], ...] = ()
    unresolved: tuple[str, ...] = ()
    trace_id: str | None = None
    functions: Mapping[str, CodeFingerprint] = field(
        default_factory=lambda: cast("dict[str, CodeFingerprint]", {}), compare=False, repr=False
    )

    @property
    def source(self) -> str:
        """The normal form as code, with names as they are spelled and values that it reads above it."""
        return "\n".join(shown(self, self.names))

    @property
    def border(self) -> tuple[tuple[str, str], ...]:
        """Names and versions of the distributions that anything it reaches uses, in order of names."""
        reached = self.functions.values() or (self,)
        return tuple(sorted({library for each in reached for library in each.libraries}))

    def is_comparable(self, other: CodeFingerprint) -> bool:
        """Whether equal logic would have equal digests here and there."""
        mine, theirs = (self.algorithm, self.mode, self.python), (other.algorithm, other.mode, other.python)
        return mine == theirs

    def to_dict(self) -> dict[str, Any]:
        """All of it as data for JSON; ``from_dict`` reads it."""
        others = (each for digest, each in self.functions.items() if digest != self.digest)
        return {**self.to_row(), "functions": [each.to_row() for each in others]}

    def to_row(self) -> dict[str, Any]:
        """This function alone as data for JSON; what it reaches is named by digest."""
        return {
            each.name: _plain(getattr(self, each.name)) for each in fields(self) if each.name != "functions"
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> CodeFingerprint:
        """Read what ``to_dict`` gave. Raises ``ConfigError`` where it is something else."""
        try:
            functions: dict[str, CodeFingerprint] = {}
            for row in (data, *data.get("functions", ())):
                made = cls(**_fields(row), functions=MappingProxyType(functions))
                functions.setdefault(made.digest, made)
            return functions[str(data["digest"])]
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            help = ("give what to_dict() of a fingerprint gave",)
            raise ConfigError([Problem("fingerprint", f"cannot be read: {error}", help)]) from None

    def traced(self, trace_id: str | None) -> CodeFingerprint:
        """The same under an id."""
        return replace(self, trace_id=trace_id)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(each) for each in cast("tuple[object, ...]", value)]
    return value


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    known = {each.name for each in fields(CodeFingerprint)} - {"functions"}
    found = {name: row[name] for name in known if name in row}
    for name in ("origins", "libraries"):
        found[name] = tuple((str(left), str(right)) for left, right in found.get(name, ()))
    for name in ("names", "unresolved"):
        found[name] = tuple(map(str, found.get(name, ())))
    found["values"] = tuple(Value(*each) for each in found.get("values", ()))
    found["calls"] = tuple(
        Call(name, qualname, digest, tuple((str(word), int(place)) for word, place in keywords))
        for name, qualname, digest, keywords in found.get("calls", ())
    )
    return found


def shown(fingerprint: CodeFingerprint, names: tuple[str, ...]) -> list[str]:
    """A function as lines of code: what it reads from around itself, then its text, by the names given."""
    spelled = _distinct(fingerprint.text, names)

    def said(text: str) -> str:
        numbered = NUMBER.sub(lambda found: spelled[int(found[1])], text)
        return OWN.sub(r"\1", numbered.replace("$$", fingerprint.qualname.rpartition(".")[2]))

    values = [f"{said(value.name)} = {value.shown}" for value in fingerprint.values]
    origins = [f"{said(name)} is {origin}" for name, origin in fingerprint.origins if name != origin]
    return [*values, *origins, *said(fingerprint.text).split("\n")]


def _distinct(text: str, names: tuple[str, ...]) -> list[str]:
    """The names, each told apart from globals and from names of the same spelling where both are met."""
    lines = text.split("\n")
    taken: dict[str, list[tuple[int, int]]] = {}
    extents = [(len(lines), -1)] * len(names)
    for at, line in enumerate(lines):
        for found in NUMBER.finditer(line):
            first, last = extents[int(found[1])]
            extents[int(found[1])] = min(first, at), max(last, at)
        if not IMPORT.match(line):
            for word in WORD.findall(TEXT.sub('""', line)):
                taken.setdefault(word, []).append((0, len(lines)))
    spelled: list[str] = []
    for name, (first, last) in zip(names, extents):
        one, count = name, 1
        while any(start <= last and first <= end for start, end in taken.get(one, ())):
            count += 1
            one = f"{name}_{count}"
        taken.setdefault(one, []).append((first, last))
        spelled.append(one)
    return spelled
