"""One layout for all texts: four spaces a level, one way to write what separates, no blanks at line ends.

Comments, their order and everything that is said stay; the result reads as the same value.
"""

from __future__ import annotations

from ato.sdn._faults import refused
from ato.sdn._parse import ITEM, Parsed, parse
from ato.sdn._tree import Dict, List, Node
from ato.sdn._write import INDENT


def formatted(text: str, name: str = "") -> str:
    """The text in our layout; raises ``ConfigError`` with everything that is wrong with it."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    parsed = _read(text, name)
    spaced = _spaced(text, parsed)
    again = _read(spaced, name)
    return _indented(spaced, again)


def _read(text: str, name: str) -> Parsed:
    parsed = parse(text)
    if parsed.faults:
        raise refused(text, list(parsed.faults), name)
    return parsed


def _spaced(text: str, parsed: Parsed) -> str:
    """One space between a key, what separates it and its value, where they stand on one line."""
    gaps: list[tuple[int, int, str]] = []
    waiting = [] if parsed.root is None else [parsed.root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, List):
            waiting += node.items
        elif isinstance(node, Dict):
            for entry in node.entries:
                waiting.append(entry.value)
                start = entry.key.end
                gap = text[start : entry.value.start]
                if node.form != "rows" and gap.strip(" \t") in (":", "=", "") and entry.value.end > start:
                    sign = gap.strip(" \t")
                    gaps.append((start, entry.value.start, {":": ": ", "=": " = ", "": " "}[sign]))
    for start, end, gap in sorted(gaps, reverse=True):
        text = text[:start] + gap + text[end:]
    return text


def _indented(text: str, parsed: Parsed) -> str:
    """Every line at its level; what continues one moves with it, and comments go with the line below."""
    levels: dict[int, int] = {}
    if parsed.root is not None:
        _note_levels(parsed.root, 0, levels)
    lines: list[str] = []
    start = shift = 0
    waiting: list[int] = []
    comments = dict(parsed.comments)
    for line in text.split("\n"):
        content = line.strip(" \t\r")
        indent = len(line) - len(line.lstrip(" \t"))
        mark = ITEM.match(content)
        offset, start = start + indent, start + len(line) + 1
        if mark is not None and offset + mark.end() in levels:
            levels[offset] = levels[offset + mark.end()]
        if offset in levels:
            shift = len(INDENT) * levels[offset] - indent
            _place(lines, waiting, len(INDENT) * levels[offset])
        elif content.startswith("#") and offset in comments:
            waiting.append(len(lines))
        if content or (lines and lines[-1]):
            lines.append(" " * max(0, indent + shift) + content if content else "")
    while lines and not lines[-1]:
        lines.pop()
    return "".join(line + "\n" for line in lines)


def _place(lines: list[str], waiting: list[int], indent: int) -> None:
    """Comments that stand above a line, in its column."""
    for index in waiting:
        lines[index] = " " * indent + lines[index].lstrip(" ")
    waiting.clear()


def _note_levels(node: Node, level: int, levels: dict[int, int]) -> None:
    """At which level the lines begin that begin with these offsets."""
    if isinstance(node, Dict):
        for entry in node.entries:
            if node.form == "block":
                levels[entry.key.start] = level
            _note_levels(entry.value, level + 1, levels)
    elif isinstance(node, List) and not node.is_tuple:
        for item in node.items:
            if node.form in ("block", "rows"):
                levels[item.start] = level
            _note_levels(item, level + 1, levels)
