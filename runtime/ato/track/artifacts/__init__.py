"""Artifacts: files that runs make and use, by content, in versions, with aliases and lineage.

What is put together (``Artifact``) becomes a version when a run logs it. Its files go to the room of blobs
and what it is to the run's journal, so that logging needs no database; reading does.

    making    _artifact, _folder (what is below one), _paths, _names, _texts,
              _metadata, _manifest
    runs      _log (logging and using)
    reading   _find, _version (a version and its files), _download, _lineage
    keeping   _aliases, _delete, _verify, _holders (who refers to content), _collect (what
              nobody refers to goes)

Entering the room loads nothing; reading one of its names does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.track.artifacts._aliases import move_alias, protect_alias, release_alias, remove_alias
    from ato.track.artifacts._artifact import Artifact
    from ato.track.artifacts._collect import collect
    from ato.track.artifacts._delete import delete_version
    from ato.track.artifacts._lineage import Lineage, LineageEdge, LineageNode
    from ato.track.artifacts._log import LoggedArtifact
    from ato.track.artifacts._manifest import ArtifactFile
    from ato.track.artifacts._verify import Fault, Verified, verify
    from ato.track.artifacts._version import StoredArtifact, Version

_ROOMS = {
    "Artifact": "_artifact",
    "ArtifactFile": "_manifest",
    "Fault": "_verify",
    "Lineage": "_lineage",
    "LineageEdge": "_lineage",
    "LineageNode": "_lineage",
    "LoggedArtifact": "_log",
    "StoredArtifact": "_version",
    "Verified": "_verify",
    "Version": "_version",
    "collect": "_collect",
    "delete_version": "_delete",
    "move_alias": "_aliases",
    "protect_alias": "_aliases",
    "release_alias": "_aliases",
    "remove_alias": "_aliases",
    "verify": "_verify",
}

__all__ = [
    "Artifact",
    "ArtifactFile",
    "Fault",
    "Lineage",
    "LineageEdge",
    "LineageNode",
    "LoggedArtifact",
    "StoredArtifact",
    "Verified",
    "Version",
    "collect",
    "delete_version",
    "move_alias",
    "protect_alias",
    "release_alias",
    "remove_alias",
    "verify",
]


def __getattr__(name: str) -> object:
    """What the room offers, each loaded when it is first asked for."""
    from importlib import import_module

    if name in _ROOMS:
        return getattr(import_module(f"ato.track.artifacts.{_ROOMS[name]}"), name)
    raise AttributeError(f"module 'ato.track.artifacts' has no attribute '{name}'")
