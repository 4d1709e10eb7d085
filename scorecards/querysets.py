from typing import TYPE_CHECKING, Any, Self

from django.db.models import QuerySet

from people.models import Employee

if TYPE_CHECKING:
    from people.models import User
    from scorecards.models import Payout, Scorecard


class ScorecardQuerySet(QuerySet["Scorecard"]):
    def visible_to(self, user: "User | Any") -> Self:
        """One's own cards, a manager's team's, and for HR those of their units; nobody else's."""
        return self.filter(employee__in=Employee.objects.visible_to(user))


class PayoutQuerySet(QuerySet["Payout"]):
    def visible_to(self, user: "User | Any") -> Self:
        """One's own payouts, and for HR those of their units. A manager sees no pay."""
        return self.filter(employee__in=Employee.objects.visible_to(user, roles=("hr",)))
