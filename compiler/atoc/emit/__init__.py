"""What a program comes to: its modules, its manifest and the JSON Schema of its documents.

    emit       emit.py makes text of a program and of what is proved about it; nothing is written
    modules    module.py package.py classes.py functions.py schema.py spaces.py names.py docstring.py; the
               templates place their strings by rendering.py, layout.py breaks lines
    JSON       manifest.py searches.py wins.py plain.py reading.py; possible.py and folded.py for views of
               Python; json_schema.py; json_text.py lays it out
    reuse      parts.py, the text of scopes whose documents are as they were
    compare    compare.py, how what stands there differs; covered.py shows no secrets
    write      write.py is the one place of the compiler that writes

A generated file says of itself what it was made from (header.py); findings.py words what is wrong with one.
"""

from atoc.emit.compare import Comparison, unified
from atoc.emit.emit import emit
from atoc.emit.findings import RULES
from atoc.emit.manifest import manifest
from atoc.emit.parts import LostError, Parts
from atoc.emit.write import (
    WriteError,
    Written,
    compare,
    documents_of,
    write,
    write_bytes,
    write_documents,
    write_file,
)

__all__ = [
    "RULES",
    "Comparison",
    "LostError",
    "Parts",
    "WriteError",
    "Written",
    "compare",
    "documents_of",
    "emit",
    "manifest",
    "unified",
    "write",
    "write_bytes",
    "write_documents",
    "write_file",
]
