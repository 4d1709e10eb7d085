"""Times in the back office by the reader's own clock, as on the site."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.views.generic.base import View


class OwnTime(View):
    """Reads and shows times in `User.timezone`; Wagtail's own setting of a time zone is not asked."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        zone = getattr(request.user, "timezone", "") or str(timezone.get_current_timezone())
        with timezone.override(ZoneInfo(zone)):
            response = super().dispatch(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
        return response
