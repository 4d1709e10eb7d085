from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now
from django.utils.translation import override

from scorecards.actions.refusal import Refusal
from scorecards.actions.score import score
from scorecards.models import Cycle, Scorecard


class Command(BaseCommand):
    help = "Compute or recompute the scorecards of a cycle."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cycle", help="the code of the cycle")

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        code = options["cycle"]
        try:
            cycle = Cycle.objects.get(code=code)
            cards = score(cycle, by=None, at=now())
        except Cycle.DoesNotExist:
            raise CommandError(f"There is no cycle {code}.") from None
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        scored = Scorecard.objects.filter(cycle=cycle, status=Scorecard.Status.SCORED).count()
        incomplete = f", {cards - scored} incomplete" if scored < cards else ""
        self.stdout.write(f"scored {scored} of {cards} cards{incomplete}")
