"""``[tool.atoc]`` of a ``pyproject.toml``: where the schemas are, where output goes, which rules count.

    [tool.atoc]
    schemas = ["schemas"]          # folders or files, from the project's root
    out = "generated"
    select = ["ATC2", "ATC3"]      # the rules that are asked; all of them where this is absent
    ignore = ["no-op-write"]       # of those, the ones that are not
    severity = {dead-write = "error", ATC306 = "warning"}

Rules are named by code, by the beginning of a code, or by name. What makes a document unreadable or
meaningless (``rule_table.ESSENTIAL``) is always reported and always an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ato.config import Problem, suggestion
from atoc.findings import Finding, Rule, Severity
from atoc.rule_table import ESSENTIAL, RULES, matching, words
from atoc.source import node as tree
from atoc.source import parse
from atoc.span import SourceFile, Span

KEYS = ("schemas", "out", "select", "ignore", "severity")
SCHEMAS = ("schemas",)
OUT = "generated"
_ESSENTIAL_CODES = frozenset(rule.code for rule in ESSENTIAL)
_WHY_ESSENTIAL = "without this rule a document has no meaning that could be proved or generated"


class SettingsError(Exception):
    """The settings cannot be used. ``problems`` holds everything that is wrong with them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project has set; ``schemas`` and ``out`` are relative to its root.

    ``dropped`` are the codes that are not reported, ``severities`` those whose severity is set.
    """

    schemas: tuple[str, ...] = SCHEMAS
    out: str = OUT
    dropped: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict[str, Severity])

    def apply(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings that are to be reported, each with the severity that is set for it."""
        return tuple(
            replace(finding, severity=self.severities[finding.code].value)
            if finding.code in self.severities
            else finding
            for finding in findings
            if finding.code not in self.dropped
        )


def settings(file: SourceFile) -> Settings | None:
    """The settings in the text of a ``pyproject.toml``; ``None`` where it has no ``[tool.atoc]``.

    Raises :class:`SettingsError` for text that is not TOML, unknown keys and values that do not fit.
    """
    passed = parse(file)
    if passed.findings:
        raise SettingsError(Problem(str(each.span), each.message, each.help) for each in passed.findings)
    table = _member(_member(passed.value, "tool"), "atoc")
    if table is None:
        return None
    if not isinstance(table, tree.Mapping):
        raise SettingsError([_problem(table.span, "[tool.atoc] must be a table")])
    return _settings(table)


def _member(node: tree.Node | None, key: str) -> tree.Node | None:
    entry = node.get(key) if isinstance(node, tree.Mapping) else None
    return None if entry is None else entry.value


def _problem(span: Span, message: str, help: tuple[str, ...] = ()) -> Problem:
    return Problem(str(span), message, help)


def _settings(table: tree.Mapping) -> Settings:
    problems = [_unknown(entry.key) for entry in table.entries if entry.key.text not in KEYS]
    schemas = tuple(node.text for node in _texts(table, "schemas", problems))
    out = _folder(table, problems)
    selected = _codes(table, "select", problems)
    ignored = _ignored(table, problems)
    severities = _severities(table, problems)
    if problems:
        raise SettingsError(problems)
    unselected = {rule.code for rule in RULES} - selected if table.get("select") else set[str]()
    return Settings(
        schemas=schemas or SCHEMAS,
        out=out,
        dropped=frozenset((unselected | ignored) - _ESSENTIAL_CODES),
        severities=severities,
    )


def _unknown(key: tree.Scalar) -> Problem:
    known = "the settings are " + ", ".join(KEYS)
    return _problem(key.span, f"unknown setting '{key.text}'", suggestion(key.text, KEYS) or (known,))


def _texts(table: tree.Mapping, key: str, problems: list[Problem]) -> tuple[tree.Scalar, ...]:
    """The strings of a setting that is a string or a list of strings."""
    entry = table.get(key)
    if entry is None:
        return ()
    nodes = entry.value.items if isinstance(entry.value, tree.Sequence) else (entry.value,)
    texts = tuple(node for node in nodes if isinstance(node, tree.Scalar) and _is_text(node))
    if len(texts) < len(nodes) or not nodes:
        message = f"'{key}' must be a string or a list of strings, and not empty"
        problems.append(_problem(entry.value.span, message))
    return texts


def _is_text(node: tree.Node) -> bool:
    return isinstance(node, tree.Scalar) and not node.is_plain and bool(node.text.strip())


def _folder(table: tree.Mapping, problems: list[Problem]) -> str:
    entry = table.get("out")
    if entry is None:
        return OUT
    if isinstance(entry.value, tree.Scalar) and _is_text(entry.value):
        return entry.value.text
    problems.append(_problem(entry.value.span, "'out' must be one folder, as a string"))
    return OUT


def _codes(table: tree.Mapping, key: str, problems: list[Problem]) -> set[str]:
    """The codes that the words of a setting stand for."""
    found: set[str] = set()
    for node in _texts(table, key, problems):
        found.update(rule.code for rule in _rules(node, problems))
    return found


def _rules(node: tree.Scalar, problems: list[Problem]) -> tuple[Rule, ...]:
    rules = matching(node.text)
    if not rules:
        help = suggestion(node.text, words()) or ("`atoc rule` lists all codes and names",)
        problems.append(_problem(node.span, f"no rule has the code or name '{node.text}'", help))
    return rules


def _ignored(table: tree.Mapping, problems: list[Problem]) -> set[str]:
    for node in _texts(table, "ignore", []):
        rules = matching(node.text)
        if rules and all(rule.code in _ESSENTIAL_CODES for rule in rules):
            problems.append(_problem(node.span, f"'{node.text}' cannot be ignored", (_WHY_ESSENTIAL,)))
    return _codes(table, "ignore", problems)


def _severities(table: tree.Mapping, problems: list[Problem]) -> dict[str, Severity]:
    entry = table.get("severity")
    if entry is None:
        return {}
    if not isinstance(entry.value, tree.Mapping):
        problems.append(
            _problem(entry.value.span, "'severity' must be a table of rules, as {ATC203 = \"error\"}")
        )
        return {}
    chosen: dict[str, Severity] = {}
    for each in entry.value.entries:
        severity = _severity(each.value, problems)
        for rule in _rules(each.key, problems):
            if rule.code in _ESSENTIAL_CODES and severity is not Severity.ERROR:
                problems.append(
                    _problem(each.key.span, f"'{rule.code}' is always an error", (_WHY_ESSENTIAL,))
                )
            chosen[rule.code] = severity
    return chosen


def _severity(node: tree.Node, problems: list[Problem]) -> Severity:
    levels = [severity.value for severity in Severity]
    text = node.text if isinstance(node, tree.Scalar) else ""
    if text in levels:
        return Severity(text)
    help = suggestion(text, levels) or (f"the severities are {', '.join(levels)}",)
    problems.append(
        _problem(node.span, f"'{text}' is no severity" if text else "a severity must be a string", help)
    )
    return Severity.ERROR
