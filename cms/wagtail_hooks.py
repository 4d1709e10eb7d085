"""The trainer's back office: standards, safe deletion, links inside lessons, files for readers, no moderation."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from cms.deletions import refusal
from cms.links import CourseLinkHandler
from cms.outlines import may_read
from cms.standards import StandardViewSet

register_snippet(StandardViewSet)

MODERATION = ("action-submit", "action-restart-workflow", "action-cancel-workflow")


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


def _refuse(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    refusals = [sentence for page in pages if (sentence := refusal(page))]
    if not refusals:
        return None
    for sentence in refusals:
        messages.error(request, sentence)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


@hooks.register("construct_page_action_menu")
def leave_out_moderation(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Who may publish publishes; there is no second pair of eyes to wait for."""
    items[:] = [item for item in items if item.name not in MODERATION]
