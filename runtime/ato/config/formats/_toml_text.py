"""Plain values as TOML: scalars first, then a table for each struct; dicts and lists stand on one line."""

from __future__ import annotations

from ato.config._errors import ConfigError, Problem
from ato.config.formats._plain import Moment, Table, quoted
from ato.config.types._values import is_dict, is_list

BARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def toml_text(table: Table) -> str:
    """A document of one struct; raises ``ConfigError`` for a null inside a container."""
    problems: list[Problem] = []
    lines = _table(table, (), problems)
    if problems:
        raise ConfigError(problems)
    return "\n".join(lines).strip("\n") + "\n"


def _table(table: Table, path: tuple[str, ...], problems: list[Problem]) -> list[str]:
    lines: list[str] = []
    inner: list[str] = []
    for name, value in table.items():
        here = (*path, name)
        if isinstance(value, Table):
            inner += ["", f"[{'.'.join(_key(step) for step in here)}]", *_table(value, here, problems)]
        elif value is None:
            lines.append(f"# {_key(name)} is null, which TOML cannot say")
        else:
            lines.append(f"{_key(name)} = {_value(value, '.'.join(here), problems)}")
    return lines + inner


def _value(value: object, path: str, problems: list[Problem]) -> str:
    if value is None:
        problems.append(
            Problem(path, "is null, which TOML cannot say inside a list or table", ("write YAML or JSON",))
        )
        return "null"
    if is_list(value):
        items = (_value(item, f"{path}[{index}]", problems) for index, item in enumerate(value))
        return "[" + ", ".join(items) + "]"
    if is_dict(value):
        pairs = (
            f"{_key(str(key))} = {_value(item, f'{path}.{key}', problems)}" for key, item in value.items()
        )
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str(value) if isinstance(value, Moment) and _is_moment(value) else quoted(value)
    return repr(value)


def _is_moment(text: str) -> bool:
    """Whether TOML knows such a datetime: its offsets have no seconds."""
    offset = text[19:].lstrip(".0123456789")
    return len(offset) in (0, 6)


def _key(name: str) -> str:
    return name if name and set(name) <= BARE else quoted(name)
