"""Ato's text format XYZ: ``key: value`` a line, ``0) value`` for items, two spaces for each level.

::

    model:
      name: resnet50
      layers:
        0) 64
        1) 128

What is written reads back to the same plain data: dicts of text keys, lists, text, numbers, booleans and
None; a tuple reads back as a list, and anything else as its text. Cost: linear in the text.
"""

from __future__ import annotations

from ato.config import BadValue
from ato.dynamic.files._xyz_words import (
    EMPTY_MAPPING,
    EMPTY_SEQUENCE,
    Format,
    is_header,
    quoted,
    read_format,
    read_scalar,
    write_scalar,
)
from ato.dynamic.trees._dict import is_mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike
    from typing import IO, Any

    from typing_extensions import TypeIs

    FormatDict = Mapping[str, str] | None
    File = str | PathLike[str] | IO[str]

MAX_DEPTH = 100
"""How deep values may stand in each other."""
MAX_ITEMS = 200_000
"""Items of a list whose indices leave gaps, which read as None."""


class GlobalParser:
    """A node of the tree between data and text.

    ``value`` is a key, an index or a value, as ``value_type`` says: ``key``, ``index`` or ``value``.
    ``node_type`` is what stands below: ``dict``, ``iter``, ``item`` (one value), or ``value`` (nothing).
    """

    def __init__(
        self, value: Any, value_type: str, parent: GlobalParser | None = None, format_dict: FormatDict = None
    ) -> None:
        self.value = int(value) if value_type == "index" else value
        self.node_type = "value"
        self.value_type = value_type
        self.parent = parent
        self.children: list[GlobalParser] = []
        self.format_dict = format_dict

    def add_child(self, child_node: GlobalParser) -> None:
        """Put a node below this one."""
        self.children.append(child_node)
        child_node.parent = self
        self.node_type = {"key": "dict", "index": "iter"}.get(child_node.value_type, "item")

    def dumps(self, level: int | None = None) -> str:
        """The text of the tree below this node, with this node's own line if it has a parent."""
        form = Format(self.format_dict)
        header = form.header() if self.parent is None else []
        return "\n".join([*header, *_lines(self, form, -1 if level is None else level)])

    def __repr__(self) -> str:
        return f"GlobalParser({self.value!r}, {self.value_type!r}, {self.node_type!r})"


def _lines(node: GlobalParser, form: Format, level: int) -> list[str]:
    """The lines of a node that stands at a level; the root, above all levels, has none of its own."""
    begin = "" if node.parent is None else "  " * level + _begin(node, form)
    if node.node_type == "item":
        return [_with_value(begin, node.children[0].value, form)]
    if not node.children:
        words = {"iter": EMPTY_SEQUENCE, "dict": EMPTY_MAPPING}.get(node.node_type, "None")
        return [f"{begin} {words}" if begin else words]
    below = [line for child in node.children for line in _lines(child, form, level + 1)]
    return [begin, *below] if begin else below


def _with_value(begin: str, value: object, form: Format) -> str:
    """A line of a value; one that stands alone must not look like a key or an index."""
    words = write_scalar(value)
    if begin:
        return f"{begin} {words}"
    return words if form.split(words)[0] is None and not is_header(words) else quoted(str(value))


def _begin(node: GlobalParser, form: Format) -> str:
    return form.index_of(node.value) if node.value_type == "index" else form.name_of(node.value)


def convert_structure_to_tree(
    struct: Any, root: GlobalParser | None = None, format_dict: FormatDict = None, depth: int = 0
) -> GlobalParser:
    """The tree of plain data, below ``root`` if it is given. Raises ``BadValue`` for what stands too deep."""
    if depth > MAX_DEPTH:
        raise BadValue(f"values stand more than {MAX_DEPTH} deep in each other")
    if root is None:
        root = GlobalParser("root", "key", None, format_dict)
    pairs, kind = _parts(struct)
    if pairs is None:
        root.add_child(GlobalParser(struct, "value", root))
        return root
    for name, value in pairs:
        child = GlobalParser(name, kind, root, format_dict)
        root.add_child(convert_structure_to_tree(value, child, format_dict, depth + 1))
    root.node_type = {"key": "dict", "index": "iter"}[kind]
    return root


def _parts(struct: Any) -> tuple[Iterable[tuple[Any, Any]] | None, str]:
    """What stands in a container, with what it is known by there; a set is taken in a fixed order."""
    from ato.config.types._values import in_fixed_order, is_set

    if is_mapping(struct):
        return list(struct.items()), "key"
    if isinstance(struct, (str, bytes, bytearray)) or not hasattr(struct, "__iter__"):
        return None, "value"
    return enumerate(in_fixed_order(struct) if is_set(struct) else struct), "index"


def convert_tree_to_structure(root: GlobalParser) -> Any:
    """The plain data of a tree. Raises ``BadValue`` for an index far beyond the items."""
    if root.node_type == "item":
        return root.children[0].value
    if root.node_type == "dict":
        return {str(child.value): convert_tree_to_structure(child) for child in root.children}
    if root.node_type != "iter":
        return None
    size = max((child.value + 1 for child in root.children), default=0)
    if size > max(MAX_ITEMS, len(root.children)):
        raise BadValue(f"the index {size - 1} is larger than {MAX_ITEMS}")
    items: list[Any] = [None] * size
    for child in root.children:
        items[child.value] = convert_tree_to_structure(child)
    return items


def convert_lines_to_tree(lines: Iterable[str], format_dict: FormatDict = None) -> GlobalParser:
    """The tree of the lines below a header. Raises ``BadValue`` with the number of the line."""
    form = Format(format_dict)
    root = GlobalParser("root", "key", None, format_dict)
    above = [_Open(-1, root)]
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip())
        while above[-1].indent >= indent:
            above.pop()
        try:
            opened = above[-1].take(line.strip(), form)
        except BadValue as error:
            raise BadValue(f"{error}, at line {number}") from None
        if opened is not None:
            above.append(_Open(indent, opened))
        if len(above) > MAX_DEPTH + 1:
            raise BadValue(f"values stand more than {MAX_DEPTH} deep in each other, at line {number}")
    return root


class _Open:
    """A node below which the next lines may stand, the column of its own line, and the names in it so far."""

    __slots__ = ("indent", "names", "node")

    def __init__(self, indent: int, node: GlobalParser) -> None:
        self.indent = indent
        self.node = node
        self.names: set[str | int] = set()

    def take(self, line: str, form: Format) -> GlobalParser | None:
        """Put what a line says below the node; gives the node that the line opens, if it does."""
        above = self.node
        name, rest = form.split(line)
        if above.node_type == "item":
            raise BadValue(f"{line!r} stands below a value")
        if name is None:
            if above.children:
                raise BadValue(f"{line!r} is neither a key nor an index")
            above.add_child(GlobalParser(read_scalar(line), "value"))
            return None
        node = GlobalParser(name, "index" if isinstance(name, int) else "key", format_dict=form.given)
        if above.children and above.children[-1].value_type != node.value_type:
            raise BadValue(f"{line!r} stands beside lines of another kind, keys and indices")
        if name in self.names:
            raise BadValue(f"the {node.value_type} {name!r} is given twice")
        self.names.add(name)
        above.add_child(node)
        if rest:
            node.add_child(GlobalParser(read_scalar(rest), "value"))
        return node


def parse_lines(lines: Iterable[str]) -> tuple[list[str], list[str]]:
    """The lines of the header, and the others."""
    header: list[str] = []
    data: list[str] = []
    for line in lines:
        (header if not data and is_header(line) else data).append(line)
    return header, data


def parse_format(decoding_formats: Iterable[str]) -> dict[str, str]:
    """The format that header lines tell of, complete."""
    found = read_format(list(decoding_formats))
    form = Format(found)
    return {
        "key_prefix": form.key_prefix,
        "key_postfix": form.key_postfix,
        "index_prefix": form.index_prefix,
        "index_postfix": form.index_postfix,
    }


def remove_format_str(raw_str: str) -> str:
    """A text without the lines of its header."""
    return "\n".join(parse_lines(raw_str.strip().split("\n"))[1])


def loads(raw_str: str) -> Any:
    """The plain data of a text. Raises ``BadValue`` for a text that says nothing clear."""
    header, lines = parse_lines(raw_str.strip("\n\r").replace("\r\n", "\n").split("\n"))
    return convert_tree_to_structure(convert_lines_to_tree(lines, parse_format(header)))


def dumps(obj: Any, format_dict: FormatDict = None) -> str:
    """The text of plain data, in a custom format if one is given."""
    return convert_structure_to_tree(obj, format_dict=format_dict).dumps()


def dump(obj: Any, path_or_file: File, format_dict: FormatDict = None) -> None:
    """Write the text of plain data to a path or an open file."""
    text = dumps(obj, format_dict)
    if _is_open(path_or_file):
        path_or_file.write(text)
        return
    from os import fspath

    from ato.config.formats._replace_file import replace_file

    replace_file(fspath(path_or_file), text.encode())


def load(path_or_file: File) -> Any:
    """The plain data of a path or an open file."""
    if _is_open(path_or_file):
        return loads(path_or_file.read())
    from os import fspath

    from ato.config.formats._files import read_file

    return loads(read_file(fspath(path_or_file)))


def _is_open(file: File) -> TypeIs[IO[str]]:
    return hasattr(file, "read") or hasattr(file, "write")
