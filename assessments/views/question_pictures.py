"""The pictures that questions show, for whoever may see such a question."""

from django.contrib.auth.decorators import login_required
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assessments.models import AttemptItem, PracticeCard, QuestionPicture, QuestionVersion
from people.models import Role, User
from people.permissions import has_role

AUTHORS = (Role.TRAINER, Role.HR)


@require_safe
@login_required
@cache_control(private=True, max_age=86_400)
def question_picture(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Found by its content; whoever was never asked such a question finds nothing."""
    picture = get_object_or_404(QuestionPicture, sha256=sha256)
    assert isinstance(request.user, User)
    if not has_role(request.user, *AUTHORS) and not _was_asked(request.user, sha256):
        raise Http404
    response = FileResponse(picture.file.open(), content_type=picture.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _was_asked(user: User, sha256: str) -> bool:
    shows = QuestionVersion.objects.annotate(said=Cast("wording", TextField())).filter(said__contains=sha256)
    sat = AttemptItem.objects.filter(attempt__employee__user=user, version__in=shows)
    practised = PracticeCard.objects.filter(employee__user=user, question__versions__in=shows)
    return sat.exists() or practised.exists()
