"""Comments that silence nothing, taken back: the rule, the order, or the whole comment with its line.

    set: {lr: 0.1}  # see the paper  # atoc: ignore[ATC205] as there      set: {lr: 0.1}  # see the paper
    # atoc: ignore[ATC203, ATC205] kept                                   # atoc: ignore[ATC205] kept

Words around an order stay, and so does what else the comment says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from atoc.mend.edit import Edit
from atoc.source import Node, Suppression, suppressions
from atoc.source.comments import Comment, comments
from atoc.span import SourceFile, Span


def loosened(file: SourceFile, node: Node, spans: Sequence[Span]) -> tuple[Edit, ...] | None:
    """The edits that take these rules out of their comments; None where one of them stands in no comment."""
    wanted = set(spans)
    edits: list[Edit] = []
    met = 0
    for order in suppressions(file, node):
        rules = order.rules or ()
        gone = [rule.span for rule in rules if rule.span in wanted]
        met += len(gone)
        if gone and len(gone) == len(rules):
            edits.append(_without_order(file, order))
        elif gone:
            edits += _without_rules([rule.span for rule in rules], wanted)
    return tuple(edits) if met == len(wanted) else None


def _without_rules(rules: Sequence[Span], gone: set[Span]) -> Iterator[Edit]:
    """Each rule that goes with the comma after it, or the one before it where nothing follows."""
    kept = [index for index, rule in enumerate(rules) if rule not in gone]
    for index, rule in enumerate(rules):
        if rule in gone and index < kept[-1]:
            following = rules[index + 1]
            yield Edit(replace(rule, end_column=following.column))
    if kept[-1] < len(rules) - 1:
        last = rules[kept[-1]]
        yield Edit(replace(last, column=last.end_column, end_column=rules[-1].end_column))


def _without_order(file: SourceFile, order: Suppression) -> Edit:
    span = order.span
    comment = next(each for each in comments(file) if _is_part(order, each))
    line = file.text.split("\n")[span.line - 1]
    before = line[: span.column - 1].rstrip()
    after = line[span.end_column - 1 : comment.span.end_column - 1].strip()
    if after:
        following = line.index(after[0], span.end_column - 1)
        return Edit(replace(span, end_column=following + 1))
    if not before:
        return Edit(Span(span.path, span.line, 1, span.line + 1, 1))
    return Edit(replace(span, column=len(before) + 1, end_column=comment.span.end_column))


def _is_part(order: Suppression, comment: Comment) -> bool:
    return comment.span.line == order.span.line and comment.span.column <= order.span.column
