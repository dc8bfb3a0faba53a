"""The declaration of a resolver: where its function is found, and its types."""

from __future__ import annotations

from atoc.source.node import Entry, Mapping
from atoc.syntax import shapes
from atoc.syntax.documents import ResolverDeclaration
from atoc.syntax.findings import WRONG_SHAPE
from atoc.syntax.guesses import Notes
from atoc.syntax.keys import Keys, kind_of

_FORM = "package.module:function"


def parse_resolver(entry: Entry, notes: Notes) -> ResolverDeclaration:
    """A resolver; it says at least where its function is found, and what that gives."""
    name, node = entry.key, entry.value
    if not isinstance(node, Mapping):
        message = f"the resolver '{name.text}' takes a mapping, and {kind_of(node)} stands here"
        help = (f"write `{name.text}: {{import: {_FORM}, args: [str], returns: str}}`",)
        notes.add(WRONG_SHAPE.at(node.span, message, help=help))
        return ResolverDeclaration(name, is_whole=False)
    keys = Keys(node, shapes.RESOLVER, f"the resolver '{name.text}'", notes)
    for needed, what in (("import", "where its function is found"), ("returns", "what it gives")):
        if needed not in keys.entries and not keys.foreign:
            keys.refuse(needed, name.span, f"'{name.text}' does not say {what}: it takes `{needed}`")
    return ResolverDeclaration(
        name=name,
        source=_source(keys),
        arguments=keys.words("args", "a type"),
        returns=keys.word("returns", "the text of a type, such as int or list[str]"),
        doc=keys.text("doc"),
        is_whole=not keys.foreign and keys.lost <= {"doc"},
    )


def _source(keys: Keys) -> str:
    written = keys.word("import", f"the place of a function, such as {_FORM}")
    if written is None:
        return ""
    module, colon, function = written.text.partition(":")
    parts = (*module.split("."), *function.split("."))
    if not colon or not all(part.isidentifier() for part in parts):
        message = f"'{written.text}' does not name a function of a module"
        keys.refuse("import", written.span, message, (f"write it as {_FORM}",))
    return written.text
