"""A database with the schema of today, made once for each schema and copied by every process of the tests.

    python -m tests.databases

makes it beforehand, while something else keeps the other processor busy.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection


def fingerprint() -> str:
    """Of the migrations, ours and those of the libraries."""
    digest = hashlib.sha256((settings.BASE_DIR / "requirements" / "base.txt").read_bytes())
    for path in sorted(settings.BASE_DIR.glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """The processes of the tests come in one after the other."""
    folder = Path(settings.VAR_DIR) / "test-databases"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def template() -> Path:
    """Where the database with the schema of today is, if it has been made."""
    return Path(settings.VAR_DIR) / "test-databases" / f"{fingerprint()}.sqlite3"


def migrated() -> Path:
    """An SQLite database that is migrated and otherwise empty; the connection points to it if it was made now."""
    with one_at_a_time():
        if not template().exists():
            partial = template().with_suffix(".partial")
            partial.unlink(missing_ok=True)
            connection.settings_dict["NAME"] = str(partial)
            call_command("migrate", verbosity=0)
            connection.close()
            partial.replace(template())
        return template()


if __name__ == "__main__":
    import django

    django.setup()
    migrated()
