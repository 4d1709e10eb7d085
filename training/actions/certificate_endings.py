"""What becomes of a certificate after its issue: added as events, never by changing what it says."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from foundation import audit, notifications
from people.models import User
from training.actions.certificates import new_codes, queue_printing
from training.models import Certificate, CertificateEvent, Origin

Kind = CertificateEvent.Kind


class NotInForceError(Exception):
    """The certificate counts no longer, or a newer one has taken its place: there is nothing to copy."""


@transaction.atomic
def revoke(certificate_id: int, *, by: User | None, at: datetime, reason: str) -> Certificate:
    """Withdraw a certificate from today on, once, and tell the person; the row, its file and its code stay.

    One that was replaced by a copy has ended already and stays as it is: it is the copy that counts.
    """
    certificate = _locked(certificate_id)
    today = localdate(at)
    if certificate.revoked_on is None or certificate.revoked_on > today:
        _end(certificate, Kind.REVOKED, by=by, at=at, reason=reason)
        audit.record(by, "training.revoke_certificate", certificate, code=certificate.code, reason=reason)
        _tell(certificate, "training.certificate_revoked", at, reason=reason)
    return certificate


@transaction.atomic
def reissue(certificate_id: int, *, by: User | None, at: datetime, reason: str) -> Certificate:
    """A new copy with today's name, valid as long as the old one, which counts no longer from today on.

    Score, wording and look stay those of the first issue. Done again it gives the same copy. NotInForceError if the
    old one has expired, was revoked or was renewed.
    """
    old = _locked(certificate_id)
    if copy := old.replaced_by.filter(origin=Origin.REISSUE).first():
        return copy
    today = localdate(at)
    ends_later = old.revoked_on if old.revoked_on is not None and old.revoked_on > today else None
    if not may_be_copied(old, today):
        raise NotInForceError
    later = list(old.events.filter(kind=Kind.SUPERSEDED)) if ends_later else []
    _end(old, Kind.REISSUED, by=by, at=at, reason=reason)
    copy = Certificate.objects.create(
        code=new_codes(1, today.year)[0],
        employee=old.employee,
        course=old.course,
        path=old.path,
        enrolment=old.enrolment,
        origin=Origin.REISSUE,
        replaces=old,
        name=old.employee.name,
        wording=old.wording,
        design=old.design,
        score=old.score,
        reason=reason,
        issued_on=today,
        expires_on=old.expires_on,
        revoked_on=ends_later,
    )
    for event in later:
        CertificateEvent.objects.create(
            certificate=copy, kind=event.kind, on=event.on, reason=event.reason, by=event.by, at=event.at
        )
    audit.record(by, "training.reissue_certificate", copy, code=copy.code, old=old.code, reason=reason)
    _tell(copy, "training.certificate_reissued", at, reason=reason)
    queue_printing([copy.pk])
    return copy


def in_force(certificate: Certificate, today: date) -> bool:
    """Does it count today, at least?"""
    return Certificate.objects.valid_on(today).filter(pk=certificate.pk).exists()


def may_be_copied(certificate: Certificate, today: date) -> bool:
    """In force, and no newer one has taken its place."""
    newer = Q(course=certificate.course_id, path=certificate.path_id, employee=certificate.employee_id)
    renewed = Certificate.objects.valid_on(today).filter(newer, issued_on__gt=certificate.issued_on)
    return in_force(certificate, today) and not renewed.exists()


def _locked(certificate_id: int) -> Certificate:
    of_itself = Certificate.objects.select_for_update(of=["self"])
    return of_itself.select_related("employee", "course", "path", "enrolment").get(pk=certificate_id)


def _end(certificate: Certificate, kind: str, *, by: User | None, at: datetime, reason: str) -> None:
    certificate.revoked_on = localdate(at)
    certificate.save(update_fields=["revoked_on"])
    CertificateEvent.objects.create(
        certificate=certificate, kind=kind, on=certificate.revoked_on, reason=reason, by=by, at=at
    )


def _tell(certificate: Certificate, kind: str, at: datetime, *, reason: str) -> None:
    if certificate.employee.user_id is not None:
        notifications.notify(
            [certificate.employee.user_id],
            kind,
            key=f"{kind}:{certificate.pk}",
            at=at,
            values={"title": titles(certificate), "code": certificate.code, "reason": reason},
            url=reverse("training:certificates"),
        )


def titles(certificate: Certificate) -> dict[str, str]:
    return {language: words.get("course", "") for language, words in certificate.wording.items()}
