from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Sum
from django.utils.timezone import now
from django.utils.translation import override

from scorecards.actions.pay import pay
from scorecards.actions.refusal import Refusal
from scorecards.models import Payout, Scheme


class Command(BaseCommand):
    help = "Compute or recompute the payouts of an incentive scheme."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("scheme", help="the code of the scheme")

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        code = options["scheme"]
        try:
            scheme = Scheme.objects.get(code=code)
            payouts = pay(scheme, by=None, at=now())
        except Scheme.DoesNotExist:
            raise CommandError(f"There is no scheme {code}.") from None
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        paid = Payout.objects.filter(scheme=scheme).aggregate(sum=Sum("payout", default=0))["sum"]
        self.stdout.write(f"computed {payouts} payouts, {paid:.{scheme.minor_digits}f} {scheme.currency} in all")
