"""What the fixes of one document come to: edits that are known to do what they should, or none at all.

The edits are carried out on the text, the outcome is read again, and what it says is held against what the
tree says without that which goes and with the names that were meant. However odd a document is written, an
edit that would do more or less than that is not offered. Cost: reading the document once more.
"""

from __future__ import annotations

from collections.abc import Sequence

from atoc.findings import Fix, Removal, Respelling
from atoc.mend.edit import Edit, apart, edited_text
from atoc.mend.remove import Going, Kept, Text, going, removal
from atoc.mend.respell import respelt, respelt_texts
from atoc.mend.shape import held, shape
from atoc.mend.silence import loosened
from atoc.source import Node, is_python, parse
from atoc.span import SourceFile


def planned(file: SourceFile, fixes: Sequence[Fix]) -> tuple[Edit, ...] | None:
    """The edits that carry out all of these fixes of a document; None where that cannot be done safely.

    In a Python file nothing is mended: what else its code does with a name is not known.
    """
    if is_python(file):
        return None
    read = parse(file)
    node = read.value
    if node is None or read.findings:
        return None
    names = [respelt(file, fix) for fix in fixes if isinstance(fix, Respelling)]
    edits = [edit for edit in names if edit is not None]
    if len(edits) < len(names):
        return None
    spans = list(dict.fromkeys(fix.span for fix in fixes if isinstance(fix, Removal)))
    held_by_tree = [span for span in spans if any(one.names(span) for one in held(node))]
    comments = [span for span in spans if span not in held_by_tree]
    try:
        text = Text(file)
        gone = going(text, node, held_by_tree)
        taken = removal(text, node, gone)
    except Kept:
        return None
    silent = loosened(file, node, comments)
    if silent is None:
        return None
    all_edits = apart((*edits, *taken, *silent))
    return all_edits if _does_as_meant(file, node, all_edits, edits, gone) else None


def _does_as_meant(
    file: SourceFile, node: Node, edits: Sequence[Edit], names: Sequence[Edit], gone: Going
) -> bool:
    """Whether the text says afterwards what it should; a table without keys may have gone or stayed."""
    texts = respelt_texts(node, names)
    if texts is None:
        return False
    after = parse(edited_text(file, edits))
    if after.findings:
        return False
    said = shape(after.value)
    return said in (shape(node, gone.has, texts), shape(node, gone.may_have, texts))
