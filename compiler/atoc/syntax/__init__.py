"""What a document may say: a Node tree in, a Document out.

Knows the words of the language and where they may stand, and nothing of what they mean together: names,
types and values are bound in ``resolve``. The words stand in ``shapes``, one table a shape.
"""

from atoc.syntax.documents import (
    Document,
    EnumBody,
    FieldDeclaration,
    GroupDeclaration,
    ResolverDeclaration,
    StructBody,
    TypeDeclaration,
    ViewDeclaration,
    unread,
)
from atoc.syntax.findings import RULES
from atoc.syntax.guesses import Guesses
from atoc.syntax.parse import parse

__all__ = [
    "RULES",
    "Document",
    "EnumBody",
    "FieldDeclaration",
    "GroupDeclaration",
    "Guesses",
    "ResolverDeclaration",
    "StructBody",
    "TypeDeclaration",
    "ViewDeclaration",
    "parse",
    "unread",
]
