"""Quizzes in the back office: the list, and one quiz as its author wants it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from assessments.actions import quizzes
from assessments.models import Attempt, Quiz, QuizDraw, QuizItem, QuizPurpose
from assessments.rules.openings import Hours
from assessments.views.office.quiz_sheet import QuizSheet, search, with_questions
from people.models import Role
from people.office.access import WIDE, OfficeList, OfficePage, RoleRequired

ROLES = (Role.TRAINER, Role.HR)


def written() -> QuerySet[Quiz]:
    """The quizzes that are written and sat here."""
    return Quiz.objects.exclude(purpose=QuizPurpose.ELSEWHERE)


class QuizList(OfficeList):
    roles = ROLES
    model = Quiz
    page_title = gettext_lazy("Quizzes")
    header_icon = "help"
    index_url_name = "quiz_office:index"
    index_results_url_name = "quiz_office:index_results"
    search_fields = ["code", *(f"titles__{code}" for code, _name in settings.LANGUAGES)]
    default_ordering = "code"
    no_results_message = gettext_lazy("No quiz yet. Write one: choose questions, or let each attempt draw its own.")
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Quiz"),
            accessor=str,
            get_url=lambda quiz: reverse("quiz_office:quiz", args=[quiz.pk]),
        ),
        Column("code", label=gettext_lazy("Code"), classname=WIDE, sort_key="code"),
        Column("purpose", label=gettext_lazy("Purpose"), accessor="get_purpose_display"),
        Column("asks", label=gettext_lazy("Questions"), accessor=lambda quiz: quiz.fixed + quiz.drawn, classname=WIDE),
        Column("state", label=gettext_lazy("State"), accessor=lambda quiz: state(quiz)),
        Column("sat", label=gettext_lazy("Attempts"), classname=WIDE, sort_key="sat"),
    ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Write a quiz"), url=reverse("quiz_office:new"), icon_name="plus", priority=10)]

    def get_base_queryset(self) -> QuerySet[Quiz]:
        return written().annotate(
            fixed=_of_quiz(QuizItem.objects.all(), Count("pk")),
            drawn=_of_quiz(QuizDraw.objects.all(), Sum("count")),
            sat=_of_quiz(Attempt.objects.all(), Count("pk")),
        )


def _of_quiz(rows: QuerySet[Any], what: Any) -> Coalesce:
    made = rows.filter(quiz=OuterRef("pk")).order_by().values("quiz").annotate(n=what).values("n")
    return Coalesce(Subquery(made, output_field=IntegerField()), 0)


def state(quiz: Quiz) -> str:
    """Whether it can be sat now, in a word."""
    hours, at = Hours(quiz.opens_at, quiz.closes_at), now()
    return _("not open yet") if hours.before(at) else _("closed") if hours.over(at) else _("open")


class OfQuizSheet(RoleRequired):
    roles = ROLES

    @cached_property
    def quiz(self) -> Quiz | None:
        return get_object_or_404(written(), pk=self.kwargs["pk"]) if "pk" in self.kwargs else None


class EditQuiz(OfQuizSheet, OfficePage):
    """One page for everything. Searching, adding and counting come back to it with all that was entered."""

    template_name = "assessments/office/quiz.html"
    header_icon = "help"

    def get_page_title(self) -> Any:
        return str(self.quiz) if self.quiz else _("Write a quiz")

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("quiz_office:index"), gettext_lazy("Quizzes")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = kwargs.pop("sheet", None) or QuizSheet(self.quiz)
        sheet.count()
        words = self.request.POST.get("words", "")[:200]
        sat = self.quiz.attempts.all() if self.quiz else Attempt.objects.none()
        return super().get_context_data(
            sheet=sheet,
            quiz=self.quiz,
            words=words,
            found=search(words, sheet.faces) if words.strip() else None,
            live=sat.filter(submitted_at=None).count(),
            handed_in=sat.filter(submitted_at__isnull=False).count(),
            count_url=reverse("quiz_office:count", args=[self.quiz.pk] if self.quiz else []),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "add" in request.POST:
            given = with_questions(request.POST, request.POST.getlist("take"))
            return self.again(QuizSheet(self.quiz, given, quiet=True))
        if self._searches(request):
            return self.again(QuizSheet(self.quiz, request.POST, quiet=True))
        sheet = QuizSheet(self.quiz, request.POST)
        if not sheet.is_valid():
            return self.again(sheet, 422)
        try:
            quiz = quizzes.save(sheet.draft, seen=sheet.seen, by=self.reader)
        except quizzes.QuizRefused as refusal:
            sheet.problems = refusal.sentences
            return self.again(sheet, 409)
        messages.success(request, _("“%(quiz)s” is saved. It holds for attempts begun from now on.") % {"quiz": quiz})
        return redirect("quiz_office:quiz", quiz.pk)

    def _searches(self, request: HttpRequest) -> bool:
        """Is a search or a count asked for? Enter in the field for words searches, anywhere else it saves."""
        words, before = request.POST.get("words", "").strip(), request.POST.get("words_before", "").strip()
        return (
            "find" in request.POST or "count" in request.POST or ("enter" in request.POST and words not in ("", before))
        )

    def again(self, sheet: QuizSheet, status: int = 200) -> HttpResponse:
        return self.render_to_response(self.get_context_data(sheet=sheet), status=status)


class CountBank(OfQuizSheet):
    """What the bank holds for the draws of a sheet as it is filled in at this moment. Writes nothing."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        sheet = QuizSheet(self.quiz, request.POST, quiet=True)
        sheet.count()
        told = {form.prefix: form.told for form in sheet.draws}
        return JsonResponse({"draws": told, "problems": sheet.problems, "total": sheet.total})
