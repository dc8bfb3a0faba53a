"""Comments applied: findings that a comment silences are set apart, and comments that are no good are told.

Every pair of a comment and a rule that it names is a *claim* on the findings of that rule in some lines of a
file. Findings are kept in order of their lines, for each file and rule, so that a claim is a slice or two of
such a list. Claims are carried out from the widest reach to the narrowest, so that the reason which a silent
finding ends with is the nearest one.

Example: with an ``ignore-file[ATC203]`` on top and an ``ignore[ATC203]`` on line 9, the finding on line 9
has the reason of line 9, and both comments are in use.

Cost: linear in the findings times the depth to which declarations nest, since two claims of the same rule on
the same lines are one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ato.config._errors import shortened
from atoc.findings import Finding, Removal, Rule, Severity, Suppressed, in_order
from atoc.source import Scalar, Suppression
from atoc.suppress.findings import BAD_SUPPRESSION, UNUSED_SUPPRESSION
from atoc.syntax.guesses import Guesses

_REACHES = ("file", "below", "line")
_VERBS = ("ignore", "ignore-file")
_FORM = "write `# atoc: ignore[ATC203] the reason`, with the code or the name of a rule"
_PLACES = {
    "file": "in this document",
    "below": "in what begins below this comment",
    "line": "on this line",
}
_WHY_LOUD = "mend what it finds: only what is proved over all selections can be silenced"


@dataclass(frozen=True, slots=True)
class Told:
    """The findings that are told, in order, and those that are silenced."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...] = ()


_Use = Literal["taken", "again", "nothing"]


@dataclass(frozen=True, slots=True)
class _Claim:
    """One rule that one comment silences; ``word`` is the rule as the comment names it."""

    suppression: Suppression
    word: Scalar
    rule: Rule


def suppress(
    findings: Sequence[Finding],
    suppressions: Sequence[Suppression],
    silenceable: Sequence[Rule],
    rules: Sequence[Rule],
) -> Told:
    """Set apart what the comments silence, and tell what is wrong with the comments.

    ``silenceable`` are those of all ``rules`` whose findings may be silenced.
    """
    if not suppressions:
        return Told(tuple(findings))
    claims = tuple(claim for each in suppressions for claim in _claims(each, silenceable))
    reasons = _Reasons(findings)
    uses: list[tuple[_Claim, _Use]] = [(claim, reasons.take(claim)) for claim in _by_reach(claims)]
    loud = reasons.loud()
    is_whole = all(finding.severity != Severity.ERROR.value for finding in loud)
    unused = [_unused(claim, use) for claim, use in uses if is_whole and use != "taken"]
    idle = {claim.suppression for claim, _ in uses if is_whole}
    idle -= {claim.suppression for claim, use in uses if use == "taken"}
    guesses = Guesses()
    bad = (finding for each in suppressions for finding in _faults(each, silenceable, rules, guesses))
    unreasoned = (finding for each in suppressions if each not in idle for finding in _unreasoned(each))
    return Told(in_order((*loud, *bad, *unreasoned, *unused)), tuple(reasons.silent()))


class _Reasons:
    """The findings, and for each the comment that silences it, if any does."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._findings = findings
        self._by: dict[int, Suppression] = {}
        self._taken: set[tuple[str, str, object]] = set()
        self._places: Mapping[tuple[str, str], list[tuple[int, int]]] = _by_rule(findings)

    def take(self, claim: _Claim) -> _Use:
        """Silence what the claim is about, if there is anything and no equal claim has taken it."""
        suppression = claim.suppression
        path, code = suppression.span.path, claim.rule.code
        same = (path, code, suppression.lines)
        if same in self._taken:
            return "again"
        self._taken.add(same)
        taken = list(_within(self._places.get((path, code), ()), suppression))
        self._by.update(dict.fromkeys(taken, suppression))
        return "taken" if taken else "nothing"

    def loud(self) -> tuple[Finding, ...]:
        """The findings that nothing silences."""
        return tuple(each for index, each in enumerate(self._findings) if index not in self._by)

    def silent(self) -> Iterator[Suppressed]:
        """The silenced findings in their order."""
        for index in sorted(self._by):
            suppression = self._by[index]
            yield Suppressed(self._findings[index], suppression.reason, suppression.span)


def _by_rule(findings: Sequence[Finding]) -> Mapping[tuple[str, str], list[tuple[int, int]]]:
    """The lines on which findings begin, with their indices, in order, for each file and code."""
    places: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for index, finding in enumerate(findings):
        places[finding.span.path, finding.code].append((finding.span.line, index))
    for lines in places.values():
        lines.sort()
    return places


def _within(places: Sequence[tuple[int, int]], suppression: Suppression) -> Iterator[int]:
    """The indices of those places that a comment reaches."""
    if suppression.reach == "file":
        yield from (index for _, index in places)
        return
    for first, last in suppression.lines:
        start, end = bisect_left(places, (first, -1)), bisect_left(places, (last + 1, -1))
        yield from (index for _, index in places[start:end])


def _by_reach(claims: Iterable[_Claim]) -> list[_Claim]:
    """The claims from the widest to the narrowest; of equal ones the first in the text comes first."""

    def width(claim: _Claim) -> tuple[int, int]:
        lines = claim.suppression.lines
        return _REACHES.index(claim.suppression.reach), -sum(last - first for first, last in lines)

    return sorted(claims, key=width)


def _claims(suppression: Suppression, silenceable: Sequence[Rule]) -> Iterator[_Claim]:
    """The rules that a comment can silence; of one whose form is wrong none."""
    if suppression.verb.text not in _VERBS or _is_misplaced(suppression):
        return
    for word in suppression.rules or ():
        rule = _named(word.text, silenceable)
        if rule is not None:
            yield _Claim(suppression, word, rule)


def _named(word: str, rules: Sequence[Rule]) -> Rule | None:
    """The rule of this code, in any case, or of this name."""
    return next((rule for rule in rules if word.upper() == rule.code or word.lower() == rule.name), None)


def _is_misplaced(suppression: Suppression) -> bool:
    return suppression.reach == "file" and not suppression.is_first


def _faults(
    suppression: Suppression, silenceable: Sequence[Rule], rules: Sequence[Rule], guesses: Guesses
) -> Iterator[Finding]:
    """What is wrong with the form of a comment, or else with the rules that it names."""
    verb = suppression.verb
    if verb.text not in _VERBS:
        said = f"'{shortened(verb.text)}' is no order that a comment can give"
        near = guesses.near(verb.text, _VERBS, "orders")
        message = said if verb.text else "'atoc:' gives no order"
        yield BAD_SUPPRESSION.at(verb.span, message, help=(*near, _FORM))
    elif not suppression.rules:
        yield BAD_SUPPRESSION.at(suppression.span, f"'{verb.text}' names no rule", help=(_FORM,))
    elif _is_misplaced(suppression):
        first = "statement" if suppression.span.path.endswith(".py") else "key"
        message = f"'ignore-file' stands below the first {first}, and it is about the whole document"
        help = "move it to the top of the document, on a line of its own"
        yield BAD_SUPPRESSION.at(suppression.span, message, help=(help,))
    else:
        silent = (word for word in suppression.rules if _named(word.text, silenceable) is None)
        yield from (_unknown(word, rules, guesses) for word in silent)


def _unknown(word: Scalar, rules: Sequence[Rule], guesses: Guesses) -> Finding:
    rule = _named(word.text, rules)
    if rule is not None:
        return BAD_SUPPRESSION.at(
            word.span, f"'{word.text}' finds what cannot be silenced", help=(_WHY_LOUD,)
        )
    known = (name for each in rules for name in (each.code, each.name))
    help = guesses.near(word.text, known, "rules") or ("`atoc rule` lists all codes and names",)
    return BAD_SUPPRESSION.at(word.span, f"'{shortened(word.text)}' is no rule", help=help)


def _unreasoned(suppression: Suppression) -> Iterator[Finding]:
    """That a comment gives no reason, where its form is right."""
    is_formed = suppression.verb.text in _VERBS and suppression.rules and not _is_misplaced(suppression)
    if is_formed and not any(character.isalnum() for character in suppression.reason):
        words = shortened(", ".join(word.text for word in suppression.rules or ()))
        yield BAD_SUPPRESSION.at(
            suppression.span,
            f"'{suppression.verb.text}[{words}]' gives no reason",
            help=("say after the brackets why this is no defect here",),
        )


def _unused(claim: _Claim, use: _Use) -> Finding:
    suppression, word = claim.suppression, claim.word.text
    where = f"in '{shortened(suppression.subject)}'" if suppression.subject else _PLACES[suppression.reach]
    why = f"it is not found {where}" if use == "nothing" else "it is silenced here already"
    is_only = len(suppression.rules or ()) == 1
    return UNUSED_SUPPRESSION.at(
        claim.word.span,
        f"'{word}' silences nothing: {why}",
        help=("remove this comment" if is_only else f"remove '{word}' from this comment",),
        fix=Removal(claim.word.span),
    )
