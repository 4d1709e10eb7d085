"""The door behind the code on the trainer's screen: one tap says that somebody is there."""

from datetime import datetime, timedelta

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.models import Employee, User
from training import attendance_codes
from training.actions import attendance
from training.actions.sessions import CancelledError
from training.models import Booking, BookingState, Session

SCANNED = "scanned-attendance"  # in the visitor's session: the code, and when it was scanned in its time
PATIENCE = timedelta(minutes=10)  # so long signing in may take between the scan and the tap


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attend(request: HttpRequest, code: str) -> HttpResponse:
    """A code counts if it was scanned in its time; after that there are ten minutes to sign in and tap."""
    at = now()
    try:
        session = _scanned(request, code, at)
    except attendance_codes.WrongCodeError:
        return _sentence(request, _("This is not a code of ours. Scan the one on the trainer's screen."), 404)
    except attendance_codes.OldCodeError:
        return _sentence(request, _("This code is no longer current. Scan the one on the screen now."), 410)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    employee = Employee.objects.filter(user=request.user.pk).first()
    if employee is None:
        sentence = _("Attendance is for employees. Your account has no employee record.")
        return _sentence(request, sentence, 403, session)
    if request.method == "POST":
        return _confirm(request, session, employee, at)
    there = Booking.objects.filter(session=session, employee=employee, state=BookingState.ATTENDED).first()
    return render(request, "training/attend.html", {"session": session, "there": there, "code": code})


def _scanned(request: HttpRequest, code: str, at: datetime) -> Session:
    """The session of a code that is current, or that this visitor scanned while it was."""
    try:
        session = attendance_codes.read(code, at)
    except attendance_codes.OldCodeError as old:
        kept = request.session.get(SCANNED, {})
        if kept.get("code") == code and at - datetime.fromisoformat(kept["at"]) <= PATIENCE:
            return old.session
        raise
    if request.session.get(SCANNED, {}).get("code") != code:
        request.session[SCANNED] = {"code": code, "at": at.isoformat()}
    return session


def _confirm(request: HttpRequest, session: Session, employee: Employee, at: datetime) -> HttpResponse:
    assert isinstance(request.user, User)
    try:
        attendance.confirm(session.pk, employee, by=request.user, at=at)
    except attendance.NotNowError:
        sentence = _("Attendance is taken from 30 minutes before the session until 30 minutes after it.")
        return _sentence(request, sentence, 409, session)
    except attendance.FullError:
        sentence = _("You have no place in this session, and none is free. Speak to the trainer.")
        return _sentence(request, sentence, 409, session)
    except CancelledError:
        return _sentence(request, _("This session does not take place."), 409, session)
    return redirect(request.get_full_path())


def _sentence(request: HttpRequest, sentence: str, status: int, session: Session | None = None) -> HttpResponse:
    return render(request, "training/attend.html", {"refusal": sentence, "session": session}, status=status)
