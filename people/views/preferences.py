"""Language and appearance, for anybody; remembered with the account or, without one, on the device."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from people.actions.accounts import choose_language, choose_theme
from people.adapter import CHOSEN_LANGUAGE
from people.context import THEME_COOKIE, THEMES

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


def _remembered(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    """Back to `next`, where it is a page of ours, else to the start; with the choice kept on the device."""
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        address = "/"
    response = redirect(address)
    response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response
