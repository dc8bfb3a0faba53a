"""SDN as raw values: bare text and numbers as they stand, quoted text as quoted, a table as its rows.

A row of a named table is a mapping, of a typed one a list; their cells have the types of the fields that they
go to, as everything else from outside.
"""

from __future__ import annotations

from ato.config.formats._yaml_values import MAX_DEPTH, MAX_VALUES, Lines
from ato.config.types._values import Quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.config.types._values import Raw
    from ato.sdn import Lines as Places
    from ato.sdn import Node


def read_sdn(text: str, name: str) -> Raw:
    """The raw value of a text; an empty one is an empty mapping.

    Raises ``ConfigError`` with every fault, each with its line and column behind the name of the file.
    """
    from ato.sdn import Bounds, parse
    from ato.sdn import Lines as Places
    from ato.sdn._faults import refused

    parsed = parse(text, Bounds(depth=MAX_DEPTH, values=MAX_VALUES))
    if parsed.faults:
        raise refused(text, list(parsed.faults), name)
    return {} if parsed.root is None else _raw(parsed.root, Places(text))


def _raw(node: Node, places: Places) -> Raw:
    from ato.sdn import Dict, List

    if isinstance(node, List):
        return [_raw(item, places) for item in node.items]
    if not isinstance(node, Dict):
        return Quoted(node.text) if node.quoted else node.text
    mapping = Lines()
    for entry in node.entries:
        key = entry.key.text
        mapping[key] = _raw(entry.value, places)
        mapping.lines[key] = places.place(entry.value.start if node.form == "rows" else entry.key.start)[0]
    return mapping
