"""Names of other tools as names of ours."""

from __future__ import annotations

import re
from unicodedata import normalize

from atoc.resolve.names import MAX_LENGTH, Kind, check_name
from atoc.source import Scalar
from atoc.span import Span

_NOWHERE = Span.start_of("")


def may_name(name: str, kind: Kind) -> bool:
    """Whether the language takes a name for a thing of this kind."""
    return check_name(Scalar(_NOWHERE, name), kind) is None


def identifier(text: str, kind: Kind) -> str:
    """A name like the text, that the language takes: ``data_dir`` of ``data-dir``, ``class_`` of ``class``."""
    words = re.sub(r"\W+", "_", normalize("NFKC", text)).strip("_") or kind
    name = (f"n{words}" if words[0].isdigit() else words)[: MAX_LENGTH - 1]
    return name if may_name(name, kind) else f"{name}_"
