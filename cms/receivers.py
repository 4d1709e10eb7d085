"""What the rest of the product learns when pages are published, withdrawn, moved or deleted."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.models import CoursePage, LessonPage
from training.actions import courses


@receiver(page_published, sender=CoursePage, dispatch_uid="cms.course_published")
def take_over_course(instance: CoursePage, **kwargs: Any) -> None:
    courses.publish_course(
        instance.course_id,
        language=instance.language,
        title=instance.title,
        summary=instance.summary,
        quiz=instance.quiz,
        valid_months=instance.valid_months,
    )


@receiver(page_published, sender=LessonPage, dispatch_uid="cms.lesson_published")
def take_over_lesson(instance: LessonPage, **kwargs: Any) -> None:
    """A lesson teaches every standard that one of its published pages shows."""
    faces = LessonPage.objects.live().filter(lesson=instance.lesson_id)
    courses.publish_lesson(
        instance.lesson_id,
        language=instance.language,
        title=instance.title,
        minutes=instance.minutes,
        standards={standard for face in faces for standard in face.standards()},
    )


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


@receiver(post_page_move, sender=LessonPage, dispatch_uid="cms.lesson_moved")
def take_over_order(instance: Page, **kwargs: Any) -> None:
    """Lessons come in the order in which an author put them last, in whichever language."""
    lessons = LessonPage.objects.sibling_of(instance).order_by("path").values_list("lesson", "lesson__course")
    courses.order_lessons(lessons[0][1], [lesson for lesson, _course in lessons])
