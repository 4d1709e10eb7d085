"""Signing for a standard, and acknowledging what changed in a course."""

from datetime import datetime

from django.db import transaction

from assessments.models import StandardRevision
from foundation import audit
from people.models import Employee
from training.models import Acknowledgement, Change, Signature


@transaction.atomic
def sign(employee: Employee, revision: StandardRevision, language: str, at: datetime) -> Signature:
    """Sign for exactly this revision, read in this language; the first time stays.

    A newer revision that was published meanwhile changes nothing about what was read.
    """
    signature, new = Signature.objects.get_or_create(
        employee=employee, revision=revision, defaults={"language": language, "signed_at": at}
    )
    if new:
        code, number = revision.standard.code, revision.number
        audit.record(employee.user, "training.sign", signature, standard=code, revision=number, language=language)
    return signature


@transaction.atomic
def acknowledge(employee: Employee, change: Change, language: str, at: datetime) -> Acknowledgement:
    """Note that somebody read what changed; the first time stays."""
    read, new = Acknowledgement.objects.get_or_create(
        employee=employee, change=change, defaults={"language": language, "read_at": at}
    )
    if new:
        audit.record(employee.user, "training.acknowledge", read, change=change.pk, language=language)
    return read
