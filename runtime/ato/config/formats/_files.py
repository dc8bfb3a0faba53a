"""Files of values for ``--config FILE``: YAML, JSON, TOML and SDN, with nested or dotted keys.

With several scopes, their names stand on top. Every format is read to raw values, whose types the fields
decide. What is wrong with a file or with a value in it is noted with its place.
"""

from __future__ import annotations

from ato.config._errors import BadValue, ConfigError
from ato.config._nearest import suggestion
from ato.config.formats._print import format_of
from ato.config.formats._yaml_values import MAX_DEPTH, Lines, read_yaml
from ato.config.outside._outside import CONFIG_FILE, Given, give
from ato.config.outside._places import is_hosted, keys_called, locate
from ato.config.types._values import Quoted, is_dict, is_list, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike
    from typing import Any

    from ato.config.outside._outside import Intake, Intakes
    from ato.config.types._values import Raw

    Mapped = list[tuple[dict[str, Raw], Given]]

MAX_BYTES = 16_000_000
"""Size of a file of values; a larger one is refused."""


class Bare(str):
    """A number as its file spells it."""

    __slots__ = ()


class Entry(Given):
    """What a file gives; problems name the file, the line where it is known, and the key."""

    __slots__ = ("file",)

    def __init__(self, file: str, key: str, line: int | None) -> None:
        place = file if line is None else f"{file}:{line}"
        name = f"{place}: {key}" if key else place
        super().__init__(CONFIG_FILE, name, name, place)
        self.file = file

    def masked(self) -> Given:
        """The same: an entry never quotes the value."""
        return self

    def inner(self, name: str, mapping: dict[str, Raw]) -> Given:
        """What stands under a key of the mapping."""
        line = mapping.lines.get(name) if isinstance(mapping, Lines) else None
        above = self.key.removeprefix(self.text).removeprefix(": ")
        return Entry(self.file, f"{above}.{name}" if above else name, line)


def take_file(intakes: Intakes, path: str | PathLike[str]) -> None:
    """Put the values of a file into the intakes."""
    from os import fspath

    name = fspath(path)
    try:
        raw = read_text(read_file(name), format_of(name), name)
        if not isinstance(raw, dict):
            raise BadValue("a file of values holds a mapping of keys to values")
    except ConfigError as error:
        for problem in error.problems:
            intakes.refuse(problem.subject, problem.message, problem.help)
    except BadValue as error:
        intakes.refuse(name, str(error))
    else:
        for intake, mappings in _by_scope(intakes, raw, Entry(name, "", None)):
            _refuse_repeated(intake, mappings)
            for mapping, entry in mappings:
                for key, value in mapping.items():
                    give(intake, key, value, entry.inner(key, mapping))


def _by_scope(intakes: Intakes, raw: dict[str, Raw], file: Entry) -> Iterable[tuple[Intake, Mapped]]:
    """What a file gives to each scope; with several of them, each has a mapping of its own or dotted keys."""
    if len(intakes.schemas) == 1:
        return [(intakes.of(intakes.schemas[0]), [(raw, file)])]
    if is_hosted(intakes.schemas):
        return _by_host(intakes, raw, file)
    return _by_name(intakes, raw, file)


def _by_host(intakes: Intakes, raw: dict[str, Raw], file: Entry) -> Iterable[tuple[Intake, Mapped]]:
    """What a file gives to the scope that a run is about, and below their names to those that it reads."""
    host = intakes.schemas[0]
    guests = [schema.name for schema in intakes.schemas[1:] if locate(host, schema.name) is None]
    theirs, own = Lines(), Lines()
    for key, value in raw.items():
        part = theirs if key.partition(".")[0] in guests else own
        part[key] = value
        if isinstance(raw, Lines) and key in raw.lines:
            part.lines[key] = raw.lines[key]
    return [(intakes.of(host), [(own, file)]), *_by_name(intakes, theirs, file)]


def _by_name(intakes: Intakes, raw: dict[str, Raw], file: Entry) -> Iterable[tuple[Intake, Mapped]]:
    """What a file gives to each scope below its name."""
    found: dict[str, Mapped] = {}
    for key, value in raw.items():
        entry = file.inner(key, raw)
        scope, dot, path = key.partition(".")
        if scope not in intakes.by_scope:
            intakes.refuse(entry.key, f"there is no scope '{scope}' here", _scope_help(intakes, key))
        elif dot:
            found.setdefault(scope, []).append((_alone(path, key, raw), Entry(file.file, scope, None)))
        elif isinstance(value, dict):
            found.setdefault(scope, []).append((value, entry))
        else:
            intakes.by_scope[scope].refuse(
                entry.key, f"'{scope}' is a scope and takes a mapping of its fields"
            )
    return [(intake, found[scope]) for scope, intake in intakes.by_scope.items() if scope in found]


def _alone(path: str, key: str, raw: dict[str, Raw]) -> dict[str, Raw]:
    """The value under a key in a mapping of its own, and on its line."""
    alone = Lines()
    alone[path] = raw[key]
    if isinstance(raw, Lines) and key in raw.lines:
        alone.lines[path] = raw.lines[key]
    return alone


def _scope_help(intakes: Intakes, key: str) -> tuple[str, ...]:
    """What to do with a key that stands where a scope must."""
    fields = [schema.spelled(path) for schema, path in keys_called(intakes.schemas, key)]
    if fields:
        return (f"a key stands below its scope, as in {' or '.join(fields)}",)
    return suggestion(key.partition(".")[0], intakes.by_scope) or (
        f"the scopes are {', '.join(intakes.by_scope)}",
    )


def read_text(text: str, format: str, name: str = "") -> Raw:
    """The raw value of a text in a format; raises ``BadValue`` for what is not of that format.

    Where a format tells everything at once, it is ``ConfigError``, with the file's name before each place.
    """
    if format == "yaml":
        return read_yaml(text)
    if format == "sdn":
        from ato.config.formats._sdn_values import read_sdn

        return read_sdn(text, name)
    try:
        return _read_json(text) if format == "json" else _read_toml(text)
    except RecursionError:
        raise BadValue("lists and mappings stand too deep in each other") from None


def read_file(name: str) -> str:
    """The text of a file of values, of bounded size. Raises ``BadValue``."""
    try:
        with open(name, "rb") as file:  # pathlib is heavy to import
            content = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise BadValue("is a folder, not a file of values") from None
    except FileNotFoundError:
        raise BadValue("there is no such file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadValue(f"cannot be read: {reason}") from None
    if len(content) > MAX_BYTES:
        raise BadValue(f"holds more than {MAX_BYTES // 1_000_000} MB, too much for a file of values")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadValue(f"is not UTF-8: line {line} holds the byte 0x{content[error.start]:02x}") from None


def _refuse_repeated(intake: Intake, mappings: Mapped) -> None:
    """Note what one file gives twice, once nested and once dotted, or by an old and a new name."""
    first: dict[str, str] = {}
    pending = [("", mapping, entry) for mapping, entry in reversed(mappings)]
    while pending:
        prefix, mapping, above = pending.pop()
        for key, value in mapping.items():
            given = above.inner(key, mapping)
            place = locate(intake.schema, prefix + key)
            if place is None:
                continue
            if place.leaf is None and isinstance(value, dict):
                pending.append((f"{prefix}{key}.", value, given))
            elif place.path in first:
                message = f"'{intake.schema.spelled(place.path)}' is given twice in this file"
                intake.refuse(given.key, f"{message}; see {first[place.path]}")
            else:
                first[place.path] = given.text


def _read_json(text: str) -> Raw:
    from json import JSONDecodeError, loads

    parse: Any = loads

    try:
        return _raw(
            parse(
                text or "{}",
                object_pairs_hook=unique_keys,
                parse_int=Bare,
                parse_float=Bare,
                parse_constant=Bare,
            )
        )
    except JSONDecodeError as error:
        raise BadValue(f"is not JSON: {error.msg}, at line {error.lineno}, column {error.colno}") from None


def unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The mapping of a JSON object. Raises ``BadValue`` for a key that is given twice."""
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise BadValue(f"the key {shown(key)} is given twice")
        found[key] = value
    return found


def _read_toml(text: str) -> Raw:
    from importlib import import_module
    from sys import version_info

    try:
        toml = import_module("tomllib" if version_info >= (3, 11) else "tomli")
    except ModuleNotFoundError:
        raise BadValue("reading TOML before Python 3.11 takes the package 'tomli'; install it") from None
    try:
        return _raw(toml.loads(text, parse_float=Bare))
    except BadValue:
        raise
    except ValueError as error:
        raise BadValue(f"is not TOML: {error}") from None


def _raw(value: object, depth: int = 0) -> Raw:
    """A parsed value as raw text with a shape."""
    if depth > MAX_DEPTH:
        raise BadValue(f"lists and mappings stand more than {MAX_DEPTH} deep in each other")
    if is_dict(value):
        return {str(key): _raw(item, depth + 1) for key, item in value.items()}
    if is_list(value):
        return [_raw(item, depth + 1) for item in value]
    if isinstance(value, Bare):
        return str(value)
    if isinstance(value, str):
        return Quoted(value)
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    isoformat = getattr(value, "isoformat", None)
    return str(value) if isoformat is None else str(isoformat())
