"""An explanation as text: who gave the value first, then whom it overwrote, then who could have.

lr = 0.01
  float, Step size of the solver (schemas/digits.yaml:26:3)

  → command line  0.01   lr=0.01
    high_lr       0.006  priority 1, lr * 3  schemas/digits.yaml:84:15  lost to command line
                         why: Finds out whether the default is too careful.
    defaults      0.002  priority 0          schemas/digits.yaml:56:11  lost to high_lr
"""

from __future__ import annotations

from itertools import islice

from ato.config._field import MISSING
from ato.config.formats._plain import MASK, Bare
from ato.config.formats._yaml_text import inline
from ato.config.types._values import is_dict, is_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ato.config.explained._causality import Attempt, Explanation

WIDTH = 100
"""Columns of a terminal that the text fits into, as far as names and values allow."""
LONGEST = 40
"""Columns of a value beyond which it is cut."""
ITEMS, SIGNS = 40, 200
"""How many items of a container, and signs of a text, are looked at to show a value."""
WINNER = "→ "
OTHER = "  "


class Row:
    """A line of a table: a mark before it, its columns, and lines that stand below its second column."""

    __slots__ = ("below", "columns", "mark")

    def __init__(self, mark: str, columns: Sequence[str], below: Iterable[str] = ()) -> None:
        self.mark = mark
        self.columns = tuple(columns)
        self.below = tuple(below)


def told(explanation: Explanation) -> str:
    """The text of an explanation, without a line break at its end."""
    if explanation.parts:
        head = f"{explanation.key}: {explanation.type}"
        return "\n\n".join([head, *map(told, explanation.parts)])
    lines = [
        _head(explanation),
        *about(explanation.type, explanation.doc, explanation.unit, explanation.place),
    ]
    if explanation.note:
        lines += ["", f"  {explanation.note}"]
    winners = [
        Row(
            OTHER if attempt.lost_to or explanation.value is MISSING else WINNER,
            _made(attempt),
            _reasons(attempt),
        )
        for attempt in explanation.writes
    ]
    lines += ["", *table(winners, "  ")] if winners else []
    lines += _section("Active, but the condition does not hold:", explanation.skipped)
    lines += _section("Not asked for:", explanation.inactive)
    return "\n".join(lines)


def about(type: str, doc: str, unit: str, place: str) -> list[str]:
    """What a field is, below its name: type, unit and place, and then its doc."""
    from textwrap import wrap

    facts = ", ".join(
        filter(None, (type, f"in {unit}" if unit else "", f"declared at {place}" if place else ""))
    )
    paragraphs = doc.strip().split("\n") if doc.strip() else []
    words = [line for text in paragraphs for line in (wrap(visible(text), WIDTH - 2) or [""])]
    return [f"  {line}".rstrip() for line in (facts, *words)]


def table(rows: Sequence[Row], indent: str, head: Sequence[str] = ()) -> list[str]:
    """The rows in aligned columns below a head; where they are too wide, the last two go below the others."""
    above = [Row("", head)] if head else []
    lines = _aligned([*above, *(Row(row.mark, row.columns) for row in rows)], indent)
    if max(map(cells, lines), default=0) <= WIDTH:
        return _aligned([*above, *rows], indent)
    narrow = [Row(row.mark, row.columns[:-2], (_moved(row, head), *row.below)) for row in rows]
    return _aligned([*(Row("", row.columns[:-2]) for row in above), *narrow], indent)


def _moved(row: Row, head: Sequence[str]) -> str:
    """The last two columns as a line; what the head would say of the first of them stands before it."""
    first, last = row.columns[-2:]
    return _joined((f"{head[-2]} {first}" if first and head else first, last))


def value_text(value: object) -> str:
    """A value in plain form on one line, cut where it is long; a secret is stars without quotes.

    Of what is huge only the beginning is looked at, and what no file could hold is shown by its numbers.
    """
    text = visible(value if value == MASK and isinstance(value, str) else inline(_brief(value)))
    while cells(text) > LONGEST:
        text = text[: min(len(text) - 1, LONGEST) - 1].rstrip("…") + "…"
    return text


def _brief(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Bare):
        return value[:SIGNS].encode("utf-8", "backslashreplace").decode()
    if is_list(value):
        return [_brief(item) for item in value[:ITEMS]]
    if is_dict(value):
        return {_brief(name): _brief(item) for name, item in islice(value.items(), ITEMS)}
    return value


def visible(text: str) -> str:
    """The text without signs that could steer a terminal: they are shown by their numbers."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    shown = [sign for sign in text if category(sign) not in ("Mn", "Me", "Cf")]
    return len(shown) + sum(east_asian_width(sign) in "WF" for sign in shown)


def _aligned(rows: Sequence[Row], indent: str) -> list[str]:
    count = max((len(row.columns) for row in rows), default=0)
    widths = [
        max((cells(row.columns[i]) for row in rows if i < len(row.columns)), default=0) for i in range(count)
    ]
    lines: list[str] = []
    for row in rows:
        padded = (text + " " * (width - cells(text)) for text, width in zip(row.columns, widths) if width)
        lines.append((indent + row.mark + "  ".join(padded)).rstrip())
        space = indent + " " * (len(row.mark) + widths[0] + 2)
        lines += [line for text in row.below for line in _wrapped(text, space)]
    return lines


def _wrapped(text: str, space: str) -> list[str]:
    """The text in lines that end at the edge, as far as its words allow."""
    from textwrap import wrap

    room = max(WIDTH - cells(space), LONGEST)
    lines = wrap(visible(text), room, break_long_words=False, break_on_hyphens=False)
    return [space + line for line in lines]


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(filter(None, texts))


def _head(explanation: Explanation) -> str:
    if explanation.value is MISSING:
        return f"{explanation.key} has no value"
    return f"{explanation.key} = {value_text(explanation.value)}"


def _made(attempt: Attempt) -> tuple[str, ...]:
    value = "" if attempt.value is MISSING else value_text(attempt.value)
    fate = f"lost to {attempt.lost_to}" if attempt.lost_to else ""
    return attempt.who, value, _how(attempt), attempt.place, fate


def _how(attempt: Attempt) -> str:
    """What decides where a write stands, and what its value was made from."""
    if attempt.phase in ("view", "lazy"):
        lazy = "after the command line" if attempt.phase == "lazy" else ""
        return _joined((f"priority {attempt.priority}", lazy))
    return attempt.text


def _reasons(attempt: Attempt) -> Iterable[str]:
    if attempt.expression:
        yield f"is {attempt.expression}"
    if attempt.when:
        yield f"when {attempt.when}"
    if attempt.why:
        yield f"why: {' '.join(attempt.why.split())}"


def _section(title: str, attempts: Sequence[Attempt]) -> list[str]:
    if not attempts:
        return []
    rows = [Row(OTHER, (each.who, _how(each), each.place, ""), _reasons(each)) for each in attempts]
    return ["", f"  {title}", *table(rows, "  ")]
