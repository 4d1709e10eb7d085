"""A page in the other language, begun as a copy."""

from typing import Any

from django.db import transaction
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.models import Locale, Page, Revision

from cms.models.face import Face


@transaction.atomic
def create_translation(page: Face, language: str, *, by: Any) -> Face:
    """The draft of this page in `language`, still in the words of the original; the page itself if there is one.

    It is a face of the same course, lesson or standard. A lesson whose course has no page in that language gets
    one for the course first, a draft too.
    """
    Page.objects.select_for_update().get(pk=page.pk)
    locale = Locale.objects.get(language_code=language)
    if standing := page.get_translation_or_none(locale):
        return standing.specific
    parent = page.get_parent().specific
    if parent.get_translation_or_none(locale) is None:
        create_translation(parent, language, by=by)
    latest = page.get_latest_revision_as_object()
    made: Face = CopyPageForTranslationAction(latest, locale, user=by).execute(skip_permission_checks=True)
    Revision.objects.filter(pk=made.latest_revision_id).update(user=by)  # Wagtail's action leaves it unsigned
    return made
