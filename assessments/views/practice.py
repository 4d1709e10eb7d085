"""Daily practice: one question at a time, what became of it at once, and at the end what to look at again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments import practice as reading
from assessments.actions import practice as actions
from assessments.actions.practice import DayOverError, HeldBackError
from assessments.models import AttemptItem, PracticeDay
from assessments.practice import Asked
from assessments.rules.memory import Recall
from assessments.types import Fields, Form, WrongAnswer
from assessments.views.sheets import GradedSheet, graded_sheet, question_sheet
from people.models import Employee

UNKNOWN = "unknown"  # the field of a form that says: I don't know


@login_required
@never_cache
@require_safe
def practice(request: HttpRequest) -> HttpResponse:
    """The first question that is still open, or with `?q=N` what became of question N; at the end how it went."""
    employee = Employee.objects.filter(user=request.user.pk).first()
    if employee is None:
        return render(request, "assessments/practice/office.html")
    at = now()
    today = localdate(at)
    drawn = PracticeDay.objects.filter(employee=employee, day=today).select_related("employee").first()
    day = drawn or actions.draw(employee, at=at, zone=get_current_timezone())
    if day is None:
        context = {"met": reading.met(employee, at), "progress": reading.progress(employee, today)}
        return render(request, "assessments/practice/nothing.html", context)
    asked = reading.asked(day, at)
    wanted = _wanted(request, asked)
    if wanted is not None and wanted.answered:
        return render(request, "assessments/practice/verdict.html", _verdict(day, asked, wanted))
    here = wanted if wanted is not None and wanted.open else next((each for each in asked if each.open), None)
    if here is None:
        return _done(request, employee, day, asked)
    return render(request, "assessments/practice/question.html", _question(day, asked, here))


def _wanted(request: HttpRequest, asked: list[Asked]) -> Asked | None:
    wanted = request.GET.get("q", "")
    return next((each for each in asked if str(each.order) == wanted), None)


def _question(
    day: PracticeDay, asked: list[Asked], here: Asked, fields: Fields | None = None, problem: str = ""
) -> dict[str, Any]:
    sheet = question_sheet(here.version, [], order=here.order, shown=here.shown, fields=fields, problem=problem)
    return {"day": day, "asked": asked, "here": here, "sheet": sheet}


def _verdict(day: PracticeDay, asked: list[Asked], here: Asked) -> dict[str, Any]:
    return {
        "day": day,
        "asked": asked,
        "here": here,
        "sheet": _graded(here),
        "in_days": (here.due - day.day).days if here.due else None,
        "last": not any(each.open for each in asked),
    }


def _graded(one: Asked) -> GradedSheet:
    """What was answered and what is right; the latter not while a quiz that asks it is under way."""
    item = AttemptItem(
        order=one.order, version=one.version, chosen=one.chosen or [], shown=one.shown, mark=_mark(one), max_mark=1
    )
    return graded_sheet(item, right=one.free, feedback=one.free)


def _mark(one: Asked) -> int:
    return int(one.recall == Recall.RIGHT)


def _done(request: HttpRequest, employee: Employee, day: PracticeDay, asked: list[Asked]) -> HttpResponse:
    forgotten = [each for each in asked if each.recall in (Recall.PARTLY, Recall.WRONG)]
    context = {
        "day": day,
        "asked": asked,
        "answered": sum(each.answered for each in asked),
        "right": sum(each.recall == Recall.RIGHT for each in asked),
        "forgotten": [
            (each, _graded(each).line, (each.due - day.day).days if each.due else None) for each in forgotten
        ],
        "held": sum(not each.answered for each in asked),
        "lessons": reading.lessons([each.version.question_id for each in forgotten]),
        "progress": reading.progress(employee, day.day),
    }
    return render(request, "assessments/practice/done.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """Take in an answer and show at once what became of it. Whoever comes back here from signing in is led on."""
    employee = get_object_or_404(Employee, user=request.user.pk)
    get_object_or_404(PracticeDay, employee=employee, pk=pk)
    if request.method != "POST":
        return redirect("assessments:practice")
    given = None if UNKNOWN in request.POST else Form(dict(request.POST.lists()))
    try:
        row = actions.answer(employee, pk, order, given, at=now(), zone=get_current_timezone())
    except PracticeDay.DoesNotExist as nowhere:
        raise Http404 from nowhere
    except WrongAnswer as refusal:
        return _again(request, pk, order, str(refusal))
    except DayOverError:
        return _led_on(
            request, _("A new day has begun, with questions of its own. What was left comes again by itself.")
        )
    except HeldBackError:
        return _led_on(request, _("This question rests just now: a quiz you have begun asks it, or it was taken out."))
    return _answered(request, row, order)


def _answered(request: HttpRequest, row: PracticeDay, order: int) -> HttpResponse:
    url = f"{reverse('assessments:practice')}?q={order}"
    if not request.headers.get("HX-Request"):
        return redirect(url)
    asked = reading.asked(row, now())
    response = render(request, "assessments/practice/verdict_part.html", _verdict(row, asked, asked[order - 1]))
    response["HX-Replace-Url"] = url
    return response


def _again(request: HttpRequest, pk: int, order: int, problem: str) -> HttpResponse:
    """The question once more with what was filled in; a script that still shows it gets the sentence alone."""
    if request.headers.get("HX-Request"):
        return render(request, "assessments/practice/problem.html", {"problem": problem}, status=422)
    row = PracticeDay.objects.select_related("employee").get(pk=pk)
    asked = reading.asked(row, now())
    only_on = request.POST.get("go") == "stay"  # one reply of a talk, to hear what comes next
    context = _question(row, asked, asked[order - 1], dict(request.POST.lists()), "" if only_on else problem)
    return render(request, "assessments/practice/question.html", context, status=200 if only_on else 422)


def _led_on(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.info(request, sentence)
    if not request.headers.get("HX-Request"):
        return redirect("assessments:practice")
    return HttpResponse(status=204, headers={"HX-Redirect": reverse("assessments:practice")})
