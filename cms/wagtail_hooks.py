"""The trainer's back office: standards, safe deletion, links inside lessons, files for readers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from assessments.models import Standard
from cms.actions.standards import remove
from cms.deletions import refusal, standard_refusal
from cms.links import CourseLinkHandler
from cms.office import hooks as office  # noqa: F401 - registers its own
from cms.office import publishing_hooks  # noqa: F401 - registers its own
from cms.outlines import may_read
from cms.standards import StandardViewSet

register_snippet(StandardViewSet)


@hooks.register("register_rich_text_features", order=100)  # after Wagtail's own, which it replaces
def link_to_lessons(features: FeatureRegistry) -> None:
    features.register_link_type(CourseLinkHandler)


@hooks.register("before_serve_document")
def keep_in_the_house(document: AbstractDocument, request: HttpRequest) -> None:
    """A file is for those who may read courses; for anybody else it is not there."""
    if not may_read(request.user):
        raise Http404


@hooks.register("before_delete_page")
def protect_learners(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, [page])


@hooks.register("before_bulk_action")
def protect_learners_from_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if action_type != "delete" or not issubclass(action.model, Page):
        return None
    return _refuse(request, objects)


@hooks.register("before_delete_snippet")
def delete_standards(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """A standard goes with its pages and revisions, or stays because something refers to it."""
    standards = [each for each in instances if isinstance(each, Standard)]
    if not standards:
        return None
    refusals = [sentence for each in standards if (sentence := standard_refusal(each))]
    for sentence in refusals:
        messages.error(request, sentence)
    if not refusals and request.method == "POST":
        for each in standards:
            remove(each, by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("“%(title)s” is deleted.") % {"title": each})
    return redirect("wagtailsnippets_assessments_standard:list") if refusals or request.method == "POST" else None


def _refuse(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    refusals = [sentence for page in pages if (sentence := refusal(page))]
    if not refusals:
        return None
    for sentence in refusals:
        messages.error(request, sentence)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
