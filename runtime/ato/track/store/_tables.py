"""The tables: what runs are, what they logged and why. What is kept beside them is in ``_tables_kept``.

One definition for SQLite and PostgreSQL. Times are seconds since 1970 in UTC, as floats; digests are SHA-256
in hexadecimal; what has no fixed shape is JSON as text. ``runs.id`` is local to a store and stands in the
large tables; ``runs.uid`` names the run everywhere. The tables that grow with training have no foreign keys,
as each would be looked up for each row; deleting a run empties them by hand.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    func,
    literal_column,
)
from sqlalchemy import Text as AnyText

from ato.track.store._searched import HEAD

metadata = MetaData()

Text = AnyText().with_variant(AnyText(collation="C"), "postgresql")
"""Texts in the order of their characters, wherever the database stands; SQLite knows no other."""


def of_run(*, is_key: bool = True) -> Column[int]:
    """The column that ties a row to its run, and takes it away with the run."""
    return Column(
        "run_id", Integer, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=is_key, nullable=False
    )


def head_of(text: ColumnElement[str | None]) -> ColumnElement[str]:
    """The first characters of a text, spelled so that its index is used."""
    return func.substr(text, literal_column("1"), literal_column(str(HEAD)))


schema_versions = Table(
    "schema_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("applied", Double, nullable=False),
    Column("name", Text, nullable=False),
)

projects = Table(
    "projects",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("description", Text, nullable=False, default=""),
    Column("created", Double, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(32), nullable=False, unique=True),
    Column("project_id", Integer, ForeignKey("projects.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("status", String(16), nullable=False),  # running, completed, failed, killed
    Column("reason", Text, nullable=False, default=""),  # why it failed or was killed, in a line
    Column("error", Text, nullable=False, default=""),  # the traceback
    Column("started", Double, nullable=False),
    Column("ended", Double),
    Column("heartbeat", Double, nullable=False),
    Column("host", Text, nullable=False, default=""),
    Column("pid", BigInteger, nullable=False, default=0),
    Column("boot_id", Text, nullable=False, default=""),
    Column("parent_uid", String(32)),
    Column("group_name", Text),
    Column("notes", Text, nullable=False, default=""),
    Column("fork_step", BigInteger),
    Column("last_step", BigInteger),
    Column("config_digest", String(64)),
    Column("structure_digest", String(64)),
    Column("code_digest", String(64)),
    Column("env_digest", String(64)),
    Column("source_digest", String(64)),
    Column("command_json", Text, nullable=False, default="[]"),
    Column("context_json", Text, nullable=False, default="{}"),  # seeds, place: what is of this run alone
    Column(
        "revision", BigInteger, nullable=False, default=0
    ),  # counts what its processes have written: tells which copy is further
    Column("actor", Text, nullable=False, default=""),  # who changed its name, notes, tags or status last
    Index("runs_by_start", "project_id", "started"),
    Index("runs_by_status", "project_id", "status"),
    Index("runs_by_parent", "parent_uid"),
    Index("runs_by_group", "group_name"),
    Index("runs_by_config", "config_digest"),
    Index("runs_by_structure", "structure_digest"),
    Index("runs_by_code", "code_digest"),
    Index("runs_by_env", "env_digest"),
    Index("runs_by_source", "source_digest"),
)

segments = Table(
    "segments",  # one for each time that a run was started or resumed
    metadata,
    of_run(),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("started", Double, nullable=False),
    Column("host", Text, nullable=False, default=""),
    Column("pid", BigInteger, nullable=False, default=0),
    # Points of earlier segments at this step and later ones are superseded; NULL supersedes none.
    Column("resumed_from_step", BigInteger),
)

tags = Table(
    "tags",
    metadata,
    of_run(),
    Column("tag", Text, primary_key=True),
    Index("tags_by_tag", "tag"),
)

config_entries = Table(
    "config_entries",  # one copy of each config, shared by all runs that have it
    metadata,
    Column("config_digest", String(64), primary_key=True),
    Column("path", Text, primary_key=True),
    Column("kind", String(16), nullable=False),  # null, bool, int, float, str, list, dict, secret, other
    Column("value_json", Text, nullable=False),
    Column("num", Double),
    Column("txt", Text),
    Column("value_hash", String(64), nullable=False),
    Index("config_entries_by_num", "path", "num"),
)
Index("config_entries_by_txt", config_entries.c.path, head_of(config_entries.c.txt))

config_keys = Table(
    "config_keys",  # what is known of a key of a run's config beside its value
    metadata,
    of_run(),
    Column("path", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("type", Text, nullable=False, default=""),
    Column("doc", Text, nullable=False, default=""),
    Column("unit", Text, nullable=False, default=""),
    Column("place", Text, nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
    Column("was_read", Boolean),  # NULL where reads were not tracked
)

config_events = Table(
    "config_events",  # the writes to each key, in order; the last written one of a path is its cause
    metadata,
    of_run(),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("path", Text, nullable=False),
    Column("op", String(16), nullable=False),  # written, skipped, inactive
    Column("phase", String(16), nullable=False),  # default, view, outside, lazy, computed, replaced
    Column("by", Text, nullable=False, default=""),  # the view or the outside source
    Column("scope", Text, nullable=False, default=""),
    Column("priority", Integer, nullable=False, default=0),
    Column("text", Text, nullable=False, default=""),  # an outside value as it was written
    Column("value_json", Text),  # NULL for a write that was not made, and for a value too long to repeat
    Column("value_hash", String(64)),
    Column("lost_to", Text, nullable=False, default=""),
    Column("condition", Text, nullable=False, default=""),
    Column("why", Text, nullable=False, default=""),
    Column("expression", Text, nullable=False, default=""),
    Column("place", Text, nullable=False, default=""),  # file:line
    Index("config_events_by_path", "run_id", "path"),
    Index("config_events_by_cause", "path", "by"),
)

view_applies = Table(
    "view_applies",  # the views that were applied, in order
    metadata,
    of_run(),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("view", Text, nullable=False),
    Column("scope", Text, nullable=False, default=""),
    Column("priority", Integer, nullable=False, default=0),
    Column("asked_by", Text, nullable=False, default=""),
    Column("code_digest", String(64)),
)

code_fingerprints = Table(
    "code_fingerprints",  # by content: a function that has not changed is stored once
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("qualname", Text, nullable=False, default=""),
    Column("module", Text, nullable=False, default=""),
    Column("file", Text, nullable=False, default=""),
    Column("line", Integer),
    Column("algorithm", Text, nullable=False, default=""),
    Column("normal_form", LargeBinary),  # UTF-8, compressed with zlib
    Column("calls_json", Text, nullable=False, default="[]"),  # digests of what it calls, with the names
    Column("details_json", Text, nullable=False, default="{}"),
)

run_codes = Table(
    "run_codes",
    metadata,
    of_run(),
    Column("trace", Text, primary_key=True),
    Column("code_digest", String(64), nullable=False),
    Index("run_codes_by_code", "trace", "code_digest"),
)

traces = Table(
    "traces",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

output_fingerprints = Table(
    "output_fingerprints",
    metadata,
    Column("run_id", Integer, primary_key=True, autoincrement=False),
    Column("trace_id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),  # 0, 1, ... within run and trace
    Column("step", BigInteger),
    Column("out", LargeBinary, nullable=False),
    Column("chain", LargeBinary, nullable=False),  # of the chain before it and this one
    Column("rounded", LargeBinary),  # the same within a tolerance
    Column("time", Double, nullable=False),
    Column("details_json", Text),
    sqlite_with_rowid=False,
)

environments = Table(
    "environments",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("python", Text, nullable=False, default=""),
    Column("platform", Text, nullable=False, default=""),
    Column("facts_json", Text, nullable=False),
)

sources = Table(
    "sources",  # the state of the working tree
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("commit", Text, nullable=False, default=""),
    Column("branch", Text, nullable=False, default=""),
    Column("remote", Text, nullable=False, default=""),
    Column("dirty", Boolean),
    Column("patch", LargeBinary),  # compressed with zlib
    Column("facts_json", Text, nullable=False, default="{}"),
)

metric_keys = Table(
    "metric_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", Integer, ForeignKey("projects.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False, default="scalar"),
    Column("unit", Text, nullable=False, default=""),
    Column("goal", String(8), nullable=False, default=""),  # min or max
    UniqueConstraint("project_id", "name"),
    Index("metric_keys_by_name", "name"),
)

points = Table(
    "points",
    metadata,
    Column("run_id", Integer, primary_key=True, autoincrement=False),
    Column("key_id", Integer, primary_key=True, autoincrement=False),
    Column("step", BigInteger, primary_key=True, autoincrement=False),
    Column("ord", Integer, primary_key=True, autoincrement=False),  # 0, 1, ... where a step repeats
    Column("segment", SmallInteger, nullable=False),
    Column("time", Double, nullable=False),
    Column("value", Double),  # NULL for nan
    Column("code", SmallInteger),  # what `value` cannot say: NAN or NEGATIVE_ZERO
    sqlite_with_rowid=False,
)
NAN, NEGATIVE_ZERO = 1, 2

summaries = Table(
    "summaries",  # of the points that are not superseded; `last` is that of the highest step
    metadata,
    Column("key_id", Integer, primary_key=True, autoincrement=False),
    Column("run_id", Integer, primary_key=True, autoincrement=False),
    Column("last", Double),  # NULL for nan, as in points
    Column("last_step", BigInteger, nullable=False),
    Column("last_time", Double, nullable=False),
    Column("min", Double),  # NULL where every point is nan
    Column("min_step", BigInteger),
    Column("max", Double),
    Column("max_step", BigInteger),
    Column("total", Double, nullable=False),  # the sum of the finite ones
    Column("number", BigInteger, nullable=False),  # of points
    Column("nans", BigInteger, nullable=False),
    Column("infs", BigInteger, nullable=False),
    Column("top_step", BigInteger, nullable=False),  # the highest of all points, superseded ones too
    Index("summaries_by_last", "key_id", "last"),
    Index("summaries_by_min", "key_id", "min"),
    Index("summaries_by_max", "key_id", "max"),
    Index("summaries_by_run", "run_id"),
    sqlite_with_rowid=False,
)

summary_values = Table(
    "summary_values",  # what `run.summary.update` was given
    metadata,
    of_run(),
    Column("name", Text, primary_key=True),
    Column("value_json", Text, nullable=False),
    Column("num", Double),
    Column("txt", Text),
    Index("summary_values_by_num", "name", "num"),
)
Index("summary_values_by_txt", summary_values.c.name, head_of(summary_values.c.txt))
