"""A whole course again, as drafts with identities of its own."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page

from cms.models import CoursePage, LessonPage
from cms.models.face import Face
from foundation import audit, jobs
from foundation.jobs import Progress
from foundation.models import Job
from training.actions import courses
from training.models import Course


@transaction.atomic
def start_copy(course: Course, *, form: UUID, by: Any, at: datetime) -> Job:
    """Have a course copied by a worker. The same form again answers the job that it started."""
    Course.objects.select_for_update().get(pk=course.pk)
    standing = Job.objects.filter(kind="copy-course", arguments__form=str(form)).first()
    if standing is not None:
        return standing
    title = gettext("Copy of “%(title)s”") % {"title": course.title or course.code}
    return jobs.start("copy-course", title, by=by, at=at, arguments={"course": course.pk, "form": str(form)})


@transaction.atomic
def copy_course(course_id: int, *, by: Any, progress: Progress) -> Course:
    """The pages of a course and of its lessons in every language once more, as drafts titled as copies.

    What is published is copied as it is published, what is a draft as it was last saved. The copy has a course and
    lessons of its own; enrolments, progress and certificates stay with the original.
    """
    original = Course.objects.get(pk=course_id)
    faces = list(CoursePage.objects.filter(course=original).order_by("locale__language_code"))
    lessons = list(LessonPage.objects.filter(lesson__course=original).order_by("lesson__order", "path"))
    keys: dict[tuple[str, int], UUID] = {}
    made: dict[int, CoursePage] = {}
    same: dict[int, int] = {}  # lesson → the lesson of its copy
    for done, page in enumerate([*faces, *lessons], start=1):
        if isinstance(page, CoursePage):
            key = keys.setdefault(("course", page.course_id), uuid4())
            parent: Page = page.get_parent().specific
            made[page.locale_id] = _copy(page, parent, key, by, title=_title(page))
        elif page.locale_id in made:
            key = keys.setdefault(("lesson", page.lesson_id), uuid4())
            copy = _copy(page, CoursePage.objects.get(pk=made[page.locale_id].pk), key, by)
            same[page.lesson_id] = copy.lesson_id
        progress(done, len(faces) + len(lessons))
    copied = Course.objects.get(pages__in=[page.pk for page in made.values()][:1])
    courses.order_lessons(copied.pk, list(same.values()))
    audit.record(by, "cms.copy_course", copied, original=original.code, copy=copied.code)
    return copied


def _title(page: CoursePage) -> str:
    with override(page.language):
        return (gettext("%(title)s (copy)") % {"title": page.title})[:255]


def _copy(page: Any, parent: Page, key: UUID, by: Any, **changed: Any) -> Any:
    source: Face = page if page.live else page.get_latest_revision_as_object()
    changes = {"translation_key": key, "go_live_at": None, "expire_at": None, "locked": False, **changed}
    if "title" in changed:
        changes |= {"draft_title": changed["title"], "slug": _free_slug(parent, f"{page.slug[:60]}-copy")}
    action = CopyPageAction(source, to=parent, update_attrs=changes, copy_revisions=False, keep_live=False, user=by)
    return action.execute(skip_permission_checks=True)


def _free_slug(parent: Page, stem: str) -> str:
    taken = set(parent.get_children().filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 2
    slug = stem
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
