"""SDN with places: the tree of the reader in ``ato.sdn``, with spans in place of offsets.

Scalars stay text, so that the type of a field decides what they are, as in every format. A row of a named
table is a mapping, whose keys stand in the head of the table, and one of a typed table a sequence. Cost:
linear in the text.
"""

from __future__ import annotations

from ato import sdn
from atoc.findings import Finding, Passed, Related
from atoc.source.bounds import DEFAULT, Bounds
from atoc.source.findings import DUPLICATE_KEY, UNREADABLE
from atoc.source.node import Entry, Mapping, Node, Scalar, Sequence, Style
from atoc.source.places import Places
from atoc.source.written import Written
from atoc.span import SourceFile, Span

SPECIAL = {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}
"""How the language writes the floats that are no numbers; SDN knows them in columns of floats alone."""


def parse(file: SourceFile, bounds: Bounds = DEFAULT) -> Passed[Node | None]:
    """The document of an SDN file; ``None`` if it is empty or any part of its syntax is broken."""
    places = Places(file)
    wanted = sdn.Bounds(depth=bounds.depth, values=bounds.nodes, faults=bounds.findings)
    parsed = sdn.parse(file.text, wanted)
    findings = tuple(_finding(fault, places) for fault in parsed.faults)
    is_broken = parsed.root is None or any(not fault.repeats for fault in parsed.faults)
    return Passed(None if is_broken or parsed.root is None else _node(parsed.root, places), findings)


def _finding(fault: sdn.Fault, places: Places) -> Finding:
    related: tuple[Related, ...] = ()
    if fault.related is not None:
        start, end, what = fault.related
        related = (Related(places.span(start, end), f"{what} here"),)
    if fault.repeats:
        place = places.span(fault.start, fault.end)
        return DUPLICATE_KEY.at(place, fault.message, key=fault.key, related=related, help=fault.help)
    return UNREADABLE.at(_shown(fault, places), fault.message, related=related, help=fault.help)


def _shown(fault: sdn.Fault, places: Places) -> Span:
    """The stretch of a fault; the last character of the text where it lies behind all there is."""
    if not places.text[fault.start :].strip():
        return places.last_character()
    return places.span(fault.start, fault.end)


def _node(node: sdn.Node, places: Places) -> Node:
    match node:
        case sdn.Scalar():
            return _scalar(node, places)
        case sdn.Dict():
            entries = (Entry(_scalar(each.key, places), _node(each.value, places)) for each in node.entries)
            return Mapping(places.span(node.start, node.end), tuple(entries))
        case sdn.List():
            items = tuple(_node(item, places) for item in node.items)
            return Sequence(places.span(node.start, node.end), items)


def _scalar(node: sdn.Scalar, places: Places) -> Scalar:
    text = SPECIAL.get(node.text, node.text) if node.kind == "float" else node.text
    is_exact = node.exact and text == node.text
    written = None if is_exact or not node.quoted else Written(places.text[node.start : node.end], text)
    style: Style = "quoted" if node.quoted or (node.kind == "text" and not text) else "plain"
    return Scalar(places.span(node.start, node.end), text, style, is_exact, written)
