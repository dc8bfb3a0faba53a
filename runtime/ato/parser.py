"""Ato's path to the reader of command lines; see :mod:`ato.dynamic`."""

from __future__ import annotations

from ato.dynamic.words._scan import (
    parse_backtick_string,
    parse_bracketed_value,
    parse_colon_equals_string,
    parse_command,
    parse_quoted_string,
    parse_quoted_string_with_quotes,
    parse_value,
)

__all__ = [
    "parse_backtick_string",
    "parse_bracketed_value",
    "parse_colon_equals_string",
    "parse_command",
    "parse_quoted_string",
    "parse_quoted_string_with_quotes",
    "parse_value",
]
