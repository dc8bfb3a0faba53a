"""The tables of what runs leave behind: media, tables, artifacts, the registry; of sync and journals."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from ato.track.store._tables import Text, metadata, of_run

blobs = Table(
    "blobs",  # files by content: blobs/<aa>/<digest>
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("created", Double, nullable=False),
    Column("media_type", Text, nullable=False, default=""),
    Column("state", String(16), nullable=False, default="here"),  # here, missing, damaged
)

media = Table(
    "media",
    metadata,
    of_run(),
    Column("key_id", Integer, ForeignKey("metric_keys.id"), primary_key=True),
    Column("step", BigInteger, primary_key=True, autoincrement=False),
    Column("ord", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),  # histogram, image, audio, video, text, figure, graph, ...
    Column("time", Double, nullable=False),
    Column("blob", String(64)),
    Column("inline", LargeBinary),  # what is small enough to need no file
    Column("meta_json", Text, nullable=False, default="{}"),
    Column("segment", Integer, nullable=False, default=0),  # of the run, as a point has it
    Index("media_by_blob", "blob"),
)

table_defs = Table(
    "table_defs",
    metadata,
    of_run(),
    Column("name", Text, primary_key=True),
    Column("columns_json", Text, nullable=False),  # [{"name": ..., "type": ...}, ...] in order
    Column("created", Double, nullable=False),
    Column("meta_json", Text, nullable=False, default="{}"),
)

table_chunks = Table(
    "table_chunks",
    metadata,
    of_run(),
    Column("name", Text, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("step", BigInteger),
    Column("time", Double, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("format", String(16), nullable=False),  # json, arrow
    Column("blob", String(64)),
    Column("inline", LargeBinary),
    Column("segment", Integer, nullable=False, default=0),
    Index("table_chunks_by_blob", "blob"),
)

artifacts = Table(
    "artifacts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", Integer, ForeignKey("projects.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("description", Text, nullable=False, default=""),
    Column("created", Double, nullable=False),
    UniqueConstraint("project_id", "name"),
)

artifact_versions = Table(
    "artifact_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("artifact_id", Integer, ForeignKey("artifacts.id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),  # 0, 1, ...
    Column("uid", String(32), nullable=False, unique=True),
    Column("digest", String(64), nullable=False),  # of the manifest
    Column("size", BigInteger, nullable=False),
    Column("files", BigInteger, nullable=False),
    Column("state", String(16), nullable=False, default="ready"),  # ready, deleted
    Column("description", Text, nullable=False, default=""),
    Column("metadata_json", Text, nullable=False, default="{}"),
    Column("created", Double, nullable=False),
    UniqueConstraint("artifact_id", "version"),
    UniqueConstraint("artifact_id", "digest"),
)

artifact_files = Table(
    "artifact_files",
    metadata,
    Column(
        "version_id",
        Integer,
        ForeignKey("artifact_versions.id", ondelete="CASCADE"),
        primary_key=True,
        nullable=False,
    ),
    Column("path", Text, primary_key=True),
    Column("blob", String(64)),  # NULL for a reference
    Column("size", BigInteger),
    Column("mode", Integer, nullable=False, default=0),
    Column("reference", Text),  # a URI outside of the store
    Column("checksum", Text, nullable=False, default=""),  # what is known of the content of a reference
    Index("artifact_files_by_blob", "blob"),
)

aliases = Table(
    "aliases",
    metadata,
    Column("artifact_id", Integer, ForeignKey("artifacts.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("version_id", Integer, ForeignKey("artifact_versions.id", ondelete="CASCADE"), nullable=False),
    Column("protected", Boolean, nullable=False, default=False),
    Column("moved", Double, nullable=False),
    Column("actor", Text, nullable=False, default=""),
    Column("revision", BigInteger, nullable=False, default=0),
)

lineage = Table(
    "lineage",
    metadata,
    of_run(),
    Column("version_id", Integer, ForeignKey("artifact_versions.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(8), primary_key=True),  # used, made
    Column("slot", Text, nullable=False, default=""),
    Column("time", Double, nullable=False),
    Index("lineage_by_version", "version_id", "role"),
)

registries = Table(
    "registries",  # named collections of versions
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("description", Text, nullable=False, default=""),
    Column("rules_json", Text, nullable=False, default="{}"),  # stages, required evidence, approvers
    Column("created", Double, nullable=False),
)

registry_links = Table(
    "registry_links",
    metadata,
    Column("registry_id", Integer, ForeignKey("registries.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("artifact_version_id", Integer, ForeignKey("artifact_versions.id"), nullable=False),
    Column("stage", Text, nullable=False, default=""),
    Column("aliases_json", Text, nullable=False, default="[]"),
    Column("description", Text, nullable=False, default=""),
    Column("created", Double, nullable=False),
    Column("revision", BigInteger, nullable=False, default=0),
    Index("registry_links_by_version", "artifact_version_id"),
)

audits = Table(
    "audits",  # append-only; each row carries the hash of the one before
    metadata,
    Column("id", Integer, primary_key=True),
    Column("time", Double, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("why", Text, nullable=False, default=""),
    Column("before_json", Text, nullable=False, default="null"),
    Column("after_json", Text, nullable=False, default="null"),
    Column("evidence_json", Text, nullable=False, default="{}"),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Index("audits_by_subject", "subject"),
)

remote_states = Table(
    "remote_states",
    metadata,
    Column("remote", Text, primary_key=True),
    Column("subject", Text, primary_key=True),  # what is counted, as the points of a run
    Column("acknowledged", BigInteger, nullable=False, default=0),
    Column("time", Double, nullable=False),
    Column("state_json", Text, nullable=False, default="{}"),
)

removals = Table(
    "removals",  # runs that were removed, so that no sync brings them back unasked
    metadata,
    Column("uid", String(32), primary_key=True),
    Column("project", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("times", BigInteger, nullable=False),  # removed and brought back in turns: odd while it is removed
    Column("segments", Integer, nullable=False),  # how far it had come by then
    Column("revision", BigInteger, nullable=False),
    Column("time", Double, nullable=False),
)

journals = Table(
    "journals",  # how far each journal has been read
    metadata,
    Column("name", Text, primary_key=True),  # of the file
    Column("run_id", Integer, ForeignKey("runs.id", ondelete="CASCADE")),  # NULL: the run was removed
    Column("offset", BigInteger, nullable=False),
    Column("segment", Integer, nullable=False, default=0),
    Column("state", String(8), nullable=False, default="open"),  # open, ended (as its run has), done
    Column("points", BigInteger, nullable=False, default=0),  # that were taken from it
    Column("damaged", BigInteger, nullable=False, default=0),  # bytes that could not be read
)
