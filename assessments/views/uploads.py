"""The door to a handed-in file: for whoever handed it in and for those who mark it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.models import Upload
from foundation import audit


@login_required
@never_cache
@require_safe
def upload(request: HttpRequest, pk: UUID) -> FileResponse:
    """The file as it came, always to be saved, never shown inside a page of ours. A marker's look is on record."""
    kept = get_object_or_404(Upload.objects.visible_to(request.user).select_related("item__attempt__employee"), pk=pk)
    if kept.item.attempt.employee.user_id != request.user.pk:
        audit.record(request.user, "assessments.open_upload", kept.item.attempt, file=kept.name)
    return FileResponse(
        kept.file.open("rb"), as_attachment=True, filename=kept.name, content_type="application/octet-stream"
    )
