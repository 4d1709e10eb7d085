"""Opening a card: who may, and the line that HR's look at somebody else's card leaves in the history."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from foundation import audit
from people.models import Employee, Role
from scorecards.models import Scorecard


@dataclass(frozen=True, slots=True)
class Reading:
    """A card, and as whom it is read."""

    card: Scorecard
    own: bool
    by_hr: bool  # through an HR grant: sees who loaded a file, and is recorded


def open_card(request: HttpRequest, cycle: str, employee_no: str) -> Reading:
    """The card if the reader may see it, else 404: out of sight, a card does not exist.

    Asks about this one person: the same rule as Scorecard.visible_to, without listing everybody.
    """
    cards = Scorecard.objects.select_related("cycle", "employee", "unit", "position", "plan")
    card = get_object_or_404(cards, cycle__code=cycle, employee__employee_no=employee_no)
    person = Employee.objects.filter(pk=card.employee_id)
    if not person.visible_to(request.user).exists():
        raise Http404
    own = card.employee.user_id == request.user.pk
    return Reading(card, own, not own and person.visible_to(request.user, roles=(Role.HR,)).exists())


def note(reading: Reading, request: HttpRequest, **data: object) -> None:
    """Record, once for each page opened, that HR has read another person's card."""
    if reading.by_hr:
        audit.record(request.user, "scorecards.read", reading.card, **data)
