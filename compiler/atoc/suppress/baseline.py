"""The baseline: findings that were there when a project began to check, and that are not told again.

It is a JSON file with a fingerprint for each kind of finding, and how often it occurs; its message stands
beside, for people. More findings of a fingerprint than it counts are new, and told; fewer make it stale.
Which of several alike is the new one cannot be known: the first ones are taken for those that are known.

    {"fingerprint": "3f…", "count": 2, "code": "ATC203", "message": "'lr' in 'fast' is never used: …"}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from json import dumps

from ato.config import Problem
from atoc.findings import Finding, Suppressed
from atoc.findings.fingerprint import fingerprint, shape
from atoc.source import node as tree
from atoc.source import parse
from atoc.span import SourceFile, Span

VERSION = 1
"""Grows when fingerprints are made in another way."""

MOST_DIGITS = 9
"""Digits of a count."""

MADE = "Findings that are known and not told again. Made by: atoc check --baseline FILE --write-baseline"


class BaselineError(Exception):
    """A file is no baseline. ``problems`` holds everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Known:
    """One entry: so many findings of this fingerprint are known. ``code`` and ``message`` are for people."""

    fingerprint: str
    count: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The known findings, in the order of the file."""

    known: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """What is to be told, what the baseline knows, and its entries of which less is found than they say."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    stale: tuple[Known, ...]


def compare(findings: Sequence[Finding], known: Baseline, loud: Collection[str], name: str) -> Compared:
    """Set the known findings apart from the new ones.

    ``loud`` are codes of which every finding is told, ``name`` is that of the file.
    """
    left: Counter[str] = Counter()
    for entry in known.known:
        left[entry.fingerprint] += entry.count
    told: list[Finding] = []
    silent: list[Suppressed] = []
    for finding in findings:
        own = fingerprint(finding)
        if finding.code in loud or left[own] < 1:
            told.append(finding)
            continue
        left[own] -= 1
        silent.append(Suppressed(finding, f"known to {name}"))
    stale = tuple(entry for entry in known.known if left[entry.fingerprint] > 0)
    return Compared(tuple(told), tuple(silent), stale)


def written(findings: Iterable[Finding], loud: Collection[str]) -> str:
    """The text of the baseline that knows these findings, but for those of ``loud`` codes."""
    listed = [finding for finding in findings if finding.code not in loud]
    counts = Counter(map(fingerprint, listed))
    first = {fingerprint(finding): finding for finding in reversed(listed)}
    entries = sorted(
        (finding.code, finding.scope or "", finding.key or "", shape(finding.message), own)
        for own, finding in first.items()
    )
    lines = (
        dumps({"fingerprint": own, "count": counts[own], "code": code, "message": message})
        for code, _, _, message, own in entries
    )
    head = f'{{\n  "version": {VERSION},\n  "made": {dumps(MADE)},\n  "findings": ['
    body = ",".join(f"\n    {line}" for line in lines)
    return f"{head}{body}\n  ]\n}}\n" if body else f"{head}]\n}}\n"


def baseline(file: SourceFile) -> Baseline:
    """The baseline in the text of a file; raises :class:`BaselineError` where it is none."""
    passed = parse(SourceFile(f"{file.path}.json", file.text))
    if passed.findings:
        raise BaselineError(Problem(_place(each.span, file), each.message) for each in passed.findings)
    top = passed.value if isinstance(passed.value, tree.Mapping) else None
    version, listed = (top.get("version"), top.get("findings")) if top else (None, None)
    if version is None or version.value != tree.Scalar(version.value.span, str(VERSION)):
        message = f"this is no baseline of version {VERSION}, which is what this atoc reads"
        raise BaselineError([Problem(file.path, message, _HELP)])
    items = listed.value.items if listed and isinstance(listed.value, tree.Sequence) else ()
    known = tuple(map(_known, items))
    wrong = [item.span for item, entry in zip(items, known, strict=True) if entry is None]
    if wrong:
        message = "an entry has 'fingerprint', 'code' and 'message' as strings and 'count' as a number"
        raise BaselineError(Problem(_place(span, file), message, _HELP) for span in wrong)
    return Baseline(tuple(entry for entry in known if entry is not None))


_HELP = ("--write-baseline makes the file again",)


def _place(span: Span, file: SourceFile) -> str:
    return f"{file.path}:{span.line}:{span.column}"


def _known(node: tree.Node) -> Known | None:
    """An entry; None for what is none."""
    values = {entry.key.text: entry.value for entry in node.entries} if isinstance(node, tree.Mapping) else {}
    texts = [values.get(key) for key in ("fingerprint", "code", "message")]
    scalars = [text.text for text in texts if isinstance(text, tree.Scalar) and not text.is_plain]
    count = values.get("count")
    if len(scalars) < len(texts) or not isinstance(count, tree.Scalar) or not count.is_plain:
        return None
    if not count.text.isdecimal() or len(count.text) > MOST_DIGITS:
        return None
    return Known(scalars[0], int(count.text), scalars[1], scalars[2])
