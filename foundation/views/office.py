"""The frame of this floor's pages in the back office."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.generic import TemplateView
from django.views.generic.base import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from foundation.data.access import may_handle


class DataView(View):
    """For those who may handle all data; anybody else is told so, with 403."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_handle(request.user):
            return forbidden(request)
        return super().dispatch(request, *args, **kwargs)


class DataPage(DataView, WagtailAdminTemplateMixin, TemplateView):
    """A page like Wagtail's own."""

    parents: tuple[tuple[Any, Any], ...] = ()  # (url, label) between home and this page

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = [{"url": url, "label": label} for url, label in self.get_parents()]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return self.parents


def forbidden(request: HttpRequest) -> HttpResponse:
    """403 in words. Raised as an exception, Wagtail would turn it into a redirect to its home page."""
    return render(request, "403.html", status=403)
