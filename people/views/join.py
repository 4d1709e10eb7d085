"""The way in with an invitation."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from foundation.limits import Limit, too_many
from people.actions import invitations
from people.forms import JoinForm
from people.models import Invitation, User

WRONG_CODES = Limit("join", amount=10, seconds=600)
BACKEND = "people.backends.PasswordBackend"


@never_cache
@sensitive_post_parameters("password")
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a password with a one-time code and be signed in."""
    if WRONG_CODES.is_reached(request):
        return too_many(request, WRONG_CODES.seconds)
    at = now()
    try:
        invitation = invitations.find(code, at=at)
        form = JoinForm(request.POST or None, owner=_owner(invitation))
        if request.method == "POST" and form.is_valid():
            user = invitations.accept(code, form.cleaned_data["password"], at=at)
            return _welcome(request, user)
    except invitations.UnknownCodeError:
        WRONG_CODES.count(request)
        return render(request, "people/join_closed.html", {"why": "unknown"}, status=404)
    except invitations.UsedCodeError:
        return render(request, "people/join_closed.html", {"why": "used"}, status=410)
    except invitations.ExpiredCodeError:
        return render(request, "people/join_closed.html", {"why": "expired"}, status=410)
    return render(request, "people/join.html", {"form": form, "employee": invitation.employee, "code": code})


def _owner(invitation: Invitation) -> User:
    """Whose password it will be, for the rules a password has to keep; not saved."""
    employee = invitation.employee
    return employee.user or User(username=employee.employee_no, name=employee.name, email=employee.email)


def _welcome(request: HttpRequest, user: User) -> HttpResponse:
    login(request, user, backend=BACKEND)
    with translation.override(user.language):
        welcome = _("Welcome, %(name)s. From now on you sign in with your number and this password.")
        messages.success(request, welcome % {"name": user.name})
    return redirect("/")
