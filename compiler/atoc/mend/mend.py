"""Fixes tried: what leaves less to find stays, and what does not is as if it had never been.

Idea. Fixes are carried out together and the whole program is judged anew. Where less is left to find, that
stands, and what is found next is looked at. Otherwise they are tried one by one, in the order of their
findings, and the first that does better stands.

Some findings keep others from being made: while a document has an unknown key nothing is called missing, and
while names are wrong nothing is proved. So findings are told apart by *stage*, those of the first stage are
mended first, and *less* means less of that stage, whatever comes up in later ones. A name that fits by its
letters alone mostly brings up an error of its own stage, and is taken back.

Example. ``lr`` is written ``lrr``; with the name mended the program is proved for the first time, and a dead
write comes up: that is a later stage, and less all the same. The dead write goes in the next round.

Cost. At most ``MOST_TRIALS`` runs of the whole compiler, and two for most programs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from atoc.compile import Compiled
from atoc.findings import Finding, Fix, Severity
from atoc.findings.fingerprint import fingerprint
from atoc.findings.summary import count
from atoc.mend.edit import Edit, edited, edited_text
from atoc.mend.plan import planned
from atoc.rule_table import ESSENTIAL, FORMAL
from atoc.span import SourceFile

MOST_TRIALS = 100
"""How often the program is judged anew before what is mended so far is left as it is."""

MOST_STEPS = 3
"""How many fixes may build on each other before there is less to find."""

Judge = Callable[[tuple[SourceFile, ...]], Compiled]
"""What a set of documents comes to, with those findings that count."""

_STAGES = (frozenset(rule.code for rule in FORMAL), frozenset(rule.code for rule in ESSENTIAL))
"""The codes of the stages but for the last, which is what is proved; each holds those before it too."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What a program comes to once mended: ``compiled``, and the findings that are no more, as they were.

    ``rounds`` are the edits of documents, by path, to be carried out one round after the other. ``is_whole``
    is false where the bound on trials was reached.
    """

    compiled: Compiled
    mended: tuple[Finding, ...] = ()
    rounds: tuple[Mapping[str, tuple[Edit, ...]], ...] = ()
    is_whole: bool = True

    def content(self, path: str, content: bytes) -> bytes:
        """The bytes of a document once mended, given those that were read."""
        for edits in self.rounds:
            content = edited(content, edits.get(path, ()))
        return content


@dataclass(slots=True)
class _Trials:
    """The program as it is by now, and what was tried and did no good."""

    judge: Judge
    now: Compiled
    left: int = MOST_TRIALS
    mended: list[Finding] = field(default_factory=list[Finding])
    rounds: list[Mapping[str, tuple[Edit, ...]]] = field(default_factory=list[Mapping[str, tuple[Edit, ...]]])
    refused: set[str] = field(default_factory=set[str])

    def offered(self, compiled: Compiled) -> tuple[Finding, ...]:
        """The findings that may be mended, of the first stage that has any."""
        may = [
            each for each in compiled.findings if each.fix is not None and _known_as(each) not in self.refused
        ]
        first = min(map(_stage, may), default=0)
        return tuple(each for each in may if _stage(each) == first)

    def take(self, findings: Sequence[Finding]) -> bool:
        """Mend those of these that can be, together, if that does good.

        A key that is written right may bring up what is wrong below it; so a few steps are taken before it is
        said that there is no less to find.
        """
        then, steps = self.now, list[_Outcome]()
        while findings and self.left and len(steps) < MOST_STEPS:
            self.left -= 1
            step = _carried_out(then.files, findings)
            if not step.taken:
                return False
            steps.append(step)
            then = self.judge(step.files)
            taken = tuple(finding for each in steps for finding in each.taken)
            if _is_better(then, self.now, taken):
                self.mended += taken
                self.rounds += (each.edits for each in steps)
                self.now = then
                return True
            findings = self.offered(then)
        return False


def mend(compiled: Compiled, judge: Judge) -> Mended:
    """The program with everything mended that can be, by the judgement of ``judge``. Writes nothing."""
    trials = _Trials(judge, compiled)
    while trials.left and (offered := trials.offered(trials.now)):
        if trials.take(offered):
            continue
        for each in offered:
            if len(offered) > 1 and trials.take((each,)):
                break
            trials.refused.add(_known_as(each))
    return Mended(trials.now, tuple(trials.mended), tuple(trials.rounds), not trials.offered(trials.now))


def _known_as(finding: Finding) -> str:
    """What tells a finding from others, wherever its line has moved."""
    return f"{finding.span.path} {fingerprint(finding)}"


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The documents with these findings mended."""

    files: tuple[SourceFile, ...]
    taken: tuple[Finding, ...]
    edits: Mapping[str, tuple[Edit, ...]]


def _carried_out(files: Sequence[SourceFile], findings: Sequence[Finding]) -> _Outcome:
    """The documents with those of the findings mended for which there are edits that are safe."""
    taken: list[Finding] = []
    changed: dict[str, tuple[Edit, ...]] = {}
    by_document: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.fix is not None:
            by_document[finding.fix.span.path].append(finding)
    for file in files:
        together, edits = _planned(file, by_document[file.path])
        if edits:
            taken += together
            changed[file.path] = edits
    after = (edited_text(file, changed.get(file.path, ())) for file in files)
    return _Outcome(tuple(after), tuple(taken), changed)


def _planned(file: SourceFile, findings: Sequence[Finding]) -> tuple[Sequence[Finding], tuple[Edit, ...]]:
    """All of the findings of a document with their edits, or else those that can be mended each by itself."""
    edits = planned(file, _fixes(findings)) if findings else ()
    if edits is None:
        findings = [each for each in findings[:MOST_TRIALS] if planned(file, _fixes([each])) is not None]
        edits = planned(file, _fixes(findings))
    return findings, edits or ()


def _fixes(findings: Sequence[Finding]) -> list[Fix]:
    return [finding.fix for finding in findings if finding.fix is not None]


def _stage(finding: Finding) -> int:
    return next((index for index, codes in enumerate(_STAGES) if finding.code in codes), len(_STAGES))


def _weight(compiled: Compiled, stage: int) -> tuple[int, ...]:
    """How much is left to find up to a stage: in each before it, and there by severity."""
    findings = compiled.findings
    before = (sum(_stage(finding) == each for finding in findings) for each in range(stage))
    here = [finding for finding in findings if _stage(finding) == stage]
    return (*before, *(count(here, severity) for severity in Severity))


def _is_better(then: Compiled, now: Compiled, mended: Sequence[Finding]) -> bool:
    """Whether less is left to find; of several fixes together, whether nothing new has come up."""
    stage = _stage(mended[0])
    if _weight(then, stage) >= _weight(now, stage):
        return False
    return len(mended) == 1 or not _kinds(then, stage) - _kinds(now, stage)


def _kinds(compiled: Compiled, stage: int) -> Counter[str]:
    return Counter(fingerprint(finding) for finding in compiled.findings if _stage(finding) <= stage)
