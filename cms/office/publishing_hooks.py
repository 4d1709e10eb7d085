"""Where a changed page is published with a meaning; cms.wagtail_hooks imports this."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from wagtail import hooks
from wagtail.models import Page

from cms.office.publishing import PublishChange, ask_for_meaning


@hooks.register("before_publish_page")
def say_what_it_means(request: HttpRequest, page: Page) -> HttpResponse | None:
    return ask_for_meaning(request, page)


@hooks.register("register_admin_urls")
def publishing_urls() -> list[object]:
    return [path("changes/<int:page>/<int:revision>/", PublishChange.as_view(), name="publish_change")]
