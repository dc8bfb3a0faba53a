"""What a parser of argparse gives to a scope with ``use_external_parser=True``: fields with their defaults.

Ato sets the defaults by a view of the priority ``external_priority``, -2 if none is given. Where that is below
all views that write the same fields, they are the defaults of the fields; else they stay a view.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from atoc.importers.argparse.fields import fields as fields_of_parser
from atoc.importers.argparse.parsers import parsers
from atoc.importers.ato.fields import Fields, Known
from atoc.importers.ato.sketches import Sketch
from atoc.importers.carried import Left
from atoc.importers.inferred import united
from atoc.importers.plain import is_tree
from atoc.source.python_parts import PythonScope
from atoc.span import SourceFile, Span


def add_parser(
    scope: PythonScope,
    fields: Fields,
    found: Sequence[Sketch],
    sources: Mapping[str, SourceFile],
    left: list[Left],
) -> None:
    """Declare the arguments of the parsers beside a scope as its fields."""
    if scope.external is None:
        return
    written = {path for each in found for path in each.writes}
    for parser in parsers(sources[scope.name.span.path], left):
        for name, declared in fields_of_parser(parser, left).items():
            if is_tree(declared):
                _add(fields, name, declared, parser.span(parser.calls[0]), name in written)


def _add(fields: Fields, name: str, declared: Mapping[str, object], place: Span, is_written: bool) -> None:
    known = fields.known.get(name)
    type = str(declared.get("type", "str"))
    if known is None:
        fields.known[name] = Known(type, place)
        fields.names[name] = name
        fields.given[name] = declared
        return
    options = dict.fromkeys((*type.split(" | "), *known.type.split(" | ")))
    if "float" in options:
        options.pop("int", None)
    known.type = united(options)
    kept = {key: value for key, value in declared.items() if not (is_written and key in ("input", "enum"))}
    fields.given[name] = kept
