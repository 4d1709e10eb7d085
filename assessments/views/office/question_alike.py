"""Questions that say nearly the same, two and two."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import duplicates
from assessments.duplicates import Alike
from assessments.models import Question, QuestionVersion
from assessments.question_tasks import ALIKE
from assessments.rules.differences import pieces
from assessments.views.office.question_editor import ROLES
from foundation import jobs
from people.office.access import OfficePage

PAGE = 25


class AlikeQuestions(OfficePage):
    """A large bank is compared by a job first."""

    roles = ROLES
    template_name = "assessments/office/questions_alike.html"
    header_icon = "copy"
    page_title = gettext_lazy("Questions much alike")

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("question_bank:index"), gettext_lazy("Questions")),)

    @cached_property
    def pairs(self) -> list[Alike] | None:
        return duplicates.ready()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.pairs or [], PAGE).get_page(self.request.GET.get("p"))
        asked = {pk for pair in page for pk in (pair.one, pair.other)}
        newest = QuestionVersion.objects.newest().filter(question__in=asked)
        wordings = dict(newest.values_list("question_id", "wording"))
        questions = Question.objects.in_bulk(asked)
        rows = []
        for pair in page:
            one, other = (duplicates.said(wordings[pk].get(pair.language, {})) for pk in (pair.one, pair.other))
            rows.append(
                {
                    "one": questions[pair.one],
                    "other": questions[pair.other],
                    "percent": round(pair.similarity * 100),
                    "pieces": pieces(one, other),
                }
            )
        return super().get_context_data(
            rows=rows, page_obj=page, waiting=self.pairs is None, least=round(duplicates.LEAST * 100), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job = jobs.start_once(ALIKE, _("Comparing all questions"), by=self.reader, at=now(), arguments={})
        return redirect("job", job.pk)
