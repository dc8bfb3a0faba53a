"""What a document may say: a Node tree in, a Document out.

Knows the words of the language and where they may stand, and nothing of what they mean together: names,
types and values are bound in ``resolve``. The words stand in ``shapes``, one table a shape.
"""

from atoc.syntax.documents import (
    AssertDeclaration,
    DimensionDeclaration,
    Document,
    EnumBody,
    FieldDeclaration,
    GroupDeclaration,
    Inherited,
    MethodDeclaration,
    ResolverDeclaration,
    SearchDeclaration,
    StructBody,
    TypeDeclaration,
    ViewDeclaration,
    unread,
)
from atoc.syntax.findings import RULES
from atoc.syntax.guesses import Guesses, Notes
from atoc.syntax.parse import parse
from atoc.syntax.python import documents_of
from atoc.syntax.searches import parse_dimension

__all__ = [
    "RULES",
    "AssertDeclaration",
    "DimensionDeclaration",
    "Document",
    "EnumBody",
    "FieldDeclaration",
    "GroupDeclaration",
    "Guesses",
    "Inherited",
    "MethodDeclaration",
    "Notes",
    "ResolverDeclaration",
    "SearchDeclaration",
    "StructBody",
    "TypeDeclaration",
    "ViewDeclaration",
    "documents_of",
    "parse",
    "parse_dimension",
    "unread",
]
