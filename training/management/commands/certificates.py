"""manage.py certificates export --course CODE --output FILE.zip [--unit CODE] [--from DAY] [--until DAY]
manage.py certificates key
"""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.utils.timezone import localdate

from foundation.management.prepared import PreparedCommand
from people.models import Unit
from training.archive import write_archive
from training.badges.keys import new_seed
from training.models import Certificate, Course
from training.selection import Selection


class Command(PreparedCommand):
    help = "Give certificates out as one ZIP, or make a key for BADGE_KEY."

    def add_arguments(self, parser: ArgumentParser) -> None:
        wanted = parser.add_subparsers(dest="wanted", required=True)
        export = wanted.add_parser("export", help="the certificates of a course as one ZIP with an index")
        export.add_argument("--course", metavar="CODE", required=True, help="the code of the course")
        export.add_argument("--output", metavar="FILE.zip", type=Path, required=True)
        export.add_argument("--unit", metavar="CODE", default="", help="only people who work there today, or below")
        export.add_argument("--from", metavar="DAY", dest="first", type=_day, help="issued on this day or later")
        export.add_argument("--until", metavar="DAY", dest="last", type=_day, help="issued on this day or earlier")
        wanted.add_parser("key", help="print a new value for BADGE_KEY")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["wanted"] == "key":
            self.stdout.write(new_seed())
            return
        course, unit, output = options["course"], options["unit"], options["output"]
        if not Course.objects.filter(code=course).exists():
            raise CommandError(f"There is no course {course}.")
        if unit and not Unit.objects.filter(code=unit).exists():
            raise CommandError(f"There is no unit {unit}.")
        if not output.parent.is_dir():
            raise CommandError(f"There is no folder {output.parent}.")
        selection = Selection(thing=course, unit=unit, issued_from=options["first"], issued_until=options["last"])
        partial = output.with_name(f"{output.name}.partial")
        try:
            with partial.open("w+b") as file:
                count = write_archive(selection.narrow(Certificate.objects.all(), localdate()), file)
            partial.replace(output)
        finally:
            partial.unlink(missing_ok=True)
        self.stdout.write(f"{count} certificates in {output}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is not a day such as 2026-03-01.") from None
