"""The doors of a sitting: one question per screen, answers as they are given, hand-in, result."""

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments import gates
from assessments.actions import attempts
from assessments.models import Attempt, AttemptItem
from assessments.views.sheets import Sheet, graded_sheet, sheet

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
    items = own.items.select_related("version__question").defer("version__right")
    sheets = [sheet(item) for item in items]
    here = _place(request.GET.get("q"), sheets)
    context = {"attempt": own, "quiz": own.quiz, "sheets": sheets, "here": here, "count": len(sheets)}
    context["open"] = sum(not each.chosen for each in sheets)
    return render(request, "assessments/attempt.html", context)


def _place(wanted: str | None, sheets: list[Sheet]) -> int:
    """The question to show: the one asked for, else the first unanswered; 0 is the overview."""
    if wanted == END:
        return 0
    if wanted and wanted.isdecimal() and len(wanted) < 6 and 1 <= int(wanted) <= len(sheets):
        return int(wanted)
    return next((each.order for each in sheets if not each.chosen), 0)


@login_required
@require_POST
def answer(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """Store an answer. Scripts get JSON with the time of saving; a form gets the next question."""
    own = get_object_or_404(Attempt.objects.own(request.user), pk=pk)
    chosen, at = request.POST.getlist("chosen"), now()
    if request.POST.get("shown") == ",".join(chosen):  # looked at, not changed
        return redirect(_next(own, order, request.POST.get("go", "")))
    try:
        item = attempts.answer(own.pk, order, chosen, at=at, chosen_at=_chosen_at(request, at))
    except AttemptItem.DoesNotExist:
        raise Http404 from None
    except attempts.AttemptClosedError:
        sentence = _("This quiz has been handed in. What you had answered by then stands.")
        return _refuse(request, own, sentence, 409)
    except attempts.NoSuchOptionError:
        sentence = _("This answer does not fit the question. Load the page again and choose once more.")
        return _refuse(request, own, sentence, 400)
    if _is_script(request):
        return JsonResponse({"saved": saved(item.saved_at), "chosen": item.chosen})
    return redirect(_next(own, order, request.POST.get("go", "")))


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
    """What was reached, and for each question what was chosen, what is right and why."""
    own = get_object_or_404(Attempt.objects.own(request.user).select_related("quiz", "employee"), pk=pk)
    if own.submitted_at is None:
        return redirect("assessments:attempt", own.pk)
    context = {
        "attempt": own,
        "quiz": own.quiz,
        "sheets": [graded_sheet(item) for item in own.items.select_related("version__question")],
        "ways_on": gates.ways_on(own),
    }
    return render(request, "assessments/result.html", context)
