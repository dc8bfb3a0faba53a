"""Ato's path to the text format XYZ; see :mod:`ato.dynamic`."""

from __future__ import annotations

from ato.dynamic.files._xyz import (
    GlobalParser,
    convert_lines_to_tree,
    convert_structure_to_tree,
    convert_tree_to_structure,
    dump,
    dumps,
    load,
    loads,
    parse_format,
    parse_lines,
    remove_format_str,
)

__all__ = [
    "GlobalParser",
    "convert_lines_to_tree",
    "convert_structure_to_tree",
    "convert_tree_to_structure",
    "dump",
    "dumps",
    "load",
    "loads",
    "parse_format",
    "parse_lines",
    "remove_format_str",
]
