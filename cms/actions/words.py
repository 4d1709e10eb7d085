"""Keeps the text to search in step with the pages."""

from wagtail.models import Page

from cms.models import PageWords
from cms.models.face import Face
from cms.parts import pieces_of
from cms.words import words_of


def keep_draft(page: Face) -> None:
    """Take over what the latest revision of this page says."""
    pieces = [[piece.kind, piece.id] for piece in pieces_of(page)]
    PageWords.objects.update_or_create(page_id=page.pk, defaults={"draft": words_of(page), "pieces": pieces})


def keep_live(page: Face) -> None:
    """Take over what readers now see of this page."""
    PageWords.objects.update_or_create(page_id=page.pk, defaults={"live": words_of(page) if page.live else ""})


def keep_missing() -> int:
    """Note the words of pages that have none noted yet, at the first start after an update; answers how many."""
    pages = Page.objects.filter(words=None).specific()
    faces = [page for page in pages if isinstance(page, Face)]
    for face in faces:
        keep_draft(face.get_latest_revision_as_object())
        keep_live(face)
    return len(faces)
