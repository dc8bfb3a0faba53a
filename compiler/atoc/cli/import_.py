"""``atoc import``: configs of other tools as documents of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING

import click

from atoc.cli import console
from atoc.cli import formats as choice

if TYPE_CHECKING:
    from atoc.cli.project import Project
    from atoc.compile import Compiled
    from atoc.findings import Finding
    from atoc.importers import Carried
    from atoc.span import SourceFile

    Carry = Callable[[Sequence[SourceFile], str, str], Carried]
    """Source files, the path that the user named as in their spans, and the name of the scope."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A tool whose configs are carried over: the module with its ``carry``, and how its files end.

    ``follows`` tells that files lead to others, which the module's ``wanted`` names and which end as the
    ``others`` do; ``names`` that scopes have names of their own there.
    """

    module: str
    suffixes: tuple[str, ...]
    follows: bool = False
    others: tuple[str, ...] = ()
    names: bool = False


KINDS: Mapping[str, Kind] = {
    "argparse": Kind("atoc.importers.argparse", (".py",)),
    "ato": Kind(
        "atoc.importers.ato", (".py",), follows=True, others=(".yaml", ".yml", ".json", ".toml"), names=True
    ),
    "hydra": Kind("atoc.importers.hydra", (".yaml", ".yml", ".py")),
    "jsonschema": Kind("atoc.importers.json_schema", (".json", ".yaml", ".yml")),
    "mmengine": Kind("atoc.importers.mmengine", (".py", ".yaml", ".yml", ".json"), follows=True),
    "omegaconf": Kind("atoc.importers.omegaconf", (".yaml", ".yml")),
}


@click.command("import", short_help="Carry configs of another tool over into documents.")
@click.argument("kind", metavar="KIND", type=click.Choice(list(KINDS)))
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", metavar="DIR", type=click.Path(path_type=Path), help="Where the documents are written."
)
@click.option("--scope", metavar="NAME", help="The name of the scope.  [default: its own, or after PATH]")
@click.option("--force", "replaces", count=True, help="Replace files that an import has not written.")
def import_(kind: str, path: Path, out: Path | None, scope: str | None, replaces: int) -> int:
    """Write documents of the language that say what the configs at PATH say.

    KIND is argparse, ato, hydra, jsonschema, mmengine or omegaconf; PATH is a file, or a folder for ato,
    hydra and mmengine. Nothing of it is imported or run. What could not be carried over is told with its
    place and the reason. The documents are proved together with those that stand in DIR (the first folder of
    schemas of the project, if not given); those with errors are not written.
    Exit status: 0 all written, 1 not written because of errors, 2 usage or input and output.
    """
    from atoc.cli import ending, output, project
    from atoc.emit import write_documents
    from atoc.importers import document, is_untouched, report, without_targets

    here = project.find()
    folder = _folder(here, out)
    carried = _carried(here, kind, path, scope)
    origin = f"{_within(here, path)} by `atoc import {kind}`"
    texts = {name: document(_tree(tree), origin) for name, tree in carried.documents.items()}
    compiled = _judged(here, folder, texts)
    held = without_targets(carried, compiled.findings)
    if held != carried:
        carried = held
        texts = {name: document(_tree(tree), origin) for name, tree in carried.documents.items()}
        compiled = _judged(here, folder, texts)
    if compiled.findings:
        output.tell(compiled.findings, compiled, choice.Destinations(), here.unlike((str(folder),)))
    console.write(report(carried))
    if not compiled.is_sound:
        console.say("nothing was written: there are errors")
        return ending.FINDINGS
    written = write_documents(folder, texts, lambda text: bool(replaces) or is_untouched(text))
    for name in texts:
        done = "wrote" if name in written else "left as it is:"
        console.say(f"{done} {_named(here, folder / name)}")
    return ending.CLEAN


def _folder(here: Project, out: Path | None) -> Path:
    """Where documents go; a usage error where the project's schemas are single files."""
    folder = here.root / here.settings.schemas[0] if out is None else Path.cwd() / out
    if folder.exists() and not folder.is_dir():
        raise click.UsageError(f"{here.shown(folder)} is a file; name a folder with -o")
    return Path(normpath(folder))


def _carried(here: Project, kind: str, path: Path, scope: str | None) -> Carried:
    """What becomes of the files at a path."""
    from atoc.source import read_all

    module = import_module(KINDS[kind].module)
    files = read_all(here.root, _named(here, path), KINDS[kind].suffixes)
    carry: Carry = module.carry
    if KINDS[kind].follows:
        files = _followed(here, files, (*KINDS[kind].suffixes, *KINDS[kind].others), module.wanted)
    return carry(files, _within(here, path), scope or ("" if KINDS[kind].names else _scope(path)))


def _followed(
    here: Project,
    files: tuple[SourceFile, ...],
    suffixes: tuple[str, ...],
    wanted: Callable[[Sequence[SourceFile]], tuple[str, ...]],
) -> tuple[SourceFile, ...]:
    """The files with all that they lead to; what is not there is left for the importer to tell."""
    from atoc.source import read_all

    seen: set[str] = set()
    while more := [path for path in wanted(files) if path not in seen]:
        seen.update(more)
        there = [path for path in more if (here.root / path).is_file()]
        files = (*files, *(file for path in there for file in read_all(here.root, path, suffixes)))
    return files


def _named(here: Project, path: Path) -> str:
    """A path as spans and messages name it."""
    return here.shown(Path(normpath(Path.cwd() / path)))


def _within(here: Project, path: Path) -> str:
    """A path as the spans of the files below it begin: what is outside the project goes by its last name."""
    whole = Path(normpath(Path.cwd() / path))
    return here.shown(whole) if whole.is_relative_to(here.root) else whole.name


def _scope(path: Path) -> str:
    """A name for the scope after that of a file or folder."""
    from atoc.importers.names import identifier

    return identifier(path.resolve().stem, "scope")


def _tree(tree: object) -> Mapping[str, object]:
    from atoc.importers.plain import is_tree

    if not is_tree(tree):
        raise TypeError(f"an importer gave {type(tree).__name__} for a document")
    return tree


def _judged(here: Project, folder: Path, texts: Mapping[str, str]) -> Compiled:
    """What the documents come to beside those that stand in the folder; findings about them alone."""
    from dataclasses import replace

    from atoc.compile import judged
    from atoc.findings import Passed
    from atoc.source import read
    from atoc.span import SourceFile

    shown = _named(here, folder)
    made = {f"{shown}/{name}" if shown != "." else name: text for name, text in texts.items()}
    standing = read(here.root, [shown]).value if folder.is_dir() else ()
    others = tuple(file for file in standing if file.path not in made)
    files = (*others, *(SourceFile(path, text) for path, text in made.items()))
    compiled = judged(Passed(files), here.settings, root=here.root)
    own = tuple(each for each in compiled.findings if _places(each) & made.keys())
    return replace(compiled, findings=own)


def _places(finding: Finding) -> set[str]:
    """The documents that a finding is about."""
    return {finding.span.path, *(other.span.path for other in finding.related)}
