"""What the rest of the product learns when pages are published, withdrawn, moved or deleted."""

from typing import Any

from django.db.models import ProtectedError
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from django.utils.timezone import now
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished, post_page_move

from assessments.actions import standards
from assessments.rules.standards import plain
from cms.actions.words import keep_live
from cms.bodies import blocks_of
from cms.deletions import refusal
from cms.material import material_of
from cms.models import CoursePage, LessonPage, StandardPage
from cms.models.face import Face
from cms.publications import is_news
from training.actions import changes, courses


@receiver(page_published, sender=CoursePage, dispatch_uid="cms.course_published")
def take_over_course(instance: CoursePage, revision: Revision | None = None, **kwargs: Any) -> None:
    _note_change(instance, instance.course_id, revision)
    courses.publish_course(
        instance.course_id,
        language=instance.language,
        title=instance.title,
        summary=instance.summary,
        terms=instance.terms,
    )


@receiver(page_published, sender=LessonPage, dispatch_uid="cms.lesson_published")
def take_over_lesson(instance: LessonPage, revision: Revision | None = None, **kwargs: Any) -> None:
    """A lesson teaches every standard that one of its published pages shows."""
    _note_change(instance, instance.lesson.course_id, revision)
    faces = LessonPage.objects.live().filter(lesson=instance.lesson_id)
    courses.publish_lesson(
        instance.lesson_id,
        language=instance.language,
        title=instance.title,
        minutes=instance.minutes,
        standards={standard for face in faces for standard in face.standards()},
    )
    material_of(blocks_of(instance.body))  # cuts its pictures to size, so that no learner waits for it


def _note_change(page: CoursePage | LessonPage, course_id: int, revision: Revision | None) -> None:
    """Before the course takes it over: is it news to those who know the course?"""
    if revision is not None and is_news(page, revision):
        at = page.last_published_at or now()
        changes.record_course(course_id, page_revision=revision.pk, title=page.title, language=page.language, at=at)


@receiver(page_unpublished, sender=CoursePage, dispatch_uid="cms.course_unpublished")
@receiver(post_delete, sender=CoursePage, dispatch_uid="cms.course_deleted")
def withdraw_course(instance: CoursePage, **kwargs: Any) -> None:
    if not CoursePage.objects.live().filter(course=instance.course_id).exists():
        courses.withdraw_course(instance.course_id)


@receiver(page_unpublished, sender=LessonPage, dispatch_uid="cms.lesson_unpublished")
@receiver(post_delete, sender=LessonPage, dispatch_uid="cms.lesson_deleted")
def withdraw_lesson(instance: LessonPage, **kwargs: Any) -> None:
    if not LessonPage.objects.live().filter(lesson=instance.lesson_id).exists():
        courses.withdraw_lesson(instance.lesson_id)


@receiver(page_published, sender=StandardPage, dispatch_uid="cms.standard_published")
def take_over_standard(instance: StandardPage, revision: Revision | None = None, **kwargs: Any) -> None:
    wording = standards.Wording(instance.title, instance.text, plain(instance.detail))
    at = instance.last_published_at or now()
    says = standards.publish(instance.standard_id, {instance.language: wording}, at=at)
    if says and revision:
        changes.come_from(says, page_revision=revision.pk, language=instance.language)


@receiver(page_unpublished, sender=StandardPage, dispatch_uid="cms.standard_unpublished")
@receiver(post_delete, sender=StandardPage, dispatch_uid="cms.standard_deleted")
def withdraw_standard(instance: StandardPage, **kwargs: Any) -> None:
    if not StandardPage.objects.live().filter(standard=instance.standard_id).exists():
        standards.withdraw(instance.standard_id)


@receiver(post_page_move, sender=LessonPage, dispatch_uid="cms.lesson_moved")
def take_over_order(instance: Page, **kwargs: Any) -> None:
    """Lessons come in the order in which an author put them last, in whichever language."""
    lessons = LessonPage.objects.sibling_of(instance).order_by("path").values_list("lesson", "lesson__course")
    courses.order_lessons(lessons[0][1], [lesson for lesson, _course in lessons])


@receiver(pre_delete, sender=CoursePage, dispatch_uid="cms.keep_course")
@receiver(pre_delete, sender=LessonPage, dispatch_uid="cms.keep_lesson")
@receiver(pre_delete, sender=StandardPage, dispatch_uid="cms.keep_standard")
def keep_what_people_learned_from(instance: Page, **kwargs: Any) -> None:
    """Whichever way a deletion comes: the back office has said so in a sentence before it comes to this."""
    if sentence := refusal(instance):
        raise ProtectedError(sentence, {instance})


@receiver(page_published, dispatch_uid="cms.words_published")
@receiver(page_unpublished, dispatch_uid="cms.words_withdrawn")
def keep_words(instance: Page, **kwargs: Any) -> None:
    """Readers find what they may read, and nothing else."""
    if isinstance(instance, Face):
        keep_live(instance)
