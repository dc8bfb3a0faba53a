from __future__ import annotations

from atoc.syntax import unread
from atoc.syntax.documents import SECTIONS


def test_anything_may_stand_in_a_file_that_could_not_be_read() -> None:
    document = unread("a.yaml")
    assert (document.scope, document.broken) == (None, SECTIONS)
    assert str(document.span) == "a.yaml:1:1"
