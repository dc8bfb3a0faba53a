"""Random data, and the same data written down in each format: what the readers are held against."""

from __future__ import annotations

import json
import re
from typing import TypeAlias, Union

from hypothesis import strategies as st

from ato.config import Quoted

Raw: TypeAlias = Union[str, "list[Raw]", "dict[str, Raw]"]

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")

texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=12) | st.sampled_from(
    [
        "null",
        "no",
        "0123",
        "12:30",
        "a: b",
        "# c",
        "- x",
        "'",
        '"',
        "\\",
        "\t",
        "${lr * 2}",
        "é😀",
        "\u2028",
        "",
    ]
)
plain = st.integers(-(10**20), 10**20).map(str) | st.sampled_from(["true", "false", "1.5", "1e-3", "-0.25"])
keys = st.sampled_from(["lr", "model.hidden", "no", "a b", "é", "1", ""]) | texts


def values(leaves: st.SearchStrategy[Raw]) -> st.SearchStrategy[Raw]:
    """Raw values of any shape."""
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
        max_leaves=12,
    )


roots: st.SearchStrategy[dict[str, Raw]] = st.dictionaries(
    keys, values(plain | texts.map(Quoted)), min_size=1, max_size=4
)
"""Whole documents, as raw values that every format can write."""


def to_json(value: Raw) -> str:
    """The value as JSON."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {to_json(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(to_json(item) for item in value) + "]"
    return json.dumps(str(value), ensure_ascii=False) if isinstance(value, Quoted) else value


def to_sdn(root: dict[str, Raw]) -> str:
    """A document as SDN: its mappings as blocks, what they hold in brackets, tables for some lists."""
    lines: list[str] = []
    for name, item in root.items():
        key = json.dumps(name, ensure_ascii=False)
        if isinstance(item, dict) and item:
            lines.append(f"{key}:  # a block")
            lines.extend(
                f"   {json.dumps(inner, ensure_ascii=False)} = {_sdn(each)}" for inner, each in item.items()
            )
        elif isinstance(item, list) and len(item) == 1 and isinstance(item[0], dict) and item[0]:
            lines.append(f"{key} |{', '.join(map(json.dumps, item[0]))}|")
            lines.append(f"  {', '.join(map(_sdn, item[0].values()))}")
        else:
            lines.append(f"{key}: {_sdn(item)}")
    return "\n".join(lines) + "\n"


def _sdn(value: Raw) -> str:
    """The value in brackets, as in JSON but with spaces and a last comma."""
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key, ensure_ascii=False)} = {_sdn(item)}" for key, item in value.items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, list):
        return "[" + "".join(f"{_sdn(item)}, " for item in value) + "]"
    return json.dumps(str(value), ensure_ascii=False) if isinstance(value, Quoted) else value


def to_yaml(value: Raw, indent: str = "") -> str:
    """The value as YAML in block style, to stand after its key or dash."""
    if isinstance(value, dict) and value:
        lines = (f"{indent}{_yaml_text(key)}:{to_yaml(item, indent + '  ')}" for key, item in value.items())
        return "\n" + "\n".join(lines)
    if isinstance(value, list) and value:
        return "\n" + "\n".join(f"{indent}-{to_yaml(item, indent + '  ')}" for item in value)
    if isinstance(value, (dict, list)):
        return " {}" if isinstance(value, dict) else " []"
    return " " + (_yaml_text(value) if isinstance(value, Quoted) else value)


def to_yaml_flow(value: Raw) -> str:
    """The value as YAML in flow style."""
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{_yaml_text(key)}: {to_yaml_flow(item)}" for key, item in value.items()) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(to_yaml_flow(item) for item in value) + "]"
    return _yaml_text(value) if isinstance(value, Quoted) else value


def to_toml(root: dict[str, Raw]) -> str:
    """A document as TOML, its mappings as tables with headers, their mappings with dotted keys."""
    lines = [f"{_toml_key(key)} = {_toml(item)}" for key, item in root.items() if not isinstance(item, dict)]
    for key, table in root.items():
        if isinstance(table, dict):
            lines.append(f"[{_toml_key(key)}]  # a table")
            lines.extend(line for name, item in table.items() for line in _toml_lines(_toml_key(name), item))
    return "\n".join(lines) + "\n"


def _toml_lines(name: str, value: Raw) -> list[str]:
    if not isinstance(value, dict) or not value:
        return [f"{name} = {_toml(value)}"]
    return [line for key, item in value.items() for line in _toml_lines(f"{name}.{_toml_key(key)}", item)]


def _toml(value: Raw) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml_key(key)} = {_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, Quoted):
        is_literal = "'" not in value and "\n" not in value
        return f"'{value}'" if is_literal else json.dumps(str(value), ensure_ascii=False)
    return value


def _toml_key(key: str) -> str:
    return key if BARE_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _yaml_text(text: str) -> str:
    if text.isprintable() and len(text) % 2:
        return "'" + text.replace("'", "''") + "'"
    escaped = json.dumps(str(text), ensure_ascii=False)
    return "".join(f"\\u{ord(c):04x}" if c in "\x85\u2028\u2029\ufeff" else c for c in escaped)
