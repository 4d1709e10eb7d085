"""Which pages must not be deleted, because people have learned from them."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, ReferenceIndex

from assessments import coverage
from assessments.models import Standard
from cms.models import AcademyPage, CoursePage, LessonPage, StandardPage, StandardsPage
from training.models import Enrolment, LessonProgress, Signature


def refusal(page: Page) -> str:
    """Why this page cannot be deleted, with the number of people concerned; '' if it can."""
    page = page.specific
    if isinstance(page, AcademyPage):
        return _("The academy holds all courses of its language and cannot be deleted.")
    if isinstance(page, StandardsPage):
        return _("All standards of this language stand here; the page cannot be deleted.")
    if isinstance(page, StandardPage):
        return standard_refusal(page.standard)
    if isinstance(page, CoursePage):
        people = Enrolment.objects.filter(course=page.course_id).aggregate(n=Count("employee", distinct=True))["n"]
        sentence = ngettext(
            "“%(title)s” cannot be deleted: %(people)s person is enrolled in it. Unpublish it instead.",
            "“%(title)s” cannot be deleted: %(people)s people are enrolled in it. Unpublish it instead.",
            people,
        )
    elif isinstance(page, LessonPage):
        progress = LessonProgress.objects.filter(lesson=page.lesson_id)
        people = progress.aggregate(n=Count("enrolment__employee", distinct=True))["n"]
        sentence = ngettext(
            "“%(title)s” cannot be deleted: %(people)s person has learned from it. Unpublish it instead.",
            "“%(title)s” cannot be deleted: %(people)s people have learned from it. Unpublish it instead.",
            people,
        )
    else:
        return ""
    return sentence % {"title": page.title, "people": people} if people else ""


def standard_refusal(standard: Standard) -> str:
    """Why this standard cannot be deleted, with what refers to it; '' if nothing does."""
    uses = {kind: len(found) for kind, found in coverage.rows([standard])[0].uses.items()}
    drafts = _lesson_pages(standard) if not uses[coverage.TAUGHT] else 0
    signed = Signature.objects.filter(revision__standard=standard).aggregate(n=Count("employee", distinct=True))["n"]
    told = [
        (uses[coverage.TAUGHT], ngettext("%(n)s lesson teaches it", "%(n)s lessons teach it", uses[coverage.TAUGHT])),
        (drafts, ngettext("%(n)s page of a lesson shows it", "%(n)s pages of lessons show it", drafts)),
        (uses[coverage.TESTED], ngettext("%(n)s question tests it", "%(n)s questions test it", uses[coverage.TESTED])),
        (
            uses[coverage.OBSERVED],
            ngettext("%(n)s visit item observes it", "%(n)s visit items observe it", uses[coverage.OBSERVED]),
        ),
        (uses[coverage.MEASURED], ngettext("%(n)s KPI measures it", "%(n)s KPIs measure it", uses[coverage.MEASURED])),
        (signed, ngettext("%(n)s person signed it", "%(n)s people signed it", signed)),
    ]
    reasons = _(", ").join(sentence % {"n": number} for number, sentence in told if number)
    if not reasons:
        return ""
    return _("“%(title)s” cannot be deleted: %(uses)s. Unpublish it instead.") % {"title": standard, "uses": reasons}


def _lesson_pages(standard: Standard) -> int:
    """Pages of lessons, published or not, in which the standard stands."""
    pages = ContentType.objects.get_for_model(LessonPage)
    found = ReferenceIndex.get_references_to(standard).filter(content_type=pages)
    return int(found.values("object_id").distinct().count())
