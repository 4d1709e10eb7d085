"""Whether a publication says anything else than the one before, and to whom that could be news."""

import json
from typing import Any

from wagtail.models import PageLogEntry, Revision

from assessments.actions.standards import latest_revisions, reading
from assessments.rules.standards import plain
from cms.models import CoursePage, LessonPage, StandardPage
from cms.models.face import Face

PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled")


def could_be_read(page: Face) -> bool:
    """Was the page's course, lesson or standard published in this language before?"""
    match page:
        case CoursePage():
            return bool(page.course.titles.get(page.language))
        case LessonPage():
            return bool(page.lesson.titles.get(page.language))
        case StandardPage():
            return bool(page.standard.texts.get(page.language))
    return False


def is_news(page: Face, revision: Revision) -> bool:
    """Does `revision` of the page, published now, say something else than what could be read before?"""
    if not could_be_read(page):
        return False
    if isinstance(page, StandardPage):
        return _standard_says_otherwise(page, revision.content)
    before = _published_before(page, revision)
    return before is None or said(type(page), before.content) != said(type(page), revision.content)


def _published_before(page: Face, revision: Revision) -> Revision | None:
    """The revision that was published last, by Wagtail's history; None if it is no longer kept."""
    entries = PageLogEntry.objects.filter(page=page.pk, action__in=PUBLISHED, revision__isnull=False)
    number = entries.order_by("-timestamp", "-pk").values_list("revision", flat=True).first()
    if number is None and page.live_revision_id != revision.pk:
        number = page.live_revision_id
    return Revision.objects.filter(pk=number).first()


def said(model: type[Face], content: dict[str, Any]) -> dict[str, Any]:
    """What a stored revision says to its reader, without the marks that the editor leaves in it."""
    own = [field for field in model._meta.local_fields if not field.primary_key and not field.many_to_one]
    chosen = [field for field in model._meta.local_fields if field.many_to_one and field.name != _identity(model)]
    return {field.name: _plain(content.get(field.name)) for field in (model._meta.get_field("title"), *own, *chosen)}


def _identity(model: type[Face]) -> str:
    """The field that says what the page is the face of; it never changes."""
    return {CoursePage: "course", LessonPage: "lesson", StandardPage: "standard"}[model]


def _plain(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            value = json.loads(value)
        except ValueError:
            return plain(value)
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if key != "id"}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return plain(value) if isinstance(value, str) else value


def _standard_says_otherwise(page: StandardPage, content: dict[str, Any]) -> bool:
    """Compared with the standard itself: its wording may have come in by file since the last publishing."""
    before = latest_revisions([page.standard_id]).get(page.standard_id)
    if before is None:
        return False
    told, language = reading(before), page.language
    stands = (told.titles.get(language), told.texts.get(language), plain(told.details.get(language, "")))
    return stands != (content.get("title"), content.get("text"), plain(content.get("detail") or ""))
