"""Certificates: issued once, frozen at issue, printed once and kept."""

import hashlib
import secrets
from datetime import date, datetime
from decimal import Decimal

import segno
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from foundation import audit, pdf
from people.models import User
from training.models import Certificate, Course, Enrolment
from training.rules import certificates as rules


@transaction.atomic
def issue(enrolment: Enrolment, *, score: Decimal | None, by: User | None, at: datetime) -> Certificate:
    """The certificate for this completion: today's if it was issued already, else a new one.

    Name, titles in every language, score (percent, at most 2 places) and dates are frozen here. The
    PDF is printed by a worker after commit, or by the first download if that comes earlier.
    """
    today = localdate(at)
    standing = Certificate.objects.filter(
        employee=enrolment.employee, course=enrolment.course, issued_on=today, revoked_on=None
    )
    if found := standing.first():
        return found
    try:
        with transaction.atomic():
            certificate = _write(enrolment, score, today)
    except IntegrityError:
        return standing.get()
    audit.record(by, "training.issue_certificate", certificate, code=certificate.code)
    transaction.on_commit(lambda: _queue(certificate.pk), robust=True)
    return certificate


def _write(enrolment: Enrolment, score: Decimal | None, today: date) -> Certificate:
    course = enrolment.course
    return Certificate.objects.create(
        code=_new_code(today.year),
        employee=enrolment.employee,
        course=course,
        name=enrolment.employee.name,
        wording=_wording(course),
        score="" if score is None else f"{score.normalize():f}",
        issued_on=today,
        expires_on=rules.last_day(today, course.valid_months) if course.valid_months else None,
    )


def _new_code(year: int) -> str:
    """A code nobody has and nobody can guess: eight letters out of thirty, from the system's randomness."""
    while True:
        code = rules.write_code(year, "".join(secrets.choice(rules.ALPHABET) for _n in range(rules.LETTERS)))
        if not Certificate.objects.filter(code=code).exists():
            return code


def _wording(course: Course) -> dict[str, dict[str, str]]:
    """Course and issuer as the certificate says them, in every language of the product."""
    wording = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            wording[language] = {
                "course": course.title or course.code,
                "issuer": _("Five Hearts Retail Academy"),
            }
    return wording


def _queue(certificate_id: int) -> None:
    from training.tasks import print_certificate

    print_certificate.apply_async([certificate_id], retry=False)


def store_pdf(certificate_id: int) -> Certificate:
    """The certificate with its file and the file's SHA-256: printed if it never was, else as it stands."""
    certificate = Certificate.objects.get(pk=certificate_id)
    if certificate.file:
        return certificate
    content = draw_pdf(certificate)  # outside the lock: it reads nothing that changes
    with transaction.atomic():
        certificate = Certificate.objects.select_for_update().get(pk=certificate_id)
        if not certificate.file:
            certificate.sha256 = hashlib.sha256(content).hexdigest()
            certificate.file.save(f"{certificate.code}.pdf", ContentFile(content), save=False)
            certificate.save(update_fields=["file", "sha256"])
    return certificate


def draw_pdf(certificate: Certificate) -> bytes:
    """One page, A4 landscape, in both languages, from what was frozen at issue."""
    address = settings.SITE_URL + reverse("training:verify", args=[certificate.code])
    symbol = segno.make(address, error="m", micro=False)
    context = {
        "certificate": certificate,
        "chinese": certificate.wording.get("zh-hans", {}),
        "english": certificate.wording.get("en", {}),
        "size": rules.name_size(certificate.name),
        "address": address,
        "qr": symbol.svg_inline(border=0, omitsize=True, dark="#26211c"),
    }
    return pdf.render("pdf/certificate.html", context, "zh-hans")


@transaction.atomic
def revoke(certificate_id: int, *, by: User, at: datetime, reason: str) -> Certificate:
    """Withdraw a certificate from today on, once; the row, its file and its code stay."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate_id)
    if certificate.revoked_on is None:
        certificate.revoked_on = localdate(at)
        certificate.save(update_fields=["revoked_on"])
        audit.record(by, "training.revoke_certificate", certificate, code=certificate.code, reason=reason)
    return certificate
