from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now
from django.utils.translation import override

from scorecards.actions.cycles import close
from scorecards.actions.refusal import Refusal
from scorecards.models import Cycle


class Command(BaseCommand):
    help = "Close a cycle and seal its feedback: nobody can say any more who answered what."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cycle", help="the code of the cycle")

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        code = options["cycle"]
        try:
            close(Cycle.objects.get(code=code), by=None, at=now())
        except Cycle.DoesNotExist:
            raise CommandError(f"There is no cycle {code}.") from None
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"closed {code}")
