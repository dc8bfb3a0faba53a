"""Documents to the typed program: the order of the steps."""

from __future__ import annotations

from collections.abc import Sequence

from atoc.findings import Passed
from atoc.program import Program
from atoc.resolve.across import link_scopes
from atoc.resolve.declared import merge
from atoc.resolve.extends import inherit
from atoc.resolve.scopes import bind_scope, paths_of
from atoc.resolve.structs import bind_structs
from atoc.resolve.targets import Answers, check_targets
from atoc.resolve.unplaced import check_unplaced
from atoc.syntax import Document


def resolve(documents: Sequence[Document], answers: Answers | None = None) -> Passed[Program]:
    """The program that documents make together, in whatever order they come, and all that is wrong with it.

    ``answers`` are what is known of the targets of structs. What is wrong is left out of the program; what
    refers to something that is broken is left out in silence.
    """
    merged = merge(documents)
    declared = inherit(merged.value)
    structs = bind_structs(declared.value)
    paths = paths_of(declared.value.scopes, structs.value)
    scopes = [bind_scope(scope, structs.value, paths.value[scope.name]) for scope in declared.value.scopes]
    linked = link_scopes([scope.value for scope in scopes])
    is_whole = not any("fields" in scope.broken for scope in declared.value.scopes)
    unplaced = check_unplaced(structs.value, [scope.value for scope in scopes]) if is_whole else ()
    roots = {scope.root for scope in declared.value.scopes}
    held = check_targets(
        declared.value.types, structs.value.structs, structs.value.discriminators, answers or {}
    )
    program = Program(
        scopes=linked.value,
        structs={name: struct for name, struct in structs.value.structs.items() if name not in roots},
        enums=structs.value.enums,
        resolvers=structs.value.resolvers.known,
    )
    seen = (finding for scope in scopes for finding in scope.findings)
    return Passed(
        program,
        (
            *merged.findings,
            *declared.findings,
            *structs.findings,
            *paths.findings,
            *seen,
            *linked.findings,
            *unplaced,
            *held,
        ),
    )
