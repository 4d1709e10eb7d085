"""Regrades: propose one, look through what it would do, approve it on a page of its own, undo it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime, now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from assessments import consequences, regrade_tasks, terms, types
from assessments.actions import regrades
from assessments.actions.regrades import RegradeRefused, State
from assessments.models import AttemptItem, Question, QuestionVersion, Quiz, Regrade, RegradeRow
from assessments.rules.regrades import Terms
from assessments.views.office.regrade_form import RegradeForm
from assessments.views.office.regrade_key import told
from foundation import jobs
from foundation.views.office import forbidden
from people.models import Employee, Role
from people.office.access import WIDE, OfficeList, OfficePage, RoleRequired, over_all_units

ROLES = (Role.TRAINER, Role.HR)
PROPOSES = (Role.TRAINER,)
ON_A_PAGE = 50
COUNTS = (
    ("attempts", gettext_lazy("Attempts that change")),
    ("better", gettext_lazy("Higher score")),
    ("worse", gettext_lazy("Lower score")),
    ("pass", gettext_lazy("Newly passed")),
    ("fail", gettext_lazy("No longer passed")),
    ("gains", gettext_lazy("Gain a certificate")),
    ("doubted", gettext_lazy("Certificates for HR to decide")),
)
HOME = ("regrades:index", gettext_lazy("Regrades"))


class RegradeList(OfficeList):
    roles = ROLES
    model = Regrade
    page_title = gettext_lazy("Regrades")
    header_icon = "history"
    index_url_name = "regrades:index"
    index_results_url_name = "regrades:index_results"
    default_ordering = "-proposed_at"
    is_searchable = False
    no_results_message = gettext_lazy(
        "Nothing has been regraded. If a key turns out wrong, or a question cannot be answered, propose a change: "
        "you see whom it touches before anything happens."
    )
    columns = [
        TitleColumn(
            "question",
            label=gettext_lazy("Question"),
            accessor="question.code",
            get_url=lambda each: reverse("regrades:regrade", args=[each.pk]),
        ),
        Column("quiz", label=gettext_lazy("Quiz"), classname=WIDE),
        Column("kind", label=gettext_lazy("Change"), accessor=lambda each: each.get_kind_display()),
        Column("state", label=gettext_lazy("State"), accessor=lambda each: each.get_state_display()),
        Column(
            "proposed_at",
            label=gettext_lazy("Proposed"),
            classname=WIDE,
            accessor=lambda each: f"{localtime(each.proposed_at):%Y-%m-%d}",
            sort_key="proposed_at",
        ),
        Column("by", label=gettext_lazy("By"), classname=WIDE, accessor=lambda each: each.proposed_by.get_full_name()),
    ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Propose a change"), url=reverse("regrades:choose"), icon_name="plus", priority=10)]

    def get_base_queryset(self) -> "QuerySet[Regrade]":
        return Regrade.objects.select_related("quiz", "question", "proposed_by")


class Choose(OfficePage):
    """Which quiz, then which of its questions."""

    roles = PROPOSES
    template_name = "assessments/office/regrade_choose.html"
    page_title = gettext_lazy("Propose a change")
    header_icon = "history"

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse(HOME[0]), HOME[1]),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = AttemptItem.objects.filter(attempt__elsewhere=False)
        quizzes = Quiz.objects.filter(Exists(asked.filter(attempt__quiz=OuterRef("pk")))).order_by("code")
        quiz = quizzes.filter(code=self.request.GET.get("quiz", "")).first()
        found = asked.filter(attempt__quiz=quiz, question=OuterRef("pk"))
        questions = Question.objects.filter(Exists(found)).exclude(kind="marks") if quiz else Question.objects.none()
        newest = QuestionVersion.objects.filter(question__in=questions).select_related("question").order_by("number")
        stems = {version.question_id: _line(version) for version in newest}
        return super().get_context_data(
            quizzes=quizzes, quiz=quiz, questions=[(each, stems.get(each.pk, "")) for each in questions], **kwargs
        )


class Propose(OfficePage):
    """What is to change about one question of one quiz, and why."""

    roles = PROPOSES
    template_name = "assessments/office/regrade_propose.html"
    header_icon = "history"

    @cached_property
    def quiz(self) -> Quiz:
        return get_object_or_404(Quiz, pk=self.kwargs["quiz"])

    @cached_property
    def version(self) -> QuestionVersion:
        versions = QuestionVersion.objects.filter(question=self.kwargs["question"]).exclude(question__kind="marks")
        newest = versions.select_related("question").order_by("-number").first()
        return newest or get_object_or_404(versions)

    def get_page_title(self) -> str:
        return _("Change %(question)s") % {"question": self.version.question.code}

    def get_page_subtitle(self) -> str:
        return str(self.quiz)

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse(HOME[0]), HOME[1]), (reverse("regrades:choose"), gettext_lazy("Propose a change")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stem = types.of(self.version.question.kind).stem_html(self.version, get_language() or "")
        return super().get_context_data(stem=stem, **{"form": RegradeForm(version=self.version), **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RegradeForm(request.POST, version=self.version)
        if form.is_valid():
            given = form.cleaned_data
            try:
                regrade = regrades.propose(
                    self.quiz, self.version.question, given["kind"], form.change,
                    reason=given["reason"], by=self.reader, at=now(),
                )  # fmt: skip
            except RegradeRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                return looked_at(self, regrade)
        return self.render_to_response(self.get_context_data(form=form), status=422)


def looked_at(page: RoleRequired, regrade: Regrade) -> HttpResponse:
    """To the list of what a regrade does, worked out here or by a worker."""
    if not regrades.is_large(regrade.quiz_id, regrade.question_id):
        regrades.look(regrade.pk, at=now())
        return redirect("regrades:regrade", regrade.pk)
    title = _("What a change to %(question)s does") % {"question": regrade.question.code}
    return _job(page, regrade_tasks.LOOK, title, {"regrade": regrade.pk})


def _job(page: RoleRequired, kind: str, title: str, arguments: dict[str, Any]) -> HttpResponse:
    return redirect("job", jobs.start_once(kind, title, by=page.reader, at=now(), arguments=arguments).pk)


class OfRegrade(RoleRequired):
    """One regrade. Only whoever answers for the whole company decides on it: it touches everybody's results."""

    roles = ROLES

    @cached_property
    def regrade(self) -> Regrade:
        found = Regrade.objects.select_related("quiz", "question", "proposed_by", "decided_by", "undone_by")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def may_decide(self) -> bool:
        return over_all_units(self.reader, *ROLES)

    def facts(self) -> dict[str, Any]:
        """What every page of a regrade says of it."""
        regrade = self.regrade
        shown = [(label, regrade.counts.get(name, 0)) for name, label in COUNTS]
        return {"regrade": regrade, "shown_counts": shown, "may_decide": self.may_decide, "key": key_change(regrade)}


class OneRegrade(OfRegrade, OfficePage):
    """What changes, for whom, and what came of it."""

    template_name = "assessments/office/regrade.html"
    header_icon = "history"

    def get_page_title(self) -> str:
        return _("Change %(question)s") % {"question": self.regrade.question.code}

    def get_page_subtitle(self) -> str:
        return str(self.regrade.quiz)

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse(HOME[0]), HOME[1]),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        show = self.request.GET.get("show", "")
        page = Paginator(rows_of(self.regrade, self.reader, show), ON_A_PAGE).get_page(self.request.GET.get("page"))
        held = consequences.held(self.regrade.quiz_id, [row.attempt.employee_id for row in page if row.certificate])
        rows = [(row, held.get(row.attempt.employee_id, []) if row.certificate else []) for row in page]
        newer = regrades.newer(self.regrade) if self.regrade.state == State.APPLIED and self.may_decide else ""
        return super().get_context_data(**self.facts(), page=page, rows=rows, show=show, newer=newer, **kwargs)


def rows_of(regrade: Regrade, reader: Any, show: str) -> "QuerySet[RegradeRow]":
    """The rows about people whom the reader sees: all, those with another outcome, or those with a certificate."""
    people = Employee.objects.visible_to(reader, roles=ROLES)
    rows = regrade.rows.filter(attempt__employee__in=people).select_related("attempt__employee").order_by("pk")
    if show == "certificates":
        return rows.exclude(certificate="")
    return rows.exclude(_same_outcome()) if show == "outcome" else rows


def _same_outcome() -> Q:
    return Q(passed_before=F("passed_after")) | Q(passed_before=None, passed_after=None)


class Look(OfRegrade):
    """Work the list out again."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return looked_at(self, self.regrade)


class Decide(OfRegrade, OfficePage):
    """A page of its own for each decision, with what it means; the button does it."""

    template_name = "assessments/office/regrade_decide.html"
    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        known = request.user.is_authenticated
        if known and not over_all_units(request.user, *ROLES):
            return forbidden(request)
        return super().dispatch(request, *args, **kwargs)

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        here = reverse("regrades:regrade", args=[self.regrade.pk])
        return ((reverse(HOME[0]), HOME[1]), (here, self.regrade.question.code))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.facts(), **kwargs)

    def refuse(self, refusal: RegradeRefused) -> HttpResponse:
        messages.error(self.request, str(refusal))
        return redirect("regrades:regrade", self.regrade.pk)

    @property
    def is_large(self) -> bool:
        return regrades.is_large(self.regrade.quiz_id, self.regrade.question_id)


class Approve(Decide):
    page_title = gettext_lazy("Approve the change")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(approving=True, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        regrade, stamp = self.regrade, request.POST.get("stamp", "")
        if self.is_large:
            title = _("Apply a change to %(question)s") % {"question": regrade.question.code}
            return _job(self, regrade_tasks.APPLY, title, {"regrade": regrade.pk, "stamp": stamp})
        try:
            regrades.approve(regrade.pk, stamp, by=self.reader, at=now())
        except RegradeRefused as refusal:
            return self.refuse(refusal)
        messages.success(request, _("The change is applied. Those whose result is another one have been told."))
        return redirect("regrades:regrade", regrade.pk)


class Undo(Decide):
    page_title = gettext_lazy("Undo the change")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        applied = self.regrade.state == State.APPLIED
        return super().get_context_data(newer=regrades.newer(self.regrade) if applied else "", **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        regrade = self.regrade
        if self.is_large:
            title = _("Undo a change to %(question)s") % {"question": regrade.question.code}
            return _job(self, regrade_tasks.UNDO, title, {"regrade": regrade.pk})
        try:
            regrades.undo(regrade.pk, by=self.reader, at=now())
        except RegradeRefused as refusal:
            return self.refuse(refusal)
        messages.success(request, _("The change is undone: every attempt is what it was before."))
        return redirect("regrades:regrade", regrade.pk)


class Reject(Decide):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        regrades.reject(self.regrade.pk, by=self.reader, at=now())
        return redirect("regrades:regrade", self.regrade.pk)


def key_change(regrade: Regrade) -> dict[str, Sequence[tuple[str, bool]]] | None:
    """The key before and after, line by line, each with whether the other one has it too; None for other changes."""
    if regrade.kind != Regrade.Kind.KEY:
        return None
    versions = regrade.question.versions.select_related("question").filter(number__in=regrade.change["versions"])
    shown = versions.order_by("-number").first()
    if shown is None:
        return None
    before = told(shown)
    change = Terms(right=regrade.change["right"], details=regrade.change["details"], keyed=True)
    after = told(terms.as_changed(shown, change))
    return {
        "before": [(line, line in after) for line in before],
        "after": [(line, line in before) for line in after],
    }


def _line(version: QuestionVersion) -> str:
    return types.of(version.question.kind).stem_line(version, get_language() or "")
