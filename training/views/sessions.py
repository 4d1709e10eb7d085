"""Sessions as an employee finds them: what is offered, one's place, the way into one's calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.models import Employee, User
from training.actions import bookings as actions
from training.calendars import calendar_of
from training.models import Booking, BookingState, Session
from training.offers import offers

PAST_SHOWN = 20


@login_required
@never_cache
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """What is offered to the reader and still to come, the next one first; below it, where they have been."""
    at = now()
    seen = Session.objects.visible_to(request.user).with_places().select_related("course", "trainer")
    coming = seen.filter(ends_at__gt=at).order_by("starts_at", "pk")
    past = seen.filter(ends_at__lte=at, bookings__in=Booking.objects.own(request.user)).order_by("-starts_at", "-pk")
    listed = [offer for offer in offers(coming, request.user, at) if offer.state != "over"]
    context = {
        "offers": listed,
        "past": offers(past[:PAST_SHOWN], request.user, at),
        "learns": hasattr(request.user, "employee"),
    }
    return render(request, "training/sessions.html", context)


@login_required
@never_cache
@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: when, where, with whom, and the reader's place in it."""
    found = _seen(request, pk)
    return render(request, "training/session.html", {"offer": offers([found], request.user, now())[0]})


@login_required
@require_POST
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a place, or get in line."""
    found = _seen(request, pk)
    try:
        booking = actions.book(found.pk, _employee(request), by=_user(request), at=now())
    except actions.BookingClosedError:
        messages.error(request, _("This session has begun or does not take place. Choose another one."))
        return redirect("training:session", found.pk)
    if booking.state == BookingState.WAITING:
        messages.info(request, _("All places are taken. You are in line, and hear at once when one is free for you."))
    else:
        messages.success(request, _("You have a place. Put it into your calendar, so that nothing gets in between."))
    return redirect("training:session", found.pk)


@login_required
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a place back, or leave the line."""
    found = _seen(request, pk)
    try:
        actions.give_back(found.pk, _employee(request), by=_user(request), at=now())
    except actions.BookingClosedError:
        messages.error(request, _("The session has begun: a place can no longer be given back."))
    else:
        messages.success(request, _("You have given your place back. Thank you: somebody else can come now."))
    return redirect("training:session", found.pk)


@login_required
@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The session as a file for one's own calendar."""
    found = _seen(request, pk)
    response = HttpResponse(calendar_of(found, now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="session-{found.pk}.ics"'
    return response


def _seen(request: HttpRequest, pk: int) -> Session:
    seen = Session.objects.visible_to(request.user).with_places().select_related("course", "trainer")
    return get_object_or_404(seen, pk=pk)


def _employee(request: HttpRequest) -> Employee:
    return get_object_or_404(Employee.objects.select_related("user"), user=request.user.pk)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
