"""What a skills check found, for the person who sat it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments import skills_checks
from assessments.models import Attempt, QuizPurpose


@login_required
@never_cache
@require_safe
def skills(request: HttpRequest, pk: int) -> HttpResponse:
    """Gaps first, each with lessons; then what is mastered. Before the mark may be seen, the result says when."""
    own = get_object_or_404(
        Attempt.objects.own(request.user).filter(quiz__purpose=QuizPurpose.SKILLS).select_related("quiz"), pk=pk
    )
    if not skills_checks.is_open(own, now()):
        return redirect("assessments:result", own.pk)
    met = skills_checks.found(own)
    gaps = [each for each in met if each.gap]
    context = {
        "attempt": own,
        "quiz": own.quiz,
        "gaps": gaps,
        "mastered": [each for each in reversed(met) if not each.gap],
    }
    return render(request, "assessments/skills.html", context)
