"""The doors of a sitting: one question per screen, answers as they are given, hand-in, result."""

from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from assessments import gates, openings, terms, types
from assessments.actions import attempts, uploads
from assessments.models import Attempt, AttemptItem, Save
from assessments.rules.reveal import Moment, is_shown
from assessments.rules.saves import overdue
from assessments.types import Fields, Form, WrongAnswer
from assessments.types.base import misfit
from assessments.views.sheets import Sheet, graded_sheet, sheet, stamp
from foundation.uploads import CappedHandler

END = "end"
ANY_CODE = "?"  # whether one may try again is asked before there is a code


@login_required
@never_cache
@require_safe
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions; `?q=N` is on top, `?q=end` is the overview. All are in the page, so that a dead
    network does not stand between two questions. Whoever looks after the deadline finds it handed in."""
    own, at = _own(request, pk), now()
    if own.submitted_at is None and overdue(own.deadline_at, at):
        attempts.submit_overdue(own.pk, at=at)
        return redirect("assessments:result", own.pk)
    if own.submitted_at is not None:
        return redirect("assessments:result", own.pk)
    sheets = [sheet(item) for item in _items(own)]
    return _questions(request, own, sheets, _place(request.GET.get("q"), sheets))


def _own(request: HttpRequest, pk: int) -> Attempt:
    return get_object_or_404(Attempt.objects.own(request.user).select_related("quiz"), pk=pk)


def _items(own: Attempt) -> QuerySet[AttemptItem]:
    return own.items.select_related("version__question", "section").defer("version__right")


def _questions(request: HttpRequest, own: Attempt, sheets: list[Sheet], here: int, status: int = 200) -> HttpResponse:
    at = now()
    context = {"attempt": own, "quiz": own.quiz, "sheets": sheets, "here": here, "count": len(sheets)}
    context["open"] = sum(not each.answered for each in sheets)
    context["here_url"] = reverse("assessments:attempt", args=[own.pk])
    context["now"] = milliseconds(at)
    context["left"] = max(0, int((own.deadline_at - at).total_seconds())) if own.deadline_at else None
    return render(request, "assessments/attempt.html", context, status=status)


def milliseconds(at: datetime) -> int:
    """A moment as scripts write it: whole milliseconds since 1970."""
    return int(at.timestamp() * 1000)


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
    at = now()
    try:
        fields = _fields(request, handler, pk, order, at)
        if not _is_script(request) and _only_looked_at(request, pk, order, fields):
            return redirect(_next(request, pk, order))
        item = attempts.answer(
            pk,
            order,
            Form(fields),
            at=at,
            chosen_at=_given_at(request, at),
            save_id=_save_id(request),
            of=request.user,  # type: ignore[arg-type]
        )
    except AttemptItem.DoesNotExist as nowhere:
        if _is_script(request):  # whose queue tells what we say from what a proxy says
            sentence = _("There is no such question among your quizzes. Sign in as whoever began this quiz.")
            return JsonResponse({"sentence": sentence, "url": "/"}, status=404)
        raise Http404 from nowhere
    except attempts.CameLateError as late:
        return _refuse(request, pk, _came_late(late.save), 409, kept=True)
    except attempts.AttemptClosedError:
        sentence = _("This quiz has been handed in. What you had answered by then stands.")
        return _refuse(request, pk, sentence, 409)
    except WrongAnswer as refusal:
        return _again(request, pk, order, str(refusal))
    return _stored(item, at) if _is_script(request) else redirect(_next(request, pk, order, item))


def _stored(item: AttemptItem, at: datetime) -> JsonResponse:
    kind = types.of(item.version.question.kind)
    return JsonResponse(
        {
            "saved": saved(item.saved_at),
            "chosen": item.chosen,
            "fields": kind.fields(item.version, item.chosen),
            "shown": stamp(item.chosen),
            "now": milliseconds(at),
        }
    )


def _fields(request: HttpRequest, handler: CappedHandler, pk: int, order: int, at: datetime) -> Fields:
    """The filled fields; a file among them is stored first, and its field says which it is."""
    fields = dict(request.POST.lists())  # reads the body, the file with it
    if handler.too_large:
        raise uploads.too_large(settings.LARGEST_ANSWER_FILE)
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile):
        fields["upload"] = [str(uploads.keep(_own(request, pk).pk, order, file, at=at).pk)]
    return fields


def _only_looked_at(request: HttpRequest, pk: int, order: int, fields: Fields) -> bool:
    """Does a form without scripts send what it showed? A page left open must not wipe what another has stored."""
    item = get_object_or_404(_items(_own(request, pk)), order=order)
    return request.POST.get("shown") == stamp(types.of(item.version.question.kind).read(item.version, Form(fields)))


def _save_id(request: HttpRequest) -> UUID | None:
    """The id that the device gave to this answer; without scripts it has none."""
    given = request.POST.get("save")
    try:
        return UUID(given) if given is not None else None
    except ValueError:
        raise misfit() from None


def _given_at(request: HttpRequest, at: datetime) -> datetime:
    """When the person answered, by the server's clock as the device knew it."""
    given = request.POST.get("given")
    if given is None:
        return at
    if not given.isascii() or not given.isdecimal() or len(given) > 14:
        raise misfit()
    return min(at, datetime.fromtimestamp(int(given) / 1000, UTC))


def _came_late(save: Save) -> str:
    if save.item.attempt.submitted_at is None or save.item.attempt.by_deadline:
        return _("Your time was up when this answer came. It is kept, and your trainer decides whether it counts.")
    return _("This answer came after you had handed in. It is kept, and your trainer decides whether it counts.")


def _again(request: HttpRequest, pk: int, order: int, sentence: str) -> HttpResponse:
    """The question once more with what was filled in, and why it was not stored."""
    if _is_script(request):
        return _refuse(request, pk, sentence, 400)
    own, filled = _own(request, pk), dict(request.POST.lists())
    sheets = [
        sheet(item, fields=filled, problem=sentence) if item.order == order else sheet(item) for item in _items(own)
    ]
    return _questions(request, own, sheets, order, status=400)


def saved(at: datetime | None) -> str:
    """`Saved 14:03:22`, in the reader's language and the product's time zone."""
    return _("Saved %(time)s") % {"time": time_format(localtime(at), "H:i:s")} if at else ""


def _is_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _refuse(request: HttpRequest, pk: int, sentence: str, status: int, *, kept: bool = False) -> HttpResponse:
    url = reverse("assessments:result" if status == 409 else "assessments:attempt", args=[pk])
    if _is_script(request):
        return JsonResponse({"sentence": sentence, "url": url, "kept": kept}, status=status)
    context = {"sentence": sentence, "url": url, "kept": kept}
    return render(request, "assessments/refusal.html", context, status=status)


def _next(request: HttpRequest, pk: int, order: int, item: AttemptItem | None = None) -> str:
    """Where the pressed button leads; past the last question is the overview.

    An answer that has only been begun, `item`, keeps its question on the screen.
    """
    go = request.POST.get("go", "")
    begun = item and types.of(item.version.question.kind).goes_on(item.version, item.chosen)
    order += 0 if begun and go == "next" else {"back": -1, "next": 1}.get(go, 0)
    last = AttemptItem.objects.filter(attempt=pk).count()
    place = str(max(order, 1)) if go != END and order <= last else END
    return f"{reverse('assessments:attempt', args=[pk])}?q={place}"


@login_required
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    own = _own(request, pk)
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
            graded_sheet(item, right=right, feedback=feedback)
            for item in terms.as_counted(
                own.items.select_related("version__question", "attempt").prefetch_related("marks")
            )
        ],
        "late": Save.objects.came_late().filter(item__attempt=own).select_related("item").order_by("item__order"),
        "again": openings.hold(quiz, own.employee, now(), code=ANY_CODE),
        "ways_on": gates.ways_on(own),
    }
    return render(request, "assessments/result.html", context)
