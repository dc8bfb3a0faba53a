"""From the bytes of a file to its text: UTF-8, without a mark at the start, lines ended by line feeds."""

from __future__ import annotations

import codecs

from atoc.findings import Finding, Passed
from atoc.source.findings import UNREADABLE
from atoc.source.places import Places
from atoc.span import SourceFile

OTHER_MARKS = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
"""What the first bytes of a file in another encoding tell."""


def decode(path: str, content: bytes) -> Passed[SourceFile | None]:
    """The text of a file; ``None`` with a finding where its bytes are not UTF-8.

    Windows' line ends become line feeds, so that what is made of a document is the same however it was
    checked out.
    """
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Passed(None, (_not_utf8(path, content, error.start),))
    return Passed(SourceFile(path, text.replace("\r\n", "\n")))


def _not_utf8(path: str, content: bytes, at: int) -> Finding:
    before = content[:at].decode("utf-8").replace("\r\n", "\n")
    places = Places(SourceFile(path, before))
    encoding = next((name for mark, name in OTHER_MARKS.items() if content.startswith(mark)), None)
    return UNREADABLE.at(
        places.span(len(before), len(before)),
        f"the byte 0x{content[at]:02X} stands here, and the file is read as UTF-8",
        help=(f"the file looks like {encoding}; save it as UTF-8" if encoding else "save the file as UTF-8",),
    )
