"""``ato runs``: list the runs that a filter holds for."""

from __future__ import annotations

import argparse
import json
import re
import sys
from typing import TYPE_CHECKING, Any

from ato.cli._stores import add_store, opened
from ato.cli._terminal import aligned, cut_left, painted, say, say_data, width
from ato.cli._told import cell, in_json, plain
from ato.config.explained._telling import visible

if TYPE_CHECKING:
    from ato.track.query import Runs

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

COLUMNS = ("id", "project", "name", "status", "started", "duration", "tags")
LIMIT = 20
FORMATS = ("text", "json", "csv", "markdown")
FIRM = ("id", "status", "started", "duration")
HEAD = 12
"""How wide the name of a column may make it on a terminal, where what stands below is narrower."""
RIGHT = ("id", "step", "duration")


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("runs", help="list runs, by a filter", allow_abbrev=False)
    parser.add_argument("filter", nargs="?", default="", help="as \"config.lr < 0.01 and tag == 'best'\"")
    parser.add_argument("--project", help="of this project alone")
    parser.add_argument("--order-by", metavar="NAMES", help="as --order-by=-metric.acc.max,config.lr")
    parser.add_argument(
        "--limit", type=int, metavar="N", help=f"so many; of text {LIMIT} if not given, 0: all"
    )
    parser.add_argument("--columns", metavar="NAMES", help="as id,name,config.lr,metric.acc.max")
    parser.add_argument("--format", choices=FORMATS, default="text")
    add_store(parser)
    parser.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> int:
    import ato

    with opened(asked.store) as store:
        found = ato.runs(asked.project, store=store).where(asked.filter)
        if asked.order_by:
            found = found.order_by(*split(asked.order_by))
        if asked.format in ("json", "csv"):
            shown = found.limit(asked.limit) if asked.limit else found
            columns = split(asked.columns or "")
            _for_programs(asked.format, columns, shown.to_dicts(*columns))
        else:
            _for_people(asked, found)
    return 0


def _for_people(asked: argparse.Namespace, found: Runs) -> None:
    limit = LIMIT if asked.limit is None else asked.limit
    shown = found.limit(limit) if limit else found
    columns = split(asked.columns or "") or usual(named(shown))
    rows = shown.to_dicts(*columns)
    texts = [[cell(column, row[column]) for column in columns] for row in rows]
    if asked.format == "markdown":
        say(_markdown(columns, texts))
    else:
        say("\n".join(_table(columns, texts, rows)) + "\n")
    rest = found.count() - len(rows) if len(rows) == limit else 0
    if rest > 0:
        print(f"{rest} more; --limit 0 shows all", file=sys.stderr)


def split(names: str) -> list[str]:
    """Names between commas, with ``-`` before them or not; a comma in quotes belongs to the name."""
    from ato.track.query._tokens import tokens

    parts: list[str] = []
    start = 0
    signless = re.sub(r"(^|,)(\s*)-", r"\1\2 ", names)  # of the same length, so that places agree
    for token in tokens(signless):
        if token.kind == "end" or token.value == ",":
            parts.append(names[start : token.start].strip())
            start = token.end
    return [part for part in parts if part]


def usual(asked: list[str]) -> list[str]:
    """The columns that are shown if none are named: fewer where a filter speaks of others."""
    return [*COLUMNS[:5], *asked] if asked else list(COLUMNS)


def named(runs: Runs) -> list[str]:
    """What a filter and an order speak of beside the usual columns: it is shown as well."""
    return [name for name in runs.names() if name.startswith(("config", "metric", "summary", "env"))]


def _table(columns: list[str], texts: list[list[str]], rows: list[dict[str, Any]]) -> list[str]:
    if not rows:
        return ["no runs"]
    numbers = [place for place, column in enumerate(columns) if _is_number(column, rows)]
    firm = [place for place, column in enumerate(columns) if column in FIRM]
    widths = [max(map(len, (row[place] for row in texts))) for place in range(len(columns))]
    heads = (
        [cut_left(column, max(HEAD, wide)) for column, wide in zip(columns, widths)] if width() else columns
    )
    lines = aligned([heads, *texts], right=numbers, firm=firm, room=width())
    return [painted(lines[0], "bold"), *lines[1:]]


def _is_number(column: str, rows: list[dict[str, Any]]) -> bool:
    values = [row[column] for row in rows if row[column] is not None]
    is_plain = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
    return column in RIGHT or (bool(values) and is_plain and column not in ("started", "ended"))


def _for_programs(format: str, columns: list[str], rows: list[dict[str, Any]]) -> None:
    ready = [{column: plain(column, value) for column, value in row.items()} for row in rows]
    if format == "json":
        say_data(in_json(ready))
        return
    import csv
    from io import StringIO

    heads = columns or list(dict.fromkeys(column for row in ready for column in row)) or list(COLUMNS)
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    for row in ready:
        writer.writerow([_csv(row.get(column)) for column in heads])
    say_data(out.getvalue())


def _csv(value: Any) -> Any:
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def _markdown(columns: list[str], texts: list[list[str]]) -> str:
    from ato.why.rendering._markdown import escaped

    def line(cells: list[str]) -> str:
        return "| " + " | ".join(escaped(visible(" ".join(text.split()))) for text in cells) + " |"

    rule = f"| {' | '.join(['---'] * len(columns))} |"
    return "\n".join([line(columns), rule, *map(line, texts)]) + "\n"
