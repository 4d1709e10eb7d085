"""The doors of a sitting: one question per screen, answers as they are given, hand-in, result."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from assessments import gates, types
from assessments.actions import attempts, uploads
from assessments.models import Attempt, AttemptItem
from assessments.rules.reveal import Moment, is_shown
from assessments.types import Fields, Form, WrongAnswer
from assessments.views.sheets import Sheet, graded_sheet, sheet, stamp
from foundation.uploads import CappedHandler

END = "end"
LONGEST_DELAY = timedelta(days=30)  # an answer kept on a phone longer than this counts as given 30 days ago


@login_required
@never_cache
@require_safe
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions; `?q=N` is on top, `?q=end` is the overview. All are in the page, so that a dead
    network does not stand between two questions."""
    own = get_object_or_404(Attempt.objects.own(request.user).select_related("quiz"), pk=pk)
    if own.submitted_at is not None:
        return redirect("assessments:result", own.pk)
    sheets = [sheet(item) for item in _items(own)]
    return _questions(request, own, sheets, _place(request.GET.get("q"), sheets))


def _items(own: Attempt) -> QuerySet[AttemptItem]:
    return own.items.select_related("version__question").defer("version__right")


def _questions(request: HttpRequest, own: Attempt, sheets: list[Sheet], here: int, status: int = 200) -> HttpResponse:
    context = {"attempt": own, "quiz": own.quiz, "sheets": sheets, "here": here, "count": len(sheets)}
    context["open"] = sum(not each.answered for each in sheets)
    context["here_url"] = reverse("assessments:attempt", args=[own.pk])
    return render(request, "assessments/attempt.html", context, status=status)


def _place(wanted: str | None, sheets: list[Sheet]) -> int:
    """The question to show: the one asked for, else the first unanswered; 0 is the overview."""
    if wanted == END:
        return 0
    if wanted and wanted.isdecimal() and len(wanted) < 6 and 1 <= int(wanted) <= len(sheets):
        return int(wanted)
    return next((each.order for each in sheets if not each.answered), 0)


@csrf_exempt  # because the token lies in the same body: the inner view checks it once the body is read our way
@login_required
@require_POST
def answer(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """Store an answer. Scripts get JSON with the time of saving; a form gets the next question."""
    handler = CappedHandler(request, settings.LARGEST_ANSWER_FILE)
    request.upload_handlers = [handler]
    return _answer(request, handler, pk, order)


@csrf_protect
def _answer(request: HttpRequest, handler: CappedHandler, pk: int, order: int) -> HttpResponse:
    own = get_object_or_404(Attempt.objects.own(request.user).select_related("quiz"), pk=pk)
    item = get_object_or_404(own.items.select_related("version__question"), order=order)
    at = now()
    try:
        fields = _fields(request, handler, item, at)
        given = types.of(item.version.question.kind).read(item.version, Form(fields))
        if request.POST.get("shown") == stamp(given):  # looked at, not changed
            return redirect(_next(own, order, request.POST.get("go", "")))
        item = attempts.answer(own.pk, order, given, at=at, chosen_at=_chosen_at(request, at))
    except attempts.AttemptClosedError:
        sentence = _("This quiz has been handed in. What you had answered by then stands.")
        return _refuse(request, own, sentence, 409)
    except WrongAnswer as refusal:
        return _again(request, own, order, str(refusal))
    kind = types.of(item.version.question.kind)
    if _is_script(request):
        return JsonResponse(
            {
                "saved": saved(item.saved_at),
                "chosen": item.chosen,
                "fields": kind.fields(item.version, item.chosen),
                "shown": stamp(item.chosen),
            }
        )
    stays = kind.goes_on(item.version, item.chosen) and request.POST.get("go") == "next"
    return redirect(_next(own, order, "" if stays else request.POST.get("go", "")))


def _fields(request: HttpRequest, handler: CappedHandler, item: AttemptItem, at: datetime) -> Fields:
    """The filled fields; a file among them is stored first, and its field says which it is."""
    fields = dict(request.POST.lists())  # reads the body, the file with it
    if handler.too_large:
        raise uploads.too_large(settings.LARGEST_ANSWER_FILE)
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile):
        fields["upload"] = [str(uploads.keep(item.attempt_id, item.order, file, at=at).pk)]
    return fields


def _again(request: HttpRequest, own: Attempt, order: int, sentence: str) -> HttpResponse:
    """The question once more with what was filled in, and why it was not stored."""
    if _is_script(request):
        return _refuse(request, own, sentence, 400)
    filled = dict(request.POST.lists())
    sheets = [
        sheet(item, fields=filled, problem=sentence) if item.order == order else sheet(item) for item in _items(own)
    ]
    return _questions(request, own, sheets, order, status=400)


def saved(at: datetime | None) -> str:
    """`Saved 14:03:22`, in the reader's language and the product's time zone."""
    return _("Saved %(time)s") % {"time": time_format(localtime(at), "H:i:s")} if at else ""


def _is_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _chosen_at(request: HttpRequest, at: datetime) -> datetime:
    """When the person chose: so many milliseconds ago by their own clock."""
    age = request.POST.get("age", "")
    wait = timedelta(milliseconds=int(age)) if age.isdecimal() and len(age) < 12 else timedelta()
    return at - min(wait, LONGEST_DELAY)


def _refuse(request: HttpRequest, own: Attempt, sentence: str, status: int) -> HttpResponse:
    url = reverse("assessments:result" if status == 409 else "assessments:attempt", args=[own.pk])
    if _is_script(request):
        return JsonResponse({"sentence": sentence, "url": url}, status=status)
    return render(request, "assessments/refusal.html", {"sentence": sentence, "url": url}, status=status)


def _next(own: Attempt, order: int, go: str) -> str:
    """Where the pressed button leads; past the last question is the overview."""
    order += {"back": -1, "next": 1}.get(go, 0)
    place = str(max(order, 1)) if go != END and order <= own.items.count() else END
    return f"{reverse('assessments:attempt', args=[own.pk])}?q={place}"


@login_required
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    own = get_object_or_404(Attempt.objects.own(request.user), pk=pk)
    attempts.submit(own.pk, at=now())
    return redirect("assessments:result", own.pk)


@login_required
@never_cache
@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """What was reached, and for each question what was answered, what is right and why, as far as the quiz shows it."""
    own = get_object_or_404(Attempt.objects.own(request.user).select_related("quiz", "employee"), pk=pk)
    if own.submitted_at is None:
        return redirect("assessments:attempt", own.pk)
    quiz = own.quiz
    moment = Moment(closed=quiz.closes_at is not None and now() >= quiz.closes_at, passed=bool(own.passed))
    right, feedback = is_shown(quiz.show_right, moment), is_shown(quiz.show_feedback, moment)
    context = {
        "attempt": own,
        "quiz": quiz,
        "waiting": own.percent is None,
        "shows_result": is_shown(quiz.show_result, moment),
        "sheets": [
            graded_sheet(item, right=right, feedback=feedback) for item in own.items.select_related("version__question")
        ],
        "ways_on": gates.ways_on(own),
    }
    return render(request, "assessments/result.html", context)
