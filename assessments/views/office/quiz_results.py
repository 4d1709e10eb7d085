"""Who reached what in a quiz: by person, unit, position, question and standard."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Case, Count, DateTimeField, IntegerField, Max, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from assessments import results_sheet
from assessments.models import Attempt, Quiz
from assessments.results import ORDERS, Gradebook, Selection
from assessments.statistics_tasks import RESULTS
from assessments.views.office.figures import number
from assessments.views.office.quiz_statistics import ROLES, OfQuiz
from foundation import audit, jobs
from foundation.views.sheets import sheet
from people.models import Employee, Position, Unit
from people.office.access import WIDE, OfficeList, OfficePage

ON_A_PAGE = 50
AT_ONCE = 5_000  # people of a sheet that somebody waits for; more are a job
OFFERED = 500  # units that a list offers; the code of any other can be typed
WAYS = {
    "person": gettext_lazy("People"),
    "unit": gettext_lazy("Units"),
    "position": gettext_lazy("Positions"),
    "question": gettext_lazy("Questions"),
    "standard": gettext_lazy("Standards"),
}


class QuizResultsList(OfficeList):
    """Every quiz that somebody has finished."""

    roles = ROLES
    model = Quiz
    page_title = gettext_lazy("Quiz results")
    header_icon = "table"
    index_url_name = "quiz_results:index"
    index_results_url_name = "quiz_results:index_results"
    search_fields = ["code", *(f"titles__{code}" for code, _name in settings.LANGUAGES)]
    default_ordering = "-last"
    no_results_message = gettext_lazy("Nobody has finished a quiz yet.")
    columns = [
        TitleColumn(
            "code",
            label=gettext_lazy("Quiz"),
            accessor=str,
            sort_key="code",
            get_url=lambda quiz: reverse("quiz_results:quiz", args=[quiz.code]),
        ),
        Column("purpose", label=gettext_lazy("Kind"), classname=WIDE, accessor="get_purpose_display"),
        Column("finished", label=gettext_lazy("Attempts"), sort_key="finished"),
        DateColumn("last", label=gettext_lazy("Last attempt"), classname=WIDE, sort_key="last"),
    ]

    def get_base_queryset(self) -> QuerySet[Quiz]:
        seen = Employee.objects.visible_to(self.request.user, localdate(), roles=ROLES)
        done = Attempt.objects.filter(percent__isnull=False, submitted_at__isnull=False, employee__in=seen)
        counted = done.order_by().values("quiz").annotate(n=Count("pk"), at=Max("submitted_at"))
        rows = {row["quiz"]: row for row in counted}  # once for all quizzes, not once for each of them
        number = [When(pk=pk, then=Value(row["n"])) for pk, row in rows.items()]
        moment = [When(pk=pk, then=Value(row["at"], DateTimeField())) for pk, row in rows.items()]
        return Quiz.objects.filter(pk__in=list(rows)).annotate(
            finished=Case(*number, default=Value(None), output_field=IntegerField()),
            last=Case(*moment, default=Value(None), output_field=DateTimeField()),
        )


class OfResults(OfQuiz):
    """The results of one quiz that the reader may see, narrowed by the query."""

    @cached_property
    def by(self) -> str:
        wanted = self.request.GET.get("by", "")
        return wanted if wanted in WAYS else "person"

    @cached_property
    def selection(self) -> Selection:
        given = {name: self.request.GET.get(name, "").strip()[:100] for name in ("words", "unit", "position", "passed")}
        return Selection(**given)

    @cached_property
    def gradebook(self) -> Gradebook:
        today = localdate()
        people = Employee.objects.visible_to(self.reader, today, roles=ROLES)
        return Gradebook(self.quiz, people, today, self.selection)


class QuizResults(OfResults, OfficePage):
    """Scores are read here: who read them is in the history."""

    template_name = "assessments/office/quiz_results.html"
    header_icon = "table"

    def get_page_title(self) -> str:
        return _("Results: %(quiz)s") % {"quiz": self.quiz}

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("quiz_results:index"), gettext_lazy("Quiz results")),)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        audit.record(request.user, "assessments.read_results", self.quiz)
        page: HttpResponse = super().get(request, *args, **kwargs)
        return page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order = self.request.GET.get("order", "number")
        whole = self.gradebook.mean()
        return super().get_context_data(
            quiz=self.quiz,
            by=self.by,
            ways=WAYS,
            selection=self.selection,
            filtered=any(asdict(self.selection).values()),
            order=order,
            whole=whole,
            mean=number(whole.mean, 2) if whole else "",
            page=self._page(order),
            units=Unit.objects.granted_to(self.reader, ROLES)[:OFFERED],
            positions=Position.objects.order_by("code"),
            **kwargs,
        )

    def _page(self, order: str) -> Any:
        wanted = self.request.GET.get("page")
        if self.by != "person":
            return Paginator(results_sheet.groups(self.gradebook, self.by), ON_A_PAGE).get_page(wanted)
        name = order.removeprefix("-")
        rows = self.gradebook.people(name if name in ORDERS else "number", order.startswith("-"))
        page: Any = Paginator(range(rows.height), ON_A_PAGE).get_page(wanted)
        page.object_list = self.gradebook.shown(rows[page.object_list])
        return page


class QuizResultsSheet(OfResults):
    """The same as a workbook; that of many people is made by a job."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        audit.record(request.user, "assessments.export_results", self.quiz, way=self.by)
        if self.by == "person" and self.gradebook.people().height > AT_ONCE:
            arguments = {"quiz": self.quiz.code, **asdict(self.selection)}
            title = _("Results of %(quiz)s") % {"quiz": self.quiz}
            return redirect("job", jobs.start_once(RESULTS, title, by=self.reader, at=now(), arguments=arguments).pk)
        rows = results_sheet.rows(self.gradebook, self.by)
        return sheet(f"results-{self.quiz.pk}-{self.by}", str(self.quiz), results_sheet.header(self.by), rows)
