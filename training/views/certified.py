"""Who of one's team is certified, today or on any day."""

from datetime import date

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.models import Employee, Unit
from people.permissions import LEADS, has_role
from training.certified import Roll
from training.models import Certificate, Course

ON_A_PAGE = 25


class RollForm(forms.Form):
    course = forms.ModelChoiceField(
        label=gettext_lazy("Course"), queryset=Course.objects.all(), to_field_name="code", empty_label=None
    )
    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


@login_required
@never_cache
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """The people of one's units who may be seen today and worked there that day: who held the certificate, who not."""
    if not has_role(request.user, *LEADS):
        raise Http404
    today = localdate()
    first = _usual_course(request)
    given = {"course": first.code if first else "", "day": today.isoformat()} | request.GET.dict()
    form = RollForm(given)
    context = {"form": form, "today": today}
    if first is not None and form.is_valid():
        context |= _roll(request, form.cleaned_data["course"], form.cleaned_data["day"], today)
    return render(request, "training/team_certificates.html", context)


def _usual_course(request: HttpRequest) -> Course | None:
    """The course of the newest certificate in the team; the first course if there is none."""
    latest = Certificate.objects.visible_to(request.user).filter(course__isnull=False).select_related("course").first()
    return latest.course if latest is not None else Course.objects.first()


def _roll(request: HttpRequest, course: Course, day: date, today: date) -> dict[str, object]:
    roll = Roll(course, day, Unit.objects.granted_to(request.user, LEADS))
    seen = Employee.objects.visible_to(request.user, today).exclude(user=request.user.pk)
    postings = roll.postings().filter(employee__in=seen)
    wanted = {"yes": True, "no": False}.get(request.GET.get("who", ""))
    shown = postings if wanted is None else roll.certified(postings, wanted)
    page = Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "lines": list(roll.lines(page.object_list)),
        "all": postings.count(),
        "certified": roll.certified(postings).count(),
        "who": request.GET.get("who", ""),
        "course": course,
        "day": day,
    }
