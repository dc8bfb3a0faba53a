"""Bytes become text, or a finding."""

from __future__ import annotations

from atoc.source.decode import decode
from atoc.span import SourceFile


def test_a_mark_at_the_start_is_dropped() -> None:
    assert decode("a.yaml", b"\xef\xbb\xbfa: 1\n").value == SourceFile("a.yaml", "a: 1\n")


def test_line_ends_of_windows_become_line_feeds() -> None:
    assert decode("a.yaml", b"a: 1\r\nb: 2\r\n").value == SourceFile("a.yaml", "a: 1\nb: 2\n")


def test_the_first_byte_that_is_not_utf8_is_pointed_at() -> None:
    passed = decode("a.yaml", "é: 1\r\nü: ".encode() + b"\xff\xfe")
    (finding,) = passed.findings
    assert passed.value is None
    assert (finding.code, finding.span.line, finding.span.column) == ("ATC001", 2, 4)
    assert finding.message == "the byte 0xFF stands here, and the file is read as UTF-8"
    assert finding.help == ("save the file as UTF-8",)


def test_a_file_in_utf16_is_recognised() -> None:
    (finding,) = decode("a.yaml", "a: 1".encode("utf-16")).findings
    assert finding.help == ("the file looks like UTF-16; save it as UTF-8",)
