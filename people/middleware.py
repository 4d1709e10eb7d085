"""The person's language on every device, their time of day, and the door of the back office."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation


class PersonalLanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class PersonalTimeZoneMiddleware:
    """Days and times are those of the person's own clock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(ZoneInfo(request.user.timezone)):
            return self.get_response(request)


# Wagtail writes scripts and styles into its pages; nobody else's server is called from there either.
OFFICE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)


class BackOfficeMiddleware:
    """403 for somebody signed in who has no business in the back office.

    Wagtail would send them to the sign-in page, which sends people who are signed in back again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(self.prefix):
            response.setdefault("Content-Security-Policy", OFFICE_POLICY)
        return response

    def process_view(self, request: HttpRequest, *view: object) -> None:
        if not request.path.startswith(self.prefix) or not request.user.is_authenticated:
            return
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
