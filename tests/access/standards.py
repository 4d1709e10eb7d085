"""A standard to sign, a page with a version that is not published, and changes: one decided, one not."""

from typing import Any

from assessments.models import Standard
from cms.models import LessonPage
from scorecards.models import Kpi
from tests.factories import AT
from training.models import Change, Course, Meaning


def make_standards(course: Course) -> dict[str, Any]:
    standard = Standard.objects.get(code="GREET-1")
    Standard.objects.filter(pk=standard.pk).update(must_sign=True)
    page = LessonPage.objects.get(lesson__course=course, lesson__code="four-principles", locale__language_code="en")
    page.title = "Said anew"
    return {
        "standard": standard,
        "kpi": Kpi.objects.first(),
        "lesson_page": page,
        "lesson_draft": page.save_revision(),
        "change": Change.objects.create(course=course, page_revision=0, published_at=AT),
        "told": Change.objects.create(
            course=course, published_at=AT, meaning=Meaning.SIGN, explanation={"en": "New."}, applied_at=AT
        ),
    }
