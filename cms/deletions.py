"""Which pages must not be deleted, because people have learned from them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from cms.models import AcademyPage, CoursePage, LessonPage
from training.models import Enrolment, LessonProgress


def refusal(page: Page) -> str:
    """Why this page cannot be deleted, with the number of people concerned; '' if it can."""
    page = page.specific
    if isinstance(page, AcademyPage):
        return _("The academy holds all courses of its language and cannot be deleted.")
    if isinstance(page, CoursePage):
        people = Enrolment.objects.filter(course=page.course_id).count()
        sentence = ngettext(
            "“%(title)s” cannot be deleted: %(people)s person is enrolled in it. Unpublish it instead.",
            "“%(title)s” cannot be deleted: %(people)s people are enrolled in it. Unpublish it instead.",
            people,
        )
    elif isinstance(page, LessonPage):
        people = LessonProgress.objects.filter(lesson=page.lesson_id).count()
        sentence = ngettext(
            "“%(title)s” cannot be deleted: %(people)s person has learned from it. Unpublish it instead.",
            "“%(title)s” cannot be deleted: %(people)s people have learned from it. Unpublish it instead.",
            people,
        )
    else:
        return ""
    return sentence % {"title": page.title, "people": people} if people else ""
