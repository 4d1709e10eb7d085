"""The question bank: every question, found by what it says and what it is about."""

from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from assessments import courses
from assessments.models import (
    AttemptItem,
    Competency,
    Difficulty,
    Question,
    QuestionKind,
    QuestionVersion,
    QuizItem,
    Standard,
)
from assessments.types.wordings import plain
from assessments.views.office.question_editor import ROLES
from assessments.views.office.question_form import named
from assessments.views.office.question_parts.rows import LANGUAGES
from people.office.access import WIDE, OfficeList

LINE = 110  # characters of a stem in the list


def _courses(_request: HttpRequest) -> list[tuple[str, str]]:
    return [(code, named(code, title)) for code, title in courses.names().items()]


class CourseFilter(django_filters.ChoiceFilter):
    """Asks for the courses when it is shown, not when the program starts."""

    @property
    def field(self) -> Any:
        self.extra["choices"] = _courses(self.parent.request)
        return super().field


class QuestionFilters(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=QuestionKind.choices)
    standard = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Standard"), queryset=Standard.objects.all(), field_name="standards", to_field_name="code"
    )
    competency = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Competency"), queryset=Competency.objects.all(), field_name="competencies",
        to_field_name="code",
    )  # fmt: skip
    course = CourseFilter(label=gettext_lazy("Course"), choices=[])
    difficulty = django_filters.ChoiceFilter(label=gettext_lazy("Difficulty"), choices=Difficulty.choices)
    language = django_filters.ChoiceFilter(label=gettext_lazy("Written in"), choices=LANGUAGES, method="written_in")
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), method="in_state",
        choices=[("used", gettext_lazy("in use")), ("retired", gettext_lazy("retired"))],
    )  # fmt: skip
    use = django_filters.ChoiceFilter(
        label=gettext_lazy("Used"), method="used",
        choices=[
            ("quiz", gettext_lazy("fixed in a quiz")),
            ("answered", gettext_lazy("answered before")),
            ("never", gettext_lazy("neither")),
        ],
    )  # fmt: skip

    class Meta:
        model = Question
        fields: list[str] = []

    def written_in(self, queryset: QuerySet[Question], _name: str, language: str) -> QuerySet[Question]:
        written = QuestionVersion.objects.newest().filter(question=OuterRef("pk"), wording__has_key=language)
        return queryset.filter(Exists(written))

    def in_state(self, queryset: QuerySet[Question], _name: str, state: str) -> QuerySet[Question]:
        return queryset.filter(retired_at__isnull=state == "used")

    def used(self, queryset: QuerySet[Question], _name: str, use: str) -> QuerySet[Question]:
        placed = Exists(QuizItem.objects.filter(question=OuterRef("pk")))
        answered = Exists(AttemptItem.objects.filter(question=OuterRef("pk")))
        match use:
            case "quiz":
                return queryset.filter(placed)
            case "answered":
                return queryset.filter(answered)
        return queryset.filter(~placed, ~answered)


class TickColumn(Column):
    """A box that chooses the row for the form below the table."""

    cell_template_name = "assessments/office/question_tick.html"


class QuestionBank(OfficeList):
    roles = ROLES
    model = Question
    template_name = "assessments/office/questions.html"
    results_template_name = "assessments/office/questions_results.html"
    page_title = gettext_lazy("Questions")
    header_icon = "help"
    index_url_name = "question_bank:index"
    index_results_url_name = "question_bank:index_results"
    is_searchable = True
    filterset_class = QuestionFilters
    default_ordering = "code"
    no_results_message = gettext_lazy("No question is found. Take away a filter, or write one.")
    columns = [
        TickColumn("tick", label="", accessor="pk"),
        TitleColumn(
            "stem",
            label=gettext_lazy("Question"),
            accessor=lambda question: line(question),
            get_url=lambda question: reverse("question_bank:question", args=[question.pk]),
        ),
        Column("code", label=gettext_lazy("Code"), sort_key="code", classname=WIDE),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column(
            "standards", label=gettext_lazy("Standards"), accessor=lambda question: _standards(question), classname=WIDE
        ),
        Column(
            "difficulty", label=gettext_lazy("Difficulty"), accessor="get_difficulty_display", classname=WIDE,
            sort_key="difficulty",
        ),
        Column("version", label=gettext_lazy("Version"), accessor="last_number", classname=WIDE),
        Column(
            "state", label=gettext_lazy("State"), accessor=lambda question: _state(question), classname="bank-state"
        ),
    ]  # fmt: skip

    @cached_property
    def header_buttons(self) -> list[Button]:
        return [HeaderButton(_("Write a question"), url=reverse("question_bank:kinds"), icon_name="plus", priority=10)]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [
            *super().header_more_buttons,
            Button(_("Import questions"), url=reverse("question_import:send"), icon_name="download", priority=12),
            Button(_("Export these questions"), url=self._export_url, icon_name="upload", priority=14),
            Button(_("Questions much alike"), url=reverse("question_bank:alike"), icon_name="copy", priority=20),
            Button(_("Competencies"), url=reverse("competencies:index"), icon_name="tag", priority=30),
        ]

    @property
    def _export_url(self) -> str:
        """The way out for what the search and filters leave."""
        kept = [(name, value) for name, value in self.request.GET.lists() if name not in ("p", "ordering")]
        return f"{reverse('question_export:export')}?{urlencode(kept, doseq=True)}"

    def get_base_queryset(self) -> QuerySet[Question]:
        newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
        return Question.objects.annotate(
            last_number=Subquery(newest.values("number")[:1]), last_wording=Subquery(newest.values("wording")[:1])
        ).prefetch_related("standards")

    def search_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        """Found by code, category, standard, or anything that a stem of the newest version says."""
        wanted = self.search_query
        if not wanted:
            return queryset
        stems = QuestionVersion.objects.newest().annotate(
            **{f"stem_{number}": KT(f"wording__{code}__stem") for number, (code, _language) in enumerate(LANGUAGES)}
        )
        said: Q = Q(pk__in=())
        for number, _language in enumerate(LANGUAGES):
            said |= Q(**{f"stem_{number}__icontains": wanted})
        about = Q(code__icontains=wanted) | Q(category__icontains=wanted)
        standard = Exists(Standard.objects.filter(questions=OuterRef("pk"), code__iexact=wanted))
        return queryset.filter(about | standard | Exists(stems.filter(said, question=OuterRef("pk"))))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        kept = [(name, value) for name, value in self.request.GET.lists() if name not in ("p", "ordering")]
        whole = urlencode([("all", "1"), *kept], doseq=True)
        return {**context, "whole": f"{reverse('question_bank:bulk')}?{whole}"}


def chosen(request: HttpRequest) -> QuerySet[Question]:
    """All questions that the search and the filters in the address of `request` leave; none if a filter is wrong."""
    view = QuestionBank()
    view.setup(request)
    filters = QuestionFilters(request.GET, queryset=Question.objects.all(), request=request)
    return view.search_queryset(filters.qs) if filters.is_valid() else Question.objects.none()


def line(question: Question) -> str:
    """What the newest version asks, on one line in the language of the reader, else in any; else the code."""
    wording: dict[str, dict[str, Any]] = getattr(question, "last_wording", None) or {}
    said = wording.get(get_language() or "") or next(iter(wording.values()), {})
    return Truncator(plain(str(said.get("stem", ""))) or question.code).chars(LINE)


def _standards(question: Question) -> str:
    return ", ".join(standard.code for standard in question.standards.all())


def _state(question: Question) -> SafeString | str:
    if question.retired_at is None:
        return _("in use")
    return format_html('<span class="w-status">{}</span>', _("retired"))
