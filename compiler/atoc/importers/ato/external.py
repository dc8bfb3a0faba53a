"""What a parser of argparse gives to a scope with ``use_external_parser=True``: fields with their defaults.

Ato sets the defaults by a view of the priority ``external_priority``, -2 if none is given. Where that is
below all views that write the same fields, they are the defaults of the fields; else they stay a view.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from atoc.importers.argparse.fields import fields as fields_of_parser
from atoc.importers.argparse.parsers import parsers
from atoc.importers.ato.fields import Fields, Known
from atoc.importers.ato.sketches import Sketch
from atoc.importers.carried import Expression, Left
from atoc.importers.inferred import united
from atoc.importers.plain import is_tree
from atoc.source import Scalar
from atoc.source.python.parts import PythonScope
from atoc.span import SourceFile, Span

VIEW = "argparse"


def add_parser(
    scope: PythonScope,
    fields: Fields,
    found: list[Sketch],
    sources: Mapping[str, SourceFile],
    left: list[Left],
) -> None:
    """Declare the arguments of the parsers beside a scope as its fields."""
    if scope.external is None:
        return
    written = {path for each in found for path in each.writes}
    lower = [each for each in found if not each.lazy and each.priority <= scope.external]
    below = {path for each in lower for path in each.writes}
    late = Sketch(_free(found), scope.name.span, default=True, priority=scope.external)
    for parser in parsers(sources[scope.name.span.path], left):
        for name, declared in fields_of_parser(parser, left).items():
            place = parser.span(parser.calls[0])
            if is_tree(declared):
                _add(fields, name, declared, place, name in written)
                _set(late, name, declared.get("default"), place, name in below, left)
    if late.writes:
        found.append(late)


def _free(found: Sequence[Sketch]) -> str:
    names = {each.name for each in found}
    name = VIEW
    while name in names:
        name += "_"
    return name


def _set(late: Sketch, name: str, value: object, place: Span, is_below: bool, left: list[Left]) -> None:
    """Keep a default as a write of a view, where a view of lower priority writes the field too."""
    if not is_below or value is None:
        return
    if isinstance(value, str):
        late.writes[name] = Scalar(place, value.replace("${", "$${"), "quoted")
    elif isinstance(value, (bool, int, float)):
        late.writes[name] = Scalar(place, str(value).lower(), "plain")
    else:
        shown = value.text if isinstance(value, Expression) else str(value)
        why = "is the default of an argument that goes over views, and only single values are carried there"
        left.append(Left(place, f"{name}={shown}", why))
        return
    late.places[name] = place


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
