"""manage.py load KIND FILE [--dry-run] [--errors FILE]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.utils.timezone import localdate, now

from foundation.data.dump import write_bad_rows
from foundation.data.kinds import kinds
from foundation.data.load import Outcome, load
from foundation.data.problems import Unreadable
from foundation.data.source import open_source
from foundation.management.prepared import KindCommand


class Command(KindCommand):
    help = "Take in a CSV or XLSX file: all of it, or nothing and every reason why."
    door = "loads"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE", type=Path, help="CSV (UTF-8) or XLSX with a header row")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
        parser.add_argument("--errors", metavar="FILE", type=Path, help="write the bad rows, with their errors, here")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        kind = kinds[options["kind"]]
        outcome = load(kind, path, by=None, at=now(), today=localdate(), dry_run=options["dry_run"])
        if outcome.good:
            self.stdout.write(f"created {outcome.created}, updated {outcome.updated}, unchanged {outcome.unchanged}")
        else:
            self._refuse(outcome, path, options["errors"])

    def _refuse(self, outcome: Outcome, path: Path, errors: Path | None) -> None:
        count = 0
        for bad in outcome.report.rows():
            count += 1
            self.stderr.write(bad.line(), self.style.NOTICE)
        if errors:
            self._write_errors(outcome, path, errors)
        raise CommandError(f"Nothing was written: {count} bad row{'s' if count > 1 else ''}.", returncode=1)

    def _write_errors(self, outcome: Outcome, path: Path, errors: Path) -> None:
        try:
            source = open_source(path)
        except Unreadable:
            return
        with errors.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            write_bad_rows(source, outcome.report, file)
