"""One's own cards, and a card."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scorecards import reasons
from scorecards.models import Scorecard
from scorecards.views import shown
from scorecards.views.reading import note, open_card


@login_required
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """One's own cards, the latest cycle first."""
    cards = (
        Scorecard.objects.filter(employee__user=request.user.pk)
        .select_related("cycle", "employee", "unit", "position")
        .order_by("-cycle__starts_on", "cycle__code")
    )
    rows = [(card, shown.scale(card.cycle, card.score)) for card in cards]
    return render(request, "scorecards/reviews.html", {"rows": rows})


@login_required
@require_safe
def card(request: HttpRequest, cycle: str, employee_no: str) -> HttpResponse:
    """A card: the total, its grade, its lines, and how the one is made of the others."""
    reading = open_card(request, cycle, employee_no)
    note(reading, request)
    found = reading.card
    lines = shown.shown_lines(found)
    others = (
        Scorecard.objects.filter(employee=found.employee_id)
        .exclude(pk=found.pk)
        .select_related("cycle", "employee")
        .order_by("-cycle__starts_on")
    )
    context = {
        "card": found,
        "own": reading.own,
        "groups": shown.grouped(lines),
        "top": shown.highest_cap(lines),
        "scale": shown.scale(found.cycle, found.score),
        "sum": shown.sum_of(found, lines),
        "reason": reasons.worded(found.reason) if found.reason else "",
        "others": others,
    }
    return render(request, "scorecards/card.html", context)
