"""Parsers of argparse, found in the source of a script: each argument becomes a field. The script is not run.

parsers.py   which names hold a parser, and which calls add arguments to it
argument.py  one call of ``add_argument`` as what its keywords say
fields.py    arguments as fields: types, defaults, choices and help

--lr, type=float, default=0.1, help="Step size"    lr: {type: float, default: 0.1, doc: Step size}
--data, type=Path, required=True                   data: {type: path, input: true}
--verbose, action="store_true"                     verbose: {type: bool, default: false}
"""

from __future__ import annotations

from collections.abc import Sequence

from ato.config import Problem
from atoc.importers.argparse.fields import fields
from atoc.importers.argparse.parsers import parsers
from atoc.importers.carried import Carried, Left, Refused
from atoc.importers.names import identifier
from atoc.span import SourceFile


def carry(files: Sequence[SourceFile], start: str, scope: str) -> Carried:
    """One document for each parser in the scripts; raises ``Refused`` where there is none.

    The first gives the scope of this name, others scopes with the name of the variable that holds them.
    """
    documents: dict[str, object] = {}
    left: list[Left] = []
    for file in files:
        for parser in parsers(file, left):
            name = scope if not documents else identifier(f"{scope}_{parser.name}", "scope")
            while f"{name}.yaml" in documents:
                name += "_"
            documents[f"{name}.yaml"] = {
                "scope": name,
                **({"doc": parser.doc} if parser.doc else {}),
                "fields": fields(parser, left),
            }
    if not documents:
        help = ("an argparse.ArgumentParser(...) that is bound to a name is looked for",)
        raise Refused([Problem(start, "holds no parser that arguments are added to", help)])
    return Carried(documents, tuple(left))
