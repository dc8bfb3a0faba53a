"""What a program comes to: its modules, its manifest and the JSON Schema of its documents.

``emit`` makes text of a program and of what is proved about it; nothing is written. ``write`` is the one
place of the compiler that writes, and ``compare`` tells how what stands there differs. A generated file says
of itself what it was made from (``header``); the words for what is wrong with one are in ``findings``.
"""

from atoc.emit.compare import Comparison, unified
from atoc.emit.emit import emit
from atoc.emit.findings import RULES
from atoc.emit.manifest import manifest
from atoc.emit.parts import Parts
from atoc.emit.write import WriteError, Written, compare, documents_of, write, write_bytes, write_file

__all__ = [
    "RULES",
    "Comparison",
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
    "write_file",
]
