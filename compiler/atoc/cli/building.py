"""One build: the program proved, and its files written or compared with what stands there."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from atoc.cli import console
from atoc.cli.formats import Destinations

if TYPE_CHECKING:
    from atoc.cli.cached import Kept
    from atoc.cli.project import Project
    from atoc.cli.warm import Asked
    from atoc.compile import Compiled


@dataclass(frozen=True, slots=True)
class Order:
    """What a command line asks for; ``checks`` and ``afresh`` count how often their option is given."""

    paths: tuple[str, ...]
    checks: int
    out: Path | None
    known: Path | None
    afresh: int
    destinations: Destinations

    @property
    def words(self) -> tuple[str, ...] | None:
        """What an answer is kept by; None where it is no answer that can be kept."""
        if self.destinations.files or self.known is not None:
            return None
        options = (str(bool(self.checks)), str(self.out or ""), str(self.destinations.printed))
        return ("build", *options, *self.paths)


def carried_out(order: Order, asked: Asked) -> int:
    """Build; the exit status. The answer is kept for when the same is asked while everything is the same."""
    from atoc.cli import ending, output, project
    from atoc.cli.cached import Kept, proved
    from atoc.cli.known import renewed

    here = project.find()
    kept = Kept(asked, here, here.schemas(order.paths))
    compiled = renewed(proved(kept), here, order.known, 0).compiled
    folder = here.out if order.out is None else Path.cwd() / order.out
    is_ready = compiled.is_sound and not compiled.beyond
    if is_ready and order.checks:
        return _compare(kept, folder, compiled, order.destinations)
    printed = output.tell(compiled.findings, compiled, order.destinations, here.unlike(order.paths))
    if not compiled.is_sound:
        console.say("nothing was written: there are errors")
        return ending.FINDINGS
    if not is_ready:
        console.say(f"nothing was written: {', '.join(compiled.beyond)} cannot be generated (ATC009)")
        return ending.FINDINGS
    _refuse_to_read_back(kept, folder)
    if order.paths:
        _refuse_to_forget(here, folder, {file.path for file in compiled.files})
    return _write(kept, folder, compiled, printed, order.destinations)


def _refuse_to_read_back(kept: Kept, folder: Path) -> None:
    """Stop before files are written where the next run would read them as documents."""
    from atoc.emit import WriteError

    for schema in kept.schemas:
        schemas = (kept.project.root / schema).resolve()
        if not folder.resolve().is_relative_to(schemas) or not schemas.is_dir():
            continue
        inner = folder.resolve().relative_to(schemas).parts
        if not any(part.startswith((".", "_")) for part in inner):
            raise WriteError(
                f"{kept.project.shown(folder)}/: lies in the schemas '{schema}', and what is written there "
                "would be read as documents; write elsewhere with 'out' of [tool.atoc] or --out"
            )


def _refuse_to_forget(here: Project, folder: Path, documents: Set[str]) -> None:
    """Stop before what is made of other documents, that are still there, is overwritten or removed."""
    from atoc.emit import WriteError, documents_of

    left_out = [
        path for path in documents_of(folder) if path not in documents and (here.root / path).is_file()
    ]
    if left_out:
        raise WriteError(
            f"{here.shown(folder)}/: holds what is made of {left_out[0]} too, which these paths leave out; "
            "name all documents of the program, or write elsewhere with --out"
        )


def _write(kept: Kept, folder: Path, compiled: Compiled, printed: str, destinations: Destinations) -> int:
    """Write the tree, and say which files have changed."""
    from atoc.cli import ending
    from atoc.cli.cached import built
    from atoc.emit import write

    done = write(folder, built(kept, compiled))
    shown = kept.project.shown(folder)
    place = PurePosixPath(shown)
    for name in done.written:
        console.remark(f"wrote {place / name}", destinations.printed)
    for name in done.removed:
        console.remark(f"removed {place / name}", destinations.printed)
    for name in done.left:
        console.remark(
            f"left {place / name}: nothing is made of it any more, but it was edited by hand",
            destinations.printed,
        )
    up_to_date = f"{shown}/ is up to date"
    if not done.written and not done.removed:
        console.remark(up_to_date, destinations.printed)
    if not done.left and not compiled.modules:  # whose sources may change without a document
        kept.answer(printed, destinations.printed, ending.CLEAN, folder, up_to_date)
    return ending.CLEAN


def _compare(kept: Kept, folder: Path, compiled: Compiled, destinations: Destinations) -> int:
    """Print how the files differ from the tree, and what that is called."""
    from atoc.cli import ending, output
    from atoc.cli.cached import built
    from atoc.emit import compare

    shown = kept.project.shown(folder)
    comparison = compare(folder, built(kept, compiled), shown)
    differing = kept.project.settings.apply(comparison.findings)
    if destinations.printed == "full" and differing:
        console.write(output.painted(comparison.diff) + "\n")
    printed = output.tell((*compiled.findings, *differing), compiled, destinations, ())
    if not comparison.findings:
        up_to_date = f"{shown}/ is up to date"
        console.remark(up_to_date, destinations.printed)
        if not compiled.modules:
            kept.answer(printed, destinations.printed, ending.CLEAN, folder, up_to_date)
    return ending.FINDINGS if differing else ending.CLEAN
