"""The rendering for people: each finding with the text that it is about.

    error[ATC202] order-dependent: 'lr' depends on which of 'fast' and 'slow' comes first
      --> schemas/train.yaml:12:16
       |
     9 |     set: {lr: 0.1}
       |               --- 'fast' gives it 0.1
    ...
    12 |     set: {lr: 0.3}
       |               ^^^
       |
       = help: give one of them a higher priority
       = shown by: atoc explain lr fast slow

Places in one file are shown together, in the order of their lines; other files follow, after ``:::``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from atoc.findings.finding import Finding, Related
from atoc.findings.render.gutter import Gutter
from atoc.findings.render.palette import PLAIN, Palette
from atoc.findings.render.snippet import Mark, lines_of, marks_of, snip
from atoc.findings.render.width import visible
from atoc.findings.render.witness import command
from atoc.findings.summary import Summary, tally
from atoc.span import SourceFile, Span

_Lines = Mapping[str, tuple[str, ...]]


def full(
    findings: Sequence[Finding],
    sources: Mapping[str, SourceFile],
    summary: Summary,
    palette: Palette = PLAIN,
    schemas: Sequence[str] = (),
) -> str:
    """Every finding with its snippets, and their number at the end. Empty without findings.

    ``schemas`` are the folders that the command line names, which the command of a witness names too.
    """
    if not findings:
        return ""
    named = sorted({span.path for finding in findings for span in _spans(finding)})
    lines = {path: lines_of(sources[path].text) for path in named if path in sources}
    blocks = ["\n".join(_block(finding, lines, summary, palette, schemas)) for finding in findings]
    return "\n\n".join([*blocks, palette.paint(palette.strong, tally(findings))]) + "\n"


def _spans(finding: Finding) -> tuple[Span, ...]:
    return (finding.span, *(related.span for related in finding.related))


def _block(
    finding: Finding, lines: _Lines, summary: Summary, palette: Palette, schemas: Sequence[str]
) -> Iterator[str]:
    colour = palette.of(finding.severity)
    gutter = Gutter(len(str(max(span.end_line for span in _spans(finding)))), palette)
    title = palette.paint(colour, f"{finding.severity}[{finding.code}]")
    yield f"{title} {palette.paint(palette.strong, f'{finding.name}: {visible(finding.message)}')}"
    places = [*_primary_file(finding, lines, gutter, colour), *_other_files(finding, lines, gutter)]
    remarks = [line for help in finding.help for line in gutter.remark("help", help)]
    if finding.witness is not None:
        remarks += gutter.remark("shown by", command(finding, finding.witness, summary, schemas))
    yield from places if remarks or places[-1] != gutter.line("") else places[:-1]
    yield from remarks


def _primary_file(finding: Finding, lines: _Lines, gutter: Gutter, colour: str) -> Iterator[str]:
    path = finding.span.path
    here = [related for related in finding.related if related.span.path == path]
    own = lines.get(path, ())
    primary = marks_of(finding.span, own, "^", "")
    yield gutter.heading("-->", visible(str(finding.span)))
    yield from _unseen(here, own, gutter)
    yield from _snippets([*primary, *_marks(here, own)], own, gutter, colour)


def _other_files(finding: Finding, lines: _Lines, gutter: Gutter) -> Iterator[str]:
    elsewhere = [related for related in finding.related if related.span.path != finding.span.path]
    for path in dict.fromkeys(related.span.path for related in elsewhere):
        there = [related for related in elsewhere if related.span.path == path]
        own = lines.get(path, ())
        marks = _marks(there, own)
        if marks:
            yield gutter.heading(":::", visible(str(there[0].span)))
        yield from _unseen(there, own, gutter)
        yield from _snippets(marks, own, gutter, "")


def _marks(related: Sequence[Related], lines: Sequence[str]) -> list[tuple[int, Mark]]:
    return [mark for each in related for mark in marks_of(each.span, lines, "-", visible(each.message))]


def _unseen(related: Sequence[Related], lines: Sequence[str], gutter: Gutter) -> Iterator[str]:
    """Places of which no text is at hand, with what is said to them."""
    for each in related:
        if not marks_of(each.span, lines, "-", ""):
            yield gutter.heading(":::", visible(str(each.span)), visible(each.message))


def _snippets(
    marks: Sequence[tuple[int, Mark]], lines: Sequence[str], gutter: Gutter, colour: str
) -> Iterator[str]:
    """The marked lines in order; dots stand for what lies between."""
    if not marks:
        return
    yield gutter.line("")
    before = None
    for number in sorted({number for number, _ in marks}):
        if before is not None and number > before + 1:
            yield gutter.gap()
        yield from _marked_line(number, [mark for at, mark in marks if at == number], lines, gutter, colour)
        before = number
    yield gutter.line("")


def _marked_line(
    number: int, marks: Sequence[Mark], lines: Sequence[str], gutter: Gutter, colour: str
) -> Iterator[str]:
    snippet = snip(lines[number - 1], marks)
    yield gutter.line(str(number), snippet.text)
    palette = gutter.palette
    for mark, underline in zip(marks, snippet.underlines, strict=True):
        sign = colour if mark.sign == "^" else palette.gutter
        blank = len(underline) - len(underline.lstrip())
        yield gutter.line("", underline[:blank] + palette.paint(sign, underline[blank:]))
