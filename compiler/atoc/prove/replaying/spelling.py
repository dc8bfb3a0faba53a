"""The word of a command line that gives a field a value."""

from __future__ import annotations

import ato.config as ato
from ato.config.formats._plain import plain
from ato.config.formats._yaml_text import inline
from ato.config.outside._overrides import raw_text
from atoc.program import Field
from atoc.prove.values.identity import identity


def word_of(field: Field, value: object) -> str:
    """The plainest word that the runtime reads as this value: ``lr=0.1``, ``tags=[a, b]``, ``name=%12%``."""
    written = inline(plain(value))
    texts = (value, f"%{value}%") if isinstance(value, str) else (written,)
    known = (text for text in texts if _means(field, text, value))
    return f"{field.path}={next(known, written)}"


def _means(field: Field, text: str, value: object) -> bool:
    try:
        read = field.member.runtime.read(raw_text(text, in_flow=field.type.in_flow))
    except ato.BadValue:
        return False
    return identity(read) == identity(value)
