"""The doors through which learning comes in: keeping what was done in a lesson, and finishing it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.bodies import parts_of
from cms.models import LessonPage
from cms.outlines import Reader, hold_of, outline_of
from cms.readings import shown_as
from cms.rules.report import ReportError, read_form, read_report
from cms.views.lesson import shown
from training import reasons
from training.actions.enrolments import enrol
from training.actions.lessons import LessonOpenError, finish_lesson, keep_progress
from training.models import Enrolment, LessonProgress
from training.rules.completion import Part
from training.rules.progress import Progress


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody learning from one revision of a page."""

    page: LessonPage
    enrolment: Enrolment
    revision: int | None
    parts: Sequence[Part]
    at: datetime

    def keep(self, news: Progress) -> LessonProgress:
        return keep_progress(
            self.enrolment,
            self.page.lesson,
            self.parts,
            news,
            revision=self.revision,
            language=self.page.language,
            at=self.at,
        )

    def finish(self) -> LessonProgress:
        return finish_lesson(
            self.enrolment,
            self.page.lesson,
            revision=self.revision,
            language=self.page.language,
            at=self.at,
            parts=self.parts,
        )


def sit(request: HttpRequest, page: LessonPage, reader: Reader, at: datetime) -> Sitting:
    """Learning without having been enrolled is choosing the course."""
    enrolment = reader.enrolment or enrol(
        reader.user.employee, page.lesson.course, by=reader.user, at=at, reason=reasons.CHOSEN
    )
    progress = enrolment.progress.filter(lesson=page.lesson).first()
    revision, blocks = shown_as(page, progress, request.POST.get("revision", ""))
    return Sitting(page, enrolment, revision, parts_of(blocks), at)


@require_POST
@login_required
def lesson_progress(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """Keep what a device reports: what was seen, what was answered, where the reader stopped.

    Says when it was stored. 409: it cannot count any more, and the device may forget it.
    """
    page, reader = shown(request, list(LessonPage.objects.of(course, lesson)), request.POST.get("language", ""))
    if not reader.learns:
        raise Http404
    at = now()
    if hold := hold_of(reader, page.lesson.course, at):
        return JsonResponse({"sentence": hold.sentence}, status=409)
    if not is_this_round(request, reader):
        return JsonResponse({"sentence": _("This belongs to an earlier round of the course.")}, status=409)
    try:
        news = read_report(json.loads(request.POST.get("report", "")), at=at)
    except (ReportError, json.JSONDecodeError):
        return JsonResponse({"sentence": _("This could not be read. Load the page again.")}, status=400)
    saved_at = sit(request, page, reader, at).keep(news).saved_at
    return JsonResponse({"saved_at": saved_at.isoformat() if saved_at else None, "saved": saved(saved_at)})


@require_POST
@login_required
def lesson_done(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """Finish the lesson, in the language and revision shown, if nothing in it is open; then lead on."""
    page, reader = shown(request, list(LessonPage.objects.of(course, lesson)), request.POST.get("language", ""))
    if not reader.learns:
        return redirect("cms:course", course)
    at = now()
    if hold_of(reader, page.lesson.course, at) or not is_this_round(request, reader):
        return redirect("cms:lesson", course, lesson)
    sitting = sit(request, page, reader, at)
    fields = {key: request.POST.getlist(key) for key in request.POST}
    sitting.keep(read_form(fields, sitting.parts, at=at))
    try:
        sitting.finish()
    except LessonOpenError:
        return redirect(f"{reverse('cms:lesson', args=[course, lesson])}?language={page.language}&left=1")
    outline = outline_of(page.lesson.course, Reader(reader.user, sitting.enrolment), page.language)
    after = outline.after(page.lesson.code)
    return redirect("cms:lesson", course, after.code) if after else redirect("cms:course", course)


def is_this_round(request: HttpRequest, reader: Reader) -> bool:
    """What was done in an earlier round of a course counts for nothing in the present one."""
    claimed = request.POST.get("round", "")
    return not claimed or reader.enrolment is None or claimed == str(reader.enrolment.round)


def saved(at: datetime | None) -> str:
    """`Saved 14:03:22`, by the reader's own clock."""
    return _("Saved %(time)s") % {"time": time_format(localtime(at), "H:i:s")} if at else ""
