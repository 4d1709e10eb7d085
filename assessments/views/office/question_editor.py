"""Writing a question: a new one of a kind, or the next version of one that there is."""

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import duplicates
from assessments.actions import question_pictures, questions
from assessments.actions.questions import QuestionChanged, QuestionDraft, QuestionRefused
from assessments.models import Question, QuestionKind, QuestionVersion
from assessments.views.office import question_parts
from assessments.views.office.question_faces import Face, faces
from assessments.views.office.question_form import AboutForm, PictureForm, TextForm, draft, with_picture
from assessments.views.office.question_parts import Part
from assessments.views.office.question_parts.rows import texts
from people.models import Role
from people.office.access import OfficePage

ROLES = (Role.TRAINER, Role.HR)
MOST_ALIKE = 5  # questions that an author is shown


class ChooseKind(OfficePage):
    """The kinds of question, each with what it is good for."""

    roles = ROLES
    template_name = "assessments/office/question_kinds.html"
    header_icon = "help"
    page_title = gettext_lazy("Write a question")

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("question_bank:index"), gettext_lazy("Questions")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = [(kind, QuestionKind(kind).label, GOOD_FOR[kind]) for kind in question_parts.kinds()]
        return super().get_context_data(kinds=kinds, **kwargs)


GOOD_FOR = {
    "single": gettext_lazy("One option is right. The plainest question there is."),
    "multiple": gettext_lazy("Several options are right; part of them earns part of the mark."),
    "true-false": gettext_lazy("A statement to agree with or not. Quick, but half of it can be guessed."),
    "numeric": gettext_lazy("A number is typed, such as minutes or percent, with a tolerance and a unit."),
    "short-text": gettext_lazy("A name or a term is typed; width, punctuation and blanks do not matter."),
    "matching": gettext_lazy("Each entry gets its partner: a situation and the right reply."),
    "ordering": gettext_lazy("Steps are put in order, such as those of a reception."),
    "gaps": gettext_lazy("Words or numbers are filled into a text."),
    "scenario": gettext_lazy("A talk with a customer: each reply leads on."),
    "essay": gettext_lazy("A longer text in one’s own words, marked by a person."),
    "file": gettext_lazy("A photo, a film or a document is handed in and marked by a person."),
}


class EditQuestion(OfficePage):
    """The editor of a new question of a kind, and of one that there is.

    `do` says whether to look at it, to add a picture, or to save.
    """

    roles = ROLES
    template_name = "assessments/office/question_editor.html"
    header_icon = "edit"

    @cached_property
    def question(self) -> Question | None:
        """None for a new one."""
        pk = self.kwargs.get("pk")
        return None if pk is None else get_object_or_404(Question.objects.exclude(kind=QuestionKind.MARKS), pk=pk)

    @cached_property
    def last(self) -> QuestionVersion | None:
        return questions.newest(self.question) if self.question else None

    @cached_property
    def kind(self) -> str:
        kind: str = self.question.kind if self.question else self.kwargs["kind"]
        if kind not in question_parts.kinds():
            raise Http404
        return kind

    def get_page_title(self) -> str:
        if self.question:
            return _("Edit %(code)s") % {"code": self.question.code}
        return _("New question: %(kind)s") % {"kind": QuestionKind(self.kind).label}

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        above: tuple[tuple[str, Any], ...] = ((reverse("question_bank:index"), gettext_lazy("Questions")),)
        if self.question:
            above += ((reverse("question_bank:question", args=[self.question.pk]), self.question.code),)
        return above

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {
            "about": AboutForm(question=self.question, last=self.last),
            "text": TextForm(last=self.last),
            "part": question_parts.part(self.kind, self.last),
            "picture": PictureForm(),
            "base": self.last.number if self.last else "",
            **kwargs,
            "question": self.question,
            "kind": self.kind,
        }
        return super().get_context_data(**given)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "picture":
            return self._add_picture(request)
        about = AboutForm(request.POST, question=self.question, last=self.last)
        text = TextForm(request.POST)
        part = question_parts.part(self.kind, self.last, request.POST)
        shown = {"about": about, "text": text, "part": part, "base": request.POST.get("base", "")}
        valid = [about.is_valid(), text.is_valid(), part.is_valid()]
        if not all(valid):
            return self._again(shown)
        return self._take(request, self._draft(about, text, part), shown)

    def _draft(self, about: AboutForm, text: TextForm, part: Part) -> QuestionDraft:
        base = self.request.POST.get("base", "")
        number = int(base) if base.isdecimal() and len(base) < 10 else 0 if self.question else None
        made = draft(self.kind, about.cleaned_data, text.cleaned_data, part.definition(), base=number)
        return questions.tidy(made)

    def _take(self, request: HttpRequest, made: QuestionDraft, shown: dict[str, Any]) -> HttpResponse:
        if problems := questions.problems_of(self.question, made):
            return self._again({**shown, "problems": problems})
        alike = self._alike(made)
        if request.POST.get("do") == "look":
            return self._again({**shown, "faces": self._faces(made), "alike": alike}, status=200)
        if alike and self.question is None and "alike" not in request.POST:
            return self._again({**shown, "alike": alike, "ask_alike": True})
        try:
            version = questions.write(self.question, made, by=self.reader, at=now())
        except QuestionChanged as changed:
            compare = self._compare(changed.newest)
            return self._again({**shown, "problems": changed.problems, "base": changed.newest, "compare": compare}, 409)
        except QuestionRefused as refused:
            return self._again({**shown, "problems": refused.problems})
        messages.success(request, self._said(version))
        return redirect("question_bank:question", version.question_id)

    def _said(self, version: QuestionVersion) -> str:
        if self.last is None:
            return _("The question is in the bank.")
        if version.number == self.last.number:
            return _("Saved. What is asked has not changed, so version %(number)s stays.") % {"number": version.number}
        return _("Saved as version %(number)s. Who has begun a quiz keeps the one they saw.") % {
            "number": version.number
        }

    def _alike(self, made: QuestionDraft) -> list[tuple[Question, int]]:
        """The questions most alike with their similarity in percent."""
        found: dict[int, Fraction] = dict(
            duplicates.like(made.wording, besides=self.question.pk if self.question else None)[:MOST_ALIKE]
        )
        there = Question.objects.in_bulk(list(found))
        return [(there[pk], round(much * 100)) for pk, much in found.items()]

    def _faces(self, made: QuestionDraft) -> list[Face]:
        question = self.question or Question(code=made.code, kind=self.kind)
        return faces(questions.version_of(question, made))

    def _compare(self, newest: int) -> str:
        assert self.question is not None
        base = self.request.POST.get("base", "") or "1"
        return f"{reverse('question_bank:versions', args=[self.question.pk])}?from={base}&to={newest}"

    def _add_picture(self, request: HttpRequest) -> HttpResponse:
        """Keep the picture and show the editor again, everything written so far in it."""
        form, data = PictureForm(request.POST, request.FILES), request.POST
        if form.is_valid():
            try:
                content = form.cleaned_data["picture"].read(question_pictures.LARGEST + 1)
                kept = question_pictures.keep(content)
            except question_pictures.PictureRefused as refused:
                form.add_error("picture", str(refused))
            else:
                data, form = with_picture(data, kept.sha256, texts(form.cleaned_data, "picture_words")), PictureForm()
        shown = {
            "about": AboutForm(data, question=self.question, last=self.last),
            "text": TextForm(data),
            "part": question_parts.part(self.kind, self.last, data),
            "base": data.get("base", ""),
            "picture": form,
        }
        return self._again(shown, status=422 if form.errors else 200)

    def _again(self, shown: dict[str, Any], status: int = 422) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**shown), status=status)
