"""Names of other tools as names of ours."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import count
from unicodedata import normalize

from atoc.resolve.names import MAX_LENGTH, Kind, check_name
from atoc.source import Scalar
from atoc.span import Span

_NEARLY = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_NOWHERE = Span.start_of("")


def called(keys: Iterable[str]) -> Mapping[str, str]:
    """The name of a field for each of these keys of a mapping; no two are the same."""
    found: dict[str, str] = {}
    for key in keys:
        name = key if may_name(key, "field") else identifier(key, "field")
        others = set(found.values())
        found[key] = next(each for each in (name + "_" * more for more in count()) if each not in others)
    return found


def are_names(keys: Collection[str]) -> bool:
    """Whether keys are names, or nearly, so that their mapping is a struct: ``data-dir`` is, ``0`` is not."""
    return bool(keys) and all(_NEARLY.fullmatch(key) for key in keys)


def may_name(name: str, kind: Kind) -> bool:
    """Whether the language takes a name for a thing of this kind."""
    return check_name(Scalar(_NOWHERE, name), kind) is None


def identifier(text: str, kind: Kind) -> str:
    """A name like the text that the language takes: ``data-dir`` is ``data_dir``, ``if`` is ``if_``."""
    words = re.sub(r"\W+", "_", normalize("NFKC", text)).strip("_") or kind
    name = (f"n{words}" if words[0].isdigit() else words)[: MAX_LENGTH - 1]
    return name if may_name(name, kind) else f"{name}_"
