"""`manage.py load_content`: the shipped standards, quizzes and courses, published in every language."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from cms.actions.load import load
from cms.sources import SourceError, read_content


class Command(BaseCommand):
    help = "Load the standards, quizzes and courses in content/. What was changed in the back office is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="folder", default=str(settings.BASE_DIR / "content"), metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tallies = load(read_content(Path(options["folder"]).resolve()), at=now())
        except SourceError as wrong:
            raise CommandError(str(wrong)) from None
        for kind, tally in tallies.items():
            self.stdout.write(f"{kind}: {tally}")
            for key in tally.kept:
                self.stdout.write(f"  kept {key}: it was changed, moved out or deleted in the back office")
