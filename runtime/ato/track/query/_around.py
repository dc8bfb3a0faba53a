"""What a run ran in and on: the versions of its packages, and the fingerprints of its functions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, and_, false, not_, select

import ato.track.store._tables as t
from ato.config import suggestion
from ato.track.query._columns import of_digest
from ato.track.query._known import is_empty, traces
from ato.track.query._rows import TURNED, Condition, compared
from ato.track.query._subject import Subject, spelled
from ato.track.query._tree import Value
from ato.track.query._versions import holds


@dataclass(frozen=True)
class Package(Subject):
    """``env.torch``: the version of a package, compared as versions are; ``env.python`` that of Python.

    ``versions`` are those of all environments, each with the digest of the environment.
    """

    package: str
    versions: tuple[tuple[str, str | None], ...] = ()

    def bind(self, connection: Connection) -> Package:
        """With the versions. Raises ``QueryError`` where no environment has the package."""
        table = t.environments.c
        known: set[str] = set()
        found: list[tuple[str, str | None]] = []
        for digest, python, facts in connection.execute(select(table.digest, table.python, table.facts_json)):
            packages: Any = json.loads(facts).get("packages") or {}
            known |= packages.keys()
            found.append((digest, python if self.package == "python" else packages.get(self.package)))
        if all(version is None for _, version in found) and known:
            near = suggestion(self.package, sorted(known))
            raise self.wrong("no run has such a package in its environment", *near)
        return replace(self, versions=tuple(found))

    def compared(self, op: str, value: Value) -> Condition:
        """By the order of versions: 2.10 is behind 2.9."""
        given = self.textual(op, value)
        return self._among(
            digest for digest, version in self.versions if version and holds(op, version, given)
        )

    def absent(self) -> Condition:
        """Runs without the package, and those of which the environment is not known."""
        return not_(self._among(digest for digest, version in self.versions if version))

    def _among(self, digests: Any) -> Condition:
        column = t.runs.c.env_digest
        found = sorted(digests)
        return and_(column.is_not(None), column.in_(found)) if found else false()


@dataclass(frozen=True)
class Code(Subject):
    """``code["train_step"]``: the fingerprint of the function under a trace, or how it begins."""

    trace: str

    def bind(self, connection: Connection) -> Code:
        """Raises ``QueryError`` where no run has such a trace."""
        trace = t.run_codes.c.trace
        found = connection.scalar(select(trace).where(trace == self.trace).limit(1))
        if found is None and not is_empty(connection):
            known = traces(connection)
            listed = f"there are {', '.join(spelled('code', each) for each in known[:5])}"
            help = suggestion(self.trace, known) or ((listed,) if known else ())
            raise self.wrong("no run has a fingerprint of code under that trace", *help)
        return self

    def compared(self, op: str, value: Value) -> Condition:
        """By the fingerprint, or its first digits."""
        given = self.textual(op, value)
        digest = t.run_codes.c.code_digest
        plain = TURNED.get(op, op)
        test = of_digest(digest, given) if plain == "==" else compared(plain, digest, given)
        return self._having(not_(test) if op in TURNED else test)

    def absent(self) -> Condition:
        """Runs without such a trace."""
        return not_(self._having(t.run_codes.c.code_digest.is_not(None)))

    def _having(self, test: Condition) -> Condition:
        return t.runs.c.id.in_(select(t.run_codes.c.run_id).where(t.run_codes.c.trace == self.trace, test))


def package_of(text: str, name: Any) -> Subject:
    """``env.<package>``."""
    return Package(text, name, package_name(name.parts))


def package_name(parts: Sequence[str]) -> str:
    """The name of a package as environments spell it, behind ``env``."""
    return "-".join(parts[1:]).lower().replace("_", "-").replace(".", "-")


def code_of(text: str, name: Any) -> Subject:
    """``code["<trace>"]``."""
    return Code(text, name, ".".join(name.parts[1:]))
