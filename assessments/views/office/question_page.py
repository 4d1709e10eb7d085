"""One question: how it looks, where it is used, how well it does, what it was before."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from assessments import courses
from assessments.actions import question_bulk
from assessments.models import Question, QuestionKind, QuestionVersion
from assessments.question_changes import changes, summary
from assessments.question_uses import in_quizzes, uses
from assessments.rules.bootstrap import FEWEST
from assessments.views.office import figures
from assessments.views.office.question_editor import ROLES
from assessments.views.office.question_faces import faces
from people.office.access import OfficePage, RoleRequired


class OfQuestion(RoleRequired):
    roles = ROLES

    @cached_property
    def question(self) -> Question:
        return get_object_or_404(Question, pk=self.kwargs["pk"])

    @cached_property
    def versions(self) -> list[QuestionVersion]:
        """The newest first."""
        versions = list(self.question.versions.select_related("created_by").order_by("-number"))
        for version in versions:
            version.question = self.question
        return versions


class OneQuestion(OfQuestion, OfficePage):
    template_name = "assessments/office/question.html"
    header_icon = "help"

    def get_page_title(self) -> str:
        return self.question.code

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("question_bank:index"), gettext_lazy("Questions")),)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if self.question.kind == QuestionKind.MARKS:
            return []
        url = reverse("question_bank:edit", args=[self.question.pk])
        return [HeaderButton(_("Edit"), url=url, icon_name="edit", priority=10)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question, found = self.question, uses(self.question)
        asked = self.versions and question.kind != QuestionKind.MARKS
        computed = in_quizzes(question)
        return super().get_context_data(
            question=question,
            last=self.versions[0] if self.versions else None,
            faces=faces(self.versions[0]) if asked else [],
            course=courses.names().get(question.course, question.course) if question.course else "",
            uses=found,
            facility=figures.percent(found.facility),
            rows=[(quiz, figures.row(item)) for quiz, item in computed if item],
            waiting=[quiz for quiz, item in computed if item is None],
            fewest=FEWEST,
            history=self._history(),
            **kwargs,
        )

    def _history(self) -> list[tuple[QuestionVersion, QuestionVersion | None, str]]:
        """Each version with the one before it and what changed since."""
        before = [*self.versions[1:], None]
        return [
            (version, old, summary(old, version) if old else "")
            for version, old in zip(self.versions, before, strict=False)
        ]


class Versions(OfQuestion, OfficePage):
    """Two versions beside each other: `from` and `to` are their numbers; else the newest and the one before."""

    template_name = "assessments/office/question_versions.html"
    header_icon = "history"

    def get_page_title(self) -> str:
        return _("What changed in %(code)s") % {"code": self.question.code}

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return (
            (reverse("question_bank:index"), gettext_lazy("Questions")),
            (reverse("question_bank:question", args=[self.question.pk]), self.question.code),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = {str(version.number): version for version in self.versions}
        newest = self.versions[0] if self.versions else None
        second = self.versions[1] if len(self.versions) > 1 else newest
        before = known.get(self.request.GET.get("from", ""), second)
        after = known.get(self.request.GET.get("to", ""), newest)
        return super().get_context_data(
            question=self.question,
            versions=self.versions,
            before=before,
            after=after,
            changes=changes(before, after) if before and after else [],
            **kwargs,
        )


class Retire(OfQuestion):
    """Take a question out of use, or bring it back: `retire` is 1 or 0."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("retire", "1") == "1":
            question_bulk.retire(self.question, by=self.reader, at=now())
            messages.success(request, _("The question is retired: it is drawn and added no more."))
        else:
            question_bulk.restore(self.question, by=self.reader, at=now())
            messages.success(request, _("The question is in use again."))
        return redirect("question_bank:question", self.question.pk)
