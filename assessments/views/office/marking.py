"""The marking desk: what waits, one answer a page, the marks one has given, and how a quiz is marked."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime, now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column, TitleColumn

from assessments import desk, terms, types
from assessments.actions import marking
from assessments.models import AttemptItem, Mark, MarkDraft, MarkingRule, Quiz, Turn, Upload
from assessments.querysets import MARKS
from assessments.rules import answer_files
from assessments.rules.agreement import shown
from assessments.types.wordings import wording
from assessments.views.office.marking_forms import POINTS, MarkForm, RuleForm, filled
from foundation import audit
from people.office.access import WIDE, OfficeList, OfficePage, RoleRequired


class Desk(OfficePage):
    """What waits, by quiz and question, the oldest first; and how far markers agree."""

    roles = MARKS
    template_name = "assessments/office/marking_desk.html"
    page_title = gettext_lazy("Marking desk")
    header_icon = "edit"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agreements = [{"each": each, "kappa": shown(each.kappa)} for each in desk.agreements(self.reader)]
        return super().get_context_data(piles=desk.piles(self.reader), agreements=agreements, **kwargs)


class NextAnswer(RoleRequired):
    """To the answer of a question that comes next; to the desk when none is left."""

    roles = MARKS

    def get(self, request: HttpRequest, quiz: int, question: int) -> HttpResponse:
        after = request.GET.get("after", "")
        return redirect(onwards(self.reader, quiz, question, after=int(after) if after.isdecimal() else None))


def onwards(user: Any, quiz: int, question: int, *, after: int | None = None) -> str:
    key = desk.following(user, quiz, question, now(), after=after)
    return reverse("marking:answer", args=[key]) if key else reverse("marking:index")


class OfAnswer(RoleRequired):
    """One answer that the reader may mark."""

    roles = MARKS

    @cached_property
    def item(self) -> AttemptItem:
        found = AttemptItem.objects.marked_by(self.request.user)
        return get_object_or_404(
            found.select_related("version__question", "attempt__quiz", "attempt__employee"), pk=self.kwargs["pk"]
        )

    @cached_property
    def rule(self) -> MarkingRule:
        return MarkingRule.objects.filter(quiz=self.item.attempt.quiz_id).first() or terms.ALONE

    def shown_answer(self) -> dict[str, Any]:
        """What is asked, what markers look for, and what was answered, without a word about who it was."""
        item, language = self.item, get_language() or ""
        kind = types.of(item.version.question.kind)
        return {
            "item": item,
            "stem": kind.stem_html(item.version, language),
            "outline": wording(item.version, language).get("outline", ""),
            "graded": kind.graded(item.version, language, (), item.chosen, False),
            "is_file": item.version.question.kind == "file",
            "name": "" if self.rule.blind else item.attempt.employee.name,
        }


class OneAnswer(OfAnswer, OfficePage):
    """Give an answer its mark, then the next one at once."""

    template_name = "assessments/office/marking_answer.html"
    header_icon = "edit"

    def get_page_title(self) -> str:
        return _("Answer %(number)s") % {"number": self.item.pk}

    def get_page_subtitle(self) -> str:
        return str(self.item.attempt.quiz)

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("marking:index"), gettext_lazy("Marking desk")),)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = self.item.marks.filter(marker=self.reader).first()
        return redirect("marking:mark", mine.pk) if mine else super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = now()
        draft = marking.open_answer(self.item, by=self.reader, at=at)
        marks = list(self.item.marks.all())
        form = kwargs.pop("form", None) or MarkForm(
            version=self.item.version, initial=filled(draft.points, draft.comment)
        )
        left = desk.waiting(self.reader).filter(
            attempt__quiz=self.item.attempt.quiz_id, question=self.item.question_id, is_mine=False
        )
        return super().get_context_data(
            **self.shown_answer(),
            form=form,
            draft=draft,
            other=marking.others_at(self.item, by=self.reader, at=at),
            left=left.count(),
            needed=self.item.mark is None and not self.item.dropped,
            turn=len(marks) + 1,
            earlier=_earlier(self.item, marks) if len(marks) == Turn.SECOND else [],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        item = self.item
        if request.POST.get("go") == "draft":
            keep_draft(request, item)
            return redirect("marking:answer", item.pk)
        form = MarkForm(request.POST, version=item.version)
        if not form.is_valid():
            keep_draft(request, item)
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            marking.mark_item(item.pk, form.points, form.cleaned_data["comment"], by=self.reader, at=now())
        except marking.MarkedMeanwhile as refusal:
            messages.warning(request, str(refusal))
        except marking.MarkingRefused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        url = onwards(self.reader, item.attempt.quiz_id, item.question_id)
        if url == reverse("marking:index"):
            messages.success(request, _("That was the last answer to this question that waited for you."))
        return redirect(url)


def keep_draft(request: HttpRequest, item: AttemptItem) -> MarkDraft | None:
    points = {name.removeprefix(POINTS): value for name, value in request.POST.items() if name.startswith(POINTS)}
    return marking.keep_draft(item, points, request.POST.get("comment", ""), by=request.user, at=now())  # type: ignore[arg-type]


def _earlier(item: AttemptItem, marks: list[Mark]) -> list[dict[str, Any]]:
    """The two marks that are too far apart, for whoever decides between them."""
    keys = [criterion.key for criterion in terms.criteria(item.version)]
    return [{"mark": mark, "points": [mark.points.get(key) for key in keys]} for mark in marks]


class Draft(OfAnswer):
    """Keep what stands in the fields; says when, for the page to show."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = keep_draft(request, self.item)
        if draft is None or draft.saved_at is None:
            return JsonResponse({"sentence": _("You have given this mark already.")}, status=409)
        at = time_format(localtime(draft.saved_at), "H:i:s")
        return JsonResponse({"sentence": _("Draft kept %(time)s") % {"time": at}})


class AnswerFile(OfAnswer):
    """The file that was handed in, under a name that says nothing of whose it is."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        upload = self.item.chosen.get("upload") if isinstance(self.item.chosen, dict) else None
        kept = get_object_or_404(Upload, pk=upload, item=self.item) if upload else None
        if kept is None:
            raise Http404
        audit.record(request.user, "assessments.open_upload", self.item.attempt, question=self.item.order)
        name = f"answer-{self.item.pk}.{answer_files.extension(kept.name)}"
        return FileResponse(
            kept.file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
        )


class GivenMarks(OfficeList):
    """The marks that the reader has given, the latest first."""

    roles = MARKS
    model = Mark
    page_title = gettext_lazy("Your marks")
    header_icon = "history"
    index_url_name = "marking:given"
    index_results_url_name = "marking:given_results"
    default_ordering = "-marked_at"
    is_searchable = False
    no_results_message = gettext_lazy("You have not marked anything yet. What waits is on the marking desk.")
    columns = [
        TitleColumn(
            "answer",
            label=gettext_lazy("Answer"),
            accessor=lambda mark: _("Answer %(number)s") % {"number": mark.item_id},
            get_url=lambda mark: reverse("marking:mark", args=[mark.pk]),
        ),
        Column("question", label=gettext_lazy("Question"), accessor="item.question.code"),
        Column("turn", label=gettext_lazy("Turn"), accessor=lambda mark: mark.get_turn_display(), classname=WIDE),
        Column("mark", label=gettext_lazy("Mark"), accessor=lambda mark: f"{mark.mark.normalize():f}"),
        Column(
            "marked_at",
            label=gettext_lazy("Marked"),
            accessor=lambda mark: f"{localtime(mark.marked_at):%Y-%m-%d %H:%M}",
            sort_key="marked_at",
        ),
    ]

    def get_base_queryset(self) -> "QuerySet[Mark]":
        mine = Mark.objects.given_by(self.request.user).select_related("item__question")
        return mine.filter(item__in=AttemptItem.objects.marked_by(self.request.user))


class OneMark(OfAnswer, OfficePage):
    """Change a mark that one has given, with a reason."""

    template_name = "assessments/office/marking_mark.html"
    header_icon = "edit"

    @cached_property
    def mark(self) -> Mark:
        return get_object_or_404(Mark.objects.given_by(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def item(self) -> AttemptItem:
        found = AttemptItem.objects.marked_by(self.request.user)
        return get_object_or_404(
            found.select_related("version__question", "attempt__quiz", "attempt__employee"), pk=self.mark.item_id
        )

    def get_page_title(self) -> str:
        return _("Your mark for answer %(number)s") % {"number": self.item.pk}

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return (
            (reverse("marking:index"), gettext_lazy("Marking desk")),
            (reverse("marking:given"), gettext_lazy("Your marks")),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or MarkForm(
            version=self.item.version, reasoned=True, initial=filled(self.mark.points, self.mark.comment)
        )
        return super().get_context_data(**self.shown_answer(), mark=self.mark, form=form, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MarkForm(request.POST, version=self.item.version, reasoned=True)
        if form.is_valid():
            given = form.cleaned_data
            try:
                marking.change_mark(
                    self.mark.pk, form.points, given["comment"], reason=given["reason"], by=self.reader, at=now()
                )
            except marking.MarkingRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The mark is changed, and the reason is on record."))
                return redirect("marking:given")
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Rule(OfficePage):
    """How the essays and files of a quiz are marked."""

    roles = MARKS
    template_name = "assessments/office/marking_rule.html"
    header_icon = "cog"

    @cached_property
    def quiz(self) -> Quiz:
        return get_object_or_404(Quiz, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return _("How “%(quiz)s” is marked") % {"quiz": self.quiz}

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("marking:index"), gettext_lazy("Marking desk")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule = MarkingRule.objects.filter(quiz=self.quiz).first()
        return super().get_context_data(quiz=self.quiz, **{"form": RuleForm(instance=rule), **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RuleForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        marking.set_rule(self.quiz, **form.cleaned_data, by=self.reader)
        messages.success(request, _("Saved. It holds for every answer that is marked from now on."))
        return redirect("marking:index")
