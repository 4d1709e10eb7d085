"""Attendance in the back office: the trainer's list, and the screen with the code."""

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training import attendance_codes
from training.actions import attendance
from training.actions.sessions import CancelledError
from training.models import BookingState, Session
from training.rules import booking as rules
from training.views.office.sessions import AboutSession

TICKS = {"present": True, "absent": False}


class SaveAttendance(AboutSession):
    """The list as it was ticked. Sent twice, the second time changes nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            changed = attendance.save_list(self.session.pk, _ticks(request), by=self.reader, at=now())
        except attendance.NotNowError:
            messages.error(request, _("The list opens 30 minutes before the session begins."))
        except CancelledError:
            messages.error(request, _("This session has been called off. There is nobody to tick."))
        else:
            sentence = ngettext("Saved: %(n)s person changed.", "Saved: %(n)s people changed.", len(changed))
            messages.success(request, sentence % {"n": len(changed)} if changed else _("Saved. Nothing was new."))
        return self.back()


def _ticks(request: HttpRequest) -> dict[int, bool]:
    """Booking → there or not, of those who were ticked."""
    named = {name.removeprefix("b-"): value for name, value in request.POST.items() if name.startswith("b-")}
    return {
        int(pk): TICKS[value]
        for pk, value in named.items()
        if pk.isascii() and pk.isdecimal() and len(pk) < 19 and value in TICKS
    }


class Screen(AboutSession):
    """For the wall: the code to scan, large, and who is there already. It renews itself."""

    template_name = "training/office/screen.html"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        template = "training/office/screen_now.html" if "now" in request.GET else self.template_name
        return render(request, template, screen_of(self.session))


def screen_of(session: Session) -> dict[str, object]:
    """What the screen shows at this moment: a code only while attendance is taken."""
    at = now()
    there = session.bookings.filter(state=BookingState.ATTENDED).select_related("employee").order_by("-attended_at")
    opened = not session.cancelled_at and rules.door_is_open(session.starts_at, session.ends_at, at)
    return {
        "session": session,
        "there": list(there),
        "expected": session.bookings.filter(state=BookingState.BOOKED).count(),
        "qr": _drawn(session) if opened else None,
        "early": at < session.starts_at,
        "opens_at": session.starts_at - rules.DOOR,
    }


def _drawn(session: Session) -> SafeString:
    address = settings.SITE_URL + reverse("training:attend", args=[attendance_codes.write(session, now())])
    symbol = segno.make(address, error="m", micro=False)
    svg = symbol.svg_inline(border=2, omitsize=True, dark="#26211c", light="#ffffff")
    return mark_safe(svg)  # noqa: S308 - drawn by us from an address of ours
