"""The database refuses overlapping postings: an exclusion constraint on PostgreSQL, triggers on SQLite."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

POSTGRESQL = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE people_posting ADD CONSTRAINT posting_no_overlap
    EXCLUDE USING gist (employee_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&);
"""

SQLITE = """
CREATE TRIGGER posting_no_overlap_{event} BEFORE {event} ON people_posting
WHEN EXISTS (
    SELECT 1 FROM people_posting p
    WHERE p.employee_id = NEW.employee_id AND p.id IS NOT NEW.id
      AND p.starts_on <= COALESCE(NEW.ends_on, '9999-12-31')
      AND COALESCE(p.ends_on, '9999-12-31') >= NEW.starts_on
)
BEGIN SELECT RAISE(ABORT, 'posting_no_overlap'); END
"""


def forbid(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL)
    else:
        for event in ("INSERT", "UPDATE"):
            editor.execute(SQLITE.format(event=event))


def allow(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE people_posting DROP CONSTRAINT posting_no_overlap")
    else:
        for event in ("INSERT", "UPDATE"):
            editor.execute(f"DROP TRIGGER posting_no_overlap_{event}")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
