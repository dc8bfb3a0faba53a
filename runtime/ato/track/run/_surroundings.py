"""What a run knows of the machine and the working tree it runs in, taken on the thread of the run."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from zlib import compress

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ato.fingerprint import Environment


def surroundings(secrets: Iterable[str]) -> list[Mapping[str, Any]]:
    """The facts of this process as it is now, in all of which the secrets are covered."""
    from ato.fingerprint import environment

    return facts_of(environment(secrets=secrets))


def seeds_fact(when: str) -> Mapping[str, Any] | None:
    """The fact that tells where the generators of random numbers stand, under the name of a moment.

    Taken on the thread of the program: by the time that of the run looks around, numbers have been drawn.
    """
    from ato.fingerprint.surroundings._switches import seeds

    try:
        return {"kind": "context", "context": {when: seeds()}}
    except Exception:  # a generator that does not tell its state is no reason to end a run
        return None


def facts_of(found: Environment) -> list[Mapping[str, Any]]:
    """The facts that tell of an environment and, in a repository, of the sources."""
    from ato.fingerprint.surroundings._environment import RUNTIME

    groups = {name: dict(group) for name, group in found.facts.items()}
    facts = {name: group for name, group in groups.items() if name in RUNTIME}
    context = {name: group for name, group in groups.items() if name not in (*RUNTIME, "seeds")}
    told: list[Mapping[str, Any]] = [
        {"kind": "environment", "digest": found.digest, "facts": facts, "context": context}
    ]
    if found.source is not None:
        state = asdict(found.source)
        diff: str = state.pop("diff")
        patch = b64encode(compress(diff.encode("utf-8", "surrogateescape"))).decode() if diff else ""
        told.append({"kind": "source", "digest": found.source_digest, "facts": state, "patch": patch})
    return told
