"""What somebody says of a course, on the phone, in under a minute."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.models import User
from training.actions import surveys
from training.models import Enrolment, Stage, SurveyAnswer
from training.rules import survey as rules

QUESTIONS = {
    Stage.AFTER: {
        "knowledge": _("I know now what the course wanted to teach me."),
        "skill": _("I can use it at work."),
        "behaviour": _("I will do something differently from now on."),
    },
    Stage.FOLLOW_UP: {
        "knowledge": _("I still know what the course taught me."),
        "skill": _("I have used it at work."),
        "behaviour": _("I do something differently than before."),
    },
}
ANSWERS = {
    5: _("fully true"),
    4: _("mostly true"),
    3: _("partly true"),
    2: _("hardly true"),
    1: _("not true"),
}
LONGEST = 2000  # characters of a comment


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, enrolment: int, stage: str) -> HttpResponse:
    """Three statements and a comment. Once answered, the page thanks; sending again changes nothing."""
    if stage not in Stage.values:
        raise Http404
    own = get_object_or_404(Enrolment.objects.own(request.user).select_related("course"), pk=enrolment)
    missing: tuple[str, ...] = ()
    if request.method == "POST":
        assert isinstance(request.user, User)
        comment = request.POST.get("comment", "")[:LONGEST]
        try:
            surveys.answer(own.pk, stage, _given(request), comment=comment, by=request.user, at=now())
            return redirect("training:survey", own.pk, stage)
        except rules.UnansweredError as error:
            missing = error.missing
        except surveys.NotYetError:
            pass  # the page below says so
    return _page(request, own, Stage(stage), missing)


def _page(request: HttpRequest, own: Enrolment, stage: Stage, missing: tuple[str, ...]) -> HttpResponse:
    given = SurveyAnswer.objects.filter(enrolment=own, stage=stage).first()
    closed = given is None and not surveys.is_open(own, stage, now())
    chosen = given.answers if given else _given(request)
    context = {
        "enrolment": own,
        "stage": stage,
        "given": given,
        "closed": closed,
        "questions": [(key, text, chosen.get(key), key in missing) for key, text in QUESTIONS[stage].items()],
        "answers": ANSWERS.items(),
        "comment": given.comment if given else request.POST.get("comment", ""),
        "missing": len(missing),
        "longest": LONGEST,
    }
    status = 422 if missing else 409 if closed and request.method == "POST" else 200
    return render(request, "training/survey.html", context, status=status)


def _given(request: HttpRequest) -> dict[str, int | None]:
    typed = {key: request.POST.get(key, "") for key in rules.QUESTIONS}
    return {key: int(value) if value in {"1", "2", "3", "4", "5"} else None for key, value in typed.items()}
