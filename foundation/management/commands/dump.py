"""manage.py dump KIND [--cycle CODE] [--scheme CODE] [--quiz CODE] [--format csv|xlsx] [--output FILE]"""

import io
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any, cast

from django.core.management import CommandError

from foundation.data.dump import dump, write_csv, write_xlsx
from foundation.data.kinds import Kind, kinds
from foundation.data.problems import Wrong
from foundation.management.prepared import PreparedCommand


class Command(PreparedCommand):
    help = "Give a kind out as CSV or XLSX, its rows in the order of the keys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = sorted(kinds)
        parser.add_argument("kind", metavar="KIND", choices=names, help=", ".join(names))
        parser.add_argument("--cycle", metavar="CODE", default="", help="only what belongs to this cycle")
        parser.add_argument("--scheme", metavar="CODE", default="", help="only what belongs to this scheme")
        parser.add_argument("--quiz", metavar="CODE", default="", help="only what belongs to this quiz")
        parser.add_argument("--format", choices=["csv", "xlsx"], default="csv")
        parser.add_argument("--output", metavar="FILE", type=Path, help="instead of standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        kind = kinds[options["kind"]]()
        try:
            rows = dump(kind, cycle=options["cycle"], scheme=options["scheme"], quiz=options["quiz"])
            if options["format"] == "xlsx":
                self._workbook(kind, rows, options["output"])
            else:
                self._table(rows, options["output"])
        except Wrong as wrong:
            raise CommandError(str(wrong)) from None

    def _table(self, rows: Any, output: Path | None) -> None:
        if output:
            with output.open("w", encoding="utf-8", newline="") as file:
                write_csv(rows, file)
        else:
            write_csv(rows, cast(IO[str], _Verbatim(self.stdout)))

    def _workbook(self, kind: Kind, rows: Any, output: Path | None) -> None:
        if output:
            with output.open("wb") as file:
                write_xlsx(kind, rows, file)
            return
        whole = io.BytesIO()
        write_xlsx(kind, rows, whole)
        sys.stdout.buffer.write(whole.getvalue())


class _Verbatim(io.TextIOBase):
    """The command's output, without the line end that it adds to what has none."""

    def __init__(self, output: Any) -> None:
        self.output = output

    def write(self, text: str) -> int:
        self.output.write(text, ending="")
        return len(text)
