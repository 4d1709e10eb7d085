from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now
from django.utils.translation import override

from scorecards.actions.cycles import reopen
from scorecards.actions.refusal import Refusal
from scorecards.models import Cycle


class Command(BaseCommand):
    help = "Open a closed cycle again. Its feedback stays sealed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cycle", help="the code of the cycle")
        parser.add_argument("--reason", required=True, help="why, for the history")

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        code = options["cycle"]
        try:
            reopen(Cycle.objects.get(code=code), by=None, at=now(), reason=options["reason"])
        except Cycle.DoesNotExist:
            raise CommandError(f"There is no cycle {code}.") from None
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"reopened {code}")
