"""Where a page must not go, said in a sentence before Wagtail's bare refusal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.models import CoursePage, LessonPage


def move_refusal(page: Page, destination: Page) -> str:
    """Why this page cannot go under that one; '' if it can."""
    page, destination = page.specific, destination.specific
    if page.is_child_of(destination) or page.can_move_to(destination):
        return ""
    told = {"title": page.title, "destination": destination.title}
    if isinstance(destination, LessonPage):
        return _("“%(title)s” cannot go under “%(destination)s”: a lesson has no pages below it.") % told
    if isinstance(page, LessonPage) and isinstance(destination, CoursePage):
        return (
            _(
                "“%(title)s” cannot go to the course “%(destination)s”: what people learned from it belongs to its own "
                "course. Copy it there instead; the copy starts afresh."
            )
            % told
        )
    if isinstance(page, LessonPage):
        return _("“%(title)s” is a lesson and stays in its course.") % told
    if page.locale_id != destination.locale_id and destination.depth > 1:
        return _("“%(title)s” cannot go to another language. Create its translation instead.") % told
    return _("“%(title)s” cannot go under “%(destination)s”: pages of this kind do not stand there.") % told


def refuse_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    sentence = move_refusal(page, destination)
    if not sentence:
        return None
    messages.error(request, sentence)
    return redirect("wagtailadmin_explore", page.get_parent().pk)
