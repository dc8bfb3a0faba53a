"""A program compiled with what earlier runs have left, and what this one leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from atoc.cache import Store
from atoc.cli import warm
from atoc.cli.formats import Format
from atoc.cli.project import Project
from atoc.compile import Compiled, build, check
from atoc.emit import LostError, Parts

KIND = "facts"
GROUPS = "groups"
TEXT = "text"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is asked of a project, with the digest of its documents from before they are read."""

    asked: warm.Asked
    project: Project
    schemas: Sequence[str]
    inputs: str | None = field(init=False)

    def __post_init__(self) -> None:
        inputs = None if self.store is None else warm.inputs(self.asked, self.schemas)
        object.__setattr__(self, "inputs", inputs)

    @property
    def store(self) -> Store | None:
        """Where entries are kept, if the project is the one in which the command looked for its answer."""
        store = self.asked.store
        is_here = store is not None and Path(store.root) == self.project.root
        return store if is_here and self.project.is_set else None

    def answer(
        self, printed: str, format: Format | None, status: int, out: Path | None = None, remark: str = ""
    ) -> None:
        """Keep what the command would print once more, with nothing changed; ``out`` are generated files."""
        if self.store is None or self.inputs is None or self.asked.words is None:
            return
        outputs = "" if out is None else warm.outputs(str(out))
        if outputs is not None:
            schemas, folder = list(self.schemas), "" if out is None else str(out)
            warm.keep(
                self.asked,
                warm.Answer(schemas, self.inputs, folder, outputs, printed, format, remark, status),
            )


def proved(kept: Kept) -> Compiled:
    """The program of a project; what is known of it is not proved again, and what is learnt is kept."""
    here, store = kept.project, kept.store
    if store is None:
        return check(here.root, kept.schemas, here.settings)
    compiled = check(
        here.root,
        kept.schemas,
        here.settings,
        lambda key: store.get(KIND, key),
        lambda key: store.get(GROUPS, key),
    )
    for key, data in compiled.learnt.items():
        store.put(KIND, key, data)
    for key, data in compiled.settling.items():
        store.put(GROUPS, key, data)
    return compiled


def built(kept: Kept, compiled: Compiled) -> Mapping[str, str]:
    """The generated tree; what is known of the text about a scope is not made again, the rest is kept."""
    store = kept.store
    if store is None:
        return build(compiled)
    parts = Parts(lambda key: store.get(TEXT, key), compiled.origins)
    try:
        tree = build(compiled, parts)
    except LostError:
        here = kept.project
        whole = check(here.root, kept.schemas, here.settings, lambda key: store.get(KIND, key))
        parts = Parts(parts.recall, whole.origins)
        tree = build(whole, parts)
    for key, data in parts.learnt.items():
        store.put(TEXT, key, data)
    return tree
