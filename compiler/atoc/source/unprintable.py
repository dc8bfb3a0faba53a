"""Characters that no document may hold: control characters, and half characters of broken encodings."""

from __future__ import annotations

import re

from atoc.findings import Finding
from atoc.source.findings import UNREADABLE
from atoc.source.places import Places

UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""All but what YAML admits, which is the strictest of the formats here."""


def unprintable(places: Places) -> Finding | None:
    """The first character of a text that no format admits, told with its place."""
    found = UNPRINTABLE.search(places.text)
    if found is None:
        return None
    return UNREADABLE.at(
        places.span(*found.span()),
        f"U+{ord(found.group()):04X} is a control character, and a document has none",
        help=("remove it, or write it as an escape in double quotes",),
    )
