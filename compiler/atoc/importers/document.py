"""A plain tree as a YAML document of the language, laid out as a person would write it.

Sections stand apart by a blank line. What has one level and fits on a line stands on one line, as
``lr: {type: float, default: 0.1}``; anything deeper stands in blocks. A field of which only the type is
said is written short: ``epochs: int``. Text is quoted where it could be misread without quotes.

Every document begins with what it was made from and a digest of the rest, so that importing again
replaces a document that nobody touched and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from ato.config.formats._plain import quoted
from ato.config.formats._yaml_text import inline
from atoc.importers.carried import Expression, Remarked
from atoc.importers.plain import is_items, is_list, is_tree

WIDTH = 100
"""Columns that a line may fill, where it can be broken."""

_HEADER = re.compile(r"\A# Imported from .*\n# Digest: ([0-9a-f]{16})\n")
_VALUES = ("default", "set")
_SECTIONS = ("types", "fields", "groups", "views", "asserts", "resolvers", "search")
_WORDS = frozenset(
    ("y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf", "infinity")
)
_BOOLS = frozenset(("yes", "no", "on", "off", "true", "false", "null"))
_PLAIN = re.compile(r"[^\W\d_](?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]*[^\s:])?", re.ASCII)
_UNSAFE = re.compile(r": |:$| #|\t")
_FLOW = re.compile(r"[\[\]{},?]")


def document(tree: Mapping[str, object], origin: str) -> str:
    """The text of a document; ``origin`` tells on top what it was made from."""
    body = "\n".join(_top(_literal_document(tree))) + "\n"
    return f"# Imported from {origin}\n# Digest: {_digest(body)}\n{body}"


def is_imported(text: str) -> bool:
    """Whether a document says that an import has written it."""
    return _HEADER.match(text) is not None


def is_untouched(text: str) -> bool:
    """Whether a document is as an import has written it, by its digest."""
    found = _HEADER.match(text)
    return found is not None and _digest(text[found.end() :]) == found[1]


def _digest(body: str) -> str:
    return sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _literal_document(tree: Mapping[str, object]) -> Mapping[str, object]:
    """The tree with texts for expressions, and with ``$${`` in what is literal."""
    return {key: _declared(key, value) for key, value in tree.items()}


def _declared(section: str, value: object) -> object:
    match section:
        case "fields" if is_tree(value):
            return {name: _with_values(field) for name, field in value.items()}
        case "types" | "views" if is_tree(value):
            return {name: _with_values(each) for name, each in value.items()}
        case _:
            return _bare(value)


def _with_values(declaration: object) -> object:
    """A field, a type or a view, in which texts of values are literal."""
    if isinstance(declaration, Remarked):
        return replace(declaration, value=_with_values(declaration.value))
    if not is_tree(declaration):
        return _bare(declaration)
    given = {
        key: _literal(value) if key in _VALUES else _declared(key, value)
        for key, value in declaration.items()
    }
    return given["type"] if list(given) == ["type"] else given


def _literal(value: object) -> object:
    if is_tree(value):
        return {key: _literal(item) for key, item in value.items()}
    if is_items(value):
        return [_literal(item) for item in value]
    return value.replace("${", "$${") if isinstance(value, str) else _bare(value)


def _bare(value: object) -> object:
    """A value in which expressions are text."""
    if is_tree(value):
        return {key: _bare(item) for key, item in value.items()}
    if is_items(value):
        return [_bare(item) for item in value]
    return value.text if isinstance(value, Expression) else value


def _top(tree: Mapping[str, object]) -> Iterator[str]:
    for index, (key, value) in enumerate(tree.items()):
        is_section = key in _SECTIONS and _is_container(value)
        if is_section and value and index:
            yield ""
        if is_section and not value:
            continue
        if is_section and is_tree(value):
            yield f"{key}:"
            for name, item in value.items():
                remark = [f"# {item.comment}"] if isinstance(item, Remarked) else []
                plain = item.value if isinstance(item, Remarked) else item
                yield from _indented([*remark, *_entry(str(name), plain, 2)])
        else:
            yield from _entry(key, value, 0)


def _entry(key: str, value: object, indent: int) -> list[str]:
    """The lines of one key with its value, which stand so far from the margin."""
    name = _key(key)
    if isinstance(value, str) and _is_paragraph(value):
        return [f"{name}: |-", *(f"  {line}" if line else "" for line in value.split("\n"))]
    line = f"{name}: {_inline(value) if _is_container(value) else _scalar(value)}"
    if not _is_container(value) or (_is_flat(value) and len(line) + indent <= WIDTH):
        return [line]
    return [f"{name}:", *_indented(_block(value, indent + 2))]


def _block(value: object, indent: int) -> Iterator[str]:
    if is_tree(value):
        for key, item in value.items():
            yield from _entry(str(key), item, indent)
    elif is_list(value):
        for item in value:
            yield from _item(item, indent)


def _item(item: object, indent: int) -> Iterator[str]:
    line = f"- {_inline(item) if _is_container(item) else _scalar(item)}"
    is_short = _is_flat(item) and len(line) + indent <= WIDTH
    rows = [] if not _is_container(item) or is_short else list(_block(item, indent + 2))
    if not rows:
        yield line
        return
    yield f"- {rows[0]}"
    yield from _indented(rows[1:])


def _indented(lines: Sequence[str] | Iterator[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _is_flat(value: object) -> bool:
    """Whether it may stand on one line: no mapping in a mapping, no text of several lines, nothing deep."""
    if is_tree(value):
        is_nested = any(is_tree(item) and item for item in value.values())
        return not is_nested and _depth(value) <= 3 and not any(map(_is_paragraph, value.values()))
    return _depth(value) <= 3


def _depth(value: object) -> int:
    if is_tree(value):
        return 1 + max(map(_depth, value.values()), default=0)
    return 1 + max(map(_depth, value), default=0) if is_list(value) else 0


def _is_paragraph(value: object) -> bool:
    """Whether it is a text of several lines that can stand as it is below its key."""
    lines = value.split("\n") if isinstance(value, str) else []
    return (
        len(lines) > 1
        and bool(lines[-1].strip())
        and not any(line != line.rstrip() or not (line.isprintable() or not line) for line in lines)
        and bool(lines[0])
        and not lines[0].startswith(" ")
    )


def _inline(value: object) -> str:
    """A value on one line, containers in flow syntax."""
    if is_tree(value):
        pairs = (f"{_key(str(key))}: {_inline(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if is_list(value):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return _text(value, _FLOW) if isinstance(value, str) else _number(value)


def _scalar(value: object) -> str:
    """A scalar behind its key, in a block."""
    return _text(value, None) if isinstance(value, str) else _number(value)


def _number(value: object) -> str:
    """What is no text; small and large floats as people write them: ``1e-5``."""
    text = repr(value) if isinstance(value, float) else ""
    digits, sign, exponent = text.partition("e")
    return f"{digits}e{int(exponent)}" if sign and exponent.lstrip("+-").isdecimal() else inline(value)


def _key(text: str) -> str:
    """A key; names are never misread, since keys of the language are texts."""
    return (
        text if text.isascii() and text.isidentifier() and text.lower() not in _BOOLS else _text(text, _FLOW)
    )


def _text(text: str, unsafe: re.Pattern[str] | None) -> str:
    """A text, in quotes where it might be misread without them."""
    is_plain = (
        _PLAIN.fullmatch(text) is not None
        and text.isprintable()
        and text.lower() not in _WORDS
        and not _UNSAFE.search(text)
        and not (unsafe is not None and unsafe.search(text))
    )
    return text if is_plain else quoted(text)


def _is_container(value: object) -> bool:
    return isinstance(value, (Mapping, list))
