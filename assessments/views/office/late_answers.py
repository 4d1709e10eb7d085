"""Answers that came after the end of a sitting: the list, and the page on which a trainer decides about one."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime, now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column, TitleColumn

from assessments import types
from assessments.actions import saves
from assessments.models import Fate, Reveal, Save
from assessments.querysets import MARKS
from people.models import User
from people.office.access import WIDE, OfficeList, OfficePage

DECISIONS = {"accept": True, "decline": False}


def visible(user: User) -> QuerySet[Save]:
    """The late answers that `user` decides about, or that have been decided, with what is shown of them."""
    return (
        Save.objects.visible_to(user)
        .came_late()
        .select_related("item__attempt__employee", "item__attempt__quiz", "item__version__question", "decided_by")
    )


class LateAnswers(OfficeList):
    """Those still to be decided first."""

    roles = MARKS
    model = Save
    page_title = gettext_lazy("Late answers")
    header_icon = "time"
    index_url_name = "late_answers:index"
    index_results_url_name = "late_answers:index_results"
    default_ordering = ("-fate", "-got_at")  # late, declined, accepted
    no_results_message = gettext_lazy("No answer has come late. Those that do, wait here for your decision.")
    columns = [
        TitleColumn(
            "person",
            label=gettext_lazy("Employee"),
            accessor=lambda save: save.item.attempt.employee,
            get_url=lambda save: reverse("late_answers:answer", args=[save.pk]),
        ),
        Column("quiz", label=gettext_lazy("Quiz"), accessor=lambda save: save.item.attempt.quiz),
        Column("question", label=gettext_lazy("Question"), accessor=lambda save: save.item.order, classname=WIDE),
        Column("got_at", label=gettext_lazy("Came"), accessor=lambda save: moment(save.got_at), classname=WIDE),
        Column("fate", label=gettext_lazy("Decision"), accessor=lambda save: told(save)),
    ]

    def get_base_queryset(self) -> QuerySet[Save]:
        return visible(self.reader)


class LateAnswer(OfficePage):
    """What was asked, what stands, what came, and by how much too late; the decision is made here, once."""

    roles = MARKS
    template_name = "assessments/office/late_answer.html"
    header_icon = "time"

    @cached_property
    def save(self) -> Save:
        return get_object_or_404(visible(self.reader), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        attempt = self.save.item.attempt
        return _("Late answer of %(person)s") % {"person": attempt.employee}

    def get_page_subtitle(self) -> str:
        return str(self.save.item.attempt.quiz)

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("late_answers:index"), gettext_lazy("Late answers")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item, language = self.save.item, get_language() or ""
        kind = types.of(item.version.question.kind)
        attempt = item.attempt
        return super().get_context_data(
            save=self.save,
            item=item,
            attempt=attempt,
            open=self.save.fate == Fate.LATE,
            stem=kind.stem_html(item.version, language),
            stands=kind.told(item.version, item.chosen, language),
            came=kind.told(item.version, self.save.chosen, language),
            ended_at=attempt.submitted_at or attempt.deadline_at,
            marked_by_hand=kind.by_person and item.marks.exists(),
            right_was_shown=attempt.quiz.show_right == Reveal.AFTER,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = DECISIONS.get(request.POST.get("decision", ""))
        if wanted is None:
            messages.error(request, _("Say whether the answer counts or not."))
            return self.render_to_response(self.get_context_data(), status=422)
        at = now()
        decided = saves.decide(self.save, wanted, self.reader, at)
        if decided.decided_at == at:
            counts, not_ = _("The answer counts. The attempt has been marked again."), _("The answer does not count.")
            messages.success(request, counts if wanted else not_)
        else:
            messages.info(request, _("This had been decided before: %(decision)s.") % {"decision": told(decided)})
        return redirect("late_answers:index")


def moment(at: datetime) -> str:
    """To the second: here seconds can matter."""
    return date_format(localtime(at), "Y-m-d H:i:s")


def told(save: Save) -> str:
    return {
        Fate.LATE: _("to be decided"),
        Fate.ACCEPTED: _("counts"),
        Fate.DECLINED: _("does not count"),
    }[Fate(save.fate)]
