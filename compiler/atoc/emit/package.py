"""The package of the generated modules: its ``__init__``, with the program over several scopes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from atoc.emit.docstring import docstring
from atoc.emit.header import Origin, comment, made_from, sealed
from atoc.emit.layout import Brackets, Row, laid_out
from atoc.emit.names import Taken
from atoc.emit.rendering import rendered
from atoc.types import string_source


@dataclass(frozen=True, slots=True)
class MainText:
    """What the decorator over several scopes is made from: the table of scopes, and a name for a type."""

    scopes: str
    result: str


def package(scopes: Sequence[str], origin: Origin) -> str:
    """The source of ``__init__``: with ``main``, where there are several scopes and none has that name."""
    about = f"Typed configs of {len(scopes)} scopes; each module has one scope of the program."
    header = comment(made_from(origin, origin.documents))
    main = _main(scopes) if len(scopes) > 1 and "main" not in scopes else None
    return sealed(rendered("init.py.j2", header=header, doc=docstring(about, 0), main=main))


def _main(scopes: Sequence[str]) -> MainText:
    names = Brackets("(", tuple(map(string_source, scopes)), ")")
    return MainText(laid_out(Row(("_SCOPES = ", names))), Taken(scopes).take("R"))
