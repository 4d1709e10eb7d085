"""How each course does: the list of courses, one course in full, and the same as a workbook."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from foundation import audit
from foundation.views.sheets import Cell, sheet
from people.office.access import OfficePage
from training import course_report
from training.course_report import READERS, Group, Report
from training.models import Course
from training.rules.course_report import FEWEST, TARGET, Funnel
from training.rules.survey import FEWEST as FEWEST_ANSWERS
from training.views.surveys import QUESTIONS

STEPS = {
    "assigned": gettext_lazy("Assigned"),
    "started": pgettext_lazy("a course", "Started"),
    "learned": gettext_lazy("Lessons done"),
    "passed": gettext_lazy("Final quiz passed"),
    "practical": gettext_lazy("Practical passed"),
    "completed": gettext_lazy("Course completed"),
    "certified": gettext_lazy("Certified today"),
}


class CourseReports(OfficePage):
    """Every course with its pass rate against the target."""

    roles = READERS
    template_name = "training/office/course_reports.html"
    page_title = gettext_lazy("Course reports")
    header_icon = "table"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        funnels = course_report.funnels(self.reader, localdate())
        rows = [(course, funnels.get(course.pk, Funnel())) for course in Course.objects.all()]
        return super().get_context_data(rows=rows, target=TARGET, fewest=FEWEST, **kwargs)


class AboutCourse(OfficePage):
    roles = READERS
    header_icon = "table"

    @cached_property
    def course(self) -> Course:
        courses = Course.objects.select_related("quiz", "pretest", "rubric")
        return get_object_or_404(courses, code=self.kwargs["code"])

    @cached_property
    def counted(self) -> tuple[Report, datetime]:
        return course_report.kept_report(self.course, self.reader, localdate(), at=now())

    @property
    def report(self) -> Report:
        return self.counted[0]


class CourseReport(AboutCourse):
    """From assigned to certified, the pass rate, what was gained, and what people say."""

    template_name = "training/office/course_report.html"

    def get_page_title(self) -> str:
        return self.course.title or self.course.code

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("course_reports:index"), gettext_lazy("Course reports")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.report
        return super().get_context_data(
            course=self.course,
            report=report,
            counted_at=self.counted[1],
            steps=_steps(self.course, report.everybody),
            groups=[
                (_("By month of assignment"), "month", report.by_month),
                (_("By unit, today"), "unit", report.by_unit),
                (_("By position, today"), "position", report.by_position),
            ],
            surveys=[(each, [(QUESTIONS[each.stage][key], mean) for key, mean in each.means.items()])
                     for each in report.surveys],
            target=TARGET,
            fewest=FEWEST,
            fewest_answers=FEWEST_ANSWERS,
            **kwargs,
        )  # fmt: skip


def _steps(course: Course, funnel: Funnel) -> list[tuple[Any, int, Decimal | None]]:
    """The steps the course asks for: label, people, and their share of those assigned in percent, 1 place."""
    asked = {"passed": course.quiz_id is not None, "practical": course.rubric_id is not None}
    return [
        (label, getattr(funnel, step), funnel.share(step)) for step, label in STEPS.items() if asked.get(step, True)
    ]


class CourseReportSheet(AboutCourse):
    """Every group of the report as a row. Who took it out is in the history."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:  # type: ignore[override]
        header = [_("Grouped by"), _("Group"), *(str(label) for label in STEPS.values())]
        header += [_("Took the final quiz"), _("Pass rate (%)")]
        audit.record(request.user, "training.export_report", self.course, course=self.course.code)
        return sheet(f"course-{self.course.code}", self.course.title or self.course.code, header, self._rows())

    def _rows(self) -> Iterator[list[Cell]]:
        report = self.report
        yield _row(_("everybody"), Group(_("everybody"), report.everybody))
        for kind, groups in (
            (_("month of assignment"), report.by_month),
            (_("unit"), report.by_unit),
            (_("position"), report.by_position),
        ):
            for group in groups:
                yield _row(kind, group)


def _row(kind: str, group: Group) -> list[Cell]:
    percent = group.funnel.rate.percent
    numbers = [getattr(group.funnel, step) for step in STEPS]
    rate = _("too few to say") if percent is None else str(percent)
    return [kind, group.name or _("posted nowhere today"), *numbers, group.funnel.took, rate]
