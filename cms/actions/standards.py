"""Removing a standard that nothing refers to."""

from django.db import transaction
from django.db.models import ProtectedError

from assessments.models import Standard
from cms.deletions import standard_refusal
from foundation import audit
from people.models import User
from training.models import Change


@transaction.atomic
def remove(standard: Standard, *, by: User) -> None:
    """Delete a standard with its revisions; ProtectedError, in a sentence, if anything refers to it."""
    standard = Standard.objects.select_for_update().get(pk=standard.pk)
    if sentence := standard_refusal(standard):
        raise ProtectedError(sentence, {standard})
    audit.record(by, "wagtail.delete", standard)
    for page in standard.pages.all():
        page.delete()
    Change.objects.filter(revision__standard=standard).delete()
    standard.revisions.all().delete()
    standard.delete()
