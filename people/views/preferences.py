"""Language and appearance, for anybody; remembered with the account or, without one, on the device."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.actions.accounts import choose_language, choose_reminders, choose_theme, choose_time_zone
from people.adapter import CHOSEN_LANGUAGE
from people.context import THEME_COOKIE, THEMES
from people.models import User

YEAR = 365 * 24 * 3600  # seconds


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak the posted `language` from now on, and go back to `next`."""
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        choose_language(request.user, wanted)
    else:
        request.session[CHOSEN_LANGUAGE] = wanted
    return _remembered(request, settings.LANGUAGE_COOKIE_NAME, wanted)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Look as the posted `theme` says from now on, and go back to `next`."""
    wanted = request.POST.get("theme", "")
    if wanted not in THEMES:
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        choose_theme(request.user, wanted)
    return _remembered(request, THEME_COOKIE, wanted)


@require_POST
@login_required
def time_zone(request: HttpRequest) -> HttpResponse:
    """Tell times by the posted `timezone` from now on."""
    assert isinstance(request.user, User)
    try:
        choose_time_zone(request.user, request.POST.get("timezone", ""))
    except ValueError:
        return HttpResponseBadRequest()
    messages.success(request, _("Times are now those of %(zone)s.") % {"zone": request.user.timezone})
    return redirect("people:me")


@require_POST
@login_required
def reminders(request: HttpRequest) -> HttpResponse:
    """Mail reminders, or stop: `wanted` is yes or no."""
    assert isinstance(request.user, User)
    choose_reminders(request.user, request.POST.get("wanted") == "yes")
    return redirect("people:me")


def _remembered(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    """Back to `next`, where it is a page of ours, else to the start; with the choice kept on the device."""
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        address = "/"
    response = redirect(address)
    response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response
