"""What holds the audit trail in the database itself: its rows are added at its end, and nothing else.

Triggers refuse every other statement, whoever sends it, and rows that follow none of the trail: a chain of
another store, brought by a sync, begins anew. Who may drop them may still do as they like; then the hashes
show it (``_audit.py``).
"""

from __future__ import annotations

from sqlalchemy import DDL, event

from ato.track.store._tables_kept import audits

# In SQLite, INSERT OR REPLACE removes rows without asking the trigger of DELETE. And the id of a row that
# gets its number from the database is known only when the row is there.
_SQLITE = (
    """CREATE TRIGGER audits_not_changed BEFORE UPDATE ON audits BEGIN
    SELECT RAISE(ABORT, 'the audit trail is only added to: rows of audits are neither changed nor removed');
END""",
    """CREATE TRIGGER audits_not_removed BEFORE DELETE ON audits BEGIN
    SELECT RAISE(ABORT, 'the audit trail is only added to: rows of audits are neither changed nor removed');
END""",
    """CREATE TRIGGER audits_in_order BEFORE INSERT ON audits
WHEN NOT EXISTS (SELECT 1 FROM audits WHERE hash = NEW.previous_hash)
        AND NEW.previous_hash <> hex(zeroblob(32))
    OR EXISTS (SELECT 1 FROM audits WHERE id = NEW.id OR hash = NEW.hash)
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is only added to, at its end: the row follows none of it');
END""",
    """CREATE TRIGGER audits_at_the_end AFTER INSERT ON audits
WHEN NEW.id <> (SELECT max(id) FROM audits)
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is only added to, at its end: the row follows none of it');
END""",
)
_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION audits_not_changed() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN
    RAISE EXCEPTION 'the audit trail is only added to: rows of audits are neither changed nor removed';
END $body$""",
    """CREATE TRIGGER audits_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audits
FOR EACH STATEMENT EXECUTE FUNCTION audits_not_changed()""",
    """CREATE OR REPLACE FUNCTION audits_in_order() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN
    IF (NOT EXISTS (SELECT 1 FROM audits WHERE hash = NEW.previous_hash)
            AND NEW.previous_hash <> repeat('0', 64))
        OR EXISTS (SELECT 1 FROM audits WHERE hash = NEW.hash) OR NEW.id <= (SELECT max(id) FROM audits)
    THEN
        RAISE EXCEPTION 'the audit trail is only added to, at its end: the row follows none of it';
    END IF;
    RETURN NEW;
END $body$""",
    """CREATE TRIGGER audits_in_order BEFORE INSERT ON audits
FOR EACH ROW EXECUTE FUNCTION audits_in_order()""",
)


def guard() -> None:
    """Let the triggers be made with the table."""
    for dialect, statements in (("sqlite", _SQLITE), ("postgresql", _POSTGRESQL)):
        for statement in statements:
            made = DDL(statement)  # type: ignore[no-untyped-call]
            event.listen(audits, "after_create", made.execute_if(dialect=dialect))
