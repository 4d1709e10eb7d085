"""Commands that people and scripts talk to: in English, against a database that is ready."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, call_command
from django.db import connection
from django.utils import translation


class PreparedCommand(BaseCommand):
    """Speaks English whatever LANGUAGE_CODE says, and lays out an empty database before it starts.

    The checks of the whole project are left to `manage.py check`: they would take longer than most loads.
    """

    requires_system_checks: list[str] = []

    def execute(self, *args: Any, **options: Any) -> Any:
        with translation.override("en"):
            if not connection.introspection.table_names():
                call_command("migrate", verbosity=0, interactive=False)
            return super().execute(*args, **options)


class KindCommand(PreparedCommand):
    """A command whose first argument is a kind."""

    door = ""  # "loads" or "dumps"

    def add_arguments(self, parser: ArgumentParser) -> None:
        from foundation.data.kinds import kinds

        names = sorted(name for name, kind in kinds.items() if getattr(kind._meta, self.door))
        parser.add_argument("kind", metavar="KIND", choices=names, help=", ".join(names))
